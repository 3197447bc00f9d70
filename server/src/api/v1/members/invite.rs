//! `POST …/members`

use axum::extract::State;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use service::InviteMember;
use utoipa::ToSchema;

use super::super::path::InOrganization;
use super::super::{Authenticated, Json, Path, PutAnswer};
use super::Membership;
use crate::state::AppState;

/// Who is to have which role.
#[derive(Debug, Deserialize, ToSchema)]
pub(in super::super) struct InviteBody {
    /// Their e-mail.
    #[serde(default)]
    email: String,
    /// Their name.
    #[serde(default)]
    name: String,
    /// The role's name.
    #[serde(default)]
    role: String,
    /// A project's name, for a role in that project only.
    project: Option<String>,
    /// That an account which another organization made is whom it names; for site admins.
    #[serde(default)]
    vouched: bool,
}

/// A new membership.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct Invitation {
    #[serde(flatten)]
    membership: Membership,
    /// Where they set their password; null when they have one. Shown once.
    link: Option<String>,
}

/// Gives someone a role, and makes their account when there is none.
#[utoipa::path(
    post, path = "/organizations/{organization}/members", tag = "members",
    params(InOrganization), request_body = InviteBody,
    responses((status = 201, description = "The membership", body = Invitation))
)]
pub(in super::super) async fn invite_member(
    State(state): State<AppState>,
    Authenticated(caller): Authenticated,
    Path(at): Path<InOrganization>,
    Json(body): Json<InviteBody>,
) -> PutAnswer<Invitation> {
    let invite = InviteMember {
        email: body.email,
        name: body.name,
        role: body.role,
        project: body.project,
        vouched: body.vouched,
    };
    let invitation = state
        .services
        .invite_member(&caller, &at.organization, invite)
        .await?;
    let link = invitation
        .link_secret
        .map(|secret| format!("{}/invite/{secret}", state.base_url));
    let invitation = Invitation {
        membership: invitation.membership.into(),
        link,
    };
    Ok((StatusCode::CREATED, Json(invitation)))
}
