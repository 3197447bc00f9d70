//! Who belongs to an organization, and in which role.

mod invite;
mod list;
mod matrix;

use domain::Permission;
use leptos::prelude::*;

use super::settings::settings_tabs;
use crate::frame::{FrameData, use_organization};
use crate::server_functions::members::{MembersView, list_members};
use crate::ui::{PageHead, loaded};

/// The page of an organization's members.
#[component]
pub(crate) fn MemberListPage() -> impl IntoView {
    let organization = use_organization();
    let view = Resource::new(move || organization.get(), list_members);
    loaded(view, |view, frame| members(&view, &frame))
}

fn members(view: &MembersView, frame: &FrameData) -> AnyView {
    let may_manage = frame.may(Permission::ManageMembers);
    view! {
        <PageHead title="Members" subtitle="Who can do what here, through their roles." />
        {settings_tabs(frame, "members")}
        <div class="stack">
            {view.invitation.clone().map(invite::link)} {list::member_table(view, frame)}
            {if may_manage {
                invite::form(view, frame)
            } else {
                view! { <p class="muted">"Owners invite members and give them roles."</p> }.into_any()
            }} {matrix::role_matrix(&view.members.roles)}
        </div>
    }
    .into_any()
}
