//! The worker: claims queued checks, has them evaluated, writes what came out.
//!
//! Every word about a check names the attempt that says it, so that a worker that was thought lost
//! cannot write over its successor (durability.md §2). A check whose worker dies is claimed again;
//! nothing but an evaluation that came to its end is ever written as its answer.

mod answer;
mod evaluation;
mod progress;
mod reaper;
mod results;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::{Capacity, CheckId, OrganizationId};
use store::queue::{Claimed, Lease, Room};
use tokio::task::{JoinHandle, JoinSet};
use tokio_util::sync::CancellationToken;

use self::progress::Held;
use crate::{Error, Services};

/// How a worker works.
#[derive(Debug, Clone)]
pub struct WorkerConfig {
    /// Who claims: unique among the nodes of an installation, new at every start.
    pub node: String,
    /// How many checks at once.
    pub capacity: Capacity,
    /// How long a claim holds without a heartbeat.
    pub lease: Duration,
    /// How often leases are prolonged.
    pub heartbeat: Duration,
    /// How often it is told how far a check is; shorter ones never tell.
    pub progress: Duration,
    /// How often lost and overdue checks are looked for.
    pub reap: Duration,
    /// How often the queue is looked at when nothing nudges.
    pub poll: Duration,
    /// How long evaluations may go on after the stop.
    pub grace: Duration,
}

impl WorkerConfig {
    /// The usual, for `node` with `concurrency`.
    pub fn new(node: impl Into<String>, concurrency: usize) -> Self {
        Self {
            node: node.into(),
            capacity: Capacity::of(concurrency),
            lease: Duration::from_secs(30),
            heartbeat: Duration::from_secs(5),
            progress: Duration::from_secs(1),
            reap: Duration::from_secs(2),
            poll: Duration::from_millis(500),
            grace: Duration::from_secs(20),
        }
    }
}

/// A node's worker.
#[derive(Clone)]
pub struct Worker {
    services: Services,
    config: Arc<WorkerConfig>,
    held: Arc<Mutex<HashMap<(CheckId, u32), Held>>>,
}

impl Worker {
    /// Starts working until `stop`; the handle ends when nothing is held any more.
    pub fn start(
        services: Services,
        config: WorkerConfig,
        stop: CancellationToken,
    ) -> JoinHandle<()> {
        let worker = Self {
            services,
            config: Arc::new(config),
            held: Arc::default(),
        };
        tokio::spawn(async move { worker.run(stop).await })
    }

