//! Who belongs to an organization, and in which role.

mod invite;
mod list;
mod matrix;

use domain::Permission;
use leptos::prelude::*;

use super::settings::settings_tabs;
use crate::frame::{FrameData, use_organization};
use crate::server_functions::members::{ListMembers, MembersView};
use crate::ui::{PageHead, loaded, page_data};

/// The page of an organization's members.
#[component]
pub(crate) fn MemberListPage() -> impl IntoView {
    let organization = use_organization();
    let view = page_data(move || ListMembers {
        organization: organization.get(),
    });
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
            }} {matrix::role_matrix(view.members.roles.clone())}
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use domain::{
        BuiltinRole, Members, Membership, MembershipId, MembershipScope, Role, RoleId, UserId,
    };

    use super::super::samples::{self, HOSTILE, render};
    use super::*;

    fn view() -> MembersView {
        let role = |number: usize, role: BuiltinRole| Role {
            id: RoleId::from_bare(&format!("00000000000000r{number}")).unwrap(),
            name: role.name().to_owned(),
            is_builtin: true,
            permissions: role.permissions(),
        };
        let roles: Vec<Role> = BuiltinRole::ALL
            .into_iter()
            .enumerate()
            .map(|(number, one)| role(number, one))
            .collect();
        MembersView {
            members: Members {
                memberships: vec![Membership {
                    id: MembershipId::from_bare("0000000000000007").unwrap(),
                    user_id: UserId::from_bare("0000000000000008").unwrap(),
                    userid: HOSTILE.to_owned(),
                    user_name: HOSTILE.to_owned(),
                    email: None,
                    scope: MembershipScope::Organization,
                    project: Some(HOSTILE.to_owned()),
                    role_id: roles[1].id,
                    role: "approver".to_owned(),
                    created_at: samples::now(),
                }],
                roles,
            },
            projects: Vec::new(),
            invitation: None,
        }
    }

    #[test]
    fn whoever_manages_members_can_change_and_remove_them() {
        let html = render(|| members(&view(), &samples::owner()));
        assert!(
            html.contains("action=\"/ui/members/change-role\""),
            "{html}"
        );
        assert!(html.contains("action=\"/ui/members/remove\""), "{html}");
        assert!(html.contains("action=\"/ui/members/invite\""), "{html}");
    }

    #[test]
    fn a_reader_sees_roles_and_no_form() {
        let html = render(|| members(&view(), &samples::reader()));
        assert!(
            !html.contains("<form") && html.contains("approver"),
            "{html}"
        );
    }

    #[test]
    fn an_invitation_is_shown_once_to_be_copied() {
        let view = MembersView {
            invitation: Some("http://h/invite/abc".to_owned()),
            ..view()
        };
        let html = render(|| members(&view, &samples::owner()));
        assert!(
            html.contains("http://h/invite/abc") && html.contains("shown once"),
            "{html}"
        );
    }
}
