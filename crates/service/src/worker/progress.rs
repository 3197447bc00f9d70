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
}

impl Worker {
    /// Tells until `stop`. A beat that fails is left out: the next one says more.
    pub(super) async fn telling(self, stop: CancellationToken) {
        while sleep_or(&stop, self.config.progress).await {
            let steps = self.steps();
            if steps.is_empty() {
                continue;
            }
            if let Err(error) = self.tell(steps).await {
                tracing::warn!(
                    error = error.internal().unwrap_or(error.message()),
                    "how far the checks are could not be told"
                );
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
            .filter(|step| step.held.told.swap(step.done, Ordering::Relaxed) != step.done)
            .collect()
    }

    async fn tell(&self, steps: Vec<Step>) -> Result<(), Error> {
        let services = self.services.clone();
        self.services
            .write(move |tx| {
                Box::pin(async move {
                    for Step { check, held, done } in &steps {
                        let (id, attempt) = *check;
                        let fenced = store::queue::progress(tx, id, attempt, *done).await?;
                        if let Fenced::Done { revision } = fenced {
                            services
                                .announce_run(tx, held.organization_id, held.run_id, revision)
                                .await?;
                        }
                    }
                    Ok(())
                })
            })
            .await
    }
}
