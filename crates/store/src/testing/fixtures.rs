//! Things to store, with ids and times that are the same in every run.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use domain::{
    AuditEntry, AuditId, AuditSubject, BuiltinRole, CheckId, Digest, Entropy, InputShape, Level,
    Membership, MembershipId, MembershipScope, Message, Organization, OrganizationId,
    OrganizationSettings, Outcome, Override, OverrideId, PlanSummary, Policy, PolicyId,
    PolicyResult, PolicySet, PolicySetId, PolicySetVersion, PolicySetVersionId, Project, ProjectId,
    RegoFiles, Role, RoleId, Run, RunId, RunStatus, Scope, SetKind, Stage, Timestamp, Token,
    TokenId, User, UserId, UserKind, VersionSource, VersionStatus, Workspace, WorkspaceId,
    WrittenLevel,
};

use crate::queue::{NewCheck, QueuedPlan};
use crate::{
    Store, StoreError, memberships, organizations, projects, queue, roles, runs, users, workspaces,
};

/// That many seconds after the beginning of the story.
pub(crate) fn at(seconds: u64) -> Timestamp {
    let start: Timestamp = "2026-01-05T10:00:00Z".parse().unwrap();
    start.plus(Duration::from_secs(seconds))
}

/// Ids in rising order.
#[derive(Default)]
pub(crate) struct Counting(AtomicU64);

impl Entropy for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        let next = self.0.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        bytes.fill(0);
        for (byte, next) in bytes.iter_mut().rev().zip(next.into_iter().rev()) {
            *byte = next;
        }
    }
}

/// An organization with its owner, a project and a workspace: what every story begins with.
#[derive(Clone)]
pub(crate) struct Fixtures {
    pub(crate) entropy: std::sync::Arc<Counting>,
    pub(crate) organization: Organization,
    pub(crate) project: Project,
    pub(crate) workspace: Workspace,
    pub(crate) user: User,
    pub(crate) role: Role,
    pub(crate) membership: Membership,
}

impl Fixtures {
    /// Makes them, stores nothing.
    pub(crate) fn new() -> Self {
        let entropy = std::sync::Arc::new(Counting::default());
        let source: &Counting = &entropy;
        let project = Project {
            id: ProjectId::random(source),
            name: "Default Project".to_owned(),
            description: None,
            workspace_count: 0,
            created_at: at(0),
        };
        let user = User {
            id: UserId::random(source),
            userid: "alice@example.com".parse().unwrap(),
            name: "Alice".to_owned(),
            email: Some("Alice@example.com".to_owned()),
            kind: UserKind::Person,
            is_site_admin: false,
            created_at: at(0),
        };
        let role = Role {
            id: RoleId::random(source),
            name: "owner".to_owned(),
            is_builtin: true,
            permissions: BuiltinRole::Owner.permissions(),
        };
        Self {
            organization: Organization {
                id: OrganizationId::random(source),
                name: "acme".parse().unwrap(),
                email: None,
                settings: OrganizationSettings::default(),
                created_at: at(0),
            },
            workspace: Workspace {
                id: WorkspaceId::random(source),
                name: "network".parse().unwrap(),
                description: Some("the network".to_owned()),
                project_id: project.id,
                project: project.name.clone(),
                auto_apply: false,
                working_directory: None,
                tags: vec!["prod".to_owned()],
                created_at: at(1),
                updated_at: at(1),
            },
            membership: Membership {
                id: MembershipId::random(source),
                user_id: user.id,
                userid: "alice@example.com".to_owned(),
                user_name: "Alice".to_owned(),
                email: user.email.clone(),
                scope: MembershipScope::Organization,
                project: None,
                role_id: role.id,
                role: role.name.clone(),
                created_at: at(2),
            },
            project,
            user,
            role,
            entropy,
        }
    }

