//! Invitations, found by the SHA-256 of their link's whole secret.

use domain::{Digest, Timestamp, User, UserId};

use crate::sessions::read_user;
use crate::statement::statements;
use crate::value::params;
use crate::{Conn, StoreError, Tx};

statements! { "invitations";
    INSERT = "
insert into invitations (hash, user_id, created_at, expires_at)
values ($1, $2, $3, $4)";
    FIND = "
select i.user_id, u.userid, u.name as user_name, u.email as user_email, u.kind as user_kind,
  u.is_site_admin as user_is_site_admin, u.created_at as user_created_at
from invitations i
join users u on u.id = i.user_id
where i.hash = $1
  and i.expires_at > $2";
    PRUNE = "
delete from invitations
where expires_at < $1";
    DELETE_FOR = "
delete from invitations
where user_id = $1";
}

/// Inserts an invitation.
pub async fn insert(
    tx: &mut Tx,
    user: UserId,
    hash: &Digest,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<(), StoreError> {
    tx.run(INSERT, params![hash, user, now, expires_at])
        .await
        .map(drop)
}

/// Whom it is for; `None` when there is none, or it is over.
pub async fn find(
    conn: &mut Conn,
    hash: &Digest,
    now: Timestamp,
) -> Result<Option<User>, StoreError> {
    match conn.first(FIND, params![hash, now]).await? {
        Some(row) => Ok(Some(read_user(&row)?)),
        None => Ok(None),
    }
}

/// Deletes all of a user's: one was accepted. How many there were.
pub async fn delete_for(tx: &mut Tx, user: UserId) -> Result<u64, StoreError> {
    tx.run(DELETE_FOR, params![user]).await
}

/// Deletes those that were over before then; how many.
pub async fn prune(tx: &mut Tx, before: Timestamp) -> Result<u64, StoreError> {
    tx.run(PRUNE, params![before]).await
}
