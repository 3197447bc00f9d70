//! `GET /whoami`

use super::super::{Answer, Authenticated, Json};
use super::User;

/// Shows whose token this is.
#[utoipa::path(get, path = "/whoami", tag = "users", responses((status = 200, description = "The user", body = User)))]
pub(in super::super) async fn whoami(Authenticated(caller): Authenticated) -> Answer<User> {
    Ok(Json(caller.user.into()))
}
