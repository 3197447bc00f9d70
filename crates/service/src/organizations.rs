//! Organizations.

use domain::{
    BuiltinRole, DEFAULT_PROJECT, MAX_PAGE_SIZE, Membership, MembershipId, MembershipScope, Name,
    Organization, OrganizationId, OrganizationSettings, PageRequest, Permission, Project,
    ProjectId, Role, RoleId,
};
use store::Tx;

use crate::access::Access;
use crate::audit::Deed;
use crate::{Caller, Error, Services, texts};

/// What to write; absent members keep their value.
#[derive(Debug, Clone, Default)]
pub struct PutOrganization {
    /// Whom to write to.
    pub email: Option<String>,
    /// The choices that are to change.
    pub settings: PutSettings,
    /// Refuse when there is one of this name already: a form that creates must not overwrite.
    pub must_be_new: bool,
}

/// Choices to write; absent ones keep their value, read in the transaction that writes them: of two
/// people who turn one switch each at the same moment, neither takes back what the other did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PutSettings {
    /// An errored advisory policy blocks as an errored mandatory one does.
    pub advisory_errors_block: Option<bool>,
    /// A check to which no policy applies is errored instead of passed.
    pub empty_checks_error: Option<bool>,
    /// Overrides through the TFE and Scalr surfaces need a reason too.
    pub wire_overrides_need_reason: Option<bool>,
    /// Whoever started a run, and service accounts, may not override its check.
    pub four_eyes: Option<bool>,
}

impl PutSettings {
    /// What `now` comes to with these.
    fn over(self, now: OrganizationSettings) -> OrganizationSettings {
        OrganizationSettings {
            advisory_errors_block: self
                .advisory_errors_block
                .unwrap_or(now.advisory_errors_block),
            empty_checks_error: self.empty_checks_error.unwrap_or(now.empty_checks_error),
            wire_overrides_need_reason: self
                .wire_overrides_need_reason
                .unwrap_or(now.wire_overrides_need_reason),
            four_eyes: self.four_eyes.unwrap_or(now.four_eyes),
        }
    }
}

impl Services {
    /// Every organization that the caller can see, by name.
    pub async fn list_organizations(&self, caller: &Caller) -> Result<Vec<Organization>, Error> {
        let mut conn = self.read().await?;
        if !caller.user.is_site_admin {
            return Ok(store::organizations::list_for_user(&mut conn, caller.user.id).await?);
        }
        let mut all = Vec::new();
        let mut page = PageRequest {
            after: None,
            limit: Some(MAX_PAGE_SIZE),
        };
        loop {
            let found = store::organizations::list(&mut conn, &page).await?;
            all.extend(found.items);
            if found.next.is_none() {
                return Ok(all);
            }
            page.after = found.next;
        }
    }

    /// One organization.
    pub async fn get_organization(
        &self,
        caller: &Caller,
        name: &Name,
    ) -> Result<Organization, Error> {
        let mut conn = self.read().await?;
        Ok(Access::find(&mut conn, caller, name).await?.organization)
    }

    /// Creates or changes an organization; `true` when it is new. Only site admins create.
    pub async fn put_organization(
        &self,
        caller: &Caller,
        name: &Name,
        put: PutOrganization,
    ) -> Result<(Organization, bool), Error> {
        let (services, caller, name) = (self.clone(), caller.clone(), name.clone());
        self.write(move |tx| {
            Box::pin(async move {
                if !store::organizations::lock(tx, &name).await? {
                    if !caller.user.is_site_admin {
                        // Also for members of nothing: that a name is free is no secret to keep
                        // from someone who could not take it.
                        return Err(Error::site_admins_only("create organizations"));
                    }
                    let created = services
                        .create_organization(tx, &caller, &name, put)
                        .await?;
                    return Ok((created, true));
                }
                if put.must_be_new {
                    // Only whoever may create one is told.
                    return Err(if caller.user.is_site_admin {
                        Error::name_taken("organization", &name)
                    } else {
                        Error::site_admins_only("create organizations")
                    });
                }
                let access = Access::find(tx, &caller, &name).await?;
                access.require(Permission::UpdateOrganization)?;
                let before = access.organization;
                let mut organization = before.clone();
                if let Some(email) = put.email {
                    organization.email = texts::email(&email)?;
                }
                organization.settings = put.settings.over(before.settings);
                let Some(detail) = describe(&before, &organization) else {
                    return Ok((before, false));
                };
                store::organizations::update(tx, &organization).await?;
                let deed = deed("organization.update", &organization, Some(detail));
                services.record(tx, &caller, deed).await?;
                Ok((organization, false))
            })
        })
        .await
    }

