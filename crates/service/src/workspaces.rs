//! Workspaces, and which policy sets apply to them.

use domain::{
    DEFAULT_PROJECT, EffectivePolicySet, Name, Page, PageRequest, Permission, Project, Workspace,
    WorkspaceId,
};
use store::workspaces::WorkspaceFilter;
use store::{Conn, Tx};

use crate::access::Access;
use crate::audit::Deed;
use crate::{Caller, Error, Services, texts};

/// What to write; absent members keep their value.
#[derive(Debug, Clone, Default)]
pub struct PutWorkspace {
    /// What it is for.
    pub description: Option<String>,
    /// Its project, by name.
    pub project: Option<String>,
    /// Its labels.
    pub tags: Option<Vec<String>>,
    /// Whether the originals would apply without asking.
    pub auto_apply: Option<bool>,
    /// The folder of its configuration.
    pub working_directory: Option<String>,
    /// Refuse when there is one of this name already: a form that creates must not overwrite.
    pub must_be_new: bool,
    /// Refuse when there is none of this name any more: a form that changes must not bring back what
    /// someone else deleted.
    pub must_exist: bool,
}

impl Services {
    /// A page of an organization's workspaces that the caller can see, by name.
    pub async fn list_workspaces(
        &self,
        caller: &Caller,
        organization: &Name,
        search: Option<&str>,
        page: &PageRequest,
    ) -> Result<Page<Workspace>, Error> {
        let mut conn = self.read().await?;
        let access = Access::find(&mut conn, caller, organization).await?;
        let search = search
            .map(str::trim)
            .filter(|text| !text.is_empty())
            .map(str::to_owned);
        let filter = WorkspaceFilter {
            projects: access.projects_with(Permission::ReadWorkspaces),
            search,
        };
        let found =
            store::workspaces::list(&mut conn, access.organization.id, &filter, page).await?;
        Ok(found.map(|listed| listed.workspace))
    }

    /// One workspace.
    pub async fn get_workspace(
        &self,
        caller: &Caller,
        organization: &Name,
        name: &Name,
    ) -> Result<Workspace, Error> {
        let mut conn = self.read().await?;
        let access = Access::find(&mut conn, caller, organization).await?;
        readable_workspace(&mut conn, &access, name).await
    }

    /// Creates or changes a workspace; `true` when it is new.
    pub async fn put_workspace(
        &self,
        caller: &Caller,
        organization: &Name,
        name: &Name,
        put: PutWorkspace,
    ) -> Result<(Workspace, bool), Error> {
        let (services, caller, organization, name) = (
            self.clone(),
            caller.clone(),
            organization.clone(),
            name.clone(),
        );
        self.write(move |tx| {
            Box::pin(async move {
                let access = Access::find(tx, &caller, &organization).await?;
                services
                    .put_workspace_in(tx, &caller, &access, &name, put)
                    .await
            })
        })
        .await
    }

    /// The same inside a transaction: runs may bring their workspace with them.
    pub(crate) async fn put_workspace_in(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        access: &Access,
        name: &Name,
        put: PutWorkspace,
    ) -> Result<(Workspace, bool), Error> {
        let organization = access.organization.id;
        let known = store::workspaces::find_by_name(tx, organization, name).await?;
        match &known {
            Some(_) if put.must_be_new => return Err(Error::name_taken("workspace", name)),
            None if put.must_exist => return Err(Error::not_found("workspace", name)),
            _ => {}
        }
        let project = match (put.project.as_deref(), &known) {
            (None, Some(_)) => None,
            (wanted, _) => Some(home_of_new(tx, access, wanted).await?),
        };
        if let Some(known) = &known {
            access.require_in(known.project_id, Permission::ManageWorkspaces)?;
        }
        let now = self.now();
        let is_new = known.is_none();
        let before = match (known, &project) {
            (Some(known), _) => known,
            (None, Some(project)) => Workspace {
                id: WorkspaceId::random(self.entropy()),
                name: name.clone(),
                description: None,
                project_id: project.id,
                project: project.name.clone(),
                auto_apply: false,
                working_directory: None,
                tags: Vec::new(),
                created_at: now,
                updated_at: now,
            },
            (None, None) => return Err(Error::invalid("/project", "a project is missing")),
        };
        let mut workspace = before.clone();
        if let Some(project) = project {
            if project.id != before.project_id {
                // With its project a workspace changes which policy sets apply to it: not for those
                // to say whose plans are checked (threats.md A17).
                access.require(Permission::ManagePolicySets)?;
            }
            workspace.project_id = project.id;
            workspace.project = project.name;
        }
        if let Some(description) = put.description {
            workspace.description = texts::description(description)?;
        }
        if let Some(tags) = put.tags {
            workspace.tags = texts::tags(tags)?;
        }
        if let Some(auto_apply) = put.auto_apply {
            workspace.auto_apply = auto_apply;
        }
        if let Some(folder) = put.working_directory {
            workspace.working_directory = texts::working_directory(folder)?;
        }
        let (action, detail) = if is_new {
            store::workspaces::insert(tx, organization, &workspace).await?;
            ("workspace.create", None)
        } else {
            let Some(changes) = describe(&before, &workspace) else {
                return Ok((before, false));
            };
            workspace.updated_at = now;
            store::workspaces::update(tx, &workspace).await?;
            ("workspace.update", Some(changes))
        };
        self.record(tx, caller, deed(access, action, &workspace, detail))
            .await?;
        Ok((workspace, is_new))
    }

