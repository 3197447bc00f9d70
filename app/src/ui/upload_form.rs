//! Uploading one file, with progress.

mod request;
mod rules;

use leptos::ev::{DragEvent, Event, SubmitEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

use super::{Button, Callout, Icon, Look, prose};
use crate::model::{Tone, bytes};

pub(crate) use rules::UploadRules;

/// How far an upload is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Phase {
    /// Nothing is being sent.
    Idle,
    /// So many percent are sent.
    Sending(u32),
    /// Everything is sent; the server works on it.
    Processing,
    /// The server said no, or did not answer.
    Failed(String),
}

/// What the parts of the form share.
#[derive(Debug, Clone, Copy)]
struct Upload {
    phase: RwSignal<Phase>,
    /// What is wrong with the chosen file; empty when nothing is.
    complaint: RwSignal<String>,
    /// The chosen file's name and size.
    chosen: RwSignal<String>,
    /// Set to give up.
    is_canceled: RwSignal<bool>,
}

/// A form that uploads one file to a plain handler. The drop zone is a native file input that fills
/// it, so that choosing and dropping work without JavaScript; with it, the file is looked at before
/// it is sent, and sending shows its progress.
#[component]
pub(crate) fn UploadForm(
    /// The handler's address.
    #[prop(into)]
    action: String,
    /// What is accepted.
    rules: UploadRules,
    /// What the file is.
    label: &'static str,
    /// What it must be like.
    hint: &'static str,
    /// The words of the button.
    submit: &'static str,
    /// What the server does when it has the file.
    processing: &'static str,
    /// Further fields.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let upload = Upload {
        phase: RwSignal::new(Phase::Idle),
        complaint: RwSignal::new(String::new()),
        chosen: RwSignal::new(String::new()),
        is_canceled: RwSignal::new(false),
    };
    let address = action.clone();
    let on_submit = move |event: SubmitEvent| start(&event, upload, rules, &address);
    let busy = Signal::derive(move || {
        matches!(*upload.phase.read(), Phase::Sending(_) | Phase::Processing)
    });
    view! {
        <form
            class="form upload"
            method="post"
            enctype="multipart/form-data"
            action=action
            on:submit=on_submit
        >
            {drop_zone(upload, rules, label, hint)}
            {children.map(|children| children())}
            {outcome(upload, processing)}
            <div class="form__actions">
                <Button look=Look::Primary icon="upload" disabled=busy>
                    {submit}
                </Button>
            </div>
        </form>
    }
    .into_any()
}

fn drop_zone(
    upload: Upload,
    rules: UploadRules,
    label: &'static str,
    hint: &'static str,
) -> AnyView {
    let is_over = RwSignal::new(false);
    let id = rules.field;
    let look = move |event: Event| {
        is_over.set(false);
        let file = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok())
            .and_then(|input| file_of(&input));
        inspect(upload, rules, file.as_ref());
    };
    // A drop on the input itself works by itself; this takes those that land beside it.
    let take = move |event: DragEvent| {
        is_over.set(false);
        let files = event.data_transfer().and_then(|data| data.files());
        if let (Some(input), Some(files)) = (input_of(rules), files) {
            event.prevent_default();
            input.set_files(Some(&files));
            inspect(upload, rules, file_of(&input).as_ref());
        }
    };
    view! {
        <div
            class="drop"
            data-over=move || is_over.get().then_some("true")
            data-invalid=move || (!upload.complaint.read().is_empty()).then_some("true")
            on:dragover=move |event| {
                event.prevent_default();
                is_over.set(true);
            }
            on:dragleave=move |_| is_over.set(false)
            on:drop=take
        >
            <Icon name="upload" />
            <label class="drop__label" for=id>
                {format!("{label}: choose a file or drop it here")}
            </label>
            <input
                class="drop__input"
                type="file"
                id=id
                name=id
                accept=rules.accept
                required
                aria-describedby=format!("{id}-hint {id}-error")
                on:change=look
            />
            <small class="drop__hint" id=format!("{id}-hint")>
                {hint}
            </small>
            <p class="drop__chosen" aria-live="polite">
                {move || upload.chosen.get()}
            </p>
            <p class="field__error" id=format!("{id}-error") role="alert">
                {move || prose(&upload.complaint.get())}
            </p>
        </div>
    }
    .into_any()
}

