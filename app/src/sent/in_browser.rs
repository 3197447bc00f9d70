//! Values by the browser's own reader of JSON, and server functions by its `fetch`.

use std::sync::Arc;

use js_sys::{Array, JSON, Reflect};
use leptos::server_fn::ServerFn;
use send_wrapper::SendWrapper;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::UrlSearchParams;

use super::reader::Json;
use super::{Answer, Ask, Payload, Sent, post};
use crate::error::UiError;

pub(super) fn asking<F, T>(_: Arc<dyn Fn() -> F + Send + Sync>) -> Ask
where
    F: ServerFn<Output = Sent<T>, Error = UiError> + 'static,
    T: 'static,
{
    ask(F::url())
}

/// The part that is compiled once.
fn ask(address: &'static str) -> Ask {
    // A browser runs everything in one thread.
    Box::new(move |arguments| Box::pin(SendWrapper::new(answer(address, arguments))))
}

async fn answer(address: &'static str, arguments: String) -> Answer {
    Answer(payload(address, &arguments).await)
}

async fn payload(address: &str, arguments: &str) -> Result<Payload, UiError> {
    let body = UrlSearchParams::new_with_str(arguments).map_err(|_| UiError::unreadable())?;
    let response = post::post(address, &body).await?;
    if !response.ok() {
        return Err(post::failure(&response).await);
    }
    let text = post::text_of(&response).await;
    read(&text.ok_or_else(UiError::unreachable)?).ok_or_else(UiError::unreadable)
}

pub(super) fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    super::reader::read(JSON::parse(text).ok()?).ok()
}

/// Server functions write, and they run on the server alone.
pub(super) fn write<T: Serialize>(_: &T) -> Option<String> {
    None
}

impl Json for JsValue {
    fn is_absent(&self) -> bool {
        self.is_undefined()
    }

    fn is_null(&self) -> bool {
        self.is_null_or_undefined()
    }

    fn boolean(&self) -> Option<bool> {
        self.as_bool()
    }

    fn number(&self) -> Option<f64> {
        self.as_f64()
    }

    fn text(&self) -> Option<String> {
        self.as_string()
    }

    fn length(&self) -> Option<u32> {
        self.dyn_ref::<Array>().map(Array::length)
    }

    fn item(&self, index: u32) -> Self {
        self.unchecked_ref::<Array>().get(index)
    }

    fn member(&self, name: &str) -> Option<Self> {
        Reflect::get(self, &name.into()).ok()
    }
}
