//! Signing in and out, the first account, and invitations: the handlers that set the cookie.

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::cookie::CookieJar;
use http::HeaderMap;
use serde::Deserialize;
use service::{NewSession, SetupRequest};

use super::answer::{done, refused};
use super::form::Form;
use super::next;
use super::visitor::Visitor;
use crate::http::error::ErrorAnswer;
use crate::state::AppState;

/// The sign-in form.
#[derive(Deserialize)]
#[serde(default)]
pub(super) struct SignInForm {
    userid: String,
    password: String,
    next: String,
}

/// The form of the first account.
#[derive(Deserialize)]
#[serde(default)]
pub(super) struct SetupForm {
    code: String,
    email: String,
    name: String,
    password: String,
    organization: String,
}

/// The form of an invitation.
#[derive(Deserialize)]
#[serde(default)]
pub(super) struct InvitationForm {
    secret: String,
    name: String,
    password: String,
}

macro_rules! empty_by_default {
    ($($form:ident { $($field:ident),* })*) => {$(
        impl Default for $form {
            fn default() -> Self {
                Self { $($field: String::new()),* }
            }
        }
    )*};
}
empty_by_default! {
    SignInForm { userid, password, next }
    SetupForm { code, email, name, password, organization }
    InvitationForm { secret, name, password }
}

/// `POST /session/sign-in`
pub(super) async fn sign_in(
    State(state): State<AppState>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
    jar: CookieJar,
    Form(form): Form<SignInForm>,
) -> Response {
    let outcome = state
        .services
        .sign_in(&form.userid, &form.password, visitor.request.clone())
        .await
        .map_err(ErrorAnswer::from);
    match outcome {
        Ok(session) => {
            leave_behind(&state, &visitor).await;
            let jar = with_session(&state, jar, session);
            done(&headers, jar, next::safe(&form.next))
        }
        Err(error) => refused(&state, &headers, jar, &next::login(&form.next), error),
    }
}

/// `POST /session/sign-out`
pub(super) async fn sign_out(
    State(state): State<AppState>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
    jar: CookieJar,
) -> Result<Response, ErrorAnswer> {
    if let Some(caller) = &visitor.caller {
        state.services.sign_out(caller).await?;
    }
    Ok(done(
        &headers,
        state.cookies().without_session(jar),
        "/login",
    ))
}

/// `POST /session/setup`
pub(super) async fn setup(
    State(state): State<AppState>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
    jar: CookieJar,
    Form(form): Form<SetupForm>,
) -> Response {
    let organization = form.organization.trim().to_owned();
    let request = SetupRequest {
        code: form.code.trim().to_owned(),
        email: form.email,
        name: form.name,
        password: form.password,
        organization: (!organization.is_empty()).then(|| organization.clone()),
    };
    let outcome = state
        .services
        .setup(request, visitor.request.clone())
        .await
        .map_err(ErrorAnswer::from);
    match outcome {
        Ok(session) => {
            let jar = with_session(&state, jar, session);
            let home = if organization.is_empty() {
                "/orgs".to_owned()
            } else {
                // It is a name now: letters, digits, `-` and `_`.
                format!("/orgs/{organization}")
            };
            done(&headers, jar, &home)
        }
        Err(error) => refused(&state, &headers, jar, "/setup", error),
    }
}

/// `POST /session/invitation`
pub(super) async fn accept_invitation(
    State(state): State<AppState>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
    jar: CookieJar,
    Form(form): Form<InvitationForm>,
) -> Response {
    let outcome = state
        .services
        .accept_invitation(
            &form.secret,
            &form.name,
            &form.password,
            visitor.request.clone(),
        )
        .await
        .map_err(ErrorAnswer::from);
    match outcome {
        Ok(session) => {
            leave_behind(&state, &visitor).await;
            done(&headers, with_session(&state, jar, session), "/")
        }
        Err(error) => {
            let secret: String = form
                .secret
                .chars()
                .filter(|c| c.is_ascii_alphanumeric() || "-_.".contains(*c))
                .collect();
            refused(&state, &headers, jar, &format!("/invite/{secret}"), error)
        }
    }
}

fn with_session(state: &AppState, jar: CookieJar, session: NewSession) -> CookieJar {
    state
        .cookies()
        .with_session(jar, session.secret, session.expires_at, state.clock.now())
}

/// Ends the session that the browser had before, so that a cookie that somebody planted or copied
/// is worth nothing after signing in (threats.md A27).
async fn leave_behind(state: &AppState, visitor: &Visitor) {
    if let Some(caller) = &visitor.caller
        && let Err(error) = state.services.sign_out(caller).await
    {
        tracing::warn!("the session before could not be ended: {error}");
    }
}
