//! The frame itself.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::{A, Outlet};
use leptos_router::hooks::use_location;
use wasm_bindgen::JsCast as _;

use super::data::{FrameResource, organization_of};
use super::flash::FlashMessage;
use super::navigation::Navigation;
use super::person::Person;
use super::switcher::OrganizationSwitcher;
use super::{FrameData, RouteAnnouncer};
use crate::server_functions::viewer::GetFrame;
use crate::ui::{Icon, page_data};

/// The frame around every page of a signed-in person. Its data is fetched again with every path,
/// so that the number of waiting decisions and the server's time are those of the page.
#[component]
pub(crate) fn Frame() -> impl IntoView {
    let pathname = use_location().pathname;
    // From the path, not from the route's parameters: those below are not the frame's.
    let data = page_data(move || GetFrame {
        organization: organization_of(&pathname.read()).map(str::to_owned),
        path: Some(pathname.get()),
    });
    provide_context(FrameResource(data));
    close_menus_on_navigation(pathname);
    view! {
        <Title formatter=|text: String| if text.is_empty() { "Portcullis".to_owned() } else { format!("{text} · Portcullis") } />
        <a class="skip-link" href="#main" rel="external">
            "Skip to the content"
        </a>
        <div class="app">
            <header class="sidebar">
                <A href="/" attr:class="brand">
                    <Icon name="portcullis" />
                    "Portcullis"
                </A>
                <Transition>
                    {move || Suspend::new(async move {
                        match data.load().await {
                            Ok(data) => chrome(data),
                            Err(_) => ().into_any(),
                        }
                    })}
                </Transition>
            </header>
            <main class="main" id="main" tabindex="-1">
                <Transition>
                    {move || Suspend::new(async move {
                        match data.load().await {
                            Ok(FrameData { flash: Some(flash), .. }) => view! { <FlashMessage flash /> }.into_any(),
                            _ => ().into_any(),
                        }
                    })}
                </Transition>
                <Outlet />
            </main>
        </div>
        <RouteAnnouncer />
    }
}

/// A menu stays open when its link is followed in the browser; a page load would have closed it.
fn close_menus_on_navigation(pathname: Memo<String>) {
    Effect::new(move |_| {
        pathname.track();
        let Ok(open) = document().query_selector_all(".sidebar details[open]") else {
            return;
        };
        for index in 0..open.length() {
            let menu = open
                .item(index)
                .and_then(|menu| menu.dyn_into::<web_sys::Element>().ok());
            if let Some(menu) = menu {
                let _ = menu.remove_attribute("open");
            }
        }
    });
}

/// Navigation twice: beside the page on wide screens, behind a menu on narrow ones; style sheets
/// show one of them, and the other is not there for anybody.
fn chrome(data: FrameData) -> AnyView {
    let narrow = data.clone();
    view! {
        <div class="sidebar__wide">
            <OrganizationSwitcher data=data.clone() />
            <Navigation data=data.clone() label="Main" />
            <Person data />
        </div>
        <details class="sidebar__narrow">
            <summary>
                <Icon name="menu" label="Menu" />
            </summary>
            <div class="sidebar__sheet">
                <OrganizationSwitcher data=narrow.clone() />
                <Navigation data=narrow.clone() label="Main" />
                <Person data=narrow />
            </div>
        </details>
    }
    .into_any()
}
