//! Overriding a check: a page of its own, and the same form in a dialog of the check's page.

use domain::{
    Check, CheckStatus, MIN_OVERRIDE_REASON, Outcome, Permission, PolicyResult, Run, RunStatus,
};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use wasm_bindgen::JsCast as _;

use super::address::use_param;
use super::check::{is_second_person_needed, whom_to_ask};
use crate::UiError;
use crate::frame::FrameData;
use crate::model::{Paths, Tone, count, full_name, verdict};
use crate::server_functions::checks::{CheckDetail, GetCheck, OverrideCheck};
use crate::ui::{
    Breadcrumbs, ButtonLink, Callout, Card, Checkbox, Crumb, Field, FormActions, Look, PageHead,
    PostForm, TextArea, field_error, loaded, page_data, prose,
};

/// How many violations of each policy the form shows; the check's page shows all of them.
const SHOWN: usize = 3;

/// Whether the check waits for a decision that can still be taken.
pub(super) fn is_waiting(run: &Run, check: &Check) -> bool {
    check.status == CheckStatus::SoftFailed && run.status == RunStatus::NeedsDecision
}

/// The override of a check as a page.
#[component]
pub(crate) fn OverridePage() -> impl IntoView {
    let run = use_param("run");
    let check = use_param("check");
    let detail = page_data(move || GetCheck {
        run: run.get(),
        check: check.get(),
    });
    loaded(detail, move |detail, frame| {
        page(detail, &frame, &check.get_untracked())
    })
}

fn page(detail: CheckDetail, frame: &FrameData, id: &str) -> AnyView {
    let CheckDetail { run, approvers } = detail;
    let Some(check) = run
        .checks
        .iter()
        .find(|check| check.id.to_string() == id)
        .cloned()
    else {
        return super::error_page(UiError::not_found("this run has no such policy check"));
    };
    let paths = frame.paths();
    let back = paths.check(run.id, check.id);
    let may = frame.may(Permission::OverrideChecks);
    let content = if !is_waiting(&run, &check) {
        let words = verdict(&check);
        refusal(
            words.tone,
            "There is nothing to decide",
            words.sentence,
            back.clone(),
        )
    } else if !may || is_second_person_needed(&run, frame) {
        let ask = whom_to_ask(&approvers, &frame.viewer.user.name);
        let title = if may {
            "You started this run, and this organization asks for a second person"
        } else {
            "You may not override policy checks here"
        };
        refusal(Tone::Quiet, title, ask, back.clone())
    } else {
        view! {
            <Card flush=true>
                <OverrideForm check=check.clone() />
            </Card>
        }
        .into_any()
    };
    view! {
        <Breadcrumbs items=vec![
            Crumb::link(run.organization.to_string(), paths.dashboard()),
            Crumb::link(run.workspace.to_string(), paths.workspace(&run.workspace)),
            Crumb::link(run.id.to_string(), paths.run(run.id)).id(),
            Crumb::link("Policy check", back),
            Crumb::here("Override"),
        ] />
        <PageHead title="Override" aside=format!("policy check of {}", run.workspace) />
        <div class="narrow">{content}</div>
    }
    .into_any()
}

fn refusal(tone: Tone, title: &str, words: String, back: String) -> AnyView {
    view! {
        <Callout tone=tone title=title.to_owned()>
            <p>{words}</p>
            <ButtonLink href=back>"Back to the policy check"</ButtonLink>
        </Callout>
    }
    .into_any()
}

