//! A run: where it stands, what its plan does, what the policies said.

mod resources;

use domain::{Check, CheckStatus, Run, RunStatus};
use leptos::prelude::*;

use super::address::use_param;
use super::check::{may_change, refresh_without_javascript, whom_to_ask};
use super::override_form::is_waiting;
use crate::components::{
    CheckBar, Live, LiveIndicator, RunActions, RunFacts, StatusBadge, StepList, VerdictBanner,
    follow_run,
};
use crate::frame::FrameData;
use crate::model::{
    Tone, VerdictWords, check_look, count, plan_numbers, plan_words, run_look, steps, verdict,
};
use crate::server_functions::runs::{GetRun, RunDetail};
use crate::ui::{
    Breadcrumbs, ButtonLink, Card, Crumb, EmptyState, Look, PageHead, loaded, page_data,
};

use resources::Resources;

/// A run. It is followed while anything can happen to it.
#[component]
pub(crate) fn RunPage() -> impl IntoView {
    let run = use_param("run");
    let detail = page_data(move || GetRun { run: run.get() });
    let live = follow_run(
        move || {
            let detail = detail.get()?.ok()?;
            may_change(&detail.run).then_some(detail.run.id)
        },
        move || detail.refetch(),
    );
    loaded(detail, move |detail, frame| page(detail, &frame, live))
}

fn page(detail: RunDetail, frame: &FrameData, live: ReadSignal<Live>) -> AnyView {
    let RunDetail {
        run,
        changes,
        approvers,
    } = detail;
    let check = run.checks.last().cloned();
    let words = words(&run, check.as_ref());
    let now = frame.now();
    let actions = {
        let (run, frame, check) = (run.clone(), frame.clone(), check.clone());
        move || actions(&run, &frame, check.as_ref(), &approvers)
    };
    let paths = frame.paths();
    let title = run
        .message
        .as_deref()
        .and_then(|message| message.lines().next())
        .filter(|line| !line.trim().is_empty())
        .map_or_else(
            || format!("Run of {}", run.workspace),
            |line| crate::model::shorten(line, 120),
        );
    let steps = steps(&run, check.as_ref(), now);
    let refresh = check.as_ref().map(refresh_without_javascript);
    let summary = check
        .as_ref()
        .map(|check| check_summary(&run, check, frame));
    let plan = plan(&run, changes);
    view! {
        <Breadcrumbs items=vec![
            Crumb::link(run.organization.to_string(), paths.dashboard()),
            Crumb::link(run.workspace.to_string(), paths.workspace(&run.workspace)),
            Crumb::link("Runs", paths.below("runs")),
            Crumb::here(run.id.to_string()).id(),
        ] />
        <PageHead
            title=title.clone()
            document_title=format!("{}{title} · {}", words.mark, run.workspace)
            actions=move || view! { <LiveIndicator live /> }.into_any()
        />
        <VerdictBanner words=words actions=actions />
        {refresh}
        <div class="cols">
            <div class="stack">
                {summary}
                {plan}
            </div>
            <aside class="stack" aria-label="About this run">
                <Card>
                    <StepList steps=steps />
                </Card>
                <Card>
                    <RunFacts run=run check=None now=now />
                </Card>
            </aside>
        </div>
    }
    .into_any()
}

/// The run's own word where it has one; its check's verdict otherwise.
fn words(run: &Run, check: Option<&Check>) -> VerdictWords {
    let look = run_look(run);
    let sentence = match (run.status, check) {
        (RunStatus::Pending, _) => "Its configuration is not uploaded yet.".to_owned(),
        (RunStatus::Planning, _) => "Its plan is being made.".to_owned(),
        (RunStatus::Confirmed, _) => "This run was confirmed: its plan may be applied.".to_owned(),
        (RunStatus::Discarded, _) => {
            "This run was discarded: its plan is not to be applied.".to_owned()
        }
        (RunStatus::Canceled, _) => "This run was canceled before it came to an end.".to_owned(),
        (_, Some(check)) => return verdict(check),
        (_, None) => "No policy check belongs to this run.".to_owned(),
    };
    VerdictWords {
        tone: look.tone,
        icon: look.icon,
        title: title(run),
        sentence,
        mark: "",
    }
}

