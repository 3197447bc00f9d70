//! The worker: claims queued checks, has them evaluated, writes what came out.
//!
//! Every word about a check names the attempt that says it, so that a worker that was thought lost
//! cannot write over its successor (durability.md §2). A check whose worker dies is claimed again;
//! nothing but an evaluation that came to its end is ever written as its answer.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use domain::{
    CheckEvent, CheckId, CheckStatus, Digest, ErrorDetail, Outcome, PolicyResult, Problem, Verdict,
    in_order,
};
use sandbox::{Evaluation, EvaluationJob, JobSet, PlanInput, SetEvaluation};
use store::BlobError;
use store::queue::{Answer, Claimed, Fenced, Lease};
use tokio::task::{JoinHandle, JoinSet};
use tokio_util::sync::CancellationToken;

use crate::audit::Deed;
use crate::pinned::{Pinned, PinnedPolicy, PinnedSet};
use crate::secret::sha256;
use crate::{Error, Services};

/// How a worker works.
#[derive(Debug, Clone)]
pub struct WorkerConfig {
    /// Who claims: unique among the nodes of an installation, new at every start.
    pub node: String,
    /// How many checks at once.
    pub concurrency: usize,
    /// How long a claim holds without a heartbeat.
    pub lease: Duration,
    /// How often leases are prolonged.
    pub heartbeat: Duration,
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
            concurrency: concurrency.max(1),
            lease: Duration::from_secs(30),
            heartbeat: Duration::from_secs(5),
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
    held: Arc<Mutex<HashMap<(CheckId, u32), CancellationToken>>>,
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
        let reaper = tokio::spawn(self.clone().reaping(stop.clone()));
        let mut jobs = JoinSet::new();
        while !stop.is_cancelled() {
            while jobs.try_join_next().is_some() {}
            let free = self.config.concurrency.saturating_sub(jobs.len());
            let claimed = if free == 0 {
                Vec::new()
            } else {
                self.claim(free).await
            };
            let may_be_more = free > 0 && claimed.len() == free;
            for claimed in claimed {
                let worker = self.clone();
                jobs.spawn(async move { worker.work(claimed).await });
            }
            if may_be_more && jobs.len() < self.config.concurrency {
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
            for token in self.lock().values() {
                token.cancel();
            }
            while jobs.join_next().await.is_some() {}
        }
        upkeep.cancel();
        for ended in [heart.await, reaper.await] {
            if let Err(error) = ended {
                tracing::error!(%error, "a part of the worker broke");
            }
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<(CheckId, u32), CancellationToken>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lease(&self) -> Lease {
        Lease {
            now: self.services.now(),
            span: self.config.lease,
        }
    }

    async fn claim(&self, free: usize) -> Vec<Claimed> {
        let limit = u32::try_from(free).unwrap_or(u32::MAX);
        let (worker, services) = (self.clone(), self.services.clone());
        let claimed = self
            .services
            .write(move |tx| {
                Box::pin(async move {
                    let claimed =
                        store::queue::claim(tx, &worker.config.node, limit, worker.lease()).await?;
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

    async fn work(self, claimed: Claimed) {
        let key = (claimed.check_id, claimed.attempt);
        let lost = CancellationToken::new();
        self.lock().insert(key, lost.clone());
        let outcome = tokio::select! {
            () = lost.cancelled() => None,
            outcome = self.evaluate(&claimed) => Some(outcome),
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
        self.lock().remove(&key);
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

    /// Has the check evaluated. An error means "not now": the database, the blob store or the
    /// sandbox cannot serve. Whatever a policy did wrong is in its result, and what trying again
    /// would not mend is the check's error.
    async fn evaluate(&self, claimed: &Claimed) -> Result<Finished, Error> {
        let pinned: Pinned = match serde_json::from_str(&claimed.pinned) {
            Ok(pinned) => pinned,
            Err(error) => {
                tracing::error!(check.id = %claimed.check_id, %error, "its pins cannot be read");
                let why = "what it was to evaluate cannot be read: send the plan again".to_owned();
                return Ok(Finished::broken(Vec::new(), why));
            }
        };
        let evaluation = match self.ask(claimed, &pinned).await {
            Ok(evaluation) => evaluation,
            Err(Setback::NotNow(error)) => return Err(error),
            Err(Setback::Broken(why)) => return Ok(Finished::broken(pinned.sets, why)),
        };
        self.services.bundles().forget(claimed.plan_digest);
        let mut results = Vec::new();
        let mut answers = evaluation.sets.into_iter();
        for set in &pinned.sets {
            let answer = match set.digest {
                Some(_) => answers.next().unwrap_or_default(),
                None => without_source(),
            };
            results.extend(results_of(set, &answer));
        }
        in_order(&mut results);
        let verdict = Verdict::of(&results, &pinned.settings);
        let error = (results.is_empty() && verdict == Verdict::Errored)
            .then(|| "no policy applied".to_owned());
        Ok(Finished {
            verdict,
            results,
            engine: Some(evaluation.engine),
            sets: pinned.sets,
            error,
        })
    }

    /// Gets the bytes and asks the sandbox.
    async fn ask(&self, claimed: &Claimed, pinned: &Pinned) -> Result<Evaluation, Setback> {
        let mut sets = Vec::with_capacity(pinned.sets.len());
        for set in &pinned.sets {
            if let Some(digest) = set.digest {
                sets.push(JobSet {
                    digest,
                    bundle: self.blob(digest, || bundle_of(set)).await?,
                    strict: set.strict,
                    only_enabled: true,
                });
            }
        }
        if sets.is_empty() {
            return Ok(Evaluation {
                sets: Vec::new(),
                engine: sandbox::ENGINE.to_owned(),
            });
        }
        let plan = PlanInput::Plan {
            bytes: self
                .blob(claimed.plan_digest, || "the plan".to_owned())
                .await?,
            run: Box::new(pinned.run.clone()),
        };
        let job = EvaluationJob { plan, sets };
        let evaluation = self.services.sandbox().evaluate(job, |_| {}).await;
        evaluation.map_err(|error| Setback::NotNow(error.into()))
    }

    /// The bytes behind `digest`. Ones that are gone or damaged will not be there next time either.
    async fn blob(&self, digest: Digest, what: impl Fn() -> String) -> Result<Bytes, Setback> {
        let fault = match self.services.stored(digest).await {
            Ok(bytes) => return Ok(bytes),
            Err(error @ BlobError::Missing(_)) => (error, "missing from"),
            Err(error @ BlobError::Damaged(_)) => (error, "damaged in"),
            Err(error) => return Err(Setback::NotNow(error.into())),
        };
        let (error, fault) = fault;
        let what = what();
        tracing::error!(%error, what, "a check cannot be evaluated");
        Err(Setback::Broken(format!(
            "{what} is {fault} the blob store: ask the operator to restore sha256 {} from a backup, \
             then send the plan again",
            digest.hex()
        )))
    }

    async fn finish(&self, claimed: &Claimed, finished: Finished) -> Result<(), Error> {
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

    async fn release(&self, claimed: &Claimed) -> Result<(), Error> {
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
    async fn postpone(&self, claimed: &Claimed, why: &str) -> Result<(), Error> {
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
                        if let Some(token) = self.lock().get(&key) {
                            token.cancel();
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

/// `true` when the time is over, `false` when it is time to stop.
async fn sleep_or(stop: &CancellationToken, span: Duration) -> bool {
    tokio::select! {
        () = stop.cancelled() => false,
        () = tokio::time::sleep(span) => true,
    }
}

impl Services {
    /// Queues again what lost its worker, and errors what lost too many or is overdue.
    pub async fn reap(&self) -> Result<(), Error> {
        let services = self.clone();
        let any = self
            .write(move |tx| {
                Box::pin(async move {
                    let reaped = store::queue::reap(tx, services.now(), 100).await?;
                    services.follow(tx, reaped).await
                })
            })
            .await?;
        if any {
            self.events().nudge_workers();
        }
        Ok(())
    }

    /// At the start of the only process on a SQLite database: nobody can be running anything.
    pub async fn requeue_orphans(&self) -> Result<(), Error> {
        let services = self.clone();
        self.write(move |tx| {
            Box::pin(async move {
                let reaped = store::queue::requeue_orphans(tx, services.now()).await?;
                services.follow(tx, reaped).await
            })
        })
        .await?;
        Ok(())
    }

    /// Runs follow their reaped checks; `true` when there were any.
    async fn follow(
        &self,
        tx: &mut store::Tx,
        reaped: Vec<store::queue::Reaped>,
    ) -> Result<bool, Error> {
        let any = !reaped.is_empty();
        for one in reaped {
            if one.status.is_settled() {
                self.settle_run(tx, one.run_id, one.status).await?;
                let deed = Deed {
                    organization: Some(one.organization_id),
                    action: "policy_check.give_up",
                    kind: "policy_check",
                    id: one.check_id.to_string(),
                    name: one.run_id.to_string(),
                    detail: one.error.clone(),
                };
                self.record_own(tx, deed).await?;
            }
            self.announce_run(tx, one.organization_id, one.run_id, one.revision)
                .await?;
        }
        Ok(any)
    }
}

/// How long a check rests that was put off this often before: a second, doubled up to a minute.
fn delay_after(postponed: u32) -> Duration {
    Duration::from_secs(1 << postponed.min(6)).min(Duration::from_mins(1))
}

/// Why there is no evaluation.
enum Setback {
    /// Something cannot serve at the moment.
    NotNow(Error),
    /// Something is wrong that stays wrong.
    Broken(String),
}

/// An evaluation that came to its end.
struct Finished {
    verdict: Verdict,
    results: Vec<PolicyResult>,
    engine: Option<String>,
    sets: Vec<PinnedSet>,
    /// Why there is no answer, when the reason is no single policy's.
    error: Option<String>,
}

impl Finished {
    /// Nothing could be evaluated, and never will be: errored, advisory policies or not.
    fn broken(sets: Vec<PinnedSet>, why: String) -> Self {
        let answer = SetEvaluation {
            problems: vec![Problem::bundle(&why)],
            ..SetEvaluation::default()
        };
        let mut results: Vec<_> = sets
            .iter()
            .flat_map(|set| results_of(set, &answer))
            .collect();
        for error in results
            .iter_mut()
            .filter_map(|result| result.error.as_mut())
        {
            error.message.clone_from(&why);
        }
        in_order(&mut results);
        Self {
            verdict: Verdict::Errored,
            results,
            engine: None,
            sets,
            error: Some(why),
        }
    }
}

/// What a pinned set's bytes are called.
fn bundle_of(set: &PinnedSet) -> String {
    match set.version {
        Some(number) => format!(
            "the bundle of policy set `{}` version {number}",
            set.policy_set
        ),
        None => {
            let policy = set.policies.first().map_or("", |policy| &policy.name);
            format!(
                "the source of policy `{policy}` in policy set `{}`",
                set.policy_set
            )
        }
    }
}

/// Every pinned policy gets a result: one without an answer is errored, never left out.
fn results_of(set: &PinnedSet, answer: &SetEvaluation) -> Vec<PolicyResult> {
    let broken = answer
        .problems
        .iter()
        .find(|problem| problem.is_error())
        .map(|problem| ErrorDetail {
            message: format!("the bundle did not load: {}", problem.message),
            file: problem.file.clone(),
            line: problem.line,
            column: problem.column,
        });
    set.policies
        .iter()
        .map(|policy| {
            let found = answer
                .policies
                .iter()
                .find(|(manifest, _)| manifest.name == policy.name)
                .map(|(_, evaluation)| evaluation);
            let mut result = blank(set, policy);
            match found {
                Some(evaluation) => {
                    result.result = Outcome::of(policy.level, evaluation.decision);
                    result.duration_us = evaluation.duration_us;
                    result.messages.clone_from(&evaluation.messages);
                    result.prints.clone_from(&evaluation.prints);
                    result.swallowed_errors = evaluation.swallowed_errors;
                    result.error.clone_from(&evaluation.error);
                }
                None => {
                    result.error = Some(broken.clone().unwrap_or_else(|| ErrorDetail {
                        message: "the engine gave no answer for this policy".to_owned(),
                        ..ErrorDetail::default()
                    }));
                }
            }
            result
        })
        .collect()
}

/// What is said of a policy without source.
fn without_source() -> SetEvaluation {
    SetEvaluation {
        problems: vec![Problem::bundle(
            "the source of this policy was never written: write it, or take the policy out of \
             its sets",
        )],
        ..SetEvaluation::default()
    }
}

fn blank(set: &PinnedSet, policy: &PinnedPolicy) -> PolicyResult {
    PolicyResult {
        policy_set_id: set.policy_set_id,
        policy_set: set.policy_set.clone(),
        version_id: set.version_id,
        version: set.version,
        policy: policy.name.clone(),
        description: policy.description.clone(),
        query: policy.query.clone(),
        level: policy.level,
        result: Outcome::Errored,
        duration_us: 0,
        messages: Vec::new(),
        prints: Vec::new(),
        swallowed_errors: 0,
        error: None,
    }
}

/// What the verdict is bound to: plan, bundles, engine, results (threats.md A06).
fn bound_to(claimed: &Claimed, finished: &Finished) -> Digest {
    let mut text = format!(
        "{}\n{}\n",
        claimed.plan_digest,
        finished.engine.as_deref().unwrap_or_default()
    );
    for set in &finished.sets {
        if let Some(digest) = set.digest {
            text.push_str(&digest.hex());
        }
        text.push('\n');
    }
    for result in &finished.results {
        for part in [
            result.policy_set.as_str(),
            "/",
            result.policy.as_str(),
            ": ",
            result.level.as_str(),
            " ",
            result.result.as_str(),
            "\n",
        ] {
            text.push_str(part);
        }
    }
    sha256(text.as_bytes())
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
