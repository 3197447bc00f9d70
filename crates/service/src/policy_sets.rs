//! Policy sets: what they are called, where they apply, what is in force.

use std::collections::BTreeSet;

use domain::{
    Dialect, MAX_PAGE_SIZE, MatchedWorkspace, Name, PageRequest, Permission, Policy, PolicySet,
    PolicySetId, Scope, SetKind,
};
use store::{Conn, Tx};

use crate::access::Access;
use crate::audit::Deed;
use crate::{Caller, Error, Services, texts};

/// What to write; absent members keep their value.
#[derive(Debug, Clone, Default)]
pub struct PutPolicySet {
    /// What it is for.
    pub description: Option<String>,
    /// Whether failures of its `mandatory` policies can be overridden.
    pub overridable: Option<bool>,
    /// Whether a built-in error is the policy's error.
    pub strict: Option<bool>,
    /// Whether a version comes into force only when its tests pass.
    pub require_tests: Option<bool>,
    /// The Rego version to declare; `Some(None)` takes a declaration back.
    pub dialect: Option<Option<Dialect>>,
    /// Whether it applies to every workspace.
    pub global: Option<bool>,
    /// Attached workspaces, by name.
    pub workspaces: Option<Vec<String>>,
    /// Attached projects, by name.
    pub projects: Option<Vec<String>>,
    /// Excluded workspaces, by name.
    pub excluded_workspaces: Option<Vec<String>>,
    /// Excluded projects, by name.
    pub excluded_projects: Option<Vec<String>>,
    /// Refuse when there is one of this name already: a form that creates must not overwrite.
    pub must_be_new: bool,
}

impl Services {
    /// An organization's policy sets, by name.
    pub async fn list_policy_sets(
        &self,
        caller: &Caller,
        organization: &Name,
    ) -> Result<Vec<PolicySet>, Error> {
        let mut conn = self.read().await?;
        let access = Access::find(&mut conn, caller, organization).await?;
        access.require_anywhere(Permission::ReadPolicySets)?;
        let mut all = Vec::new();
        let mut page = PageRequest {
            after: None,
            limit: Some(MAX_PAGE_SIZE),
        };
        loop {
            let found =
                store::policy_sets::list(&mut conn, access.organization.id, None, &page).await?;
            all.extend(found.items);
            if found.next.is_none() {
                return Ok(all);
            }
            page.after = found.next;
        }
    }

    /// One policy set.
    pub async fn get_policy_set(
        &self,
        caller: &Caller,
        organization: &Name,
        name: &Name,
    ) -> Result<PolicySet, Error> {
        let mut conn = self.read().await?;
        let access = Access::find(&mut conn, caller, organization).await?;
        readable_set(&mut conn, &access, name).await
    }

    /// Creates or changes a policy set; `true` when it is new. In force from the next check on.
    pub async fn put_policy_set(
        &self,
        caller: &Caller,
        organization: &Name,
        name: &Name,
        put: PutPolicySet,
    ) -> Result<(PolicySet, bool), Error> {
        let (services, caller, organization, name) = (
            self.clone(),
            caller.clone(),
            organization.clone(),
            name.clone(),
        );
        self.write(move |tx| {
            Box::pin(async move {
                let access = Access::find(tx, &caller, &organization).await?;
                access.require(Permission::ManagePolicySets)?;
                let known =
                    store::policy_sets::find_by_name(tx, access.organization.id, &name).await?;
                if known.is_some() && put.must_be_new {
                    return Err(Error::name_taken("policy set", &name));
                }
                let is_new = known.is_none();
                let now = services.now();
                let before = known.unwrap_or_else(|| PolicySet {
                    id: PolicySetId::random(services.entropy()),
                    name,
                    description: None,
                    kind: SetKind::Opa,
                    overridable: false,
                    strict: false,
                    require_tests: false,
                    dialect: None,
                    scope: Scope::default(),
                    source: None,
                    current_version_id: None,
                    current_version: None,
                    newest_version: None,
                    policy_count: 0,
                    created_at: now,
                    updated_at: now,
                });
                let mut set = before.clone();
                if let Some(description) = &put.description {
                    set.description = texts::description(description.clone())?;
                }
                set.overridable = put.overridable.unwrap_or(set.overridable);
                set.strict = put.strict.unwrap_or(set.strict);
                set.require_tests = put.require_tests.unwrap_or(set.require_tests);
                set.dialect = put.dialect.unwrap_or(set.dialect);
                set.scope = new_scope(tx, &access, set.scope, &put).await?;
                let detail = describe(&before, &set);
                let action = if is_new {
                    store::policy_sets::insert(tx, access.organization.id, &set).await?;
                    "policy_set.create"
                } else if detail.is_none() {
                    return Ok((before, false));
                } else {
                    set.updated_at = now;
                    store::policy_sets::update(tx, &set).await?;
                    "policy_set.update"
                };
                services
                    .record(tx, &caller, deed(&access, action, &set, detail))
                    .await?;
                Ok((set, is_new))
            })
        })
        .await
    }

