//! The policy check: the product's face. Verdict first, failures first, passing things folded.

mod decisions;
mod result_card;
mod results;
mod violation;

use domain::{Check, CheckStatus, FourEyes, Permission, Run, Stage};
use leptos::prelude::*;

use super::address::use_param;
use super::override_form::{OverrideForm, is_waiting};
use crate::components::{
    CheckBar, Live, LiveIndicator, RunActions, RunFacts, StepList, VerdictBanner, follow_run,
};
use crate::frame::FrameData;
use crate::model::{count, duration, plan_numbers, shorten, steps, verdict};
use crate::server_functions::checks::{CheckDetail, GetCheck};
use crate::ui::{
    Breadcrumbs, Card, Crumb, Dialog, Icon, PageData, PageHead, Tab, Tabs, loaded, page_data,
};
use crate::{UiError, model};

use decisions::Decisions;
use results::Results;

/// A policy check. It follows its run while anything can happen to it.
#[component]
pub(crate) fn CheckPage() -> impl IntoView {
    let run = use_param("run");
    let check = use_param("check");
    let detail = page_data(move || GetCheck {
        run: run.get(),
        check: check.get(),
    });
    let live = follow_run(
        move || {
            let detail = detail.get()?.ok()?;
            may_change(&detail.run).then_some(detail.run.id)
        },
        move || detail.refetch(),
    );
    let deciding = RwSignal::new(false);
    view! {
        {loaded(
            detail,
            move |detail, frame| {
                let id = check.get_untracked();
                page(detail, &frame, &id, live, deciding)
            },
        )}
        <VerdictAnnouncer detail=detail check=check />
    }
}

/// Whether anything can still happen to the run.
pub(super) const fn may_change(run: &Run) -> bool {
    !run.status.is_final()
}

fn page(
    detail: CheckDetail,
    frame: &FrameData,
    id: &str,
    live: ReadSignal<Live>,
    deciding: RwSignal<bool>,
) -> AnyView {
    let CheckDetail { run, approvers } = detail;
    let Some(check) = run
        .checks
        .iter()
        .find(|check| check.id.to_string() == id)
        .cloned()
    else {
        return super::error_page(UiError::not_found("this run has no such policy check"));
    };
    let words = verdict(&check);
    let now = frame.now();
    let waits = is_waiting(&run, &check);
    let may_override =
        frame.may(Permission::OverrideChecks) && !is_second_person_needed(&run, frame);
    let actions = {
        let (run, frame, check) = (run.clone(), frame.clone(), check.clone());
        move || actions(&run, &frame, &check, may_override, &approvers, deciding)
    };
    let steps = steps(&run, Some(&check), now);
    let counts = check.counts;
    let note = note(&check);
    let tabs = tabs(&run, &check, frame);
    let refresh = refresh_without_javascript(&check);
    let crumbs = crumbs(&run, frame);
    let head = head(&run, &check, words.mark, live);
    let paths = frame.paths();
    let (of_dialog, of_results, of_decisions) = (check.clone(), check.clone(), check.clone());
    let dialog = (waits && may_override).then(|| {
        view! {
            <Dialog open=deciding labelled_by="override-title">
                <OverrideForm check=of_dialog on_cancel=Callback::new(move |()| deciding.set(false)) />
            </Dialog>
        }
    });
    view! {
        <Breadcrumbs items=crumbs />
        {head}
        <VerdictBanner words=words actions=actions />
        {refresh}
        <div class="cols">
            <div class="stack">
                <CheckBar counts=counts note=note />
                {tabs}
                <Results check=of_results paths=paths />
            </div>
            <aside class="stack" aria-label="About this check">
                <Card>
                    <StepList steps=steps />
                </Card>
                <Decisions check=of_decisions now=now />
                <Card>
                    <RunFacts run=run check=Some(check) now=now />
                </Card>
            </aside>
        </div>
        {dialog}
    }
    .into_any()
}

fn crumbs(run: &Run, frame: &FrameData) -> Vec<Crumb> {
    let paths = frame.paths();
    vec![
        Crumb::link(run.organization.to_string(), paths.dashboard()),
        Crumb::link(run.workspace.to_string(), paths.workspace(&run.workspace)),
        Crumb::link("Runs", paths.below("runs")),
        Crumb::link(run.id.to_string(), paths.run(run.id)).id(),
        Crumb::here("Policy check"),
    ]
}

fn head(run: &Run, check: &Check, mark: &str, live: ReadSignal<Live>) -> AnyView {
    let stage = match check.stage {
        Stage::PrePlan => "before plan",
        Stage::PostPlan => "after plan",
    };
    let message = run
        .message
        .as_deref()
        .and_then(|message| message.lines().next());
    let aside = match message {
        Some(message) => format!("{stage} · “{}”", shorten(message, 100)),
        None => stage.to_owned(),
    };
    view! {
        <PageHead
            title="Policy check"
            aside=aside
            document_title=format!("{mark}Policy check · {}", run.workspace)
            actions=move || view! { <LiveIndicator live /> }.into_any()
        />
    }
    .into_any()
}

