//! Forms that post to a server function.

use leptos::context::Provider;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::server::ServerActionError;
use leptos::server_fn::error::ServerFnUrlError;
use wasm_bindgen::JsCast as _;

use super::{Button, ButtonLink, Callout, Look, Typed};
use crate::error::UiError;
use crate::model::Tone;
use crate::sent::{failure, post};

/// How the nearest [`PostForm`] stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FormState {
    error: RwSignal<Option<UiError>>,
    busy: RwSignal<bool>,
    /// The names of the fields that show their errors themselves.
    fields: StoredValue<Vec<&'static str>>,
}

impl FormState {
    /// A form for the server function at `action`. Without JavaScript an error comes back in the
    /// page's address.
    fn new(action: &str) -> Self {
        let error = use_context::<ServerActionError>()
            .filter(|error| error.path() == action)
            .map(|error| ServerFnUrlError::<UiError>::decode_err(error.err()));
        Self {
            error: RwSignal::new(error),
            busy: RwSignal::new(false),
            fields: StoredValue::new(Vec::new()),
        }
    }
}

/// Whether the form for `action` came back with an error, without JavaScript: what folds it away
/// is open then.
pub(crate) fn came_back(action: &str) -> bool {
    use_context::<ServerActionError>().is_some_and(|error| error.path() == action)
}

/// What is wrong with the field `name` of the form around it: for `Field`'s `error`.
pub(crate) fn field_error(name: &'static str) -> Signal<String> {
    let Some(state) = use_context::<FormState>() else {
        return Signal::stored(String::new());
    };
    state.fields.update_value(|fields| fields.push(name));
    Signal::derive(move || {
        let error = state.error.read();
        error
            .as_ref()
            .filter(|error| error.is_about(name))
            .map(UiError::sentence)
            .unwrap_or_default()
    })
}

/// A form that posts to the server function at `action`.
///
/// One component for all of them, because an action for each would be WASM for each. Without
/// JavaScript it is a plain form: the answer redirects. With it, the same fields are sent by
/// `fetch`; an error appears beside its field and what was typed stays, a success loads the page
/// that the server names.
#[component]
pub(crate) fn PostForm(
    /// The server function's address, `CreateToken::url()`.
    action: &'static str,
    /// Its class.
    #[prop(default = "form")]
    class: &'static str,
    /// Whether the page has more of it: then nobody knows which of them came back.
    #[prop(optional)]
    one_of_many: bool,
    /// Fields, then [`FormActions`].
    children: Children,
) -> impl IntoView {
    let state = FormState::new(action);
    let submit = move |event: SubmitEvent| {
        if event.default_prevented() {
            return;
        }
        event.prevent_default();
        if state.busy.get_untracked() {
            return;
        }
        let Some(body) = fields_of(&event) else {
            return;
        };
        state.busy.set(true);
        leptos::task::spawn_local(async move {
            match send(action, &body).await {
                Ok(location) => go_to(&location),
                Err(error) => {
                    let _ = state.error.try_set(Some(error));
                    let _ = state.busy.try_set(false);
                }
            }
        });
    };
    let typed = if came_back(action) && !one_of_many {
        Typed::into_form(action)
    } else {
        Typed::default()
    };
    view! {
        <form method="post" action=action class=class on:submit=submit>
            <Provider value=state>
                <Provider value=typed>{children()}</Provider>
            </Provider>
        </form>
    }
    .into_any()
}

/// What a form ends with: an error that belongs to no field, and its buttons.
#[component]
pub(crate) fn FormActions(
    /// The words of the button that submits.
    #[prop(into)]
    submit: String,
    /// How loud that button is.
    #[prop(default = Look::Primary)]
    look: Look,
    /// Where "Cancel" leads, when there is one.
    #[prop(optional, into)]
    cancel: Option<String>,
) -> impl IntoView {
    let state = use_context::<FormState>();
    let general = move || {
        let error = state?.error.get()?;
        let shown_beside_its_field = state?
            .fields
            .with_value(|fields| fields.iter().any(|name| error.is_about(name)));
        (!shown_beside_its_field).then_some(error)
    };
    let busy = Signal::derive(move || state.is_some_and(|state| state.busy.get()));
    view! {
        <div class="form__error" role="alert">
            {move || {
                general()
                    .map(|error| {
                        let id = error
                            .request_id
                            .as_ref()
                            .map(|id| view! { <small class="faint">"Request " {id.clone()}</small> }.into_any());
                        view! { <Callout tone=Tone::Bad title=error.sentence()>{id}</Callout> }
                    })
            }}
        </div>
        <div class="form__actions">
            <Button look=look disabled=busy>
                {submit}
            </Button>
            {cancel
                .map(|href| {
                    view! {
                        <ButtonLink href=href look=Look::Quiet>
                            "Cancel"
                        </ButtonLink>
                    }
                })}
        </div>
    }
    .into_any()
}

