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
        <div class="results">{open} {passed(results.passed, &paths)}</div>
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
fn passed(results: Vec<PolicyResult>, paths: &Paths) -> AnyView {
    if results.is_empty() {
        return ().into_any();
    }
    let number = results.len();
    let names = some_names(&results);
    let rows: Vec<_> = results
        .into_iter()
        .map(|result| {
            let set = paths.policy_set(&result.policy_set);
            let has_more = !result.prints.is_empty() || result.swallowed_errors > 0;
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
                    <strong class="num">{number} " passed"</strong>
                    " — "
                    {names}
                </span>
            </summary>
            <ul class="passed__list">{rows}</ul>
        </details>
    }
    .into_any()
}