/// Which policies, why, and the button that does it. A plain form: Enter alone never sends it,
/// Ctrl or Cmd with Enter does.
#[component]
pub(super) fn OverrideForm(
    /// The check, waiting for a decision.
    check: Check,
    /// Closes the dialog around it, where there is one.
    #[prop(optional)]
    on_cancel: Option<Callback<()>>,
) -> impl IntoView {
    let number = check.counts.soft_failed;
    let title = format!(
        "Override {}?",
        count(number, "failed policy", "failed policies")
    );
    let id = check.id.to_string();
    let results = check.results;
    let cancel = Paths::of(&check.organization).check(check.run_id, check.id);
    view! {
        <PostForm action=OverrideCheck::PATH class="decision">
            // A disabled first button is the form's default one: Enter in a field does nothing.
            <button class="visually-hidden" disabled=true aria-hidden="true" tabindex="-1"></button>
            <input type="hidden" name="check" value=id />
            <header class="decision__head">
                <h2 id="override-title">{title}</h2>
                <p class="muted">
                    "The run may continue although these failed; one that is left out still blocks it. Your name and your reason stay on record."
                </p>
            </header>
            <fieldset class="decision__policies">
                <legend class="visually-hidden">"Policies"</legend>
                {picks(&results)}
                <FieldError />
            </fieldset>
            <Reason />
            <FormFoot cancel=cancel on_cancel=on_cancel />
        </PostForm>
    }
    .into_any()
}

/// The failed policies to choose from. Made inside of their form, where they find what was chosen
/// before it was refused.
fn picks(results: &[PolicyResult]) -> Vec<AnyView> {
    let failed = results
        .iter()
        .filter(|result| !matches!(result.result, Outcome::Passed | Outcome::AdvisoryFailed));
    failed
        .map(|result| {
            let can = result.result == Outcome::SoftFailed;
            let hint = if can {
                result.policy_set.clone()
            } else {
                format!(
                    "{} · {}: not part of this decision",
                    result.policy_set,
                    result.level.label()
                )
            };
            view! {
                <div class="pick">
                    <Checkbox
                        name="policies[]"
                        value=full_name(result)
                        label=result.policy.clone()
                        hint=hint
                        checked=can
                        disabled=!can
                    />
                    {can.then(|| violations(result))}
                </div>
            }
            .into_any()
        })
        .collect()
}

/// What the policy denied: whoever decides is to see it where they decide.
fn violations(result: &PolicyResult) -> AnyView {
    let shown = &result.messages[..SHOWN.min(result.messages.len())];
    let items: Vec<_> = shown
        .iter()
        .map(|message| view! { <li>{message.text.clone()}</li> }.into_any())
        .collect();
    let rest = u32::try_from(result.messages.len() - shown.len()).unwrap_or(u32::MAX);
    let more = (rest > 0).then(|| {
        let more = count(rest, "more violation", "more violations");
        view! { <li class="faint">{format!("and {more}")}</li> }.into_any()
    });
    view! { <ul class="pick__violations">{items} {more}</ul> }.into_any()
}

/// What is wrong with the choice of policies.
#[component]
fn FieldError() -> impl IntoView {
    let error = field_error("policies");
    view! {
        <p
            class="field__error"
            role="alert"
            data-shown=move || (!error.get().is_empty()).then_some("true")
        >
            {move || prose(&error.get())}
        </p>
    }
}

/// The reason, with a counter of what is required.
#[component]
fn Reason() -> impl IntoView {
    let written = RwSignal::new(0u32);
    let hint = move || {
        let written = written.get();
        if written == 0 {
            format!("At least {MIN_OVERRIDE_REASON} characters")
        } else {
            format!("At least {MIN_OVERRIDE_REASON} characters · {written} so far")
        }
    };
    // The browser refuses a short reason before it is sent; what it would say in a bubble is said
    // beside the field, as the server's answer is.
    let refused = RwSignal::new(false);
    let answered = field_error("reason");
    let error = Signal::derive(move || {
        if refused.get() {
            format!(
                "Write at least {MIN_OVERRIDE_REASON} characters, so that others understand it later."
            )
        } else {
            answered.get()
        }
    });
    view! {
        <Field for_id="override-reason" label="Reason" error=error>
            <TextArea
                id="override-reason"
                name="reason"
                required=true
                min_length=MIN_OVERRIDE_REASON
                max_length=4000
                attr:data-first="true"
                on:input=move |event| {
                    let length = domain::reason_length(&event_target_value(&event));
                    written.set(length);
                    refused.set(false);
                    refuse_blanks(&event, length);
                }
                on:invalid=move |event| {
                    event.prevent_default();
                    refused.set(true);
                    if let Some(field) = text_area_of(&event) {
                        let _ = field.focus();
                    }
                }
                on:keydown=send_on_modified_enter
            />
            <small class="field__hint num" id="override-reason-hint">
                {hint}
            </small>
        </Field>
    }
    .into_any()
}

