//! Browser sessions, found by the SHA-256 of the cookie's whole secret.

use domain::{Digest, SessionId, Timestamp, User, UserId};

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
/// Inserts a session.
pub async fn insert(tx: &mut Tx, session: &Session, hash: &Digest) -> Result<(), StoreError> {
    let _ = (tx, session, hash);
    unimplemented!()
}

/// The session with this hash, and its user. Whether it has expired is the caller's question.
pub async fn find_by_hash(
    conn: &mut Conn,
    hash: &Digest,
) -> Result<Option<(Session, User)>, StoreError> {
    let _ = (conn, hash);
    unimplemented!()
}

/// Notes that it was used; false when it is gone.
pub async fn touch(tx: &mut Tx, id: SessionId, now: Timestamp) -> Result<bool, StoreError> {
    let _ = (tx, id, now);
    unimplemented!()
}

/// Ends one of the user's sessions; false when there is no such one.
pub async fn delete(tx: &mut Tx, user: UserId, id: SessionId) -> Result<bool, StoreError> {
    let _ = (tx, user, id);
    unimplemented!()
}

/// Ends all of the user's sessions except `keep`; how many.
pub async fn delete_all(
    tx: &mut Tx,
    user: UserId,
    keep: Option<SessionId>,
) -> Result<u64, StoreError> {
    let _ = (tx, user, keep);
    unimplemented!()
}

/// Deletes sessions that ended before `now` or were last seen before `idle_since`; how many.
pub async fn prune(tx: &mut Tx, now: Timestamp, idle_since: Timestamp) -> Result<u64, StoreError> {
    let _ = (tx, now, idle_since);
    unimplemented!()
}

/// A user's sessions, newest first.
pub async fn list(conn: &mut Conn, user: UserId) -> Result<Vec<Session>, StoreError> {
    let _ = (conn, user);
    unimplemented!()
}