    /// Deletes a workspace that has no runs: what was checked stays on record.
    pub async fn delete_workspace(
        &self,
        caller: &Caller,
        organization: &Name,
        name: &Name,
    ) -> Result<(), Error> {
        let (services, caller, organization, name) = (
            self.clone(),
            caller.clone(),
            organization.clone(),
            name.clone(),
        );
        self.write(move |tx| {
            Box::pin(async move {
                let access = Access::find(tx, &caller, &organization).await?;
                let workspace = readable_workspace(tx, &access, &name).await?;
                access.require_in(workspace.project_id, Permission::ManageWorkspaces)?;
                store::workspaces::delete(tx, workspace.id).await.map_err(|error| {
                    if error.is_constraint("foreign_key") {
                        Error::conflict(
                            "has_runs",
                            format!("workspace `{name}` has runs, which stay on record; it cannot be deleted"),
                        )
                    } else {
                        error.into()
                    }
                })?;
                services
                    .record(tx, &caller, deed(&access, "workspace.delete", &workspace, None))
                    .await
            })
        })
        .await
    }

    /// Every policy set of the organization with why it applies to the workspace or why not; those
    /// that apply come first.
    pub async fn effective_policy_sets(
        &self,
        caller: &Caller,
        organization: &Name,
        name: &Name,
    ) -> Result<Vec<EffectivePolicySet>, Error> {
        let mut conn = self.read().await?;
        let access = Access::find(&mut conn, caller, organization).await?;
        access.require_anywhere(Permission::ReadPolicySets)?;
        let workspace = readable_workspace(&mut conn, &access, name).await?;
        let sets = store::policy_sets::all(&mut conn, access.organization.id).await?;
        let mut effective: Vec<_> = sets
            .into_iter()
            .map(|set| EffectivePolicySet {
                policy_set_id: set.id,
                reason: set.scope.reason_for(workspace.id, workspace.project_id),
                policy_set: set.name,
                current_version: set.current_version,
                policy_count: set.policy_count,
                overridable: set.overridable,
            })
            .collect();
        effective.sort_by(|one, other| {
            (!one.reason.applies(), &one.policy_set)
                .cmp(&(!other.reason.applies(), &other.policy_set))
        });
        Ok(effective)
    }
}

/// The project `wanted`, or the default one, for someone who may put workspaces there.
pub(crate) async fn home_of_new(
    conn: &mut Conn,
    access: &Access,
    wanted: Option<&str>,
) -> Result<Project, Error> {
    let name = wanted.unwrap_or(DEFAULT_PROJECT);
    let project = store::projects::find_by_name(conn, access.organization.id, name)
        .await?
        // A project that someone names must be theirs to see; the default one is known to exist.
        .filter(|project| {
            wanted.is_none() || access.allows_in(project.id, Permission::ReadProjects)
        })
        .ok_or_else(|| Error::invalid("/project", format!("project `{name}` not found")))?;
    let permission = Permission::ManageWorkspaces;
    if wanted.is_none() && !access.allows_in(project.id, permission) {
        return Err(Error::refused(
            "forbidden",
            format!(
                "you may not {} in the project {DEFAULT_PROJECT} of {}, where a new workspace goes \
                 when no project is named: ask an owner for the permission `{permission}`, or \
                 create the workspace in a project of yours first",
                permission.description(),
                access.organization.name,
            ),
        ));
    }
    access.require_in(project.id, permission)?;
    Ok(project)
}

/// The workspace, for someone who may see it.
pub(crate) async fn readable_workspace(
    conn: &mut Conn,
    access: &Access,
    name: &Name,
) -> Result<Workspace, Error> {
    store::workspaces::find_by_name(conn, access.organization.id, name)
        .await?
        .filter(|workspace| access.allows_in(workspace.project_id, Permission::ReadWorkspaces))
        .ok_or_else(|| Error::not_found("workspace", name))
}

/// What changed; `None` when nothing did.
fn describe(before: &Workspace, after: &Workspace) -> Option<String> {
    let mut changes = Vec::new();
    if before.project_id != after.project_id {
        // Which policies apply may change with the project: on record.
        changes.push(format!(
            "moved from {} to {}",
            before.project, after.project
        ));
    }
    if before.description != after.description {
        changes.push("description".to_owned());
    }
    if before.tags != after.tags {
        changes.push(format!("tags: {}", after.tags.join(" ")));
    }
    if before.auto_apply != after.auto_apply {
        let word = if after.auto_apply { "on" } else { "off" };
        changes.push(format!("auto apply: {word}"));
    }
    if before.working_directory != after.working_directory {
        let folder = after.working_directory.as_deref().unwrap_or("none");
        changes.push(format!("working directory: {folder}"));
    }
    (!changes.is_empty()).then(|| changes.join(", "))
}

fn deed<'a>(
    access: &Access,
    action: &'a str,
    workspace: &Workspace,
    detail: Option<String>,
) -> Deed<'a> {
    Deed {
        organization: Some(access.organization.id),
        action,
        kind: "workspace",
        id: workspace.id.to_string(),
        name: workspace.name.to_string(),
        detail,
    }
}
