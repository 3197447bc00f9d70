//! Who looks: what every page's frame needs.

use domain::{Name, Permission, PermissionSet, Viewer};

use crate::access::Access;
use crate::{Caller, Error, Services};

impl Services {
    /// Who looks, and at which organization; on pages that belong to none, at the only one that
    /// they have.
    pub async fn viewer(
        &self,
        caller: &Caller,
        organization: Option<&Name>,
    ) -> Result<Viewer, Error> {
        let organizations = self.list_organizations(caller).await?;
        let names: Vec<Name> = organizations
            .iter()
            .map(|organization| organization.name.clone())
            .collect();
        let only = match names.as_slice() {
            [only] if organization.is_none() => Some(only.clone()),
            _ => None,
        };
        let mut viewer = Viewer {
            user: caller.user.clone(),
            organization: None,
            organizations: names,
            permissions: PermissionSet::default(),
            roles: Vec::new(),
            needs_decision: 0,
            now: self.now(),
        };
        if let Some(name) = organization.or(only.as_ref()) {
            let mut conn = self.read().await?;
            let access = match Access::find(&mut conn, caller, name).await {
                // Nobody asked for it, and it went away a moment ago.
                Err(error) if only.is_some() && error.is_refusal() => return Ok(viewer),
                access => access?,
            };
            viewer.permissions = access.anywhere();
            let projects = access.projects_with(Permission::ReadRuns);
            let organization = access.organization.id;
            viewer.needs_decision = store::dashboard::count_needing_decision(
                &mut conn,
                organization,
                projects.as_deref(),
            )
            .await?;
            viewer.roles = access.roles;
            viewer.organization = Some(access.organization);
        }
        Ok(viewer)
    }
}
