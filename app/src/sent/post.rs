//! Requests to server functions, as a browser makes them.

use leptos::prelude::window;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, RequestInit, Response, UrlSearchParams};

use crate::error::UiError;

/// Posts `body` to `address`.
pub(crate) async fn post(address: &str, body: &UrlSearchParams) -> Result<Response, UiError> {
    request(address, body)
        .await
        .map_err(|_| UiError::unreachable())
}

/// What an answer that is no success says.
pub(crate) async fn failure(response: &Response) -> UiError {
    text_of(response)
        .await
        .and_then(|text| super::read(&text))
        .unwrap_or_else(UiError::unreadable)
}

/// What an answer says; `None` when the connection broke.
pub(super) async fn text_of(response: &Response) -> Option<String> {
    let text = JsFuture::from(response.text().ok()?).await.ok()?;
    text.as_string()
}

async fn request(address: &str, body: &UrlSearchParams) -> Result<Response, JsValue> {
    let headers = Headers::new()?;
    headers.set("Accept", "application/json")?;
    let request = RequestInit::new();
    request.set_method("POST");
    request.set_headers(&headers);
    request.set_body(body);
    let answer = JsFuture::from(window().fetch_with_str_and_init(address, &request)).await?;
    answer.dyn_into()
}
