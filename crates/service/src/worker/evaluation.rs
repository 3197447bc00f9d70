//! Having a claimed check evaluated: its bytes, and the sandbox.

use std::sync::atomic::{AtomicU32, Ordering};

use bytes::Bytes;
use domain::{Digest, Verdict, in_order};
use sandbox::{Evaluation, EvaluationJob, JobSet, PlanInput, Progress, SetOptions};
use store::BlobError;
use store::queue::Claimed;

use super::Worker;
use super::results::{Finished, results_of, without_source};
use crate::Error;
use crate::party::party_of;
use crate::pinned::{Pinned, PinnedSet};

/// Why there is no evaluation.
enum Setback {
    /// Something cannot serve at the moment.
    NotNow(Error),
    /// Something is wrong that stays wrong.
    Broken(String),
}

impl Worker {
    /// Has the check evaluated. An error means "not now": the database, the blob store or the
    /// sandbox cannot serve. Whatever a policy did wrong is in its result, and what trying again
    /// would not mend is the check's error. `done` is how many policies have an answer meanwhile.
    pub(super) async fn evaluate(
        &self,
        claimed: &Claimed,
        done: &AtomicU32,
    ) -> Result<Finished, Error> {
        let pinned: Pinned = match serde_json::from_str(&claimed.pinned) {
            Ok(pinned) => pinned,
            Err(error) => {
                tracing::error!(check.id = %claimed.check_id, %error, "its pins cannot be read");
                let why = "what it was to evaluate cannot be read: send the plan again".to_owned();
                return Ok(Finished::broken(Vec::new(), why));
            }
        };
        let evaluation = match self.ask(claimed, &pinned, done).await {
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
    async fn ask(
        &self,
        claimed: &Claimed,
        pinned: &Pinned,
        done: &AtomicU32,
    ) -> Result<Evaluation, Setback> {
        let mut sets = Vec::with_capacity(pinned.sets.len());
        for set in &pinned.sets {
            if let Some(digest) = set.digest {
                sets.push(JobSet {
                    digest,
                    bundle: self.blob(digest, || bundle_of(set)).await?,
                    options: SetOptions {
                        strict: set.strict,
                        dialect: set.dialect,
                        ..SetOptions::default()
                    },
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
        let job = EvaluationJob {
            plan,
            sets,
            party: party_of(claimed.organization_id),
        };
        let tell = |at: Progress| done.store(at.done, Ordering::Relaxed);
        let evaluation = self.services.sandbox().evaluate(job, tell).await;
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
}

/// What a pinned set's bytes are called.
fn bundle_of(set: &PinnedSet) -> String {
    let name = &set.policy_set;
    if let Some(number) = set.version {
        return format!("the bundle of policy set `{name}` version {number}");
    }
    let policy = set.policies.first().map_or("", |policy| &policy.name);
    format!("the source of policy `{policy}` in policy set `{name}`")
}