    /// Makes them and stores them.
    pub(crate) async fn stored(store: &Store) -> Self {
        let made = Self::new();
        let own = made.clone();
        store
            .write(|tx| {
                Box::pin(async move {
                    organizations::insert(tx, &own.organization).await?;
                    projects::insert(tx, own.organization.id, &own.project).await?;
                    workspaces::insert(tx, own.organization.id, &own.workspace).await?;
                    users::insert(tx, &own.user, Some("$argon2id$")).await?;
                    roles::insert(tx, own.organization.id, &own.role).await?;
                    memberships::insert(tx, own.organization.id, &own.membership).await
                })
            })
            .await
            .unwrap();
        made
    }

    /// Another organization in the same store, with a project and a workspace of its own.
    pub(crate) async fn beside(&self, store: &Store, name: &str) -> Self {
        let mut other = self.clone();
        other.organization.id = OrganizationId::random(self.source());
        other.organization.name = name.parse().unwrap();
        other.project.id = ProjectId::random(self.source());
        other.workspace.id = WorkspaceId::random(self.source());
        other.workspace.project_id = other.project.id;
        let made = other.clone();
        store
            .write(|tx| {
                Box::pin(async move {
                    organizations::insert(tx, &other.organization).await?;
                    projects::insert(tx, other.organization.id, &other.project).await?;
                    workspaces::insert(tx, other.organization.id, &other.workspace).await
                })
            })
            .await
            .unwrap();
        made
    }

    pub(crate) fn source(&self) -> &Counting {
        &self.entropy
    }

    pub(crate) fn policy_set(&self, name: &str, scope: Scope) -> PolicySet {
        PolicySet {
            id: PolicySetId::random(self.source()),
            name: name.parse().unwrap(),
            description: Some(format!("what {name} is for")),
            kind: SetKind::Opa,
            overridable: true,
            strict: false,
            require_tests: false,
            dialect: None,
            scope,
            source: None,
            current_version_id: None,
            current_version: None,
            newest_version: None,
            policy_count: 0,
            created_at: at(3),
            updated_at: at(3),
        }
    }

    pub(crate) fn policy(&self, name: &str) -> Policy {
        Policy {
            id: PolicyId::random(self.source()),
            name: name.to_owned(),
            description: None,
            query: "data.terraform.deny".to_owned(),
            level: WrittenLevel::Mandatory,
            enabled: true,
            file: Some(format!("{name}.rego")),
        }
    }

    pub(crate) fn version(&self, number: u32, status: VersionStatus) -> PolicySetVersion {
        let settled = matches!(status, VersionStatus::Ready | VersionStatus::Errored);
        PolicySetVersion {
            id: PolicySetVersionId::random(self.source()),
            number,
            status,
            source: VersionSource::Api,
            digest: settled.then(|| digest(number)),
            size: settled.then_some(1_234),
            shape: settled.then_some(InputShape::Tfe),
            dialect: None,
            rego_files: settled.then_some(RegoFiles { v0: 0, v1: 2 }),
            problems: Vec::new(),
            tests: None,
            held: None,
            policies: vec![self.policy("public-ip"), self.policy("open-port")],
            created_by: "Alice".to_owned(),
            created_at: at(10 + u64::from(number)),
            ingested_at: settled.then(|| at(11 + u64::from(number))),
            is_current: status == VersionStatus::Ready,
        }
    }

    /// A run of the workspace.
    pub(crate) fn run(&self, seconds: u64) -> Run {
        Run {
            id: RunId::random(self.source()),
            organization: self.organization.name.clone(),
            workspace_id: self.workspace.id,
            workspace: self.workspace.name.clone(),
            status: RunStatus::Checking,
            message: Some("open the port".to_owned()),
            source: "api".to_owned(),
            commit: Some("0a1b2c".to_owned()),
            branch: None,
            is_dry: false,
            created_by_id: self.user.id,
            created_by: "Alice".to_owned(),
            plan_digest: Some(digest(7)),
            plan: Some(PlanSummary {
                format_version: "1.2".to_owned(),
                terraform_version: Some("1.11.0".to_owned()),
                is_partial: true,
                add: 1,
                change: 2,
                destroy: 3,
                resources: 60,
                bytes: 5_000,
            }),
            checks: Vec::new(),
            created_at: at(seconds),
            updated_at: at(seconds),
        }
    }