/// Progress while it is sent, the work of the server after that, and why it did not work.
fn outcome(upload: Upload, processing: &'static str) -> AnyView {
    view! {
        <div class="upload__outcome" aria-live="polite">
            {move || match upload.phase.get() {
                Phase::Idle => ().into_any(),
                Phase::Sending(percent) => {
                    view! {
                        <div class="upload__progress">
                            <progress max="100" value=percent aria-label="Sent"></progress>
                            <span class="num">{format!("{percent} %")}</span>
                            <button
                                type="button"
                                class="button button--quiet"
                                on:click=move |_| upload.is_canceled.set(true)
                            >
                                "Cancel"
                            </button>
                        </div>
                    }
                        .into_any()
                }
                Phase::Processing => {
                    view! {
                        <div class="upload__progress" data-tone="run">
                            <Icon name="running" />
                            <span>{processing}</span>
                        </div>
                    }
                        .into_any()
                }
                Phase::Failed(message) => {
                    view! { <Callout tone=Tone::Bad title=message /> }.into_any()
                }
            }}
        </div>
    }
    .into_any()
}

fn input_of(rules: UploadRules) -> Option<web_sys::HtmlInputElement> {
    document().get_element_by_id(rules.field)?.dyn_into().ok()
}

fn file_of(input: &web_sys::HtmlInputElement) -> Option<web_sys::File> {
    input.files()?.get(0)
}

/// Looks at the chosen file before it is sent; answers whether it may be.
fn inspect(upload: Upload, rules: UploadRules, file: Option<&web_sys::File>) -> bool {
    upload.phase.set(Phase::Idle);
    let Some(file) = file else {
        upload.chosen.set(String::new());
        upload.complaint.set("Choose a file first.".to_owned());
        return false;
    };
    // `File.size` is a double that counts bytes: whole, and never negative.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a file's size is a whole number of bytes"
    )]
    let size = file.size() as u64;
    let complaint = rules.complaint(&file.name(), size).unwrap_or_default();
    upload
        .chosen
        .set(format!("{} · {}", file.name(), bytes(size)));
    let is_fine = complaint.is_empty();
    upload.complaint.set(complaint);
    is_fine
}

fn start(event: &SubmitEvent, upload: Upload, rules: UploadRules, action: &str) {
    let form = event
        .target()
        .and_then(|form| form.dyn_into::<web_sys::HtmlFormElement>().ok());
    let Some(form) = form else { return };
    event.prevent_default();
    if matches!(
        *upload.phase.read_untracked(),
        Phase::Sending(_) | Phase::Processing
    ) {
        return;
    }
    let file = input_of(rules).and_then(|input| file_of(&input));
    if !inspect(upload, rules, file.as_ref()) {
        return;
    }
    upload.is_canceled.set(false);
    upload.phase.set(Phase::Sending(0));
    if request::send(action, &form, upload).is_err() {
        upload
            .phase
            .set(Phase::Failed(request::UNREACHABLE.to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_a_plain_multipart_form_without_javascript() {
        let owner = Owner::new();
        let html = owner.with(|| {
            let rules = UploadRules {
                field: "plan",
                accept: ".json",
                extensions: &[".json"],
                max_bytes: 9,
            };
            view! {
                <UploadForm
                    action="/upload/\"x"
                    rules=rules
                    label="Plan"
                    hint="A plan."
                    submit="Send"
                    processing="Working"
                />
            }
            .into_any()
            .to_html()
        });
        assert!(html.contains("enctype=\"multipart/form-data\""), "{html}");
        assert!(html.contains("<label for=\"plan\""), "{html}");
        assert!(
            html.contains("name=\"plan\"") && !html.contains("\"/upload/\"x\""),
            "{html}"
        );
    }
}
