//! The front door.

use leptos::prelude::*;
use leptos_router::components::Redirect;

use crate::frame::use_frame;
use crate::model::Paths;

use super::error_page;

/// Sends people on to their organization's dashboard, or to the list when they have none.
#[component]
pub(crate) fn HomePage() -> impl IntoView {
    let frame = use_frame();
    view! {
        <Transition>
            {move || Suspend::new(async move {
                match frame.load().await {
                    Ok(frame) => {
                        let path = frame
                            .viewer
                            .organizations
                            .first()
                            .map_or_else(|| "/orgs".to_owned(), |name| Paths::of(name).dashboard());
                        view! { <Redirect path /> }.into_any()
                    }
                    Err(error) => error_page(error),
                }
            })}
        </Transition>
    }
}
