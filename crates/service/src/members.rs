//! Members of an organization.

use domain::{
    MAX_PAGE_SIZE, Members, Membership, MembershipId, MembershipScope, Name, PageRequest,
    Permission, Role, User, UserId, UserKind, Userid,
};
use store::{Conn, Tx};

use crate::access::Access;
use crate::audit::Deed;
use crate::setup::person_name;
use crate::{Caller, Error, Invitation, Services};

/// Someone to be a member.
#[derive(Debug, Clone)]
pub struct InviteMember {
    /// Their e-mail.
    pub email: String,
    /// Their name, when the server does not know them yet.
    pub name: String,
    /// Their role, by name.
    pub role: String,
    /// Only in this project, by name.
    pub project: Option<String>,
    /// That an account which another organization made is whom it names. Site admins can say so.
    pub vouched: bool,
}

impl Services {
    /// Who is a member, and which roles there are.
    pub async fn list_members(
        &self,
        caller: &Caller,
        organization: &Name,
    ) -> Result<Members, Error> {
        let mut conn = self.read().await?;
        let access = Access::find(&mut conn, caller, organization).await?;
        access.require_anywhere(Permission::ReadMembers)?;
        let organization = access.organization.id;
        let roles = store::roles::list(&mut conn, organization).await?;
        let mut memberships = Vec::new();
        let mut page = PageRequest {
            after: None,
            limit: Some(MAX_PAGE_SIZE),
        };
        loop {
            let found = store::memberships::list(&mut conn, organization, &page).await?;
            memberships.extend(found.items);
            if found.next.is_none() {
                break;
            }
            page.after = found.next;
        }
        memberships.sort_by(|one, other| one.user_name.cmp(&other.user_name));
        Ok(Members { memberships, roles })
    }

    /// Makes someone a member; creates them when the server does not know them.
    pub async fn invite_member(
        &self,
        caller: &Caller,
        organization: &Name,
        invite: InviteMember,
    ) -> Result<Invitation, Error> {
        let userid = Userid::from_email(&invite.email)
            .map_err(|error| Error::invalid("/email", error.to_string()))?;
        let (services, caller, organization) = (self.clone(), caller.clone(), organization.clone());
        self.write(move |tx| {
            Box::pin(async move {
                let access = Access::find(tx, &caller, &organization).await?;
                access.require(Permission::ManageMembers)?;
                let role = role_named(tx, &access, &invite.role).await?;
                let project = match invite.project.as_deref().filter(|name| !name.is_empty()) {
                    None => None,
                    Some(name) => Some(
                        store::projects::find_by_name(tx, access.organization.id, name)
                            .await?
                            .ok_or_else(|| {
                                Error::invalid("/project", format!("project `{name}` not found"))
                            })?,
                    ),
                };
                let user = services
                    .known_or_new(tx, &caller, &access, userid, &invite.name)
                    .await?;
                vouch(tx, &caller, &access, &user, invite.vouched).await?;
                let membership = Membership {
                    id: MembershipId::random(services.entropy()),
                    user_id: user.id,
                    userid: user.userid.to_string(),
                    user_name: user.name.clone(),
                    email: user.email.clone(),
                    scope: project
                        .as_ref()
                        .map_or(MembershipScope::Organization, |project| {
                            MembershipScope::Project(project.id)
                        }),
                    project: project.map(|project| project.name),
                    role_id: role.id,
                    role: role.name,
                    created_at: services.now(),
                };
                store::memberships::insert(tx, access.organization.id, &membership)
                    .await
                    .map_err(|error| already(error, &membership))?;
                services
                    .record(tx, &caller, deed(&access, "member.invite", &membership))
                    .await?;
                let link_secret = if is_theirs_to_invite(tx, &access, &user).await? {
                    Some(services.invite(tx, user.id).await?)
                } else {
                    None
                };
                Ok(Invitation {
                    membership,
                    link_secret,
                })
            })
        })
        .await
    }