    /// Inserts an organization with what every one is born with: the built-in roles, the default
    /// project, and its creator as owner.
    pub(crate) async fn create_organization(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        name: &Name,
        put: PutOrganization,
    ) -> Result<Organization, Error> {
        let now = self.now();
        let organization = Organization {
            id: OrganizationId::random(self.entropy()),
            name: name.clone(),
            email: put.email.as_deref().map_or(Ok(None), texts::email)?,
            settings: put.settings.over(OrganizationSettings::default()),
            created_at: now,
        };
        store::organizations::insert(tx, &organization).await?;
        let mut owner = None;
        for builtin in BuiltinRole::ALL {
            let role = Role {
                id: RoleId::random(self.entropy()),
                name: builtin.name().to_owned(),
                is_builtin: true,
                permissions: builtin.permissions(),
            };
            store::roles::insert(tx, organization.id, &role).await?;
            if builtin == BuiltinRole::Owner {
                owner = Some(role.id);
            }
        }
        let project = Project {
            id: ProjectId::random(self.entropy()),
            name: DEFAULT_PROJECT.to_owned(),
            description: None,
            workspace_count: 0,
            created_at: now,
        };
        store::projects::insert(tx, organization.id, &project).await?;
        if let Some(role_id) = owner {
            let membership = Membership {
                id: MembershipId::random(self.entropy()),
                user_id: caller.user.id,
                userid: caller.user.userid.to_string(),
                user_name: caller.user.name.clone(),
                email: caller.user.email.clone(),
                scope: MembershipScope::Organization,
                project: None,
                role_id,
                role: BuiltinRole::Owner.name().to_owned(),
                created_at: now,
            };
            store::memberships::insert(tx, organization.id, &membership).await?;
        }
        self.record(tx, caller, deed("organization.create", &organization, None))
            .await?;
        Ok(organization)
    }
}

fn deed<'a>(action: &'a str, organization: &Organization, detail: Option<String>) -> Deed<'a> {
    Deed {
        organization: Some(organization.id),
        action,
        kind: "organization",
        id: organization.id.to_string(),
        name: organization.name.to_string(),
        detail,
    }
}

/// What changed, and which way: what an auditor looks for. `None` when nothing did.
fn describe(before: &Organization, after: &Organization) -> Option<String> {
    let mut changes = Vec::new();
    if before.email != after.email {
        let email = after.email.as_deref().unwrap_or("none");
        changes.push(format!("e-mail: {email}"));
    }
    let (was, is) = (before.settings, after.settings);
    let switches = [
        (
            "advisory errors block",
            was.advisory_errors_block,
            is.advisory_errors_block,
        ),
        (
            "empty checks error",
            was.empty_checks_error,
            is.empty_checks_error,
        ),
        (
            "API overrides need a reason",
            was.wire_overrides_need_reason,
            is.wire_overrides_need_reason,
        ),
        ("four eyes", was.four_eyes, is.four_eyes),
    ];
    for (name, was, is) in switches {
        if was != is {
            changes.push(format!("{name}: {}", if is { "on" } else { "off" }));
        }
    }
    (!changes.is_empty()).then(|| changes.join(", "))
}
