//! API tokens, found by the SHA-256 of their whole secret.

use domain::{Digest, Timestamp, Token, TokenId, User, UserId};

use crate::row::Row;
use crate::sessions::read_user;
use crate::statement::statements;
use crate::value::params;
use crate::{Conn, StoreError, Tx};

macro_rules! columns {
    () => {
        "t.id, t.user_id, t.name, t.hint, t.created_at, t.last_used_at, t.expires_at"
    };
}

statements! { "tokens";
    INSERT = "
insert into tokens (id, hash, user_id, name, hint, created_at, last_used_at, expires_at)
values ($1, $2, $3, $4, $5, $6, $7, $8)";
    FIND_BY_HASH = concat!("select ", columns!(), ",
  u.userid, u.name as user_name, u.email as user_email, u.kind as user_kind,
  u.is_site_admin as user_is_site_admin, u.created_at as user_created_at
from tokens t
join users u on u.id = t.user_id
where t.hash = $1");
    FIND = concat!("select ", columns!(), "
from tokens t
where t.id = $1");
    TOUCH = "
update tokens
set last_used_at = $2
where id = $1";
    PRUNE = "
delete from tokens
where expires_at < $1";
    DELETE = "
delete from tokens
where user_id = $1
  and id = $2";
    LIST = concat!("select ", columns!(), "
from tokens t
where t.user_id = $1
order by t.created_at desc, t.id desc");
}

/// Inserts a token. Constraint: `tokens_hash_key`.
pub async fn insert(tx: &mut Tx, token: &Token, hash: &Digest) -> Result<(), StoreError> {
    let params = params![
        token.id,
        hash,
        token.user_id,
        token.name,
        token.hint,
        token.created_at,
        token.last_used_at,
        token.expires_at,
    ];
    tx.run(INSERT, params).await.map(drop)
}

/// The token with this hash, and its user. Whether it has expired is the caller's question.
pub async fn find_by_hash(
    conn: &mut Conn,
    hash: &Digest,
) -> Result<Option<(Token, User)>, StoreError> {
    match conn.first(FIND_BY_HASH, params![hash]).await? {
        Some(row) => Ok(Some((read(&row)?, read_user(&row)?))),
        None => Ok(None),
    }
}

/// By id.
pub async fn find(conn: &mut Conn, id: TokenId) -> Result<Option<Token>, StoreError> {
    let row = conn.first(FIND, params![id]).await?;
    row.as_ref().map(read).transpose()
}

/// Notes that it was used; false when it is gone.
pub async fn touch(tx: &mut Tx, id: TokenId, now: Timestamp) -> Result<bool, StoreError> {
    tx.touch(TOUCH, params![id, now]).await
}

/// Revokes one of the user's tokens; false when there is no such one.
pub async fn delete(tx: &mut Tx, user: UserId, id: TokenId) -> Result<bool, StoreError> {
    tx.touch(DELETE, params![user, id]).await
}

/// Deletes tokens that stopped working before then; how many.
pub async fn prune(tx: &mut Tx, before: Timestamp) -> Result<u64, StoreError> {
    tx.run(PRUNE, params![before]).await
}

/// A user's tokens, newest first.
pub async fn list(conn: &mut Conn, user: UserId) -> Result<Vec<Token>, StoreError> {
    let rows = conn.all(LIST, params![user]).await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Token, StoreError> {
    Ok(Token {
        id: row.text("id")?,
        user_id: row.text("user_id")?,
        name: row.text("name")?,
        hint: row.text("hint")?,
        created_at: row.text("created_at")?,
        last_used_at: row.maybe_text("last_used_at")?,
        expires_at: row.maybe_text("expires_at")?,
    })
}
