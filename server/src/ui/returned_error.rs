//! Errors that come back to a form without JavaScript.
//!
//! Leptos sends the browser back to the form with the error in the address (`?__path=…&__err=…`), and
//! shows whatever stands there. Anybody could make such an address and have our page say anything
//! (threats.md A28). So the redirect also leaves a cookie with the error's hash, and an address whose
//! error this browser was not just given loses it.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;
use http::header::LOCATION;
use percent_encoding::percent_decode_str;
use sha2::{Digest as _, Sha256};

use crate::http::cookies::Cookies;

/// The members of a query that are Leptos' own.
const OWN: [&str; 2] = ["__path=", "__err="];

/// Middleware over pages and server functions.
pub(super) async fn vouch(
    axum::extract::State(cookies): axum::extract::State<Cookies>,
    jar: CookieJar,
    request: Request,
    next: Next,
) -> Response {
    if let Some(given) = request.uri().query().and_then(hash)
        && cookies.returned_error(&jar).as_deref() != Some(&given)
    {
        return Redirect::to(&without(request.uri().path(), request.uri().query())).into_response();
    }
    let response = next.run(request).await;
    let left = response
        .headers()
        .get(LOCATION)
        .and_then(|location| location.to_str().ok())
        .and_then(|location| location.split_once('?'))
        .and_then(|(_, query)| hash(query));
    match left {
        Some(hash) => (cookies.with_returned_error(jar, hash), response).into_response(),
        None => response,
    }
}

/// The hash of a query's error; `None` when it has none.
fn hash(query: &str) -> Option<String> {
    let error = query
        .split('&')
        .find_map(|pair| pair.strip_prefix("__err="))?;
    let error: Vec<u8> = percent_decode_str(error).collect();
    let digest = Sha256::digest(error);
    let mut first = [0_u8; 16];
    first.copy_from_slice(&digest[..16]);
    Some(format!("{:032x}", u128::from_be_bytes(first)))
}

/// The address without the error.
fn without(path: &str, query: Option<&str>) -> String {
    let kept: Vec<&str> = query
        .unwrap_or_default()
        .split('&')
        .filter(|pair| !pair.is_empty() && !OWN.iter().any(|own| pair.starts_with(own)))
        .collect();
    // One slash: two would name another host.
    let path = format!("/{}", path.trim_start_matches('/'));
    if kept.is_empty() {
        path
    } else {
        format!("{path}?{}", kept.join("&"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_loses_its_error_and_nothing_else() {
        assert_eq!(
            without(
                "/orgs/acme",
                Some("tab=scope&__path=%2Fui&__err=abc&after=x")
            ),
            "/orgs/acme?tab=scope&after=x"
        );
        assert_eq!(
            without("//evil.example", Some("__err=abc")),
            "/evil.example"
        );
    }

    #[test]
    fn an_error_is_the_same_however_it_is_encoded() {
        assert_eq!(hash("__err=abc%3D"), hash("x=1&__err=abc="));
        assert_ne!(hash("__err=abc"), hash("__err=abd"));
        assert_eq!(hash("error=abc"), None);
    }
}