/// The form's fields as a urlencoded body, the pressed button's value included.
fn fields_of(event: &SubmitEvent) -> Option<web_sys::UrlSearchParams> {
    let form = event
        .target()?
        .dyn_into::<web_sys::HtmlFormElement>()
        .ok()?;
    let data = web_sys::FormData::new_with_form(&form).ok()?;
    let body = web_sys::UrlSearchParams::new_with_str_sequence_sequence(&data).ok()?;
    if let Some(button) = event
        .submitter()
        .and_then(|button| button.dyn_into::<web_sys::HtmlButtonElement>().ok())
        && !button.name().is_empty()
    {
        body.append(&button.name(), &button.value());
    }
    Some(body)
}

/// Posts `body`; answers where to go on.
async fn send(action: &str, body: &web_sys::UrlSearchParams) -> Result<String, UiError> {
    let response = post(action, body).await?;
    if response.ok() {
        let location = response.headers().get("Location").ok().flatten();
        return Ok(location.unwrap_or_default());
    }
    Err(failure(&response).await)
}

/// Loads the page at `location` afresh, so that everything on it, the message of what was done
/// included, comes from the server. An empty one is the page itself.
pub(crate) fn go_to(location: &str) {
    let here = window().location();
    // A new fragment alone would not load anything.
    let same_page = location.split('#').next().is_some_and(|path| {
        let (at, search) = (
            here.pathname().unwrap_or_default(),
            here.search().unwrap_or_default(),
        );
        path == format!("{at}{search}")
    });
    if location.is_empty() || (same_page && location.contains('#')) {
        if !location.is_empty() {
            let _ = here.set_href(location);
        }
        let _ = here.reload();
    } else {
        let _ = here.assign(location);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::{Field, TextInput};

    fn render(view: impl FnOnce() -> AnyView) -> String {
        let owner = Owner::new();
        owner.with(|| view().to_html())
    }

    fn form() -> AnyView {
        view! {
            <PostForm action="/ui/things/create">
                <Field for_id="name" label="Name" error=field_error("name")>
                    <TextInput id="name" name="name" />
                </Field>
                <FormActions submit="Create" cancel="/things" />
            </PostForm>
        }
        .into_any()
    }

    fn returned(path: &str, error: UiError) {
        let url = ServerFnUrlError::new(path, error)
            .to_url("http://x/things")
            .unwrap();
        let err = url
            .query_pairs()
            .find(|(key, _)| key == "__err")
            .unwrap()
            .1
            .into_owned();
        provide_context(ServerActionError::new(path, &err));
    }

    #[test]
    fn a_form_works_without_javascript() {
        let html = render(form);
        assert!(
            html.contains("<form method=\"post\" action=\"/ui/things/create\""),
            "{html}"
        );
        assert!(html.contains("href=\"/things\""));
    }

    #[test]
    fn an_error_about_a_field_comes_back_beside_it_and_escaped() {
        let html = render(|| {
            returned(
                "/ui/things/create",
                UiError::invalid("/name", "<script>x</script> is bad"),
            );
            form()
        });
        let at = html.find("id=\"name-error\"").unwrap();
        assert!(html[at..].contains("&lt;script&gt;x"), "{html}");
        assert!(
            !html.contains("<script>") && !html.contains("callout"),
            "{html}"
        );
    }

    #[test]
    fn an_error_about_no_field_is_a_callout() {
        let html = render(|| {
            returned(
                "/ui/things/create",
                UiError::not_found("the project is gone"),
            );
            form()
        });
        assert!(
            html.contains("callout") && html.contains("The project is gone."),
            "{html}"
        );
    }

    #[test]
    fn an_error_of_another_form_is_not_shown() {
        let html = render(|| {
            returned("/ui/others/create", UiError::invalid("/name", "bad"));
            form()
        });
        assert!(!html.contains("Bad."), "{html}");
    }
}
