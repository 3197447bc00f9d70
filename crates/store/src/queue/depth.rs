//! How much work there is.

use super::Depth;
use crate::statement::statements;
use crate::{Conn, StoreError};

statements! { "checks";
    // Live checks alone have a deadline, so this reads a small partial index however long the
    // history is.
    DEPTH = "
select
  count(case when c.status = 'pending' then 1 end) as pending,
  count(case when c.status = 'queued' then 1 end) as queued,
  count(case when c.status = 'running' then 1 end) as running,
  min(case when c.status = 'queued' then c.queued_at end) as oldest_queued_at
from checks c
where c.deadline_at is not null";
}

/// How much work there is.
pub async fn depth(conn: &mut Conn) -> Result<Depth, StoreError> {
    let row = conn.one(DEPTH, Vec::new()).await?;
    Ok(Depth {
        pending: row.count("pending")?,
        queued: row.count("queued")?,
        running: row.count("running")?,
        oldest_queued_at: row.maybe_text("oldest_queued_at")?,
    })
}