    async fn known_or_new(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        access: &Access,
        userid: Userid,
        name: &str,
    ) -> Result<User, Error> {
        if let Some(user) = store::users::find_by_userid(tx, userid.as_str()).await? {
            return Ok(user);
        }
        let fallback = userid
            .as_str()
            .split('@')
            .next()
            .unwrap_or_default()
            .to_owned();
        let name = if name.trim().is_empty() {
            fallback
        } else {
            person_name(name, "/name")?
        };
        let user = User {
            id: UserId::random(self.entropy()),
            email: Some(userid.to_string()),
            userid,
            name,
            kind: UserKind::Person,
            is_site_admin: false,
            created_at: self.now(),
        };
        store::users::insert(tx, &user, None).await?;
        if !caller.user.is_site_admin {
            store::users::set_home(tx, user.id, Some(access.organization.id)).await?;
        }
        self.record(
            tx,
            caller,
            crate::authentication::deed("user.create", &user),
        )
        .await?;
        Ok(user)
    }

    /// How many owners of the organization can come in. Whoever else changes its members waits for
    /// the end of this unit: two owners who remove each other are not to see one another stay.
    async fn owners(&self, tx: &mut Tx, access: &Access) -> Result<u32, Error> {
        store::organizations::lock(tx, &access.organization.name).await?;
        let organization = access.organization.id;
        Ok(store::memberships::count_owners(tx, organization, self.now()).await?)
    }

    /// Refuses to lose the last owner who can come in. Where there was none `before` (all of them
    /// still have to follow their invitation), there is none to lose.
    async fn keep_an_owner(&self, tx: &mut Tx, access: &Access, before: u32) -> Result<(), Error> {
        if before > 0 && self.owners(tx, access).await? == 0 {
            return Err(Error::conflict(
                "last_owner",
                format!(
                    "{} would have no owner left who can sign in: make someone else owner first, \
                     and wait until they have followed their invitation",
                    access.organization.name
                ),
            ));
        }
        Ok(())
    }

    /// Gives a member another role. The last owner who can come in stays one.
    pub async fn change_member_role(
        &self,
        caller: &Caller,
        organization: &Name,
        id: MembershipId,
        role: &str,
    ) -> Result<(), Error> {
        let (services, caller, organization, role) = (
            self.clone(),
            caller.clone(),
            organization.clone(),
            role.to_owned(),
        );
        self.write(move |tx| {
            Box::pin(async move {
                let access = Access::find(tx, &caller, &organization).await?;
                access.require(Permission::ManageMembers)?;
                let mut membership = membership(tx, &access, id).await?;
                let role = role_named(tx, &access, &role).await?;
                let owners = services.owners(tx, &access).await?;
                store::memberships::set_role(tx, access.organization.id, id, role.id)
                    .await
                    .map_err(|error| already(error, &membership))?;
                services.keep_an_owner(tx, &access, owners).await?;
                membership.role = role.name;
                services
                    .record(
                        tx,
                        &caller,
                        deed(&access, "member.change_role", &membership),
                    )
                    .await
            })
        })
        .await
    }

    /// Takes a membership away. The last owner who can come in stays.
    pub async fn remove_member(
        &self,
        caller: &Caller,
        organization: &Name,
        id: MembershipId,
    ) -> Result<(), Error> {
        let (services, caller, organization) = (self.clone(), caller.clone(), organization.clone());
        self.write(move |tx| {
            Box::pin(async move {
                let access = Access::find(tx, &caller, &organization).await?;
                access.require(Permission::ManageMembers)?;
                let membership = membership(tx, &access, id).await?;
                let user = store::users::find(tx, membership.user_id).await?;
                // A link that is still on its way would lead into whatever they become later.
                if let Some(user) = user
                    && is_theirs_to_invite(tx, &access, &user).await?
                {
                    store::invitations::delete_for(tx, user.id).await?;
                }
                let owners = services.owners(tx, &access).await?;
                store::memberships::delete(tx, access.organization.id, id).await?;
                services.keep_an_owner(tx, &access, owners).await?;
                services
                    .record(tx, &caller, deed(&access, "member.remove", &membership))
                    .await
            })
        })
        .await
    }
}

