//! What a page shows, on its way from the server.

use std::fmt::Debug;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;

use leptos::prelude::*;
use serde::de::DeserializeOwned;

use crate::error::UiError;
use crate::sent::{Payload, Sent};

type Answer = Result<Payload, UiError>;
type Asked = Pin<Box<dyn Future<Output = Answer> + Send>>;

/// A `T` on its way from the server: a resource that does not know its type, so that there is only
/// one kind of resource in the WASM.
pub(crate) struct PageData<T> {
    resource: Resource<Answer>,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for PageData<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for PageData<T> {}

impl<T> PageData<T> {
    /// Asks the server again; what is there stays until the answer.
    pub(crate) fn refetch(self) {
        self.resource.refetch();
    }

    pub(super) fn resource(self) -> Resource<Answer> {
        self.resource
    }
}

impl<T: DeserializeOwned> PageData<T> {
    /// What is there now; `None` before the first answer. For effects.
    pub(crate) fn get(self) -> Option<Result<T, UiError>> {
        self.resource
            .get()
            .map(|answer| answer.and_then(|payload| payload.read()))
    }

    /// The answer, once it is there. For `Suspend`.
    pub(crate) async fn load(self) -> Result<T, UiError> {
        self.resource.await.and_then(|payload| payload.read())
    }
}

/// Asks the server function `fetch` with what `source` says, and again whenever that changes. Like
/// any resource it must not be created inside `Suspend`.
pub(crate) fn page_data<S, T, F>(
    source: impl Fn() -> S + Send + Sync + 'static,
    fetch: impl Fn(S) -> F + Send + Sync + 'static,
) -> PageData<T>
where
    S: Debug + 'static,
    T: 'static,
    F: Future<Output = Result<Sent<T>, UiError>> + Send + 'static,
{
    let source = Arc::new(source);
    let asked_for = Arc::clone(&source);
    let key = move || format!("{:?}", asked_for());
    let ask = move || -> Asked {
        let answer = fetch(untrack(|| source()));
        Box::pin(async move { answer.await.map(Sent::into_payload) })
    };
    PageData {
        resource: resource(Box::new(key), Box::new(ask)),
        of: PhantomData,
    }
}

/// The part that is compiled once. Two sources are the same when they are written alike.
fn resource(
    key: Box<dyn Fn() -> String + Send + Sync>,
    ask: Box<dyn Fn() -> Asked + Send + Sync>,
) -> Resource<Answer> {
    Resource::new_blocking(key, move |_| ask())
}
