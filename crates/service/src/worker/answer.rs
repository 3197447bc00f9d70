//! What becomes of a claimed check, written under the number of its attempt: an answer, or another
//! try, at once or later.

use std::time::Duration;

use domain::{CheckEvent, CheckStatus};
use store::queue::{Answer, Claimed, Fenced};

use super::Worker;
use super::results::{Finished, bound_to};
use crate::Error;
use crate::audit::Deed;

impl Worker {
    pub(super) async fn finish(&self, claimed: &Claimed, finished: Finished) -> Result<(), Error> {
        let (services, claimed) = (self.services.clone(), claimed.clone());
        self.services
            .write(move |tx| {
                Box::pin(async move {
                    let digest = bound_to(&claimed, &finished);
                    let answer = Answer {
                        check_id: claimed.check_id,
                        attempt: claimed.attempt,
                        verdict: finished.verdict,
                        results: &finished.results,
                        digest: Some(digest),
                        engine: finished.engine.as_deref(),
                        error: finished.error.as_deref(),
                        finished_at: services.now(),
                    };
                    let Fenced::Done { revision } = store::queue::finish(tx, &answer).await? else {
                        tracing::info!(
                            check.id = %claimed.check_id,
                            check.attempt = claimed.attempt,
                            "an answer came too late: another attempt has the check"
                        );
                        return Ok(());
                    };
                    let status = CheckStatus::Running
                        .after(CheckEvent::Finished(finished.verdict))
                        .map_err(Error::internal_error)?;
                    services.settle_run(tx, claimed.run_id, status).await?;
                    let deed = Deed {
                        organization: Some(claimed.organization_id),
                        action: "policy_check.finish",
                        kind: "policy_check",
                        id: claimed.check_id.to_string(),
                        name: claimed.run_id.to_string(),
                        detail: Some(format!(
                            "{}, {} policies",
                            status.label(),
                            finished.results.len()
                        )),
                    };
                    services.record_own(tx, deed).await?;
                    services
                        .announce_run(tx, claimed.organization_id, claimed.run_id, revision)
                        .await
                })
            })
            .await
    }

    pub(super) async fn release(&self, claimed: &Claimed) -> Result<(), Error> {
        let (services, claimed) = (self.services.clone(), claimed.clone());
        self.services
            .write(move |tx| {
                Box::pin(async move {
                    let now = services.now();
                    let fenced =
                        store::queue::release(tx, claimed.check_id, claimed.attempt, now).await?;
                    if let Fenced::Done { revision } = fenced {
                        services
                            .announce_run(tx, claimed.organization_id, claimed.run_id, revision)
                            .await?;
                    }
                    Ok(())
                })
            })
            .await
    }

    /// Gives the check back for later: how long grows with every time.
    pub(super) async fn postpone(&self, claimed: &Claimed, why: &str) -> Result<(), Error> {
        let (services, claimed, why) = (self.services.clone(), claimed.clone(), why.to_owned());
        self.services
            .write(move |tx| {
                Box::pin(async move {
                    let (id, attempt) = (claimed.check_id, claimed.attempt);
                    let delay = delay_after(claimed.postponed);
                    let now = services.now();
                    let touched = store::queue::postpone(tx, id, attempt, delay, &why, now).await?;
                    services.follow(tx, touched.into_iter().collect()).await?;
                    Ok(())
                })
            })
            .await
    }
}

/// How long a check rests that was put off this often before: a second, doubled up to a minute.
fn delay_after(postponed: u32) -> Duration {
    Duration::from_secs(1 << postponed.min(6)).min(Duration::from_mins(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_grow_to_a_minute_and_stay_there() {
        let delays = [0, 1, 5, 6, 40].map(|times| delay_after(times).as_secs());
        assert_eq!(delays, [1, 2, 32, 60, 60]);
    }
}