    /// Deletes a policy set with its versions. What was checked stays on record.
    pub async fn delete_policy_set(
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
                let set = readable_set(tx, &access, &name).await?;
                access.require(Permission::ManagePolicySets)?;
                store::policy_sets::delete(tx, set.id).await?;
                services
                    .record(tx, &caller, deed(&access, "policy_set.delete", &set, None))
                    .await
            })
        })
        .await
    }

    /// Every workspace that the caller can see with why the set applies to it or why not; those it
    /// applies to come first.
    pub async fn matched_workspaces(
        &self,
        caller: &Caller,
        organization: &Name,
        name: &Name,
    ) -> Result<Vec<MatchedWorkspace>, Error> {
        let mut conn = self.read().await?;
        let access = Access::find(&mut conn, caller, organization).await?;
        let set = readable_set(&mut conn, &access, name).await?;
        let workspaces = store::workspaces::all(&mut conn, access.organization.id).await?;
        let mut matched: Vec<_> = workspaces
            .into_iter()
            .filter(|workspace| access.allows_in(workspace.project_id, Permission::ReadWorkspaces))
            .map(|workspace| MatchedWorkspace {
                reason: set.scope.reason_for(workspace.id, workspace.project_id),
                workspace_id: workspace.id,
                workspace: workspace.name,
                project_id: workspace.project_id,
                project: workspace.project,
            })
            .collect();
        matched.sort_by(|one, other| {
            (!one.reason.applies(), &one.workspace)
                .cmp(&(!other.reason.applies(), &other.workspace))
        });
        Ok(matched)
    }

    /// The policies of a set that are in force.
    pub async fn policies_in_force(
        &self,
        caller: &Caller,
        organization: &Name,
        name: &Name,
    ) -> Result<Vec<Policy>, Error> {
        let mut conn = self.read().await?;
        let access = Access::find(&mut conn, caller, organization).await?;
        let set = readable_set(&mut conn, &access, name).await?;
        let in_force =
            store::policy_sets::in_force(&mut conn, access.organization.id, &[set.id]).await?;
        Ok(in_force
            .into_iter()
            .flat_map(|set| set.policies)
            .map(|policy| policy.policy)
            .collect())
    }
}

/// The set, for someone who may see it.
pub(crate) async fn readable_set(
    conn: &mut Conn,
    access: &Access,
    name: &Name,
) -> Result<PolicySet, Error> {
    access.require_anywhere(Permission::ReadPolicySets)?;
    store::policy_sets::find_by_name(conn, access.organization.id, name)
        .await?
        .ok_or_else(|| Error::not_found("policy set", name))
}

