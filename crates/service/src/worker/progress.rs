//! How far the checks are that a worker holds, told now and then to whoever waits for them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use domain::{CheckId, OrganizationId, RunId};
use store::queue::{Claimed, Fenced};
use tokio_util::sync::CancellationToken;

use super::{Worker, sleep_or};
use crate::Error;

/// A check that is being evaluated here.
#[derive(Debug, Clone)]
pub(super) struct Held {
    /// Cancelled when the check is another's.
    pub(super) lost: CancellationToken,
    /// How many policies have an answer.
    pub(super) done: Arc<AtomicU32>,
    told: Arc<AtomicU32>,
    organization_id: OrganizationId,
    run_id: RunId,
}

/// That a check came further.
struct Step {
    check: (CheckId, u32),
    held: Held,
    done: u32,
}

impl Held {
    pub(super) fn new(claimed: &Claimed) -> Self {
        Self {
            lost: CancellationToken::new(),
            done: Arc::default(),
            told: Arc::default(),
            organization_id: claimed.organization_id,
            run_id: claimed.run_id,
        }
    }

    /// Whose check it is.
    pub(super) fn organization_id(&self) -> OrganizationId {
        self.organization_id
    }
}

impl Worker {
    /// Tells until `stop`.
    pub(super) async fn telling(self, stop: CancellationToken) {
        while sleep_or(&stop, self.config.progress).await {
            // One after the other: together they would lock rows that a heartbeat locks in another
            // order.
            for step in self.steps() {
                match self.tell(&step).await {
                    Ok(()) => step.held.told.store(step.done, Ordering::Relaxed),
                    Err(error) => {
                        tracing::warn!(
                            error = error.internal().unwrap_or(error.message()),
                            "how far a check is could not be told"
                        );
                    }
                }
            }
        }
    }

    /// What has changed since it was told last.
    fn steps(&self) -> Vec<Step> {
        let lock = self.lock();
        let steps = lock.iter().map(|(check, held)| Step {
            check: *check,
            held: held.clone(),
            done: held.done.load(Ordering::Relaxed),
        });
        steps
            .filter(|step| step.held.told.load(Ordering::Relaxed) != step.done)
            .collect()
    }

    async fn tell(&self, step: &Step) -> Result<(), Error> {
        let ((id, attempt), done) = (step.check, step.done);
        let (organization, run) = (step.held.organization_id, step.held.run_id);
        let services = self.services.clone();
        self.services
            .write(move |tx| {
                Box::pin(async move {
                    let fenced = store::queue::progress(tx, id, attempt, done).await?;
                    if let Fenced::Done { revision } = fenced {
                        services
                            .announce_run(tx, organization, run, revision)
                            .await?;
                    }
                    Ok(())
                })
            })
            .await
    }
}
