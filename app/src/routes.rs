//! Which address is which page.

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{SsrMode, path};

use crate::frame::Frame;
use crate::pages::{
    CheckPage, DashboardPage, HomePage, InboxPage, NotFoundPage, OverridePage, RunListPage, RunPage,
};
use crate::ui::provide_elapsed;

/// The whole app: every page, inside the frame or without it.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_elapsed();
    view! {
        <Router>
            <Routes fallback=NotFoundPage>
                // Pages without the frame: nobody needs to be signed in.
                // Pages inside the frame. `Async`: the answer's status is known before its first byte.
                <ParentRoute path=path!("") view=Frame ssr=SsrMode::Async>
                    <Route path=path!("") view=HomePage />
                    <Route path=path!("orgs/:org") view=DashboardPage />
                    <Route path=path!("orgs/:org/inbox") view=InboxPage />
                    <Route path=path!("orgs/:org/runs") view=RunListPage />
                    <Route path=path!("orgs/:org/runs/:run") view=RunPage />
                    <Route path=path!("orgs/:org/runs/:run/checks/:check") view=CheckPage />
                    <Route path=path!("orgs/:org/runs/:run/checks/:check/override") view=OverridePage />
                </ParentRoute>
            </Routes>
        </Router>
    }
}
