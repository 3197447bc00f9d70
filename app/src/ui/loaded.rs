//! The way from a page's data to the page: the one place where pages wait and fail.

use std::sync::Arc;

use leptos::prelude::*;
use serde::de::DeserializeOwned;

use super::PageData;
use crate::error::UiError;
use crate::frame::{FrameData, use_frame};
use crate::pages::error_page;
use crate::sent::Payload;

type Show = Arc<dyn Fn(&Payload, FrameData) -> Result<AnyView, UiError> + Send + Sync>;

/// Shows `view` of what `data` brings, together with the frame's data (who looks, what they may
/// do, the server's time). While it is fetched again the old content stays; an error takes the
/// page's place, with the status the server set. Nothing is fetched inside `view`.
pub(crate) fn loaded<T: DeserializeOwned + 'static>(
    data: PageData<T>,
    view: impl Fn(T, FrameData) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let show = move |payload: &Payload, frame| payload.read().map(|value| view(value, frame));
    shown(data, Arc::new(show))
}

/// The part that is compiled once.
fn shown<T>(data: PageData<T>, show: Show) -> AnyView {
    transition(data.resource(), use_frame(), show)
}

fn transition(
    resource: Resource<Result<Payload, UiError>>,
    frame: PageData<FrameData>,
    show: Show,
) -> AnyView {
    view! {
        <Transition>
            {move || {
                let show = Arc::clone(&show);
                Suspend::new(async move {
                    let (answer, frame) = (resource.await, frame.load().await);
                    match (answer, frame) {
                        (Ok(payload), Ok(frame)) => {
                            show(&payload, frame).unwrap_or_else(error_page)
                        }
                        (Err(error), _) | (_, Err(error)) => error_page(error),
                    }
                })
            }}
        </Transition>
    }
    .into_any()
}
