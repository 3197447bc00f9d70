//! Values for the tests of the pages.

use domain::{
    ManagedPolicy, Name, Organization, OrganizationId, OrganizationSettings, PermissionSet, Policy,
    PolicyId, PolicySet, PolicySetId, ProjectId, Scope, SetKind, Timestamp, User, UserId, UserKind,
    Viewer, Workspace, WorkspaceId, WrittenLevel,
};
use leptos::prelude::*;
use leptos_meta::provide_meta_context;

use crate::frame::{FrameData, Theme};
use crate::server_functions::policies::PolicyView;

/// What people write who want to leave the text that they are in.
pub(super) const HOSTILE: &str = "\"'></textarea></td><script>alert(1)</script><img src=x>";

/// Renders a view as the server does, and fails when something hostile got out of its text.
pub(super) fn render(view: impl FnOnce() -> AnyView) -> String {
    let owner = Owner::new();
    let html = owner.with(|| {
        provide_meta_context();
        view().to_html()
    });
    assert!(!html.contains("<script"), "{html}");
    assert!(!html.contains("<img"), "{html}");
    html
}

pub(super) fn now() -> Timestamp {
    "2026-03-10T12:05:11Z".parse().unwrap()
}

pub(super) fn name(text: &str) -> Name {
    text.parse().unwrap()
}

/// The frame of a viewer of `acme` who may do what `permissions` says.
pub(super) fn frame(permissions: PermissionSet) -> FrameData {
    FrameData {
        viewer: Viewer {
            user: User {
                id: UserId::from_bare("0000000000000001").unwrap(),
                userid: "alice@example.com".parse().unwrap(),
                name: "Alice".to_owned(),
                email: None,
                kind: UserKind::Person,
                is_site_admin: permissions.everything,
                created_at: now(),
            },
            organization: Some(Organization {
                id: OrganizationId::from_bare("0000000000000002").unwrap(),
                name: name("acme"),
                email: Some(HOSTILE.to_owned()),
                settings: OrganizationSettings::default(),
                created_at: now(),
            }),
            organizations: vec![name("acme")],
            permissions,
            roles: Vec::new(),
            needs_decision: 0,
            now: now(),
        },
        theme: Theme::System,
        flash: None,
        base_url: "http://127.0.0.1:8080".to_owned(),
    }
}

/// The frame of someone who may do everything.
pub(super) fn owner() -> FrameData {
    frame(PermissionSet::everything())
}

/// The frame of someone who only looks.
pub(super) fn reader() -> FrameData {
    frame(domain::BuiltinRole::Reader.permissions())
}

pub(super) fn policy_set() -> PolicySet {
    PolicySet {
        id: PolicySetId::from_bare("0000000000000003").unwrap(),
        name: name("baseline"),
        description: Some(HOSTILE.to_owned()),
        kind: SetKind::Opa,
        overridable: true,
        strict: false,
        require_tests: false,
        dialect: None,
        scope: Scope {
            global: true,
            ..Scope::default()
        },
        source: None,
        current_version_id: None,
        current_version: Some(2),
        newest_version: Some(3),
        policy_count: 4,
        created_at: now(),
        updated_at: now(),
    }
}

pub(super) fn policy_view() -> PolicyView {
    PolicyView {
        managed: ManagedPolicy {
            policy: Policy {
                id: PolicyId::from_bare("0000000000000007").unwrap(),
                name: "tagged".to_owned(),
                description: Some(HOSTILE.to_owned()),
                query: "data.tagged.deny".to_owned(),
                level: WrittenLevel::Advisory,
                enabled: true,
                file: Some("tagged.rego".to_owned()),
            },
            digest: None,
            policy_sets: vec![name("baseline")],
            created_at: now(),
            updated_at: now(),
        },
        source: Some("package tagged".to_owned()),
    }
}

pub(super) fn workspace() -> Workspace {
    Workspace {
        id: WorkspaceId::from_bare("0000000000000004").unwrap(),
        name: name("prod"),
        description: Some(HOSTILE.to_owned()),
        project_id: ProjectId::from_bare("0000000000000005").unwrap(),
        project: HOSTILE.to_owned(),
        auto_apply: false,
        working_directory: Some(HOSTILE.to_owned()),
        tags: vec![HOSTILE.to_owned()],
        created_at: now(),
        updated_at: now(),
    }
}
