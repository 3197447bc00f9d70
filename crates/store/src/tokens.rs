//! API tokens, found by the SHA-256 of their whole secret.

use domain::{Digest, Timestamp, Token, TokenId, User, UserId};

use crate::{Conn, StoreError, Tx};

/// Inserts a token. Constraint: `tokens_hash_key`.
pub async fn insert(tx: &mut Tx, token: &Token, hash: &Digest) -> Result<(), StoreError> {
    let _ = (tx, token, hash);
    unimplemented!()
}

/// The token with this hash, and its user. Whether it has expired is the caller's question.
pub async fn find_by_hash(
    conn: &mut Conn,
    hash: &Digest,
) -> Result<Option<(Token, User)>, StoreError> {
    let _ = (conn, hash);
    unimplemented!()
}

/// By id.
pub async fn find(conn: &mut Conn, id: TokenId) -> Result<Option<Token>, StoreError> {
    let _ = (conn, id);
    unimplemented!()
}

/// Notes that it was used; false when it is gone.
pub async fn touch(tx: &mut Tx, id: TokenId, now: Timestamp) -> Result<bool, StoreError> {
    let _ = (tx, id, now);
    unimplemented!()
}

/// Revokes one of the user's tokens; false when there is no such one.
pub async fn delete(tx: &mut Tx, user: UserId, id: TokenId) -> Result<bool, StoreError> {
    let _ = (tx, user, id);
    unimplemented!()
}

/// A user's tokens, newest first.
pub async fn list(conn: &mut Conn, user: UserId) -> Result<Vec<Token>, StoreError> {
    let _ = (conn, user);
    unimplemented!()
}
