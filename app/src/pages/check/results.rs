//! The results of a check: what must be read, then what passed, folded.

use domain::{Check, CheckStatus, Outcome, PolicyResult};
use leptos::prelude::*;

use super::result_card::ResultCard;
use crate::components::EnforcedLevel;
use crate::model::{Paths, full_name, grouped, is_overridden, sentence, some_names};
use crate::model::{Tone, duration};
use crate::ui::{ButtonLink, Callout, EmptyState, Icon};

/// The results of a check.
#[component]
pub(super) fn Results(
    /// The check.
    check: Check,
    /// The addresses of its organization.
    paths: Paths,
) -> impl IntoView {
    if let Some(error) = check.error.as_deref().map(sentence) {
        return view! {
            <Callout tone=Tone::Bad title="The check as a whole has no answer">
                <p>{error}</p>
            </Callout>
        }
        .into_any();
    }
    if check.results.is_empty() {
        return nothing(&check, &paths);
    }
    let results = grouped(check.results.clone());
    let others_passed = results.open.iter().any(|one| one.result == Outcome::Passed);
    let open: Vec<_> = results
        .open
        .into_iter()
        .map(|result| {
            let overridden = is_overridden(&check, &result);
            view! {
                <ResultCard result=result run=check.run_id overridden=overridden paths=paths.clone() />
            }
        })
        .collect();
    view! {
        <div class="results">{open} {passed(results.passed, others_passed, &paths)}</div>
    }
    .into_any()
}

/// Why there is no result.
fn nothing(check: &Check, paths: &Paths) -> AnyView {
    let workspace = paths.workspace(&check.workspace);
    match check.status {
        CheckStatus::Passed => view! {
            <EmptyState
                icon="policy-set"
                title="0 policies applied"
                body="No policy set in force applies to this workspace, so there was nothing to check this plan against."
                action=move || {
                    view! { <ButtonLink href=workspace>"See which sets apply, and why"</ButtonLink> }.into_any()
                }
            />
        }
        .into_any(),
        CheckStatus::Pending | CheckStatus::Queued | CheckStatus::Running => view! {
            <div aria-busy="true">
                <p class="waiting">
                    <Icon name="running" />
                    <span>"Results appear here when every policy has answered."</span>
                </p>
            </div>
        }
        .into_any(),
        _ => view! {
            <EmptyState icon="canceled" title="No results" body="No policy was evaluated." />
        }
        .into_any(),
    }
}