    /// A queued check of `run`.
    pub(crate) fn check<'a>(&self, run: &Run) -> NewCheck<'a> {
        NewCheck {
            id: CheckId::random(self.source()),
            organization_id: self.organization.id,
            workspace_id: self.workspace.id,
            run_id: run.id,
            stage: Stage::PostPlan,
            created_at: run.created_at,
            deadline_at: run.created_at.plus(Duration::from_mins(10)),
            idempotency: None,
            plan: Some(QueuedPlan {
                digest: digest(7),
                pinned: "[]",
                policy_total: 2,
                queued_at: run.created_at,
            }),
        }
    }

    /// A run and its queued check, stored.
    pub(crate) async fn queued(&self, store: &Store, seconds: u64) -> (Run, CheckId) {
        let run = self.run(seconds);
        let check = self.check(&run);
        let (organization, id, stored) = (self.organization.id, check.id, run.clone());
        store
            .write(move |tx| {
                Box::pin(async move {
                    runs::insert(tx, organization, &stored, false).await?;
                    queue::enqueue(tx, &check).await?;
                    Ok::<_, StoreError>(())
                })
            })
            .await
            .unwrap();
        (run, id)
    }

    pub(crate) fn result(&self, policy: &str, level: Level, result: Outcome) -> PolicyResult {
        PolicyResult {
            policy_set_id: PolicySetId::random(self.source()),
            policy_set: "network".to_owned(),
            version_id: None,
            version: Some(3),
            policy: policy.to_owned(),
            description: None,
            query: "data.terraform.deny".to_owned(),
            level,
            result,
            duration_us: 1_500,
            messages: vec![Message {
                text: "no \"public\" address".to_owned(),
                ..Message::default()
            }],
            prints: Vec::new(),
            swallowed_errors: 0,
            reads: vec!["input.plan.resource_changes[_].type".to_owned()],
            error: None,
        }
    }

    pub(crate) fn decision(&self, seconds: u64) -> Override {
        Override {
            id: OverrideId::random(self.source()),
            user_id: self.user.id,
            by: "Alice".to_owned(),
            at: at(seconds),
            reason: Some("agreed with security".to_owned()),
            via: "ui".to_owned(),
            policies: vec!["network/open-port".to_owned()],
        }
    }

    pub(crate) fn entry(&self, action: &str, subject: &str, seconds: u64) -> AuditEntry {
        AuditEntry {
            id: AuditId::random(self.source()),
            at: at(seconds),
            actor: "Alice".to_owned(),
            actor_id: Some(self.user.id.to_string()),
            via: "session".to_owned(),
            address: Some("127.0.0.1".to_owned()),
            action: action.to_owned(),
            subject: AuditSubject {
                kind: "policy_set".to_owned(),
                id: subject.to_owned(),
                name: "network".to_owned(),
            },
            detail: None,
            request_id: None,
        }
    }

    pub(crate) fn token(&self, name: &str, seconds: u64) -> Token {
        Token {
            id: TokenId::random(self.source()),
            user_id: self.user.id,
            name: name.to_owned(),
            hint: "pc_ab".to_owned(),
            created_at: at(seconds),
            last_used_at: None,
            expires_at: Some(at(1_000)),
        }
    }
}

/// A digest that tells its number.
pub(crate) fn digest(number: u32) -> Digest {
    let mut bytes = [0; 32];
    bytes[28..].copy_from_slice(&number.to_be_bytes());
    Digest::from_bytes(bytes)
}
