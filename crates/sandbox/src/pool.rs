//! The parent's side: who may run, in which child, and how long a child lives.

mod admission;
mod held;
mod priority;
mod process;
mod residence;
mod spawner;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use bytes::Bytes;
use domain::Capacity;
use tokio::time::Instant;

use crate::allocator;
use crate::ending::Ending;
use crate::protocol::{Reply, Request};
use crate::{Party, Protection, SandboxConfig, SandboxError, SandboxHealth};
use admission::{Admission, Permit};
pub(crate) use held::SetKey;
pub(crate) use process::{ChildProcess, Trouble};
use spawner::Spawner;

/// How long a child may do nothing before it is looked at.
const IDLE: Duration = Duration::from_secs(10);

/// A child that waits with more than this resident, in bytes, is replaced by a fresh one.
const IDLE_RESIDENT: u64 = 24 << 20;

/// How long a child may take to drop a large plan: a gigabyte takes less than a second.
const CLEARING: Duration = Duration::from_secs(5);

/// A child that has more than this resident after a job, in bytes, does no other one.
const WORKING_RESIDENT: u64 = 128 << 20;

/// Waits until a child has dropped a large plan and keeps little enough of its room to stay; `None` when
/// it does not say so.
async fn has_rested(child: &mut ChildProcess) -> Option<()> {
    let until = Instant::now() + CLEARING;
    let Ok(Reply::Rested) = child.receive(until).await else {
        return None;
    };
    if child.resident() <= WORKING_RESIDENT {
        return Some(());
    }
    let sent = child.send(&Request::GiveBack, &Bytes::new(), until).await;
    sent.ok()?;
    matches!(child.receive(until).await, Ok(Reply::Rested)).then_some(())
}

/// The children and what they have in common.
#[derive(Debug)]
pub(crate) struct Pool {
    config: SandboxConfig,
    spawner: Spawner,
    admission: Admission,
    idle: Mutex<Vec<ChildProcess>>,
    closed: AtomicBool,
    /// Whether there were jobs since this process last gave memory back.
    worked: AtomicBool,
    probed: tokio::sync::Mutex<Option<Vec<Protection>>>,
    /// Why the last start failed; `None` when it did not.
    start_error: Mutex<Option<String>>,
}

impl Pool {
    pub(crate) fn new(config: SandboxConfig) -> Self {
        Self {
            spawner: Spawner::new(&config),
            admission: Admission::new(Capacity::of(config.children)),
            config,
            idle: Mutex::new(Vec::new()),
            closed: AtomicBool::new(false),
            worked: AtomicBool::new(false),
            probed: tokio::sync::Mutex::new(None),
            start_error: Mutex::new(None),
        }
    }

    /// Has a child ready, and ends those that nobody needs, for as long as the pool lives.
    pub(crate) async fn keep(pool: Weak<Self>) {
        if let Some(pool) = pool.upgrade() {
            pool.warm_up().await;
        }
        loop {
            tokio::time::sleep(IDLE / 2).await;
            let Some(pool) = pool.upgrade() else { return };
            pool.trim(IDLE).await;
            pool.give_back();
        }
    }

    /// Plans and bundles went through this process on their way to the children. What they left
    /// behind goes back to the machine once nothing is evaluated.
    fn give_back(&self) {
        if self.admission.is_empty() && self.worked.swap(false, Ordering::Relaxed) {
            allocator::give_back();
        }
    }

    /// Wall clock of one job.
    pub(crate) fn wall(&self) -> Duration {
        self.config.wall
    }

