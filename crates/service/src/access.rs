//! What a caller may do in an organization: the one place that asks.
//!
//! Someone without any membership in an organization is told that it does not exist (style.md
//! §3.16); a member without the permission is told which one is missing.

use std::collections::BTreeMap;

use domain::{
    CheckId, MembershipScope, Name, Organization, Permission, PermissionSet, ProjectId, RunId,
};
use store::{Conn, Location};

use crate::{Caller, Error};

/// What a caller may do in an organization.
pub(crate) struct Access {
    pub(crate) organization: Organization,
    /// In the whole organization.
    pub(crate) everywhere: PermissionSet,
    /// In single projects, besides.
    pub(crate) projects: BTreeMap<ProjectId, PermissionSet>,
    /// The names of the roles that say so.
    pub(crate) roles: Vec<String>,
}

impl Access {
    /// Looks the organization up by name.
    pub(crate) async fn find(conn: &mut Conn, caller: &Caller, name: &Name) -> Result<Self, Error> {
        let organization = store::organizations::find_by_name(conn, name)
            .await?
            .ok_or_else(|| Error::not_found("organization", name))?;
        Self::of(conn, caller, organization)
            .await?
            .ok_or_else(|| Error::not_found("organization", name))
    }

    async fn of(
        conn: &mut Conn,
        caller: &Caller,
        organization: Organization,
    ) -> Result<Option<Self>, Error> {
        let mut access = Self {
            organization,
            everywhere: PermissionSet::default(),
            projects: BTreeMap::new(),
            roles: Vec::new(),
        };
        if caller.user.is_site_admin {
            access.everywhere = PermissionSet::everything();
            access.roles.push("site admin".to_owned());
        }
        let grants =
            store::memberships::grants(conn, access.organization.id, caller.user.id).await?;
        for grant in grants {
            match grant.scope {
                MembershipScope::Organization => {
                    access.everywhere = access.everywhere.union(&grant.permissions);
                }
                MembershipScope::Project(project) => {
                    let held = access.projects.remove(&project).unwrap_or_default();
                    access
                        .projects
                        .insert(project, held.union(&grant.permissions));
                }
            }
            if !access.roles.contains(&grant.role) {
                access.roles.push(grant.role);
            }
        }
        Ok((!access.roles.is_empty()).then_some(access))
    }

    /// Whether `permission` holds in the whole organization.
    pub(crate) fn allows(&self, permission: Permission) -> bool {
        self.everywhere.allows(permission)
    }

    /// Whether `permission` holds in `project`.
    pub(crate) fn allows_in(&self, project: ProjectId, permission: Permission) -> bool {
        self.allows(permission)
            || self
                .projects
                .get(&project)
                .is_some_and(|held| held.allows(permission))
    }

    /// The projects in which `permission` holds; `None` when it holds in the whole organization.
    pub(crate) fn projects_with(&self, permission: Permission) -> Option<Vec<ProjectId>> {
        (!self.allows(permission)).then(|| {
            let held = self.projects.iter();
            held.filter(|(_, held)| held.allows(permission))
                .map(|(project, _)| *project)
                .collect()
        })
    }

    /// Everything that holds anywhere in the organization: what pages show controls by.
    pub(crate) fn anywhere(&self) -> PermissionSet {
        self.projects
            .values()
            .fold(self.everywhere.clone(), domain::PermissionSet::union)
    }

    pub(crate) fn require(&self, permission: Permission) -> Result<(), Error> {
        if self.allows(permission) {
            Ok(())
        } else {
            Err(self.forbidden(permission))
        }
    }

    pub(crate) fn require_in(
        &self,
        project: ProjectId,
        permission: Permission,
    ) -> Result<(), Error> {
        if self.allows_in(project, permission) {
            Ok(())
        } else {
            Err(self.forbidden(permission))
        }
    }

    /// The permission holds somewhere: enough for things that every project shares.
    pub(crate) fn require_anywhere(&self, permission: Permission) -> Result<(), Error> {
        if self.anywhere().allows(permission) {
            Ok(())
        } else {
            Err(self.forbidden(permission))
        }
    }

    fn forbidden(&self, permission: Permission) -> Error {
        Error::forbidden(permission, &self.organization.name)
    }
}

/// Access to where a run is; absent and foreign runs are the same `not found`.
pub(crate) async fn of_run(
    conn: &mut Conn,
    caller: &Caller,
    id: RunId,
    permission: Permission,
) -> Result<Access, Error> {
    let location = store::runs::locate(conn, id).await?;
    at(conn, caller, location, permission, || {
        Error::not_found("run", id)
    })
    .await
}

/// Access to where a check is; absent and foreign checks are the same `not found`.
pub(crate) async fn of_check(
    conn: &mut Conn,
    caller: &Caller,
    id: CheckId,
    permission: Permission,
) -> Result<Access, Error> {
    let location = store::checks::locate(conn, id).await?;
    at(conn, caller, location, permission, || {
        Error::not_found("policy check", id)
    })
    .await
}

/// Whoever may not read what is at `location` is told that it does not exist.
async fn at(
    conn: &mut Conn,
    caller: &Caller,
    location: Option<Location>,
    permission: Permission,
    absent: impl Fn() -> Error,
) -> Result<Access, Error> {
    let location = location.ok_or_else(&absent)?;
    let organization = store::organizations::find(conn, location.organization_id)
        .await?
        .ok_or_else(&absent)?;
    let access = Access::of(conn, caller, organization)
        .await?
        .ok_or_else(&absent)?;
    let allows = |permission| match location.project_id {
        Some(project) => access.allows_in(project, permission),
        None => access.allows(permission),
    };
    if !allows(Permission::ReadRuns) {
        return Err(absent());
    }
    if !allows(permission) {
        return Err(access.forbidden(permission));
    }
    Ok(access)
}
