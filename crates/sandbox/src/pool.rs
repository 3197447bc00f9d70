//! The parent's side: who may run, in which child, and how long a child lives.

mod held;
mod process;
mod residence;
mod spawner;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use domain::Problem;
use engine::{Ingested, TestReport};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

use crate::ending::Ending;
use crate::evaluation::Course;
use crate::protocol::{Reply, Request};
use crate::{
    Evaluation, EvaluationJob, Progress, Protection, SandboxConfig, SandboxError, SandboxHealth,
};
pub(crate) use held::SetKey;
pub(crate) use process::{ChildProcess, Trouble};
use spawner::Spawner;

/// How long a child may do nothing before it is looked at.
const IDLE: Duration = Duration::from_secs(10);

/// A child that waits with more than this resident, in bytes, is replaced by a fresh one.
const IDLE_RESIDENT: u64 = 24 << 20;

/// A child that has more than this resident after a job, in bytes, does no other one.
const WORKING_RESIDENT: u64 = 128 << 20;

/// Runs the engine in child processes. Cloning gives another handle to the same children; they end
/// when the last handle is gone.
#[derive(Debug, Clone)]
pub struct Sandbox {
    pool: Arc<Pool>,
}

/// The children and what they have in common.
#[derive(Debug)]
struct Pool {
    config: SandboxConfig,
    spawner: Spawner,
    permits: Arc<Semaphore>,
    idle: Mutex<Vec<ChildProcess>>,
    closed: AtomicBool,
    probed: tokio::sync::Mutex<Option<Vec<Protection>>>,
    /// Why the last start failed; `None` when it did not.
    start_error: Mutex<Option<String>>,
}

impl Sandbox {
    /// A sandbox with one warm child, which starts in the background. Call it inside the runtime
    /// that will use it; outside of one, the first child starts with the first job.
    pub fn new(mut config: SandboxConfig) -> Self {
        config.children = config.children.clamp(1, Semaphore::MAX_PERMITS);
        let pool = Arc::new(Pool {
            spawner: Spawner::new(&config),
            permits: Arc::new(Semaphore::new(config.children)),
            config,
            idle: Mutex::new(Vec::new()),
            closed: AtomicBool::new(false),
            probed: tokio::sync::Mutex::new(None),
            start_error: Mutex::new(None),
        });
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            let weak = Arc::downgrade(&pool);
            runtime.spawn(async move {
                if let Some(pool) = weak.upgrade() {
                    pool.warm_up().await;
                }
                loop {
                    tokio::time::sleep(IDLE / 2).await;
                    let Some(pool) = weak.upgrade() else { return };
                    pool.trim(IDLE).await;
                }
            });
        }
        Self { pool }
    }

    /// Reads, compiles and checks an upload. What the upload did to the child is one of its
    /// problems.
    pub async fn ingest(&self, bundle: Bytes) -> Result<Ingested, SandboxError> {
        let outcome = self
            .pool
            .ask(
                |left_ms| Request::Ingest { left_ms },
                &bundle,
                |reply| match reply {
                    Reply::Ingested(ingested) => Ok(ingested),
                    other => Err(Box::new(other)),
                },
            )
            .await?;
        Ok(outcome.unwrap_or_else(|why| Ingested {
            shape: None,
            policies: Vec::new(),
            problems: vec![Problem::bundle(format!(
                "the bundle could not be compiled: {why}"
            ))],
            files: Vec::new(),
        }))
    }

    /// Runs the rules named `test_…` of these files. What they did to the child is a problem of
    /// the report.
    pub async fn test(&self, files: BTreeMap<String, Vec<u8>>) -> Result<TestReport, SandboxError> {
        let mut body = Vec::with_capacity(files.values().map(Vec::len).sum());
        let mut list = Vec::with_capacity(files.len());
        for (path, content) in files {
            list.push((path, u64::try_from(content.len()).unwrap_or(u64::MAX)));
            body.extend_from_slice(&content);
        }
        let outcome = self
            .pool
            .ask(
                |left_ms| Request::Test {
                    files: list,
                    left_ms,
                },
                &Bytes::from(body),
                |reply| match reply {
                    Reply::Tested(report) => Ok(report),
                    other => Err(Box::new(other)),
                },
            )
            .await?;
        Ok(outcome.unwrap_or_else(|why| TestReport {
            cases: Vec::new(),
            problems: vec![Problem::bundle(format!("the tests did not end: {why}"))],
        }))
    }

    /// Evaluates every policy of every set. `progress` is called when the policies are known and
    /// after each of them.
    ///
    /// Always an answer for each policy: a policy that ends its child is errored, and the ones after
    /// it go on in a fresh child for as long as the check's wall clock allows.
    pub async fn evaluate(
        &self,
        job: EvaluationJob,
        progress: impl Fn(Progress) + Send,
    ) -> Result<Evaluation, SandboxError> {
        let permit = self.pool.admit().await?;
        let mut progress = progress;
        let deadline = Instant::now() + self.pool.config.wall;
        let mut course = Course::new(&job)?;
        if course.is_over() {
            progress(course.progress());
        }
        while !course.is_over() {
            if Instant::now() >= deadline {
                course.give_up("not evaluated: the check's time limit was used up before it");
                break;
            }
            let mut child = match self.pool.take(&permit, &course.keys()).await {
                Ok(child) => child,
                Err(error) if course.has_begun() => {
                    course.give_up(&format!("not evaluated: {error}"));
                    break;
                }
                Err(error) => return Err(error),
            };
            match course.run(&mut child, deadline, &mut progress).await {
                Ok(()) => self.pool.put_back(child),
                Err(trouble) => {
                    let ending = child.end(trouble).await;
                    tracing::warn!(child.ending = %ending, "an evaluation process was lost");
                    course.charge(&ending, &mut progress);
                }
            }
        }
        drop(permit);
        Ok(course.finish())
    }

    /// Which protections hold on this machine, and whether a child answers.
    pub async fn self_test(&self) -> SandboxHealth {
        let pool = &self.pool;
        let mut probed = pool.probed.lock().await;
        let failed = pool.start_error().is_some();
        let mut error = None;
        if probed.is_none() || failed {
            match pool.probe().await {
                Ok(protections) => *probed = Some(protections),
                Err(why) => error = Some(why.to_string()),
            }
        }
        SandboxHealth {
            working: error.is_none() && !pool.closed.load(Ordering::Acquire),
            error,
            protections: probed.clone().unwrap_or_default(),
            idle_children: pool.idle().len(),
        }
    }

    /// Ends children that have had nothing to do for `idle`: all but one, and that one too when it
    /// is large, for a fresh one. It happens by itself; call it to have the memory back sooner.
    pub async fn trim(&self, idle: Duration) {
        self.pool.trim(idle).await;
    }

    /// Lets the jobs in progress finish, refuses new ones, and ends every child.
    pub async fn shutdown(&self) {
        self.pool.closed.store(true, Ordering::Release);
        let all = u32::try_from(self.pool.config.children).unwrap_or(u32::MAX);
        // An error means that somebody else has shut it down already.
        let finished = self.pool.permits.acquire_many(all).await;
        self.pool.permits.close();
        drop(finished);
        self.pool.idle().clear();
    }
}

