//! Attempts: who took a check when, and how that ended. At most one of a check is live.

use domain::{CheckId, Timestamp};

use crate::statement::statements;
use crate::value::params;
use crate::{StoreError, Tx};

/// How an attempt ended.
#[derive(Debug, Clone, Copy)]
pub(super) enum Ended {
    /// With an answer.
    Answered,
    /// Given back.
    Released,
    /// Its worker was not heard of any more.
    Lost,
    /// The check's deadline passed.
    Expired,
    /// The check was canceled.
    Canceled,
}

impl Ended {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Released => "released",
            Self::Lost => "lost",
            Self::Expired => "expired",
            Self::Canceled => "canceled",
        }
    }
}

statements! { "check_attempts";
    BEGIN = "
insert into check_attempts (check_id, attempt, node, started_at)
values ($1, $2, $3, $4)";
    END = "
update check_attempts
set ended_at = $2,
    outcome = $3
where check_id = $1
  and ended_at is null";
}

/// Notes that an attempt begins. Constraint: `check_attempts_check_id_key` while another is live.
pub(super) async fn begin(
    tx: &mut Tx,
    check: CheckId,
    attempt: u32,
    node: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.run(BEGIN, params![check, attempt, node, now])
        .await
        .map(drop)
}

/// Notes how the live attempt of a check ended, if there is one.
pub(super) async fn end(
    tx: &mut Tx,
    check: CheckId,
    how: Ended,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.run(END, params![check, now, how.as_str()])
        .await
        .map(drop)
}
