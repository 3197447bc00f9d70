//! Four numbers, each a link to what it counts.

use domain::{Dashboard, RunStatus, Timestamp};
use leptos::prelude::*;

use crate::components::Sparkline;
use crate::model::{Paths, Tone, Week, blocked_line, count, pass_rate_line, waiting_time};

/// Four numbers, each a link to what it counts.
#[component]
pub(super) fn Stats(
    /// The numbers.
    dashboard: Dashboard,
    /// The server's time.
    now: Timestamp,
    /// The addresses of the organization.
    paths: Paths,
) -> impl IntoView {
    let week = Week::of(&dashboard.days);
    let oldest = match dashboard.oldest_decision_at {
        Some(at) => format!("oldest waits {}", waiting_time(at, now)),
        None => "nothing waits".to_owned(),
    };
    let runs = paths.below("runs");
    let blocked = format!("{runs}?status={}", RunStatus::Errored.as_str());
    let in_force = format!(
        "in {}, over {}",
        count(dashboard.policy_sets, "set", "sets"),
        count(dashboard.workspaces, "workspace", "workspaces"),
    );
    let with_answer = if week.total == 0 {
        "no run with an answer".to_owned()
    } else {
        format!("of {} with an answer", count(week.total, "run", "runs"))
    };
    view! {
        <ul class="stats" aria-label="The last seven days in numbers">
            <Stat label="Needs decision" number=dashboard.needs_decision.to_string() note=oldest href=paths.below("inbox") />
            <Stat
                label="Blocked runs"
                number=week.blocked.to_string()
                note=with_answer.clone()
                href=blocked
                line=(blocked_line(&dashboard.days), Tone::Bad)
            />
            <Stat
                label="Pass rate"
                number=week.pass_rate()
                note=with_answer
                href=runs
                line=(pass_rate_line(&dashboard.days), Tone::Ok)
            />
            <Stat
                label="Policies in force"
                number=dashboard.policies.to_string()
                note=in_force
                href=paths.below("policy-sets")
            />
        </ul>
    }
    .into_any()
}

#[component]
fn Stat(
    /// What it counts.
    label: &'static str,
    /// The number.
    number: String,
    /// What there is to say about it.
    note: String,
    /// What it counts, as a page.
    href: String,
    /// How it went from day to day.
    #[prop(optional)]
    line: Option<(Option<String>, Tone)>,
) -> impl IntoView {
    view! {
        <li>
            <a class="card stat" href=href>
                <span class="stat__label">{label}</span>
                <strong class="stat__number num">{number}</strong>
                <small class="stat__note">{note}</small>
                {line.map(|(points, tone)| view! { <Sparkline points tone /> })}
            </a>
        </li>
    }
    .into_any()
}
