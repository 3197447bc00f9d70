//! What server functions behind forms share: reading what was typed, and going on afterwards.

use std::str::FromStr;

use domain::{Name, PageRequest, Workspace};
use http::header::{HeaderValue, SET_COOKIE};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use service::{Caller, Services};

use super::RequestContext;
use super::error::with_status;
use crate::error::{UiError, UiErrorKind};
use crate::frame::Flash;
use crate::model::percent_encode;
use crate::server_functions::policy_sets::ScopeForm;

/// How long a message waits for the next page, in seconds.
const FLASH_SECONDS: u32 = 60;

/// The use cases, for the few server functions that need nobody to be signed in.
pub(crate) fn services() -> Result<Services, UiError> {
    use_context::<Services>().ok_or_else(|| {
        with_status(UiError {
            kind: UiErrorKind::Internal,
            code: "internal".to_owned(),
            message: "the server is not ready".to_owned(),
            pointer: None,
            request_id: None,
        })
    })
}

/// A name that was typed into the field `pointer`; a bad one says what is wrong with it.
pub(crate) fn typed_name(pointer: &str, text: &str) -> Result<Name, UiError> {
    text.trim()
        .parse()
        .map_err(|error: domain::InvalidName| invalid(pointer, error.to_string()))
}

/// A number that may be left out.
pub(crate) fn number<T: FromStr>(pointer: &str, text: &str) -> Result<Option<T>, UiError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    text.parse()
        .map(Some)
        .map_err(|_| invalid(pointer, format!("`{text}` is not a whole number")))
}

/// What was typed, unless nothing was.
pub(crate) fn filled(text: String) -> Option<String> {
    (!text.trim().is_empty()).then(|| text.trim().to_owned())
}

/// An error of something that is created: a conflict is one about its name.
pub(crate) fn about_name(error: service::Error) -> UiError {
    let error = UiError::from(error);
    if error.kind == UiErrorKind::Conflict && error.pointer.is_none() {
        return UiError {
            pointer: Some("/name".to_owned()),
            request_id: None,
            ..error
        };
    }
    error
}

/// Lets a deletion go on only when the name was typed.
pub(crate) fn confirmed(name: &str, typed: &str) -> Result<(), UiError> {
    if typed.trim() == name {
        Ok(())
    } else {
        Err(invalid(
            "/confirmation",
            format!("type `{name}` to delete it"),
        ))
    }
}

/// A value of a form that cannot be taken, with its status.
pub(crate) fn invalid(pointer: &str, message: String) -> UiError {
    with_status(UiError::invalid(pointer, message))
}

/// Every workspace of an organization, page by page.
pub(crate) async fn all_workspaces(
    services: &Services,
    caller: &Caller,
    organization: &Name,
) -> Result<Vec<Workspace>, UiError> {
    let mut all = Vec::new();
    let mut after = None;
    loop {
        let request = PageRequest {
            after,
            limit: Some(domain::MAX_PAGE_SIZE),
        };
        let page = services
            .list_workspaces(caller, organization, None, &request)
            .await?;
        all.extend(page.items);
        match page.next {
            Some(next) => after = Some(next),
            None => return Ok(all),
        }
    }
}

/// What a scope's form says. A global set forgets what was attached: one of the two is chosen.
pub(crate) fn scope_of(form: ScopeForm) -> service::PutPolicySet {
    let global = form.kind != "chosen";
    let (workspaces, projects) = if global {
        (Vec::new(), Vec::new())
    } else {
        (form.workspaces, form.projects)
    };
    service::PutPolicySet {
        global: Some(global),
        workspaces: Some(workspaces),
        projects: Some(projects),
        excluded_workspaces: Some(form.excluded_workspaces),
        excluded_projects: Some(form.excluded_projects),
        ..service::PutPolicySet::default()
    }
}

/// What a workspace's form says. Tags are separated by commas or spaces.
pub(crate) fn workspace_of(
    description: String,
    project: String,
    tags: &str,
    working_directory: String,
    auto_apply: Option<String>,
) -> service::PutWorkspace {
    service::PutWorkspace {
        description: Some(description.trim().to_owned()),
        project: filled(project),
        tags: Some(crate::model::tags(tags)),
        auto_apply: Some(auto_apply.is_some()),
        working_directory: Some(working_directory.trim().to_owned()),
        ..service::PutWorkspace::default()
    }
}

/// Whether this is a form that a browser posted without JavaScript.
pub(super) fn is_plain_form() -> bool {
    use_context::<http::request::Parts>().is_some_and(|request| {
        request.method == http::Method::POST
            && request
                .headers
                .get(http::header::ACCEPT)
                .and_then(|accept| accept.to_str().ok())
                .is_some_and(|accept| accept.contains("text/html"))
    })
}

/// The message that the request before left, for pages without the frame.
pub(crate) fn flash() -> Option<Flash> {
    use_context::<RequestContext>()?
        .flash
        .as_deref()
        .and_then(Flash::parse)
}

/// The secret of `kind` that the request before left to be shown once, if it did.
pub(crate) fn secret_shown_once(kind: &str) -> Option<String> {
    use_context::<RequestContext>()?
        .flash?
        .strip_prefix("secret:")?
        .strip_prefix(kind)?
        .strip_prefix(':')
        .map(str::to_owned)
}

/// The address to send to someone who is invited.
pub(crate) fn invitation_link(secret: &str) -> String {
    let base = use_context::<RequestContext>()
        .map(|context| context.base_url)
        .unwrap_or_default();
    format!("{base}/invite/{}", percent_encode(secret))
}

/// Sends the browser on to `path`, and has the page there show `flash` once.
pub(crate) fn done(path: &str, flash: &str) {
    let secure = use_context::<RequestContext>()
        .is_some_and(|context| context.base_url.starts_with("https://"));
    let cookie = format!(
        "flash={}; Path=/; HttpOnly; SameSite=Lax; Max-Age={FLASH_SECONDS}{}",
        percent_encode(flash),
        if secure { "; Secure" } else { "" }
    );
    if let (Some(response), Ok(cookie)) = (
        use_context::<ResponseOptions>(),
        HeaderValue::from_str(&cookie),
    ) {
        response.append_header(SET_COOKIE, cookie);
    }
    super::redirect(path);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_global_scope_forgets_what_was_attached_and_keeps_its_exclusions() {
        let put = scope_of(ScopeForm {
            kind: "global".to_owned(),
            workspaces: vec!["a".to_owned()],
            projects: vec!["b".to_owned()],
            excluded_workspaces: vec!["c".to_owned()],
            excluded_projects: Vec::new(),
        });
        assert_eq!(put.global, Some(true));
        assert_eq!(put.workspaces, Some(Vec::new()));
        assert_eq!(put.excluded_workspaces, Some(vec!["c".to_owned()]));
    }

    #[test]
    fn a_deletion_wants_the_very_name() {
        assert!(confirmed("prod", " prod ").is_ok());
        assert!(confirmed("prod", "Prod").is_err());
        assert!(confirmed("prod", "").is_err());
    }

    #[test]
    fn an_empty_number_is_none_and_a_word_is_an_error() {
        assert_eq!(number::<u32>("/days", " "), Ok(None));
        assert_eq!(number::<u32>("/days", "30"), Ok(Some(30)));
        assert!(number::<u32>("/days", "soon").unwrap_err().is_about("days"));
    }

    #[test]
    fn a_typed_name_says_what_is_wrong_with_it() {
        let error = typed_name("/name", "a b").unwrap_err();
        assert!(error.is_about("name") && error.message.contains("letters, digits"));
    }
}
