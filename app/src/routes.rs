//! Which address is which page.

mod pattern;

use leptos::prelude::*;
use leptos::tachys::view::iterators::StaticVec;
use leptos_meta::provide_meta_context;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute as _};
use leptos_router::components::{RouteChildren, Router, Routes};
use leptos_router::{NestedRoute, SsrMode};

use self::pattern::Pattern;
use crate::frame::Frame;
use crate::pages::{
    AccountPage, AuditPage, CheckAddressPage, CheckPage, DashboardPage, HomePage, InboxPage,
    InvitePage, MemberListPage, NotFoundPage, OrganizationListPage, OverridePage, PolicyEditPage,
    PolicyListPage, PolicyNewPage, PolicyPage, PolicySetListPage, PolicySetNewPage, PolicySetPage,
    ProjectListPage, RunListPage, RunNewPage, RunPage, SessionListPage, SettingsPage, SetupPage,
    SignInPage, SourceFilePage, TokenListPage, VersionPage, VersionUploadPage, WorkspaceEditPage,
    WorkspaceListPage, WorkspaceNewPage, WorkspacePage,
};
use crate::ui::provide_elapsed;

/// A page by its path. Functions that answer with one and the same type, because every type of view
/// is a type of route, and each of those is WASM.
type Page = (&'static str, fn() -> AnyView);

/// Pages without the frame: nobody needs to be signed in.
const ENTRANCES: [Page; 3] = [
    ("login", || SignInPage().into_any()),
    ("setup", || SetupPage().into_any()),
    ("invite/:secret", || InvitePage().into_any()),
];

/// Pages inside the frame.
const PAGES: [Page; 33] = [
    ("", || HomePage().into_any()),
    ("orgs/:org", || DashboardPage().into_any()),
    ("orgs/:org/inbox", || InboxPage().into_any()),
    ("orgs/:org/runs", || RunListPage().into_any()),
    ("orgs/:org/runs/:run", || RunPage().into_any()),
    ("orgs/:org/runs/:run/checks/:check", || {
        CheckPage().into_any()
    }),
    ("orgs/:org/runs/:run/checks/:check/override", || {
        OverridePage().into_any()
    }),
    ("orgs", || OrganizationListPage().into_any()),
    ("orgs/:org/policy-sets", || PolicySetListPage().into_any()),
    ("orgs/:org/policy-sets/new", || {
        PolicySetNewPage().into_any()
    }),
    ("orgs/:org/policy-sets/:set", || PolicySetPage().into_any()),
    ("orgs/:org/policy-sets/:set/versions/new", || {
        VersionUploadPage().into_any()
    }),
    ("orgs/:org/policy-sets/:set/versions/:version", || {
        VersionPage().into_any()
    }),
    (
        "orgs/:org/policy-sets/:set/versions/:version/files/*path",
        || SourceFilePage().into_any(),
    ),
    ("orgs/:org/policies", || PolicyListPage().into_any()),
    ("orgs/:org/policies/new", || PolicyNewPage().into_any()),
    ("orgs/:org/policies/:policy", || PolicyPage().into_any()),
    ("orgs/:org/policies/:policy/edit", || {
        PolicyEditPage().into_any()
    }),
    ("orgs/:org/workspaces", || WorkspaceListPage().into_any()),
    ("orgs/:org/workspaces/new", || WorkspaceNewPage().into_any()),
    ("orgs/:org/workspaces/:workspace", || {
        WorkspacePage().into_any()
    }),
    ("orgs/:org/workspaces/:workspace/edit", || {
        WorkspaceEditPage().into_any()
    }),
    ("orgs/:org/workspaces/:workspace/runs/new", || {
        RunNewPage().into_any()
    }),
    // Where only the check is known: the audit log.
    ("orgs/:org/checks/:check", || CheckAddressPage().into_any()),
    ("orgs/:org/audit", || AuditPage().into_any()),
    ("orgs/:org/settings", || SettingsPage().into_any()),
    ("orgs/:org/settings/general", || SettingsPage().into_any()),
    ("orgs/:org/settings/projects", || {
        ProjectListPage().into_any()
    }),
    ("orgs/:org/settings/members", || MemberListPage().into_any()),
    ("account", || AccountPage().into_any()),
    ("account/profile", || AccountPage().into_any()),
    ("account/sessions", || SessionListPage().into_any()),
    ("account/tokens", || TokenListPage().into_any()),
];

/// The whole app: every page, inside the frame or without it.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_elapsed();
    let routes = RouteChildren::to_children(routes);
    view! {
        <Router>
            <Routes fallback=NotFoundPage children=routes />
        </Router>
    }
}

/// The entrances, then the frame with the pages below it. `Async`: the answer's status is known
/// before its first byte.
fn routes() -> StaticVec<AnyNestedRoute> {
    let frame: fn() -> AnyView = || Frame().into_any();
    let frame = NestedRoute::new(Pattern(""), frame)
        .ssr_mode(SsrMode::Async)
        .child(StaticVec::from(table(&PAGES)));
    let mut routes = table(&ENTRANCES);
    routes.push(frame.into_any_nested_route());
    routes.into()
}

fn table(pages: &[Page]) -> Vec<AnyNestedRoute> {
    let route = |&(path, view): &Page| {
        NestedRoute::new(Pattern(path), view)
            .ssr_mode(SsrMode::Async)
            .into_any_nested_route()
    };
    pages.iter().map(route).collect()
}
