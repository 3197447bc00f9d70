//! Tells screen readers about client-side navigation, which browsers do not.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use wasm_bindgen::JsCast as _;

/// A polite live region that says the new page's title after a client-side navigation, and moves
/// the focus to the page's `<h1>`. Not on the first load, and not when only the query changes.
#[component]
pub(crate) fn RouteAnnouncer() -> impl IntoView {
    let (announcement, announce) = signal(String::new());
    let pathname = use_location().pathname;
    Effect::new(move |before: Option<String>| {
        let path = pathname.get();
        if before.is_some_and(|before| before != path) {
            // The new page's heading is there once its data is: wait for it, but not for ever.
            wait_for_heading(announce, 0);
        }
        path
    });
    view! {
        <div class="visually-hidden" aria-live="polite" role="status">
            {move || announcement.get()}
        </div>
    }
}

fn wait_for_heading(announce: WriteSignal<String>, attempt: u32) {
    set_timeout(
        move || {
            let document = document();
            let heading = document.query_selector("main h1").ok().flatten();
            let is_new = heading
                .as_ref()
                .is_some_and(|heading| !heading.has_attribute("data-announced"));
            match heading {
                Some(heading) if is_new || attempt >= 20 => {
                    let _ = announce.try_set(document.title());
                    let _ = heading.set_attribute("data-announced", "true");
                    let elsewhere = document.active_element().is_none_or(|active| {
                        !document
                            .query_selector("main")
                            .ok()
                            .flatten()
                            .is_some_and(|main| main.contains(Some(&active)))
                    });
                    if elsewhere
                        && document.location().and_then(|l| l.hash().ok()).as_deref() == Some("")
                        && let Ok(heading) = heading.dyn_into::<web_sys::HtmlElement>()
                    {
                        let _ = heading.focus();
                    }
                }
                _ if attempt < 40 => wait_for_heading(announce, attempt + 1),
                _ => {}
            }
        },
        std::time::Duration::from_millis(50),
    );
}
