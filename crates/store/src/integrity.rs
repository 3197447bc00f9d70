//! What must hold over rows of several tables, whatever happened to the processes that wrote them
//! (torture.md §3). Constraints keep what one row can break; this finds what only several can.

use crate::statement::statements;
use crate::{Conn, StoreError};

statements! { "checks";
    SETTLED_WITHOUT_VERDICT = "
select c.id
from checks c
where c.status in ('passed', 'soft_failed', 'hard_failed', 'overridden')
  and not exists (select 1 from check_verdicts v where v.check_id = c.id)";
    VERDICT_OF_A_STALE_ATTEMPT = "
select v.check_id as id
from check_verdicts v
join checks c on c.id = v.check_id
where v.attempt <> c.attempt";
    VERDICT_OF_AN_UNFINISHED_CHECK = "
select v.check_id as id
from check_verdicts v
join checks c on c.id = v.check_id
where c.status in ('pending', 'queued', 'running')";
    VERDICT_AND_STATUS_DISAGREE = "
select v.check_id as id
from check_verdicts v
join checks c on c.id = v.check_id
where c.status <> v.verdict
  and not (c.status = 'overridden' and v.verdict = 'soft_failed')";
    ANSWERED_TWICE = "
select a.check_id as id
from check_attempts a
where a.outcome = 'answered'
group by a.check_id
having count(*) > 1";
    LIVE_ATTEMPT_OF_A_SETTLED_CHECK = "
select a.check_id as id
from check_attempts a
join checks c on c.id = a.check_id
where a.ended_at is null
  and c.status not in ('running')";
    RESULTS_MISCOUNTED = "
select c.id
from checks c
where c.status in ('passed', 'soft_failed', 'hard_failed', 'overridden')
  and (select count(*) from check_results x where x.check_id = c.id)
    <> c.passed + c.advisory_failed + c.soft_failed + c.hard_failed + c.errored";
    RUN_AND_CHECK_DISAGREE = "
select c.run_id as id
from checks c
join runs r on r.id = c.run_id
where (c.status = 'passed' and r.status not in ('checked', 'confirmed', 'discarded'))
   or (c.status = 'soft_failed' and r.status not in ('needs_decision', 'discarded'))
   or (c.status = 'overridden' and r.status not in ('checked', 'confirmed', 'discarded'))
   or (c.status in ('hard_failed', 'errored') and r.status <> 'errored')";
    VERDICT_WITHOUT_AUDIT = "
select v.check_id as id
from check_verdicts v
where 1 <> (
  select count(*)
  from audit a
  where a.action = 'policy_check.finish'
    and a.subject_id = 'polchk-' || v.check_id)";
    OVERRIDE_OF_ANOTHER_STATUS = "
select o.check_id as id
from overrides o
join checks c on c.id = o.check_id
where c.status <> 'overridden'";
}

const RULES: &[(&str, &crate::statement::Statement)] = &[
    ("settled without a verdict", SETTLED_WITHOUT_VERDICT),
    ("verdict of a stale attempt", VERDICT_OF_A_STALE_ATTEMPT),
    (
        "verdict of an unfinished check",
        VERDICT_OF_AN_UNFINISHED_CHECK,
    ),
    ("verdict and status disagree", VERDICT_AND_STATUS_DISAGREE),
    ("answered twice", ANSWERED_TWICE),
    (
        "live attempt of a settled check",
        LIVE_ATTEMPT_OF_A_SETTLED_CHECK,
    ),
    ("results miscounted", RESULTS_MISCOUNTED),
    ("run and check disagree", RUN_AND_CHECK_DISAGREE),
    (
        "not exactly one audit entry for a verdict",
        VERDICT_WITHOUT_AUDIT,
    ),
    (
        "override of a check that is not overridden",
        OVERRIDE_OF_ANOTHER_STATUS,
    ),
];

/// Every broken rule with the id of what breaks it; empty when all is well. Reads whole tables:
/// for checkers, not for requests.
pub async fn violations(conn: &mut Conn) -> Result<Vec<String>, StoreError> {
    let mut found = Vec::new();
    for (rule, statement) in RULES {
        for row in conn.all(statement, Vec::new()).await? {
            let id: String = row.text("id")?;
            found.push(format!("{rule}: {id}"));
        }
    }
    Ok(found)
}

/// What is wrong with the file of the database; nothing when all is well. Reads all of it.
pub async fn quick_check(conn: &mut Conn) -> Result<Vec<String>, StoreError> {
    crate::dialect::quick_check(conn).await
}
