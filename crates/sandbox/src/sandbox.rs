//! What the server asks of the sandbox.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use domain::{Problem, RegoFiles, TestReport};
use engine::{Ingested, SetOptions, TestOptions};
use tokio::time::Instant;

use crate::evaluation::Course;
use crate::pool::Pool;
use crate::protocol::{Reply, Request};
use crate::{
    Evaluation, EvaluationJob, Party, Progress, SandboxConfig, SandboxError, SandboxHealth,
};

/// Runs the engine in child processes. Cloning gives another handle to the same children; they end
/// when the last handle is gone.
#[derive(Debug, Clone)]
pub struct Sandbox {
    pool: Arc<Pool>,
}

impl Sandbox {
    /// A sandbox with one warm child, which starts in the background. Call it inside the runtime
    /// that will use it; outside of one, the first child starts with the first job.
    pub fn new(config: SandboxConfig) -> Self {
        let pool = Arc::new(Pool::new(config));
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(Pool::keep(Arc::downgrade(&pool)));
        }
        Self { pool }
    }

    /// Reads, compiles and checks an upload of `party`'s. What the upload did to the child is one of
    /// its problems.
    pub async fn ingest(
        &self,
        bundle: Bytes,
        options: SetOptions,
        party: &Party,
    ) -> Result<Ingested, SandboxError> {
        let outcome = self
            .pool
            .ask(
                party,
                |left_ms| Request::Ingest { options, left_ms },
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
            rego_files: RegoFiles::default(),
            problems: vec![Problem::bundle(format!(
                "the bundle could not be compiled: {why}"
            ))],
            files: Vec::new(),
        }))
    }

    /// Runs the rules named `test_…` of these files of `party`'s. What they did to the child is a problem of
    /// the report.
    pub async fn test(
        &self,
        files: BTreeMap<String, Vec<u8>>,
        options: TestOptions,
        party: &Party,
    ) -> Result<TestReport, SandboxError> {
        let mut body = Vec::with_capacity(files.values().map(Vec::len).sum());
        let mut list = Vec::with_capacity(files.len());
        for (path, content) in files {
            list.push((path, u64::try_from(content.len()).unwrap_or(u64::MAX)));
            body.extend_from_slice(&content);
        }
        let outcome = self
            .pool
            .ask(
                party,
                |left_ms| Request::Test {
                    files: list,
                    options,
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
            problems: vec![Problem::bundle(format!("the tests did not end: {why}"))],
            ..TestReport::default()
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
        let permit = self.pool.admit(&job.party).await?;
        let mut progress = progress;
        let deadline = Instant::now() + self.pool.wall();
        let mut course = Course::new(&job, self.pool.wall())?;
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
                Ok(()) if course.is_large() => {
                    // Nobody has to wait for a child that only clears up.
                    tokio::spawn(Arc::clone(&self.pool).put_back_rested(child, permit));
                    return Ok(course.finish());
                }
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
        self.pool.health().await
    }

    /// Ends children that have had nothing to do for `idle`: all but one, and that one too when it
    /// is large, for a fresh one. It happens by itself; call it to have the memory back sooner.
    pub async fn trim(&self, idle: Duration) {
        self.pool.trim(idle).await;
    }

    /// Lets the jobs in progress finish, refuses new ones, and ends every child.
    pub async fn shutdown(&self) {
        self.pool.shut_down().await;
    }
}