/// What can be done: override and discard, or whom to ask.
fn actions(
    run: &Run,
    frame: &FrameData,
    check: &Check,
    may_override: bool,
    approvers: &[String],
    deciding: RwSignal<bool>,
) -> AnyView {
    let waits = is_waiting(run, check);
    let decide = if !waits {
        ().into_any()
    } else if may_override {
        let href = frame.paths().override_check(run.id, check.id);
        view! {
            <a
                class="button button--ask"
                href=href
                on:click=move |event| {
                    event.prevent_default();
                    deciding.set(true);
                }
            >
                "Override…"
            </a>
        }
        .into_any()
    } else {
        let me = frame.viewer.user.name.clone();
        view! {
            <p class="verdict__ask">
                <Icon name="users" />
                {whom_to_ask(approvers, &me)}
            </p>
        }
        .into_any()
    };
    view! {
        <RunActions run=run.clone() frame=frame.clone() />
        {decide}
    }
    .into_any()
}

/// "Ask an approver: Alice, Bo".
pub(super) fn whom_to_ask(approvers: &[String], me: &str) -> String {
    let others: Vec<&str> = approvers
        .iter()
        .map(String::as_str)
        .filter(|name| *name != me)
        .collect();
    if others.is_empty() {
        "Nobody here may override: ask an owner to name an approver.".to_owned()
    } else {
        format!("Ask an approver: {}", others.join(", "))
    }
}

/// Whether the viewer started the run in an organization that asks for a second person.
pub(super) fn is_second_person_needed(run: &Run, frame: &FrameData) -> bool {
    frame
        .viewer
        .organization
        .as_ref()
        .is_some_and(|organization| organization.settings.four_eyes)
        && FourEyes::against(&frame.viewer.user, run.created_by_id).is_some()
}

/// "17 policies · 3 sets · 320 ms".
fn note(check: &Check) -> String {
    let mut sets: Vec<&str> = Vec::new();
    for result in &check.results {
        if !sets.contains(&result.policy_set.as_str()) {
            sets.push(&result.policy_set);
        }
    }
    let total = if check.status.is_settled() {
        check.counts.total()
    } else {
        check.policy_total.unwrap_or_default()
    };
    let mut parts = vec![count(total, "policy", "policies")];
    if !sets.is_empty() {
        parts.push(count(
            u32::try_from(sets.len()).unwrap_or(u32::MAX),
            "set",
            "sets",
        ));
    }
    if let (Some(started), Some(finished)) = (check.started_at, check.finished_at) {
        parts.push(duration(finished.since(started)));
    }
    parts.join(" · ")
}

fn tabs(run: &Run, check: &Check, frame: &FrameData) -> AnyView {
    let paths = frame.paths();
    let here = paths.check(run.id, check.id);
    let mut plan = Tab::new("Plan", format!("{}#plan", paths.run(run.id))).external();
    if let Some(summary) = &run.plan {
        plan = plan.count(plan_numbers(summary));
    }
    let items = vec![
        Tab::new("Results", here)
            .count(check.results.len())
            .current(true),
        plan,
        Tab::new(
            "Input",
            format!("/download/checks/{}/input?shape=tfe", check.id),
        )
        .download(),
        Tab::new("Raw log", format!("/download/checks/{}/log", check.id)).download(),
    ];
    view! { <Tabs label="Policy check" items=items /> }.into_any()
}

/// Without JavaScript the page asks again by itself while the check is being worked on.
pub(super) fn refresh_without_javascript(check: &Check) -> AnyView {
    (!check.status.is_settled())
        .then(|| {
            view! { <noscript inner_html="<meta http-equiv=\"refresh\" content=\"3\">"></noscript> }
                .into_any()
        })
        .into_any()
}

/// Says the verdict to screen readers when it comes, and nothing before.
#[component]
fn VerdictAnnouncer(
    /// The page's data.
    detail: PageData<CheckDetail>,
    /// Which check.
    check: Memo<String>,
) -> impl IntoView {
    let said = RwSignal::new(String::new());
    Effect::new(move |before: Option<Option<CheckStatus>>| {
        let id = check.get();
        let check = detail.get().and_then(Result::ok).and_then(|detail| {
            detail
                .run
                .checks
                .into_iter()
                .find(|one| one.id.to_string() == id)
        });
        let status = check.as_ref().map(|check| check.status);
        if let (Some(Some(before)), Some(check)) = (before, check)
            && before != check.status
            && check.status.is_settled()
        {
            let words = model::verdict(&check);
            said.set(format!("{}. {}", words.title, words.sentence));
        }
        status
    });
    view! {
        <div class="visually-hidden" role="status" aria-live="polite">
            {move || said.get()}
        </div>
    }
}
