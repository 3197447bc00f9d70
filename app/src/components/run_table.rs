//! Runs in a table.

use domain::{Run, Timestamp};
use leptos::prelude::*;

use crate::model::{Paths, failures, plan_numbers, plan_words, run_look, shorten, shorten_commit};
use crate::ui::{Cell, RelativeTime, Table};

use super::StatusBadge;

/// Runs, newest first as they come. A name leads to the run's policy check, or to the run when it
/// has none.
#[component]
pub(crate) fn RunTable(
    /// What it lists, for screen readers.
    #[prop(into)]
    caption: String,
    /// The runs.
    runs: Vec<Run>,
    /// The server's time.
    now: Timestamp,
    /// Whether all are of the workspace whose page it is: what they are about comes first then.
    #[prop(optional)]
    of_one_workspace: bool,
) -> impl IntoView {
    let rows: Vec<_> = runs
        .into_iter()
        .map(|run| row(run, now, of_one_workspace))
        .collect();
    let first = if of_one_workspace { "Run" } else { "Workspace" };
    view! {
        <Table caption=caption columns=vec![first, "Verdict", "Failed", "Plan", "Started by", "Started"]>
            {rows}
        </Table>
    }
    .into_any()
}

fn row(run: Run, now: Timestamp, of_one_workspace: bool) -> AnyView {
    let paths = Paths::of(&run.organization);
    let href = match run.checks.last() {
        Some(check) => paths.check(run.id, check.id),
        None => paths.run(run.id),
    };
    let failed = run.checks.last().and_then(|check| failures(check.counts));
    let message = run.message.as_deref().map(|message| {
        let first_line = message.lines().next().unwrap_or_default();
        shorten(first_line, 80)
    });
    let message = message
        .filter(|message| !message.is_empty())
        .unwrap_or_else(|| run.id.to_string());
    let look = run_look(&run);
    let failed = failed.unwrap_or_else(|| "—".to_owned());
    let (name, beside) = if of_one_workspace {
        let commit = run.commit.as_deref().map(shorten_commit);
        (message, commit)
    } else {
        (run.workspace.to_string(), Some(message))
    };
    let (started_by, started_at) = (run.created_by.clone(), run.created_at);
    let plan = run.plan.as_ref().map(|plan| {
        let words = plan_words(plan);
        view! {
            <a
                class="plan-numbers num"
                href=paths.run(run.id)
                title=words.clone()
                aria-label=format!("Run: {words}")
            >
                {plan_numbers(plan)}
            </a>
        }
        .into_any()
    });
    view! {
        <tr>
            <Cell>
                <a class="table__name" href=href>
                    {name}
                </a>
                {beside.map(|text| view! { <small class="table__sub">{text}</small> }.into_any())}
            </Cell>
            <Cell label="Verdict">
                <StatusBadge look=look />
            </Cell>
            <Cell label="Failed">
                <span class="num muted">{failed}</span>
            </Cell>
            <Cell label="Plan">
                {plan}
            </Cell>
            <Cell label="Started by">
                <span class="muted">{started_by}</span>
            </Cell>
            <Cell label="Started" end=true>
                <span class="faint">
                    <RelativeTime at=started_at now=now />
                </span>
            </Cell>
        </tr>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use domain::CheckStatus;

    use super::*;
    use crate::model::samples;
    use crate::render::{HOSTILE, assert_harmless, html};

    fn table(run: Run) -> String {
        html(|| view! { <RunTable caption="Runs" runs=vec![run] now=samples::now() /> }.into_any())
    }

    #[test]
    fn on_the_page_of_a_workspace_a_run_is_called_by_what_it_is_about() {
        let mut run = samples::run(CheckStatus::SoftFailed);
        run.message = Some("Peer with the analytics VPC".to_owned());
        run.commit = Some("9f3c1ab5d0e49f3c1ab5d0e49f3c1ab5d0e4aaaa".to_owned());
        let html = html(|| {
            view! { <RunTable caption="Runs" runs=vec![run] now=samples::now() of_one_workspace=true /> }
                .into_any()
        });
        let name = html.find("table__name").unwrap();
        let beside = html.find("table__sub").unwrap();
        assert!(html[name..].starts_with("table__name\">Peer with the analytics VPC"));
        assert!(
            html[beside..].starts_with("table__sub\">9f3c1ab5<"),
            "{html}"
        );
    }

    #[test]
    fn a_row_leads_to_the_check_and_says_what_failed() {
        let html = table(samples::run(CheckStatus::SoftFailed));
        assert!(
            html.contains("/runs/run-00000000000000r1/checks/polchk-00000000000000c1"),
            "{html}"
        );
        assert!(
            html.contains("Needs a decision")
                && html.contains("1 soft")
                && html.contains("3 min ago")
        );
    }

    #[test]
    fn a_run_without_a_check_leads_to_itself() {
        let mut run = samples::run(CheckStatus::Passed);
        run.checks.clear();
        assert!(table(run).contains("href=\"/orgs/acme/runs/run-00000000000000r1\""));
    }

    #[test]
    fn what_people_wrote_is_text() {
        let mut run = samples::run(CheckStatus::Passed);
        run.message = Some(HOSTILE.to_owned());
        run.created_by = HOSTILE.to_owned();
        assert_harmless(&table(run));
    }
}
