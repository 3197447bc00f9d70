//! The way from a resource to a page: the one place where pages wait and fail.

use leptos::prelude::*;

use crate::error::UiError;
use crate::frame::{FrameData, use_frame};
use crate::pages::error_page;

/// Shows `view` of what `resource` brings, together with the frame's data (who looks, what they
/// may do, the server's time). While it is fetched again the old content stays; an error takes the
/// page's place, with the status the server set. Resources must not be created inside `view`.
pub(crate) fn loaded<T>(
    resource: Resource<Result<T, UiError>>,
    view: impl Fn(T, FrameData) -> AnyView + Clone + Send + Sync + 'static,
) -> AnyView
where
    T: Clone + Send + Sync + 'static,
{
    let frame = use_frame();
    view! {
        <Transition>
            {move || {
                let view = view.clone();
                Suspend::new(async move {
                    match (resource.await, frame.await) {
                        (Ok(value), Ok(frame)) => view(value, frame),
                        (Err(error), _) | (_, Err(error)) => error_page(error),
                    }
                })
            }}
        </Transition>
    }
    .into_any()
}
