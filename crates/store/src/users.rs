//! Users: people and service accounts.

use domain::{OrganizationId, Page, PageRequest, User, UserId};

use crate::row::Row;
use crate::statement::statements;
use crate::value::params;
use crate::{Conn, StoreError, Tx, page};

/// A user and the hash of their password, for signing in.
#[derive(Clone)]
pub struct Credentials {
    /// The user.
    pub user: User,
    /// The PHC string; `None` when they cannot sign in with a password.
    pub password_hash: Option<String>,
}

/// Without the hash, which belongs into no log.
impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credentials")
            .field("user", &self.user)
            .finish_non_exhaustive()
    }
}

macro_rules! columns {
    () => {
        "u.id, u.userid, u.name, u.email, u.kind, u.is_site_admin, u.created_at"
    };
}

statements! { "users";
    INSERT = "
insert into users (id, userid, name, email, kind, password_hash, is_site_admin, created_at)
values ($1, $2, $3, $4, $5, $6, $7, $8)";
    UPDATE = "
update users
set name = $2,
    email = $3,
    is_site_admin = $4
where id = $1";
    SET_PASSWORD_HASH = "
update users
set password_hash = $2
where id = $1";
    FIND = concat!("select ", columns!(), "
from users u
where u.id = $1");
    FIND_BY_USERID = concat!("select ", columns!(), "
from users u
where u.userid = $1");
    FIND_CREDENTIALS = concat!("select ", columns!(), ", u.password_hash
from users u
where u.userid = $1
  or lower(u.email) = $1
order by case when u.userid = $1 then 0 else 1 end, u.created_at, u.id
limit 1");
    FIND_PASSWORD_HASH = "
select u.id, u.password_hash
from users u
where u.id = $1";
    SET_HOME = "
update users
set home_organization_id = $2
where id = $1";
    FIND_HOME = "
select u.id, u.home_organization_id
from users u
where u.id = $1";
    COUNT = "
select count(*) as users
from users";
    LIST = concat!("select ", columns!(), "
from users u
where u.userid > $1
order by u.userid
limit $2");
}

/// Inserts a user. Constraint: `users_userid_key`.
pub async fn insert(
    tx: &mut Tx,
    user: &User,
    password_hash: Option<&str>,
) -> Result<(), StoreError> {
    let params = params![
        user.id,
        user.userid.as_str(),
        user.name,
        user.email,
        user.kind,
        password_hash,
        user.is_site_admin,
        user.created_at,
    ];
    tx.run(INSERT, params).await.map(drop)
}

/// Writes name, e-mail and the site-admin switch; false when they are gone.
pub async fn update(tx: &mut Tx, user: &User) -> Result<bool, StoreError> {
    let params = params![user.id, user.name, user.email, user.is_site_admin];
    tx.touch(UPDATE, params).await
}

/// Sets or removes the password; false when the user is gone.
pub async fn set_password_hash(
    tx: &mut Tx,
    id: UserId,
    password_hash: Option<&str>,
) -> Result<bool, StoreError> {
    tx.touch(SET_PASSWORD_HASH, params![id, password_hash])
        .await
}

/// Notes which organization made an account, or that somebody vouched for it; false when it is gone.
pub async fn set_home(
    tx: &mut Tx,
    id: UserId,
    organization: Option<OrganizationId>,
) -> Result<bool, StoreError> {
    tx.touch(SET_HOME, params![id, organization]).await
}

/// Which organization made an account that nobody vouched for since.
pub async fn find_home(conn: &mut Conn, id: UserId) -> Result<Option<OrganizationId>, StoreError> {
    match conn.first(FIND_HOME, params![id]).await? {
        Some(row) => row.maybe_text("home_organization_id"),
        None => Ok(None),
    }
}

/// By id.
pub async fn find(conn: &mut Conn, id: UserId) -> Result<Option<User>, StoreError> {
    let row = conn.first(FIND, params![id]).await?;
    row.as_ref().map(read).transpose()
}

/// By userid, lower case.
pub async fn find_by_userid(conn: &mut Conn, userid: &str) -> Result<Option<User>, StoreError> {
    let row = conn.first(FIND_BY_USERID, params![userid]).await?;
    row.as_ref().map(read).transpose()
}

/// By userid or e-mail, lower case; when it is one user's userid and another's e-mail, the former.
pub async fn find_credentials(
    conn: &mut Conn,
    userid_or_email: &str,
) -> Result<Option<Credentials>, StoreError> {
    let Some(row) = conn
        .first(FIND_CREDENTIALS, params![userid_or_email])
        .await?
    else {
        return Ok(None);
    };
    Ok(Some(Credentials {
        user: read(&row)?,
        password_hash: row.maybe_text("password_hash")?,
    }))
}

/// The hash of a user's password.
pub async fn find_password_hash(conn: &mut Conn, id: UserId) -> Result<Option<String>, StoreError> {
    match conn.first(FIND_PASSWORD_HASH, params![id]).await? {
        Some(row) => row.maybe_text("password_hash"),
        None => Ok(None),
    }
}

/// How many there are: zero means a fresh installation.
pub async fn count(conn: &mut Conn) -> Result<u64, StoreError> {
    conn.one(COUNT, Vec::new()).await?.count("users")
}

/// A page of all, by userid.
pub async fn list(conn: &mut Conn, page: &PageRequest) -> Result<Page<User>, StoreError> {
    let params = params![page::after_name(page), page::rows(page)];
    let rows = conn.all(LIST, params).await?;
    let items = rows.iter().map(read).collect::<Result<_, _>>()?;
    Ok(page::cut(items, page, |item: &User| {
        item.userid.to_string()
    }))
}

pub(crate) fn read(row: &Row) -> Result<User, StoreError> {
    Ok(User {
        id: row.text("id")?,
        userid: row.text("userid")?,
        name: row.text("name")?,
        email: row.maybe_text("email")?,
        kind: row.text("kind")?,
        is_site_admin: row.flag("is_site_admin")?,
        created_at: row.text("created_at")?,
    })
}