/// `scope` with what `put` names, every unknown name refused where it stands.
async fn new_scope(
    tx: &mut Tx,
    access: &Access,
    mut scope: Scope,
    put: &PutPolicySet,
) -> Result<Scope, Error> {
    scope.global = put.global.unwrap_or(scope.global);
    if let Some(names) = &put.workspaces {
        scope.workspaces = workspace_ids(tx, access, names, "/workspaces").await?;
    }
    if let Some(names) = &put.excluded_workspaces {
        scope.excluded_workspaces =
            workspace_ids(tx, access, names, "/excluded_workspaces").await?;
    }
    if let Some(names) = &put.projects {
        scope.projects = project_ids(tx, access, names, "/projects").await?;
    }
    if let Some(names) = &put.excluded_projects {
        scope.excluded_projects = project_ids(tx, access, names, "/excluded_projects").await?;
    }
    Ok(scope)
}

async fn workspace_ids(
    tx: &mut Tx,
    access: &Access,
    names: &[String],
    pointer: &str,
) -> Result<BTreeSet<domain::WorkspaceId>, Error> {
    let mut ids = BTreeSet::new();
    for (index, text) in names.iter().enumerate() {
        let at = format!("{pointer}/{index}");
        let name: Name = text
            .parse()
            .map_err(|error| Error::invalid(&at, format!("{error}")))?;
        let workspace = store::workspaces::find_by_name(tx, access.organization.id, &name).await?;
        let workspace = workspace
            .ok_or_else(|| Error::invalid(&at, format!("workspace `{name}` not found")))?;
        ids.insert(workspace.id);
    }
    Ok(ids)
}

async fn project_ids(
    tx: &mut Tx,
    access: &Access,
    names: &[String],
    pointer: &str,
) -> Result<BTreeSet<domain::ProjectId>, Error> {
    let mut ids = BTreeSet::new();
    for (index, name) in names.iter().enumerate() {
        let project = store::projects::find_by_name(tx, access.organization.id, name).await?;
        let project = project.ok_or_else(|| {
            Error::invalid(
                &format!("{pointer}/{index}"),
                format!("project `{name}` not found"),
            )
        })?;
        ids.insert(project.id);
    }
    Ok(ids)
}

/// What changed about the gate: lowering it must be findable (threats.md A17). `None` when nothing
/// did.
fn describe(before: &PolicySet, after: &PolicySet) -> Option<String> {
    let mut changes = Vec::new();
    let mut switch = |name: &str, was: bool, is: bool| {
        if was != is {
            changes.push(format!("{name}: {}", if is { "on" } else { "off" }));
        }
    };
    switch("overridable", before.overridable, after.overridable);
    switch("strict", before.strict, after.strict);
    let (was, is) = (before.require_tests, after.require_tests);
    switch("tests required", was, is);
    switch("global", before.scope.global, after.scope.global);
    if before.dialect != after.dialect {
        let declared = after.dialect.map_or("not declared", Dialect::as_str);
        changes.push(format!("rego version: {declared}"));
    }
    let mut list = |name: &str, was: usize, is: usize, same: bool| {
        if !same {
            changes.push(format!("{name}: {was} → {is}"));
        }
    };
    let (was, is) = (&before.scope, &after.scope);
    list(
        "workspaces",
        was.workspaces.len(),
        is.workspaces.len(),
        was.workspaces == is.workspaces,
    );
    list(
        "projects",
        was.projects.len(),
        is.projects.len(),
        was.projects == is.projects,
    );
    list(
        "excluded workspaces",
        was.excluded_workspaces.len(),
        is.excluded_workspaces.len(),
        was.excluded_workspaces == is.excluded_workspaces,
    );
    list(
        "excluded projects",
        was.excluded_projects.len(),
        is.excluded_projects.len(),
        was.excluded_projects == is.excluded_projects,
    );
    if before.description != after.description {
        changes.push("description".to_owned());
    }
    (!changes.is_empty()).then(|| changes.join(", "))
}

pub(crate) fn deed<'a>(
    access: &Access,
    action: &'a str,
    set: &PolicySet,
    detail: Option<String>,
) -> Deed<'a> {
    Deed {
        organization: Some(access.organization.id),
        action,
        kind: "policy_set",
        id: set.id.to_string(),
        name: set.name.to_string(),
        detail,
    }
}
