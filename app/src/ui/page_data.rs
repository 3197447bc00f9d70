//! What a page shows, on its way from the server.

use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use codee::string::FromToStringCodec;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::UiError;
use crate::sent::{Answer, Ask, Sent, arguments, asking};

/// A `T` on its way from the server: a resource that does not know its type, so that there is only
/// one kind of resource in the WASM.
pub(crate) struct PageData<T> {
    resource: Resource<Answer, FromToStringCodec>,
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

    /// The same, without knowing of what.
    pub(super) fn untyped(self) -> PageData<()> {
        PageData {
            resource: self.resource,
            of: PhantomData,
        }
    }

    /// The answer, once it is there and unread. For `Suspend`.
    pub(super) async fn answer(self) -> Answer {
        self.resource.await
    }
}

impl<T: DeserializeOwned> PageData<T> {
    /// What is there now; `None` before the first answer. For effects.
    pub(crate) fn get(self) -> Option<Result<T, UiError>> {
        self.resource.get().map(|answer| answer.read())
    }

    /// The answer, once it is there. For `Suspend`.
    pub(crate) async fn load(self) -> Result<T, UiError> {
        self.resource.await.read()
    }
}

/// Asks the server function that `call` names with the arguments it carries, and again whenever
/// they change. Like any resource it must not be created inside `Suspend`.
pub(crate) fn page_data<F, T>(call: impl Fn() -> F + Send + Sync + 'static) -> PageData<T>
where
    F: ServerFn<Output = Sent<T>, Error = UiError> + Serialize + 'static,
    T: 'static,
{
    let call = Arc::new(call);
    let source = {
        let call = Arc::clone(&call);
        move || arguments(&call())
    };
    PageData {
        resource: resource(Box::new(source), asking(call)),
        of: PhantomData,
    }
}

/// How long a page waits until it asks again for what it could not have.
const AGAIN: Duration = Duration::from_secs(5);

/// A resource and the arguments that it was asked with.
type Asked = StoredValue<Option<(String, Resource<Answer, FromToStringCodec>)>>;

/// The part that is compiled once. Two calls are the same when their arguments are written alike.
///
/// A page that is there stays when the same is asked again and cannot be had, as while the server is
/// started anew; it is asked again until it can.
fn resource(
    source: Box<dyn Fn() -> String + Send + Sync>,
    ask: Ask,
) -> Resource<Answer, FromToStringCodec> {
    let asked = Asked::new(None);
    let first = untrack(&source);
    let keeping = move |arguments: String| {
        let before = asked.try_update_value(|asked| {
            let (same, resource) = asked.as_mut()?;
            let is_same = *same == arguments;
            same.clone_from(&arguments);
            is_same.then_some(*resource)
        });
        let resource = before.flatten();
        let kept = resource.and_then(|resource| resource.try_get_untracked().flatten());
        let answer = ask(arguments);
        async move {
            let answer = answer.await;
            match (kept, resource) {
                (Some(kept), Some(resource)) if answer.is_out_of_reach() => {
                    set_timeout(move || resource.refetch(), AGAIN);
                    kept
                }
                _ => answer,
            }
        }
    };
    let resource = Resource::new_str_blocking(source, keeping);
    asked.set_value(Some((first, resource)));
    resource
}
