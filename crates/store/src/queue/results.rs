//! What became of each policy of a check.

use std::collections::HashMap;

use domain::{CheckId, PolicyResult, RunId};

use crate::statement::{Statement, statements};
use crate::value::{Value, json, params};
use crate::{Conn, StoreError, Tx};

statements! { "check_results";
    INSERT = "
insert into check_results
  (check_id, position, policy_set_id, policy_set, policy, level, result, detail)
values ($1, $2, $3, $4, $5, $6, $7, $8)";
    INSERT_FOUR = "
insert into check_results
  (check_id, position, policy_set_id, policy_set, policy, level, result, detail)
values ($1, $2, $3, $4, $5, $6, $7, $8),
  ($9, $10, $11, $12, $13, $14, $15, $16),
  ($17, $18, $19, $20, $21, $22, $23, $24),
  ($25, $26, $27, $28, $29, $30, $31, $32)";
    INSERT_EIGHT = "
insert into check_results
  (check_id, position, policy_set_id, policy_set, policy, level, result, detail)
values ($1, $2, $3, $4, $5, $6, $7, $8),
  ($9, $10, $11, $12, $13, $14, $15, $16),
  ($17, $18, $19, $20, $21, $22, $23, $24),
  ($25, $26, $27, $28, $29, $30, $31, $32),
  ($33, $34, $35, $36, $37, $38, $39, $40),
  ($41, $42, $43, $44, $45, $46, $47, $48),
  ($49, $50, $51, $52, $53, $54, $55, $56),
  ($57, $58, $59, $60, $61, $62, $63, $64)";
    LIST = "
select x.check_id, x.detail
from check_results x
where x.check_id = $1
order by x.position";
    LIST_FOR_RUN = "
select x.check_id, x.detail
from checks c
join check_results x on x.check_id = c.id
where c.run_id = $1
order by x.check_id, x.position";
}

/// How many rows each statement inserts, most first: a round trip to the database costs far more
/// than a row.
const INSERTS: [(usize, &Statement); 3] = [(8, INSERT_EIGHT), (4, INSERT_FOUR), (1, INSERT)];

/// Writes the results of a check, in this order.
pub(super) async fn write(
    tx: &mut Tx,
    check: CheckId,
    results: &[PolicyResult],
) -> Result<(), StoreError> {
    let mut position = 0;
    let mut left = results;
    for (size, statement) in INSERTS {
        while let Some((now, later)) = left.split_at_checked(size) {
            let mut params = Vec::with_capacity(8 * size);
            for result in now {
                params.extend(row(check, position, result)?);
                position += 1;
            }
            tx.run(statement, params).await?;
            left = later;
        }
    }
    Ok(())
}

fn row(check: CheckId, position: u32, result: &PolicyResult) -> Result<Vec<Value>, StoreError> {
    Ok(params![
        check,
        position,
        result.policy_set_id,
        result.policy_set,
        result.policy,
        result.level,
        result.result,
        json(result)?,
    ])
}

/// The results of a check, in the order in which they were written.
pub(crate) async fn list(conn: &mut Conn, check: CheckId) -> Result<Vec<PolicyResult>, StoreError> {
    let rows = conn.all(LIST, params![check]).await?;
    rows.iter().map(|row| row.json("detail")).collect()
}

/// The results of a run's checks.
pub(crate) async fn list_for_run(
    conn: &mut Conn,
    run: RunId,
) -> Result<HashMap<CheckId, Vec<PolicyResult>>, StoreError> {
    let mut found: HashMap<CheckId, Vec<PolicyResult>> = HashMap::new();
    for row in &conn.all(LIST_FOR_RUN, params![run]).await? {
        let check = row.text("check_id")?;
        found.entry(check).or_default().push(row.json("detail")?);
    }
    Ok(found)
}
