//! The members, with their role to change and a button to remove them.

use domain::{Membership, Permission, Role};
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

use crate::frame::FrameData;
use crate::server_functions::members::{ChangeMemberRole, MembersView, RemoveMember};
use crate::ui::{
    Card, Cell, Choice, EmptyState, FormActions, Look, PostForm, RelativeTime, Select, Table,
};

pub(super) fn member_table(view: &MembersView, frame: &FrameData) -> AnyView {
    if view.members.memberships.is_empty() {
        return view! {
            <EmptyState
                icon="users"
                title="No member yet"
                body="Site admins can do everything here. Everybody else needs an invitation."
            />
        }
        .into_any();
    }
    let rows: Vec<_> = view
        .members
        .memberships
        .iter()
        .map(|one| row(one, &view.members.roles, frame))
        .collect();
    let columns = if frame.may(Permission::ManageMembers) {
        vec!["Name", "Where", "Role", "Since", ""]
    } else {
        vec!["Name", "Where", "Role", "Since"]
    };
    view! {
        <Card flush=true>
            <Table caption="Members" columns=columns>
                {rows}
            </Table>
        </Card>
    }
    .into_any()
}

fn row(membership: &Membership, roles: &[Role], frame: &FrameData) -> AnyView {
    let may_manage = frame.may(Permission::ManageMembers);
    let is_me = membership.user_id == frame.viewer.user.id;
    let place = membership.project.clone().map_or_else(
        || "whole organization".to_owned(),
        |project| format!("project {project}"),
    );
    let role = if may_manage {
        role_form(membership, roles, frame)
    } else {
        membership.role.clone().into_any()
    };
    let remove = may_manage.then(|| remove_form(membership, frame));
    let (name, userid) = (membership.user_name.clone(), membership.userid.clone());
    let (since, now) = (membership.created_at, frame.now());
    view! {
        <tr>
            <Cell>
                <strong class="table__name">{name}</strong>
                {is_me.then_some(" (you)")}
                <small class="table__sub">{userid}</small>
            </Cell>
            <Cell label="Where">{place}</Cell>
            <Cell label="Role">{role}</Cell>
            <Cell label="Since">
                <RelativeTime at=since now=now />
            </Cell>
            {remove.map(|remove| view! { <Cell end=true>{remove}</Cell> })}
        </tr>
    }
    .into_any()
}

fn role_form(membership: &Membership, roles: &[Role], frame: &FrameData) -> AnyView {
    let organization = frame
        .organization()
        .map(ToString::to_string)
        .unwrap_or_default();
    let options: Vec<Choice> = roles
        .iter()
        .map(|role| Choice::new(role.name.clone(), role.name.clone()))
        .collect();
    let (id, role) = (membership.id.to_string(), membership.role.clone());
    view! {
        <PostForm action=ChangeMemberRole::url() class="inline-form" one_of_many=true>
            <input type="hidden" name="organization" value=organization />
            <input type="hidden" name="membership" value=id.clone() />
            <Select
                id=format!("role-{id}")
                name="role"
                options=options
                value=role
                label="Role"
            />
            <FormActions submit="Change" look=Look::Plain />
        </PostForm>
    }
    .into_any()
}

fn remove_form(membership: &Membership, frame: &FrameData) -> AnyView {
    let organization = frame
        .organization()
        .map(ToString::to_string)
        .unwrap_or_default();
    let (id, name) = (membership.id.to_string(), membership.user_name.clone());
    view! {
        <details class="inline-confirm">
            <summary class="button button--quiet">"Remove…"</summary>
            <PostForm action=RemoveMember::url() class="inline-form" one_of_many=true>
                <input type="hidden" name="organization" value=organization />
                <input type="hidden" name="membership" value=id />
                <FormActions submit=format!("Remove {name}") look=Look::Danger />
            </PostForm>
        </details>
    }
    .into_any()
}