    async fn run(self, stop: CancellationToken) {
        // Leases must outlive the claiming: the grace at the end still needs them.
        let upkeep = CancellationToken::new();
        let heart = tokio::spawn(self.clone().heartbeats(upkeep.clone()));
        let teller = tokio::spawn(self.clone().telling(upkeep.clone()));
        let reaper = tokio::spawn(self.clone().reaping(stop.clone()));
        let mut jobs = JoinSet::new();
        while !stop.is_cancelled() {
            while jobs.try_join_next().is_some() {}
            let room = self.room();
            let usual = room.usual();
            let claimed = self.claim(room).await;
            let may_be_more = usual > 0 && count(claimed.len()) >= usual;
            for claimed in claimed {
                let worker = self.clone();
                let held = Held::new(&claimed);
                let place = Place::taken(self.clone(), key_of(&claimed), held.clone());
                jobs.spawn(async move {
                    worker.work(claimed, held).await;
                    drop(place);
                });
            }
            if may_be_more && count(jobs.len()) < self.config.capacity.usual() {
                continue;
            }
            tokio::select! {
                () = stop.cancelled() => {}
                Some(_) = jobs.join_next(), if !jobs.is_empty() => {}
                () = self.services.events().work() => {}
                () = tokio::time::sleep(self.config.poll) => {}
            }
        }
        let finished = async { while jobs.join_next().await.is_some() {} };
        if tokio::time::timeout(self.config.grace, finished)
            .await
            .is_err()
        {
            for held in self.lock().values() {
                held.lost.cancel();
            }
            while jobs.join_next().await.is_some() {}
        }
        upkeep.cancel();
        for ended in [heart.await, teller.await, reaper.await] {
            if let Err(error) = ended {
                tracing::error!(%error, "a part of the worker broke");
            }
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<(CheckId, u32), Held>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lease(&self) -> Lease {
        Lease {
            now: self.services.now(),
            span: self.config.lease,
        }
    }

    /// For what there is room beside what is held.
    fn room(&self) -> Room {
        let mut held: BTreeMap<OrganizationId, u32> = BTreeMap::new();
        for one in self.lock().values() {
            *held.entry(one.organization_id()).or_default() += 1;
        }
        Room {
            capacity: self.config.capacity,
            held,
        }
    }

    /// Whether anything can be claimed although the usual room is taken. Asked without a transaction:
    /// every plan that comes in asks it, and with one organization the answer is always no.
    async fn is_any_next(&self, room: Room) -> bool {
        let asked = async {
            let mut conn = self.services.read().await?;
            let now = self.services.now();
            Ok(store::queue::is_any_next(&mut conn, room, now).await?)
        };
        asked.await.unwrap_or_else(|error: Error| {
            tracing::warn!(
                error = error.internal().unwrap_or(error.message()),
                "the queue cannot be read"
            );
            false
        })
    }

    async fn claim(&self, room: Room) -> Vec<Claimed> {
        if room.most() == 0 || (room.usual() == 0 && !self.is_any_next(room.clone()).await) {
            return Vec::new();
        }
        let (worker, services) = (self.clone(), self.services.clone());
        let claimed = self
            .services
            .write(move |tx| {
                Box::pin(async move {
                    let claimed =
                        store::queue::claim(tx, &worker.config.node, room, worker.lease()).await?;
                    for one in &claimed {
                        services
                            .announce_run(tx, one.organization_id, one.run_id, one.revision)
                            .await?;
                    }
                    Ok(claimed)
                })
            })
            .await;
        match claimed {
            Ok(claimed) => claimed,
            Err(error) => {
                tracing::warn!(
                    error = error.internal().unwrap_or(error.message()),
                    "no check could be claimed"
                );
                Vec::new()
            }
        }
    }

    async fn work(self, claimed: Claimed, held: Held) {
        let outcome = tokio::select! {
            () = held.lost.cancelled() => None,
            outcome = self.evaluate(&claimed, &held.done) => Some(outcome),
        };
        let written = match outcome {
            Some(Ok(finished)) => self.finish(&claimed, finished).await,
            Some(Err(error)) => {
                tracing::warn!(
                    check.id = %claimed.check_id,
                    check.attempt = claimed.attempt,
                    error = error.internal().unwrap_or(error.message()),
                    "a check could not be evaluated; it is put off"
                );
                self.postpone(&claimed, error.message()).await
            }
            None => self.release(&claimed).await,
        };
        if let Err(error) = written {
            // Its lease runs out, and someone claims it again.
            tracing::error!(
                check.id = %claimed.check_id,
                check.attempt = claimed.attempt,
                error = error.internal().unwrap_or(error.message()),
                "what became of a check could not be written"
            );
        }
    }

    async fn heartbeats(self, stop: CancellationToken) {
        while sleep_or(&stop, self.config.heartbeat).await {
            let held: Vec<(CheckId, u32)> = self.lock().keys().copied().collect();
            if held.is_empty() {
                continue;
            }
            let worker = self.clone();
            let lost = self
                .services
                .write(move |tx| {
                    Box::pin(async move {
                        let lease = worker.lease();
                        Ok(store::queue::heartbeat(tx, &worker.config.node, &held, lease).await?)
                    })
                })
                .await;
            match lost {
                Ok(lost) => {
                    for key in lost {
                        if let Some(held) = self.lock().get(&key) {
                            held.lost.cancel();
                        }
                    }
                }
                Err(error) => {
                    tracing::warn!(
                        error = error.internal().unwrap_or(error.message()),
                        "no heartbeat"
                    );
                }
            }
        }
    }

    async fn reaping(self, stop: CancellationToken) {
        while sleep_or(&stop, self.config.reap).await {
            if let Err(error) = self.services.reap().await {
                tracing::warn!(
                    error = error.internal().unwrap_or(error.message()),
                    "the reaper failed"
                );
            }
        }
    }
}

/// A place among what is held, until it is dropped: however the work ends.
struct Place {
    worker: Worker,
    key: (CheckId, u32),
}

impl Place {
    fn taken(worker: Worker, key: (CheckId, u32), held: Held) -> Self {
        worker.lock().insert(key, held);
        Self { worker, key }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.worker.lock().remove(&self.key);
    }
}

fn key_of(claimed: &Claimed) -> (CheckId, u32) {
    (claimed.check_id, claimed.attempt)
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// `true` when the time is over, `false` when it is time to stop.
async fn sleep_or(stop: &CancellationToken, span: Duration) -> bool {
    tokio::select! {
        () = stop.cancelled() => false,
        () = tokio::time::sleep(span) => true,
    }
}