    fn idle(&self) -> MutexGuard<'_, Vec<ChildProcess>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn start_error(&self) -> MutexGuard<'_, Option<String>> {
        self.start_error
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for `party`'s right to use one child.
    pub(crate) async fn admit(&self, party: &Party) -> Result<Permit, SandboxError> {
        let permit = self.admission.admit(party).await;
        permit.ok_or(SandboxError::ShutDown)
    }

    /// The waiting child of this party that holds most of these sets, or one that worked for nobody yet.
    /// Never another party's: what a policy might have made of its child stays with its owner, and who
    /// keeps children busy for long takes none from those who will want theirs again at once.
    pub(crate) async fn take(
        &self,
        permit: &Permit,
        keys: &[SetKey],
    ) -> Result<ChildProcess, SandboxError> {
        let mut child = match self.waiting(permit.party(), keys) {
            Some(child) => child,
            None => self.start().await?,
        };
        child.belong_to(permit.party());
        Ok(child)
    }

    fn waiting(&self, party: &Party, keys: &[SetKey]) -> Option<ChildProcess> {
        loop {
            let mut idle = self.idle();
            let best = (0..idle.len())
                .filter(|at| idle[*at].owner().is_none_or(|owner| owner == party))
                // The last of equals: it was used most recently, its memory is the warmest.
                .max_by_key(|at| (idle[*at].owner().is_some(), idle[*at].held().count(keys)))?;
            let mut child = idle.remove(best);
            // It may have died while it waited; that is nobody's fault.
            if child.is_alive() {
                return Some(child);
            }
        }
    }

    async fn start(&self) -> Result<ChildProcess, SandboxError> {
        let started =
            ChildProcess::start(&self.spawner, &self.config, self.admission.clone()).await;
        *self.start_error() = started.as_ref().err().map(ToString::to_string);
        started
    }

    /// Keeps a child for the next job, unless it is worn.
    pub(crate) fn put_back(&self, mut child: ChildProcess) {
        self.worked.store(true, Ordering::Relaxed);
        let worn = child.is_worn(self.config.recycle_after, WORKING_RESIDENT);
        if !worn && !self.closed.load(Ordering::Acquire) {
            child.rest(Instant::now());
            let mut idle = self.idle();
            idle.push(child);
            // In the order in which they came to rest, so the first has waited for the longest.
            let most = Capacity::of(self.config.children).most_ever();
            let surplus = idle
                .len()
                .saturating_sub(usize::try_from(most).unwrap_or(usize::MAX));
            idle.drain(..surplus);
        }
    }

    /// Keeps a child that evaluated a large plan, once it has dropped it: how much of it is resident
    /// before that says nothing. What a child keeps for the next plan it gives back where that is much.
    pub(crate) async fn put_back_rested(self: Arc<Self>, mut child: ChildProcess, permit: Permit) {
        // One that says something else, or nothing, is dropped, which ends it.
        if has_rested(&mut child).await.is_some() {
            self.put_back(child);
        }
        drop(permit);
    }

    /// Starts the child that waits for the first job, unless one waits already.
    async fn warm_up(&self) {
        let Ok(_permit) = self.admit(&Party::default()).await else {
            return;
        };
        if !self.idle().is_empty() {
            return;
        }
        match self.start().await {
            Ok(child) => self.put_back(child),
            Err(error) => tracing::error!(%error, "the sandbox does not work"),
        }
    }

    pub(crate) async fn trim(&self, idle_for: Duration) {
        let now = Instant::now();
        let large = {
            let mut idle = self.idle();
            let (rested, busy): (Vec<_>, Vec<_>) = idle
                .drain(..)
                .partition(|child| child.has_rested(now, idle_for));
            let kept = rested.into_iter().next_back().filter(|_| busy.is_empty());
            let large = kept
                .as_ref()
                .is_some_and(|child| child.resident() > IDLE_RESIDENT);
            idle.extend(busy);
            idle.extend(kept.filter(|_| !large));
            large
        };
        if large {
            self.warm_up().await;
        }
    }

    /// Which protections hold on this machine, and whether a child answers. What holds does not
    /// change while the process lives, so it is tried again only when a child did not start.
    pub(crate) async fn health(&self) -> SandboxHealth {
        let mut probed = self.probed.lock().await;
        let failed = self.start_error().is_some();
        let mut error = None;
        if probed.is_none() || failed {
            match self.probe().await {
                Ok(protections) => *probed = Some(protections),
                Err(why) => error = Some(why.to_string()),
            }
        }
        SandboxHealth {
            working: error.is_none() && !self.closed.load(Ordering::Acquire),
            error,
            protections: probed.clone().unwrap_or_default(),
            idle_children: self.idle().len(),
        }
    }

    /// Lets the jobs in progress finish, refuses new ones, and ends every child.
    pub(crate) async fn shut_down(&self) {
        self.closed.store(true, Ordering::Release);
        self.admission.close().await;
        self.idle().clear();
    }

    async fn probe(&self) -> Result<Vec<Protection>, SandboxError> {
        // Beside the pool: a server whose children are all busy is still ready.
        let mut child = self.start().await?;
        let mut protections = child.protections().to_vec();
        let until = Instant::now() + self.config.wall;
        let outcome = match child.send(&Request::Probe, &Bytes::new(), until).await {
            Ok(()) => child.receive(until).await,
            Err(trouble) => Err(trouble),
        };
        match outcome {
            Ok(Reply::Probed(probed)) => {
                protections.extend(probed);
                protections.extend([
                    Protection::of("wall clock", Ok("by the parent".to_owned())),
                    Protection::of("memory watch", residence::works()),
                ]);
                Ok(protections)
            }
            Ok(other) => Err(SandboxError::Start(format!("it answered {}", other.name()))),
            Err(trouble) => Err(SandboxError::Start(child.end(trouble).await.to_string())),
        }
    }

    /// One request with one answer. The inner error is what the job did to its child.
    pub(crate) async fn ask<T>(
        &self,
        party: &Party,
        request: impl FnOnce(u64) -> Request,
        body: &Bytes,
        accept: impl FnOnce(Reply) -> Result<T, Box<Reply>>,
    ) -> Result<Result<T, String>, SandboxError> {
        let permit = self.admit(party).await?;
        let until = Instant::now() + self.config.wall;
        let mut child = self.take(&permit, &[]).await?;
        let left = until.saturating_duration_since(Instant::now());
        let request = request(u64::try_from(left.as_millis()).unwrap_or(u64::MAX));
        let reply = match child.send(&request, body, until).await {
            Ok(()) => child.receive(until).await,
            Err(trouble) => Err(trouble),
        };
        let unexpected = match reply.map(accept) {
            Ok(Ok(answer)) => {
                self.put_back(child);
                return Ok(Ok(answer));
            }
            Ok(Err(reply)) => match *reply {
                Reply::Panicked { message } => return Ok(Err(message)),
                other => Ending::Garbled(format!("it answered {} out of turn", other.name())),
            },
            Err(trouble) => child.end(trouble).await,
        };
        Ok(Err(unexpected.to_string()))
    }
}
