//! What this installation remembers about itself, by name: the hash of the setup code, for one.

use domain::Timestamp;

use crate::{Conn, StoreError, Tx};

/// The value.
pub async fn find(conn: &mut Conn, name: &str) -> Result<Option<String>, StoreError> {
    let _ = (conn, name);
    unimplemented!()
}

/// Sets the value, new or not.
pub async fn set(tx: &mut Tx, name: &str, value: &str, now: Timestamp) -> Result<(), StoreError> {
    let _ = (tx, name, value, now);
    unimplemented!()
}

/// Removes the value; false when there was none.
pub async fn delete(tx: &mut Tx, name: &str) -> Result<bool, StoreError> {
    let _ = (tx, name);
    unimplemented!()
}
