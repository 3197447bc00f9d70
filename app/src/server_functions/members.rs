//! Who belongs to an organization, and in which role.

use domain::{Members, Project};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::UiError;
use crate::sent::Sent;

/// The members, the roles, and the projects that a role can be limited to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MembersView {
    pub members: Members,
    pub projects: Vec<Project>,
    /// The address of an invitation that was made just now, shown this once.
    pub invitation: Option<String>,
}

/// Whom an invitation is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invited {
    pub name: String,
    pub email: String,
}

/// The members of an organization.
#[server(prefix = "/ui", endpoint = "members/list")]
pub async fn list_members(organization: String) -> Result<Sent<MembersView>, UiError> {
    let (services, caller) = crate::ssr::current().await?;
    let organization = crate::ssr::name(&organization)?;
    Sent::of(&MembersView {
        members: services.list_members(&caller, &organization).await?,
        projects: services.list_projects(&caller, &organization).await?,
        invitation: crate::ssr::secret_shown_once("invitation"),
    })
}

/// Invites someone. The address to send them is shown once, on the next page.
#[server(prefix = "/ui", endpoint = "members/invite")]
pub async fn invite_member(
    organization: String,
    email: String,
    name: String,
    role: String,
    project: String,
    vouched: Option<bool>,
) -> Result<(), UiError> {
    let (services, caller) = crate::ssr::current().await?;
    let organization = crate::ssr::name(&organization)?;
    let invite = service::InviteMember {
        email,
        name,
        role,
        project: crate::ssr::filled(project),
        vouched: vouched.unwrap_or_default(),
    };
    let invitation = services
        .invite_member(&caller, &organization, invite)
        .await?;
    let flash = invitation.link_secret.map_or_else(
        || {
            let membership = &invitation.membership;
            format!(
                "ok:{} is a member now, as {}.",
                membership.user_name, membership.role
            )
        },
        |secret| format!("secret:invitation:{}", crate::ssr::invitation_link(&secret)),
    );
    crate::ssr::done(&format!("/orgs/{organization}/settings/members"), &flash);
    Ok(())
}

/// Gives a member another role.
#[server(prefix = "/ui", endpoint = "members/change-role")]
pub async fn change_member_role(
    organization: String,
    membership: String,
    role: String,
) -> Result<(), UiError> {
    let (services, caller) = crate::ssr::current().await?;
    let organization = crate::ssr::name(&organization)?;
    let membership = crate::ssr::parse_id(&membership)?;
    services
        .change_member_role(&caller, &organization, membership, &role)
        .await?;
    crate::ssr::done(
        &format!("/orgs/{organization}/settings/members"),
        "ok:The role is changed.",
    );
    Ok(())
}

/// Takes a membership away.
#[server(prefix = "/ui", endpoint = "members/remove")]
pub async fn remove_member(organization: String, membership: String) -> Result<(), UiError> {
    let (services, caller) = crate::ssr::current().await?;
    let organization = crate::ssr::name(&organization)?;
    let membership = crate::ssr::parse_id(&membership)?;
    services
        .remove_member(&caller, &organization, membership)
        .await?;
    crate::ssr::done(
        &format!("/orgs/{organization}/settings/members"),
        "ok:The member is removed.",
    );
    Ok(())
}

/// Whom the invitation with `secret` is for; `None` when it is not valid (any more). The one server
/// function here that needs nobody to be signed in: the secret is the permission.
#[server(prefix = "/ui", endpoint = "members/invitation")]
pub async fn get_invitation(secret: String) -> Result<Sent<Option<Invited>>, UiError> {
    let user = crate::ssr::services()?.invitation(&secret).await?;
    Sent::of(&user.map(|user| {
        Invited {
            email: user
                .email
                .unwrap_or_else(|| user.userid.as_str().to_owned()),
            name: user.name,
        }
    }))
}
