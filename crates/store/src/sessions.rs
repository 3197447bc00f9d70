//! Browser sessions, found by the SHA-256 of the cookie's whole secret.

use domain::{Digest, SessionId, Timestamp, User, UserId, UserKind};

use crate::row::Row;
use crate::statement::statements;
use crate::value::params;
use crate::{Conn, StoreError, Tx};

/// A browser session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its id, for listing and revoking.
    pub id: SessionId,
    /// Whose it is.
    pub user_id: UserId,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub last_seen_at: Timestamp,
    /// When it ends at the latest.
    pub expires_at: Timestamp,
    /// The browser's own words.
    pub user_agent: Option<String>,
    /// From where it was created.
    pub address: Option<String>,
}

macro_rules! columns {
    () => {
        "s.id, s.user_id, s.created_at, s.last_seen_at, s.expires_at, s.user_agent, s.address"
    };
}

statements! { "sessions";
    INSERT = "
insert into sessions
  (id, hash, user_id, created_at, last_seen_at, expires_at, user_agent, address)
values ($1, $2, $3, $4, $5, $6, $7, $8)";
    FIND_BY_HASH = concat!("select ", columns!(), ",
  u.userid, u.name as user_name, u.email as user_email, u.kind as user_kind,
  u.is_site_admin as user_is_site_admin, u.created_at as user_created_at
from sessions s
join users u on u.id = s.user_id
where s.hash = $1");
    FIND = concat!("select ", columns!(), "
from sessions s
where s.id = $1");
    TOUCH = "
update sessions
set last_seen_at = $2
where id = $1";
    DELETE = "
delete from sessions
where user_id = $1
  and id = $2";
    DELETE_ALL = "
delete from sessions
where user_id = $1
  and (cast($2 as text) is null or id <> $2)";
    PRUNE = "
delete from sessions
where expires_at < $1
  or last_seen_at < $2";
    LIST = concat!("select ", columns!(), "
from sessions s
where s.user_id = $1
order by s.created_at desc, s.id desc");
}

/// Inserts a session.
pub async fn insert(tx: &mut Tx, session: &Session, hash: &Digest) -> Result<(), StoreError> {
    let params = params![
        session.id,
        hash,
        session.user_id,
        session.created_at,
        session.last_seen_at,
        session.expires_at,
        session.user_agent,
        session.address,
    ];
    tx.run(INSERT, params).await.map(drop)
}

/// The session with this hash, and its user. Whether it has expired is the caller's question.
pub async fn find_by_hash(
    conn: &mut Conn,
    hash: &Digest,
) -> Result<Option<(Session, User)>, StoreError> {
    match conn.first(FIND_BY_HASH, params![hash]).await? {
        Some(row) => Ok(Some((read(&row)?, read_user(&row)?))),
        None => Ok(None),
    }
}

/// By id.
pub async fn find(conn: &mut Conn, id: SessionId) -> Result<Option<Session>, StoreError> {
    let row = conn.first(FIND, params![id]).await?;
    row.as_ref().map(read).transpose()
}

/// Notes that it was used; false when it is gone.
pub async fn touch(tx: &mut Tx, id: SessionId, now: Timestamp) -> Result<bool, StoreError> {
    tx.touch(TOUCH, params![id, now]).await
}

/// Ends one of the user's sessions; false when there is no such one.
pub async fn delete(tx: &mut Tx, user: UserId, id: SessionId) -> Result<bool, StoreError> {
    tx.touch(DELETE, params![user, id]).await
}

/// Ends all of the user's sessions except `keep`; how many.
pub async fn delete_all(
    tx: &mut Tx,
    user: UserId,
    keep: Option<SessionId>,
) -> Result<u64, StoreError> {
    tx.run(DELETE_ALL, params![user, keep]).await
}

/// Deletes sessions that ended before `now` or were last seen before `idle_since`; how many.
pub async fn prune(tx: &mut Tx, now: Timestamp, idle_since: Timestamp) -> Result<u64, StoreError> {
    tx.run(PRUNE, params![now, idle_since]).await
}

/// A user's sessions, newest first.
pub async fn list(conn: &mut Conn, user: UserId) -> Result<Vec<Session>, StoreError> {
    let rows = conn.all(LIST, params![user]).await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Session, StoreError> {
    Ok(Session {
        id: row.text("id")?,
        user_id: row.text("user_id")?,
        created_at: row.text("created_at")?,
        last_seen_at: row.text("last_seen_at")?,
        expires_at: row.text("expires_at")?,
        user_agent: row.maybe_text("user_agent")?,
        address: row.maybe_text("address")?,
    })
}

/// The user in a row of a session or a token.
pub(crate) fn read_user(row: &Row) -> Result<User, StoreError> {
    Ok(User {
        id: row.text("user_id")?,
        userid: row.text("userid")?,
        name: row.text("user_name")?,
        email: row.maybe_text("user_email")?,
        kind: row.text::<UserKind>("user_kind")?,
        is_site_admin: row.flag("user_is_site_admin")?,
        created_at: row.text("user_created_at")?,
    })
}
