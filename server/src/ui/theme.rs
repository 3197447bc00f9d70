//! `POST /session/theme`: dark, light, or as the system says.

use app::Theme;
use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::cookie::CookieJar;
use http::HeaderMap;
use serde::Deserialize;

use super::answer::done;
use super::form::Form;
use super::next;
use crate::state::AppState;

/// The form of the theme switch.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ThemeForm {
    theme: String,
    next: String,
}

/// Keeps the choice in a cookie, so that the next page is rendered in it.
pub(super) async fn choose(
    State(state): State<AppState>,
    headers: HeaderMap,
    jar: CookieJar,
    Form(form): Form<ThemeForm>,
) -> Response {
    let theme: Theme = form.theme.parse().unwrap_or_default();
    // The entrance pages have the switch too; they are no place to go on to after signing in, but
    // one to come back to from here.
    let next = match form.next.as_str() {
        "/login" | "/setup" => form.next.as_str(),
        other => next::safe(other),
    };
    done(
        &headers,
        state.cookies().with_theme(jar, theme.as_str()),
        next,
    )
}