fn text_area_of(event: &web_sys::Event) -> Option<web_sys::HtmlTextAreaElement> {
    event.target()?.dyn_into().ok()
}

/// `minlength` counts blanks; a reason of blanks is none.
fn refuse_blanks(event: &web_sys::Event, length: u32) {
    if let Some(field) = text_area_of(event) {
        let is_short = length < MIN_OVERRIDE_REASON;
        field.set_custom_validity(if is_short { "too short" } else { "" });
    }
}

fn send_on_modified_enter(event: KeyboardEvent) {
    if event.key() != "Enter" || !(event.ctrl_key() || event.meta_key()) {
        return;
    }
    event.prevent_default();
    let form = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
        .and_then(|element| element.closest("form").ok().flatten())
        .and_then(|form| form.dyn_into::<web_sys::HtmlFormElement>().ok());
    if let Some(form) = form {
        let _ = form.request_submit();
    }
}

#[component]
fn FormFoot(
    /// Where "Cancel" leads without JavaScript.
    cancel: String,
    /// Closes the dialog around the form.
    on_cancel: Option<Callback<()>>,
) -> impl IntoView {
    view! {
        <footer class="decision__foot">
            <small class="faint">"Ctrl or ⌘ with Enter sends it."</small>
            <a
                class="button"
                href=cancel
                on:click=move |event| {
                    if let Some(close) = on_cancel {
                        event.prevent_default();
                        close.run(());
                    }
                }
            >
                "Cancel"
            </a>
            <FormActions submit="Override and continue" look=Look::Ask />
        </footer>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::samples;
    use crate::render::{HOSTILE, assert_harmless, html};

    fn form(check: Check) -> String {
        html(|| view! { <OverrideForm check /> }.into_any())
    }

    #[test]
    fn it_is_a_plain_form_with_every_failed_policy_ticked_and_a_required_reason() {
        let html = form(samples::check(CheckStatus::SoftFailed));
        assert!(
            html.contains("method=\"post\" action=\"/ui/checks/override\""),
            "{html}"
        );
        assert!(
            html.contains("value=\"baseline/require-tags\" checked"),
            "{html}"
        );
        assert!(html.contains("minlength=\"10\"") && html.contains("required"));
        assert!(html.contains("Override 1 failed policy?"));
    }

    #[test]
    fn whoever_decides_reads_what_was_denied_and_how_much_more_there_is() {
        let mut check = samples::check(CheckStatus::SoftFailed);
        let one = check.results[0].messages[0].clone();
        check.results[0].messages = vec![one.clone(); 5];
        let html = form(check);
        assert_eq!(html.matches(&one.text).count(), 3, "{html}");
        assert!(html.contains("and 2 more violations"), "{html}");
    }

    #[test]
    fn enter_in_a_field_meets_a_disabled_default_button() {
        let html = form(samples::check(CheckStatus::SoftFailed));
        let first = html.find("<button").unwrap();
        let end = html[first..].find('>').unwrap();
        assert!(html[first..first + end].contains("disabled"), "{html}");
    }

    #[test]
    fn what_policies_are_called_is_text() {
        let mut check = samples::check(CheckStatus::SoftFailed);
        check.results[0].policy = HOSTILE.to_owned();
        check.results[0].policy_set = HOSTILE.to_owned();
        check.results[0].messages[0].text = HOSTILE.to_owned();
        assert_harmless(&form(check));
    }

    #[test]
    fn whoever_asks_is_not_told_to_ask_themselves() {
        let approvers = ["Alice".to_owned(), "Bo".to_owned()];
        assert_eq!(whom_to_ask(&approvers, "Bo"), "Ask an approver: Alice");
        assert!(whom_to_ask(&[], "Bo").starts_with("Nobody here may override"));
    }
}
