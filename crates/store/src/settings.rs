//! What this installation remembers about itself, by name: the hash of the setup code, for one.

use domain::Timestamp;

use crate::statement::statements;
use crate::value::params;
use crate::{Conn, StoreError, Tx};

statements! { "settings";
    FIND = "
select s.name, s.value
from settings s
where s.name = $1";
    SET = "
insert into settings (name, value, updated_at)
values ($1, $2, $3)
on conflict (name) do update
set value = excluded.value,
    updated_at = excluded.updated_at";
    DELETE = "
delete from settings
where name = $1";
}

/// The value.
pub async fn find(conn: &mut Conn, name: &str) -> Result<Option<String>, StoreError> {
    match conn.first(FIND, params![name]).await? {
        Some(row) => row.text("value").map(Some),
        None => Ok(None),
    }
}

/// Sets the value, new or not.
pub async fn set(tx: &mut Tx, name: &str, value: &str, now: Timestamp) -> Result<(), StoreError> {
    tx.run(SET, params![name, value, now]).await.map(drop)
}

/// Removes the value; false when there was none.
pub async fn delete(tx: &mut Tx, name: &str) -> Result<bool, StoreError> {
    tx.touch(DELETE, params![name]).await
}