/// Whether who holds the link may become this user: nobody could sign in as them so far, and they
/// are nothing outside this organization. Otherwise whoever manages members somewhere could take
/// over an account that was made elsewhere, a site admin's included (threats.md A23, A27).
async fn is_theirs_to_invite(tx: &mut Tx, access: &Access, user: &User) -> Result<bool, Error> {
    if user.kind == UserKind::Service || user.is_site_admin {
        return Ok(false);
    }
    let has_password = store::users::find_password_hash(tx, user.id)
        .await?
        .is_some();
    let has_token = !store::tokens::list(tx, user.id).await?.is_empty();
    if has_password || has_token {
        return Ok(false);
    }
    let grants = store::memberships::all_grants(tx, user.id).await?;
    Ok(grants
        .iter()
        .all(|grant| grant.organization_id == access.organization.id))
}

/// Refuses to give a role to an account that another organization made: whoever managed its members
/// had the link to its first password, and nothing shows that they handed it on (threats.md A23). A
/// site admin who knows better vouches for it; then the links that are still open lead nowhere.
async fn vouch(
    tx: &mut Tx,
    caller: &Caller,
    access: &Access,
    user: &User,
    vouched: bool,
) -> Result<(), Error> {
    let home = store::users::find_home(tx, user.id).await?;
    if home.is_none_or(|home| home == access.organization.id) {
        return Ok(());
    }
    let what_to_do = match (caller.user.is_site_admin, vouched) {
        (true, true) => {
            store::users::set_home(tx, user.id, None).await?;
            store::invitations::delete_for(tx, user.id).await?;
            return Ok(());
        }
        (true, false) => "make sure that it is theirs, and say so (`vouched`)",
        (false, _) => "ask a site admin of this server to add them",
    };
    Err(Error::conflict(
        "account_made_elsewhere",
        format!(
            "another organization made the account `{}`, and may know its password: {what_to_do}",
            user.userid
        ),
    ))
}

async fn membership(
    conn: &mut Conn,
    access: &Access,
    id: MembershipId,
) -> Result<Membership, Error> {
    store::memberships::find(conn, access.organization.id, id)
        .await?
        .ok_or_else(|| Error::not_found("membership", id))
}

async fn role_named(conn: &mut Conn, access: &Access, name: &str) -> Result<Role, Error> {
    let role = store::roles::find_by_name(conn, access.organization.id, name.trim())
        .await?
        .ok_or_else(|| Error::invalid("/role", format!("role `{name}` not found")))?;
    // Nobody gives what they do not hold: managing members is not a way to become owner.
    let holds_it = access.everywhere.everything
        || (!role.permissions.everything
            && role
                .permissions
                .only
                .iter()
                .all(|permission| access.allows(*permission)));
    if holds_it {
        Ok(role)
    } else {
        Err(Error::refused(
            "forbidden",
            format!(
                "role `{}` allows more than you may do yourself: ask an owner to give it",
                role.name
            ),
        ))
    }
}

fn already(error: store::StoreError, membership: &Membership) -> Error {
    let taken = [
        "memberships_organization_id_user_id_role_id_key",
        "memberships_project_id_user_id_role_id_key",
    ];
    if taken.iter().any(|name| error.is_constraint(name)) {
        Error::conflict(
            "already_member",
            format!("{} has this role already", membership.userid),
        )
    } else {
        error.into()
    }
}

fn deed<'a>(access: &Access, action: &'a str, membership: &Membership) -> Deed<'a> {
    let place = membership
        .project
        .as_ref()
        .map_or_else(String::new, |name| format!(" in {name}"));
    Deed {
        organization: Some(access.organization.id),
        action,
        kind: "membership",
        id: membership.id.to_string(),
        name: membership.userid.clone(),
        detail: Some(format!("{}{place}", membership.role)),
    }
}
