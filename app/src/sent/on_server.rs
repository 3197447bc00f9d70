//! Values as the server writes them, and server functions where they are.

use std::sync::Arc;

use leptos::prelude::untrack;
use leptos::server_fn::ServerFn;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Answer, Ask, Sent};
use crate::error::UiError;

pub(super) fn asking<F, T>(call: Arc<dyn Fn() -> F + Send + Sync>) -> Ask
where
    F: ServerFn<Output = Sent<T>, Error = UiError> + 'static,
    T: 'static,
{
    Box::new(move |_| {
        let asked = untrack(|| call()).run_body();
        Box::pin(async move { Answer(asked.await.map(|sent| sent.payload)) })
    })
}

pub(super) fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_str(text).ok()
}

pub(super) fn write<T: Serialize>(value: &T) -> Option<String> {
    serde_json::to_string(value).ok()
}