const fn title(run: &Run) -> &'static str {
    match run.status {
        RunStatus::Pending => "Waits for its configuration",
        RunStatus::Planning => "Planning",
        RunStatus::Checking => "Checking",
        RunStatus::NeedsDecision => "Needs a decision",
        RunStatus::Checked => "Checked",
        RunStatus::Confirmed => "Confirmed",
        RunStatus::Discarded => "Discarded",
        RunStatus::Canceled => "Canceled",
        RunStatus::Errored => "Errored",
    }
}

fn actions(run: &Run, frame: &FrameData, check: Option<&Check>, approvers: &[String]) -> AnyView {
    let to_check = check.map(|check| {
        let href = frame.paths().check(run.id, check.id);
        let waits = is_waiting(run, check);
        let may = frame.may(domain::Permission::OverrideChecks);
        let (words, look) = if waits && may {
            ("Review and decide", Look::Ask)
        } else {
            ("Policy check", Look::Plain)
        };
        view! {
            <ButtonLink href=href look=look>
                {words}
            </ButtonLink>
        }
    });
    let ask = check
        .filter(|check| is_waiting(run, check) && !frame.may(domain::Permission::OverrideChecks))
        .map(|_| {
            view! { <p class="verdict__ask">{whom_to_ask(approvers, &frame.viewer.user.name)}</p> }
                .into_any()
        });
    view! {
        {ask}
        <RunActions run=run.clone() frame=frame.clone() />
        {to_check}
    }
    .into_any()
}

fn check_summary(run: &Run, check: &Check, frame: &FrameData) -> AnyView {
    let href = frame.paths().check(run.id, check.id);
    let counts = check.counts;
    let is_answered = matches!(
        check.status,
        CheckStatus::Passed
            | CheckStatus::SoftFailed
            | CheckStatus::HardFailed
            | CheckStatus::Overridden
            | CheckStatus::Errored
    );
    let note = count(counts.total(), "policy", "policies");
    let look = check_look(check);
    view! {
        <Card
            title="Policy check"
            action=move || {
                view! {
                    <a class="link" href=href>
                        "See the results"
                    </a>
                }
                    .into_any()
            }
        >
            <div class="stack stack--tight">
                <div>
                    <StatusBadge look=look />
                </div>
                {is_answered.then(|| view! { <CheckBar counts=counts note=note /> })}
            </div>
        </Card>
    }
    .into_any()
}

fn plan(run: &Run, changes: Vec<domain::ResourceChange>) -> AnyView {
    let Some(summary) = run.plan.clone() else {
        return view! {
            <EmptyState icon="plan" title="No plan" body="This run has no plan yet." />
        }
        .into_any();
    };
    let download = format!("/download/runs/{}/plan.json", run.id);
    let listed = u32::try_from(changes.len()).unwrap_or(u32::MAX);
    let cut = (listed < summary.resources).then(|| {
        view! {
            <p class="card__note muted">
                {format!("The first {listed} are listed, worst first. plan.json has all of them.")}
            </p>
        }
    });
    let tone = if summary.destroy > 0 {
        Tone::Bad
    } else {
        Tone::Quiet
    };
    view! {
        <section class="card" id="plan">
            <header class="card__head">
                <h2>
                    "Plan "
                    <span class="plan-numbers num" data-tone=tone.as_str() aria-hidden="true">
                        {plan_numbers(&summary)}
                    </span>
                </h2>
                <a class="link" href=download rel="external">
                    "plan.json"
                </a>
            </header>
            <p class="card__note muted">
                {format!(
                    "{} · {} in the plan",
                    plan_words(&summary),
                    count(summary.resources, "resource", "resources"),
                )}
            </p>
            {cut}
            <Resources changes=changes />
        </section>
    }
    .into_any()
}
