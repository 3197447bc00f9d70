//! The way from a page's data to the page: the one place where pages wait and fail.

use std::sync::Arc;

use leptos::prelude::*;
use serde::de::DeserializeOwned;

use super::PageData;
use crate::error::UiError;
use crate::frame::{FrameData, use_frame};
use crate::pages::error_page;
use crate::sent::Answer;

type Show = Arc<dyn Fn(&Answer, FrameData) -> Result<AnyView, UiError> + Send + Sync>;

/// Shows `view` of what `data` brings, together with the frame's data (who looks, what they may
/// do, the server's time). While it is fetched again the old content stays; an error takes the
/// page's place, with the status the server set. Nothing is fetched inside `view`.
pub(crate) fn loaded<T: DeserializeOwned + 'static>(
    data: PageData<T>,
    view: impl Fn(T, FrameData) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let show = move |answer: &Answer, frame| answer.read().map(|value| view(value, frame));
    transition(data.untyped(), use_frame(), Arc::new(show))
}

/// The part that is compiled once.
fn transition(data: PageData<()>, frame: PageData<FrameData>, show: Show) -> AnyView {
    view! {
        <Transition>
            {move || {
                let show = Arc::clone(&show);
                Suspend::new(async move {
                    let (answer, frame) = (data.answer().await, frame.load().await);
                    frame
                        .and_then(|frame| show(&answer, frame))
                        .unwrap_or_else(error_page)
                })
            }}
        </Transition>
    }
    .into_any()
}