impl Pool {
    fn idle(&self) -> MutexGuard<'_, Vec<ChildProcess>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn start_error(&self) -> MutexGuard<'_, Option<String>> {
        self.start_error
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for the right to use one child.
    async fn admit(&self) -> Result<OwnedSemaphorePermit, SandboxError> {
        if self.closed.load(Ordering::Acquire) {
            return Err(SandboxError::ShutDown);
        }
        let permit = Arc::clone(&self.permits).acquire_owned().await;
        let permit = permit.map_err(|_| SandboxError::ShutDown)?;
        if self.closed.load(Ordering::Acquire) {
            return Err(SandboxError::ShutDown);
        }
        Ok(permit)
    }

    /// The waiting child that holds most of these sets, or a new one.
    async fn take(
        &self,
        _permit: &OwnedSemaphorePermit,
        keys: &[SetKey],
    ) -> Result<ChildProcess, SandboxError> {
        loop {
            let best = {
                let mut idle = self.idle();
                // The last of equals: it was used most recently, its memory is the warmest.
                let best = (0..idle.len()).max_by_key(|at| idle[*at].held().count(keys));
                best.map(|at| idle.remove(at))
            };
            let Some(mut child) = best else {
                return self.start().await;
            };
            // It may have died while it waited; that is nobody's fault.
            if child.is_alive() {
                return Ok(child);
            }
        }
    }

    async fn start(&self) -> Result<ChildProcess, SandboxError> {
        let started = ChildProcess::start(&self.spawner, &self.config).await;
        *self.start_error() = started.as_ref().err().map(ToString::to_string);
        started
    }

    /// Keeps a child for the next job, unless it is worn.
    fn put_back(&self, mut child: ChildProcess) {
        let worn = child.is_worn(self.config.recycle_after, WORKING_RESIDENT);
        if !worn && !self.closed.load(Ordering::Acquire) {
            child.rest(Instant::now());
            self.idle().push(child);
        }
    }

    /// Starts the child that waits for the first job.
    async fn warm_up(&self) {
        let Ok(permit) = self.admit().await else {
            return;
        };
        match self.take(&permit, &[]).await {
            Ok(child) => self.put_back(child),
            Err(error) => tracing::error!(%error, "the sandbox does not work"),
        }
    }

    async fn trim(&self, idle_for: Duration) {
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
    async fn ask<T>(
        &self,
        request: impl FnOnce(u64) -> Request,
        body: &Bytes,
        accept: impl FnOnce(Reply) -> Result<T, Box<Reply>>,
    ) -> Result<Result<T, String>, SandboxError> {
        let permit = self.admit().await?;
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