/// What passed, behind one line that names some of it.
fn passed(results: Vec<PolicyResult>, others_passed: bool, paths: &Paths) -> AnyView {
    if results.is_empty() {
        return ().into_any();
    }
    let number = results.len();
    let names = some_names(&results);
    let rows: Vec<_> = results
        .into_iter()
        .map(|result| {
            let set = paths.policy_set(&result.policy_set);
            let has_more = !result.prints.is_empty();
            debug_assert!(result.result == Outcome::Passed);
            if has_more {
                return view! {
                    <li>
                        <ResultCard
                            run=None
                            overridden=false
                            paths=paths.clone()
                            result=result
                        />
                    </li>
                }
                .into_any();
            }
            view! {
                <li class="passed-row" id=full_name(&result) data-tone="ok">
                    <Icon name="passed" />
                    <span class="result__words">
                        <strong>{result.policy.clone()}</strong>
                        <a class="result__set" href=set>
                            {result.policy_set.clone()}
                        </a>
                    </span>
                    <EnforcedLevel level=result.level />
                    <span class="result__time num">
                        {duration(std::time::Duration::from_micros(result.duration_us))}
                    </span>
                </li>
            }
            .into_any()
        })
        .collect();
    view! {
        <details class="fold passed">
            <summary>
                <Icon name="chevron-right" />
                <span>
                    <strong class="num">{number} {if others_passed { " more passed" } else { " passed" }}</strong>
                    " — "
                    {names}
                </span>
            </summary>
            <ul class="passed__list">{rows}</ul>
        </details>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use domain::{ErrorDetail, Level};

    use super::*;
    use crate::model::samples;
    use crate::render::{HOSTILE, assert_harmless, html};

    fn results(check: Check) -> String {
        html(|| view! { <Results check paths=Paths::of("acme") /> }.into_any())
    }

    #[test]
    fn a_failure_is_open_and_links_to_its_resource_and_its_rule() {
        let html = results(samples::check(CheckStatus::SoftFailed));
        assert!(
            html.contains("<details id=\"baseline/require-tags\" data-tone=\"bad\" open"),
            "{html}"
        );
        assert!(html.contains("/orgs/acme/runs/run-00000000000000r1#aws_s3_bucket.logs"));
        assert!(
            html.contains("/policy-sets/baseline/versions/12/files/policies/require_tags.rego#L18")
        );
        assert!(html.contains("require_tags.rego:18"));
    }

    #[test]
    fn what_passed_is_folded_behind_its_number_and_names() {
        let html = results(samples::check(CheckStatus::SoftFailed));
        let fold = html.find("fold passed").unwrap();
        assert!(html[fold..].contains("kms-rotation"));
        assert!(!html[..fold].contains("kms-rotation"));
    }

    #[test]
    fn an_error_is_its_own_state_with_its_place() {
        let mut check = samples::check(CheckStatus::Errored);
        let mut broken = samples::result("broken", Outcome::Errored);
        broken.messages.clear();
        broken.error = Some(ErrorDetail {
            message: "the query is undefined".to_owned(),
            file: Some("a.rego".to_owned()),
            line: Some(3),
            column: Some(7),
        });
        check.results = vec![broken];
        let html = results(check);
        assert!(
            html.contains("This policy gave no answer") && html.contains("The query is undefined.")
        );
        assert!(
            html.contains("a.rego:3:7") && html.contains("/files/a.rego#L3"),
            "{html}"
        );
        assert!(!html.contains("violation"), "{html}");
    }

    #[test]
    fn an_overridden_result_says_so_and_is_folded() {
        let html = results(samples::check(CheckStatus::Overridden));
        assert!(html.contains("overridden"));
        assert!(!html.contains("data-tone=\"bad\" open"), "{html}");
    }

    #[test]
    fn a_warning_is_folded_and_a_failure_is_not() {
        let mut check = samples::check(CheckStatus::Passed);
        check.results = vec![samples::result("warn", Outcome::AdvisoryFailed)];
        let html = results(check);
        assert!(
            html.contains("data-tone=\"warn\"") && !html.contains("data-tone=\"warn\" open"),
            "{html}"
        );
    }

    #[test]
    fn no_policy_at_all_is_said_aloud() {
        let mut check = samples::check(CheckStatus::Passed);
        check.results.clear();
        assert!(results(check).contains("0 policies applied"));
    }

    #[test]
    fn what_policies_say_is_text() {
        let mut check = samples::check(CheckStatus::HardFailed);
        let mut result = samples::result(HOSTILE, Outcome::HardFailed);
        result.policy_set = HOSTILE.to_owned();
        result.level = Level::HardMandatory;
        result.description = Some(HOSTILE.to_owned());
        result.query = HOSTILE.to_owned();
        result.prints = vec![HOSTILE.to_owned()];
        for message in &mut result.messages {
            message.text = HOSTILE.to_owned();
            message.resource = Some(HOSTILE.to_owned());
            message.file = Some(HOSTILE.to_owned());
        }
        check.results = vec![result];
        assert_harmless(&results(check));
    }

    #[test]
    fn many_messages_are_folded_after_the_first_twenty() {
        let mut check = samples::check(CheckStatus::SoftFailed);
        let mut result = samples::result("many", Outcome::SoftFailed);
        result.messages = vec![result.messages[0].clone(); 25];
        check.results = vec![result];
        assert!(results(check).contains("Show 5 more of 25"));
    }
}
