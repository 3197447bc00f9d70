//! Users: people and service accounts.

use domain::{Page, PageRequest, User, UserId};

use crate::{Conn, StoreError, Tx};

/// A user and the hash of their password, for signing in.
#[derive(Clone)]
pub struct Credentials {
    /// The user.
    pub user: User,
    /// The PHC string; `None` when they cannot sign in with a password.
    pub password_hash: Option<String>,
}
/// Inserts a user. Constraint: `users_userid_key`.
pub async fn insert(
    tx: &mut Tx,
    user: &User,
    password_hash: Option<&str>,
) -> Result<(), StoreError> {
    let _ = (tx, user, password_hash);
    unimplemented!()
}

/// Writes name, e-mail and the site-admin switch; false when they are gone.
pub async fn update(tx: &mut Tx, user: &User) -> Result<bool, StoreError> {
    let _ = (tx, user);
    unimplemented!()
}

/// Sets or removes the password; false when the user is gone.
pub async fn set_password_hash(
    tx: &mut Tx,
    id: UserId,
    password_hash: Option<&str>,
) -> Result<bool, StoreError> {
    let _ = (tx, id, password_hash);
    unimplemented!()
}

/// By id.
pub async fn find(conn: &mut Conn, id: UserId) -> Result<Option<User>, StoreError> {
    let _ = (conn, id);
    unimplemented!()
}

/// By userid, lower case.
pub async fn find_by_userid(conn: &mut Conn, userid: &str) -> Result<Option<User>, StoreError> {
    let _ = (conn, userid);
    unimplemented!()
}

/// By userid or e-mail, lower case; when it is one user's userid and another's e-mail, the former.
pub async fn find_credentials(
    conn: &mut Conn,
    userid_or_email: &str,
) -> Result<Option<Credentials>, StoreError> {
    let _ = (conn, userid_or_email);
    unimplemented!()
}

/// The hash of a user's password.
pub async fn find_password_hash(conn: &mut Conn, id: UserId) -> Result<Option<String>, StoreError> {
    let _ = (conn, id);
    unimplemented!()
}

/// How many there are: zero means a fresh installation.
pub async fn count(conn: &mut Conn) -> Result<u64, StoreError> {
    let _ = (conn,);
    unimplemented!()
}

/// A page of all, by userid.
pub async fn list(conn: &mut Conn, page: &PageRequest) -> Result<Page<User>, StoreError> {
    let _ = (conn, page);
    unimplemented!()
}
