//! Overrides: who let a soft-failed check through.

use crate::queue::Fenced;
use domain::{CheckId, Override};

use crate::{Conn, StoreError, Tx};

/// Lets a soft-failed check through; `Stale` when it is not soft-failed (any more).
pub async fn insert(tx: &mut Tx, check: CheckId, entry: &Override) -> Result<Fenced, StoreError> {
    let _ = (tx, check, entry);
    unimplemented!()
}

/// Those of a check, oldest first.
pub async fn list(conn: &mut Conn, check: CheckId) -> Result<Vec<Override>, StoreError> {
    let _ = (conn, check);
    unimplemented!()
}
