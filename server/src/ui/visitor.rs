//! Who looks at the pages: the session's cookie, the theme, the sentence of the page before.

use app::ReturnedForm;
use app::Theme;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::CookieJar;
use service::{Caller, RequestInfo, Surface};

use crate::http::cookies;
use crate::http::error::ErrorAnswer;
use crate::http::observe;
use crate::http::request::RequestFacts;
use crate::state::AppState;

/// Who looks at the pages; in every request's extensions.
#[derive(Debug, Clone)]
pub(super) struct Visitor {
    /// Who, when somebody is signed in.
    pub(super) caller: Option<Caller>,
    /// The request, as `service` wants to know it.
    pub(super) request: RequestInfo,
    /// The theme that they chose.
    pub(super) theme: Theme,
    /// What the page before had to say.
    pub(super) flash: Option<String>,
    /// The form that they were just refused.
    pub(super) returned_form: Option<ReturnedForm>,
}

impl Visitor {
    /// Who is signed in.
    pub(super) fn signed_in(&self) -> Result<&Caller, ErrorAnswer> {
        self.caller
            .as_ref()
            .ok_or_else(ErrorAnswer::unauthenticated)
    }
}

/// Middleware: puts a [`Visitor`] into the request.
pub(super) async fn recognise(
    State(state): State<AppState>,
    jar: CookieJar,
    mut request: Request,
    next: Next,
) -> Response {
    let Some(facts) = request.extensions().get::<RequestFacts>() else {
        return ErrorAnswer::internal("a request without facts").into_response();
    };
    let info = facts.info(Surface::Ui);
    let caller = match state.cookies().session(&jar) {
        Some(secret) => {
            match state
                .services
                .authenticate_session(&secret, info.clone())
                .await
            {
                Ok(caller) => caller,
                Err(error) => {
                    return ErrorAnswer::from(error).into_document(&info.request_id);
                }
            }
        }
        None => None,
    };
    if let Some(caller) = &caller {
        observe::seen(caller.user.id);
    }
    let theme = jar
        .get(cookies::THEME)
        .and_then(|cookie| cookie.value().parse().ok())
        .unwrap_or_default();
    let flash = cookies::flash(&jar);
    request.extensions_mut().insert(Visitor {
        caller,
        request: info,
        theme,
        flash,
        returned_form: state.cookies().returned_form(&jar),
    });
    next.run(request).await
}
