//! Which address is which page.

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{SsrMode, path};

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

/// The whole app: every page, inside the frame or without it.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_elapsed();
    view! {
        <Router>
            <Routes fallback=NotFoundPage>
                // Pages without the frame: nobody needs to be signed in.
                <Route path=path!("login") view=SignInPage ssr=SsrMode::Async />
                <Route path=path!("setup") view=SetupPage ssr=SsrMode::Async />
                <Route path=path!("invite/:secret") view=InvitePage ssr=SsrMode::Async />
                // Pages inside the frame. `Async`: the answer's status is known before its first byte.
                <ParentRoute path=path!("") view=Frame ssr=SsrMode::Async>
                    <Route path=path!("") view=HomePage />
                    <Route path=path!("orgs/:org") view=DashboardPage />
                    <Route path=path!("orgs/:org/inbox") view=InboxPage />
                    <Route path=path!("orgs/:org/runs") view=RunListPage />
                    <Route path=path!("orgs/:org/runs/:run") view=RunPage />
                    <Route path=path!("orgs/:org/runs/:run/checks/:check") view=CheckPage />
                    <Route path=path!("orgs/:org/runs/:run/checks/:check/override") view=OverridePage />
                    <Route path=path!("orgs") view=OrganizationListPage />
                    <Route path=path!("orgs/:org/policy-sets") view=PolicySetListPage />
                    <Route path=path!("orgs/:org/policy-sets/new") view=PolicySetNewPage />
                    <Route path=path!("orgs/:org/policy-sets/:set") view=PolicySetPage />
                    <Route path=path!("orgs/:org/policy-sets/:set/versions/new") view=VersionUploadPage />
                    <Route path=path!("orgs/:org/policy-sets/:set/versions/:version") view=VersionPage />
                    <Route
                        path=path!("orgs/:org/policy-sets/:set/versions/:version/files/*path")
                        view=SourceFilePage
                    />
                    <Route path=path!("orgs/:org/policies") view=PolicyListPage />
                    <Route path=path!("orgs/:org/policies/new") view=PolicyNewPage />
                    <Route path=path!("orgs/:org/policies/:policy") view=PolicyPage />
                    <Route path=path!("orgs/:org/policies/:policy/edit") view=PolicyEditPage />
                    <Route path=path!("orgs/:org/workspaces") view=WorkspaceListPage />
                    <Route path=path!("orgs/:org/workspaces/new") view=WorkspaceNewPage />
                    <Route path=path!("orgs/:org/workspaces/:workspace") view=WorkspacePage />
                    <Route path=path!("orgs/:org/workspaces/:workspace/edit") view=WorkspaceEditPage />
                    <Route path=path!("orgs/:org/workspaces/:workspace/runs/new") view=RunNewPage />
                    // Where only the check is known: the audit log.
                    <Route path=path!("orgs/:org/checks/:check") view=CheckAddressPage />
                    <Route path=path!("orgs/:org/audit") view=AuditPage />
                    <Route path=path!("orgs/:org/settings") view=SettingsPage />
                    <Route path=path!("orgs/:org/settings/general") view=SettingsPage />
                    <Route path=path!("orgs/:org/settings/projects") view=ProjectListPage />
                    <Route path=path!("orgs/:org/settings/members") view=MemberListPage />
                    <Route path=path!("account") view=AccountPage />
                    <Route path=path!("account/profile") view=AccountPage />
                    <Route path=path!("account/sessions") view=SessionListPage />
                    <Route path=path!("account/tokens") view=TokenListPage />
                </ParentRoute>
            </Routes>
        </Router>
    }
}
