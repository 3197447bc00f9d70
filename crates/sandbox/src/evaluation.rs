//! One check on its way through one or several children.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use domain::{ErrorDetail, Problem};
use engine::{ENGINE, ManifestPolicy, PolicyEvaluation};
use tokio::time::Instant;

use crate::ending::Ending;
use crate::pool::{ChildProcess, SetKey, Trouble};
use crate::protocol::{LARGE_BODY, Reply, Request, share};
use crate::{Evaluation, EvaluationJob, PlanInput, Progress, SandboxError, SetEvaluation};

/// One check on its way: what is known of each set, and what is next.
#[derive(Debug)]
pub(crate) struct Course<'a> {
    job: &'a EvaluationJob,
    sets: Vec<Set>,
    /// Every policy of every loaded set, in order; empty until all sets are loaded.
    queue: Vec<Place>,
    queued: bool,
    /// The answers of the first policies of the queue.
    answers: Vec<PolicyEvaluation>,
    step: Step,
    /// When the step began.
    since: Instant,
    /// A child died in a step that may have been innocent, and it was tried again.
    retried: bool,
    /// What the whole check may take, as configured.
    wall: Duration,
}

#[derive(Debug)]
enum Set {
    Unread,
    Loaded(Arc<[ManifestPolicy]>),
    Refused(Vec<Problem>),
}

/// A policy: its set in the job, and its index there.
#[derive(Debug)]
struct Place {
    set: usize,
    policy: usize,
    policies: Arc<[ManifestPolicy]>,
}

impl Place {
    fn written(&self) -> &ManifestPolicy {
        &self.policies[self.policy]
    }
}

/// What the child is doing: this is what is charged when it ends.
#[derive(Debug, Clone, Copy)]
enum Step {
    Loading { set: usize },
    Parsing,
    Evaluating,
}

impl<'a> Course<'a> {
    pub(crate) fn new(job: &'a EvaluationJob, wall: Duration) -> Result<Self, SandboxError> {
        let largest = job
            .sets
            .iter()
            .map(|set| set.bundle.len())
            .fold(plan_bytes(job).len(), usize::max);
        if u32::try_from(largest).is_err() {
            return Err(SandboxError::TooLarge(
                u64::try_from(largest).unwrap_or(u64::MAX),
            ));
        }
        Ok(Self {
            job,
            sets: job.sets.iter().map(|_| Set::Unread).collect(),
            queue: Vec::new(),
            // Without sets there is nothing to load, and no child is needed to say so.
            queued: job.sets.is_empty(),
            answers: Vec::new(),
            step: Step::Parsing,
            since: Instant::now(),
            wall,
            retried: false,
        })
    }

    /// What the sets of the job are kept by.
    pub(crate) fn keys(&self) -> Vec<SetKey> {
        (0..self.job.sets.len()).map(|set| self.key(set)).collect()
    }

    fn key(&self, set: usize) -> SetKey {
        let set = &self.job.sets[set];
        SetKey {
            digest: set.digest,
            options: set.options,
        }
    }

    /// Whether something is known that would be lost with an error.
    pub(crate) fn has_begun(&self) -> bool {
        self.sets.iter().any(|set| !matches!(set, Set::Unread))
    }

    /// Whether every policy has an answer.
    pub(crate) fn is_over(&self) -> bool {
        self.queued && self.answers.len() >= self.queue.len()
    }

    /// Whether its child has much to clear up afterwards, and says when it has.
    pub(crate) fn is_large(&self) -> bool {
        !self.queue.is_empty() && plan_bytes(self.job).len() > LARGE_BODY
    }

    /// How far it is.
    pub(crate) fn progress(&self) -> Progress {
        let count = |number| u32::try_from(number).unwrap_or(u32::MAX);
        Progress {
            done: count(self.answers.len()),
            total: count(self.queue.len()),
        }
    }

    /// Goes as far as this child gets. `Ok` is the end.
    pub(crate) async fn run(
        &mut self,
        child: &mut ChildProcess,
        deadline: Instant,
        progress: &mut impl Fn(Progress),
    ) -> Result<(), Trouble> {
        self.load(child, deadline).await?;
        if !self.queued {
            self.queue_policies();
            progress(self.progress());
        }
        if self.is_over() {
            return Ok(());
        }
        self.begin(Step::Parsing);
        let request = self.request(child, deadline)?;
        child.send(&request, plan_bytes(self.job), deadline).await?;
        match child.receive(deadline).await? {
            Reply::Parsed => {}
            Reply::BadPlan { message } => {
                self.give_up(&format!("the plan cannot be read: {message}"));
                progress(self.progress());
                return Ok(());
            }
            other => return Err(unexpected(&other)),
        }
        let first = self.answers.len();
        while let Some(place) = self.queue.get(self.answers.len()) {
            let name = place.written().name.clone();
            let last = self.answers.len() + 1 == self.queue.len();
            self.begin(Step::Evaluating);
            let until = self.since + share(deadline.saturating_duration_since(self.since), last);
            match child.receive(until).await? {
                Reply::Evaluated {
                    index,
                    evaluation,
                    spoiled,
                } if usize::try_from(index) == Ok(self.answers.len() - first)
                    && evaluation.policy == name =>
                {
                    if spoiled {
                        child.spoil();
                    }
                    self.settle(evaluation);
                    progress(self.progress());
                }
                other => return Err(unexpected(&other)),
            }
        }
        Ok(())
    }

    fn begin(&mut self, step: Step) {
        self.step = step;
        self.since = Instant::now();
    }

    /// Sees to it that the child holds every set that can be loaded.
    async fn load(&mut self, child: &mut ChildProcess, deadline: Instant) -> Result<(), Trouble> {
        let keys = self.keys();
        for set in 0..self.sets.len() {
            if matches!(self.sets[set], Set::Refused(_)) {
                continue;
            }
            if let Some((_, policies)) = child.held_mut().get(&keys[set]) {
                self.know(set, policies);
                continue;
            }
            self.begin(Step::Loading { set });
            let left = deadline.saturating_duration_since(self.since);
            let slot = child.held_mut().make_room(&keys);
            let request = Request::Load {
                slot,
                options: keys[set].options,
                left_ms: milliseconds(left),
            };
            let until = self.since + share(left, false);
            child
                .send(&request, &self.job.sets[set].bundle, until)
                .await?;
            match child.receive(until).await? {
                Reply::Loaded { policies } => {
                    let policies: Arc<[_]> = policies.into();
                    child
                        .held_mut()
                        .insert(keys[set], slot, Arc::clone(&policies));
                    self.know(set, policies);
                }
                Reply::Refused { problems } => self.sets[set] = Set::Refused(problems),
                Reply::Panicked { message } => {
                    child.spoil();
                    self.sets[set] = Set::Refused(vec![Problem::bundle(message)]);
                }
                other => return Err(unexpected(&other)),
            }
        }
        Ok(())
    }

    fn know(&mut self, set: usize, policies: Arc<[ManifestPolicy]>) {
        if matches!(self.sets[set], Set::Unread) {
            self.sets[set] = Set::Loaded(policies);
        }
    }

    fn queue_policies(&mut self) {
        self.queued = true;
        for (set, state) in self.sets.iter().enumerate() {
            let Set::Loaded(policies) = state else {
                continue;
            };
            let only_enabled = self.job.sets[set].only_enabled;
            for (policy, written) in policies.iter().enumerate() {
                if written.enabled || !only_enabled {
                    let policies = Arc::clone(policies);
                    self.queue.push(Place {
                        set,
                        policy,
                        policies,
                    });
                }
            }
        }
    }

    /// Everything that has no answer yet, as this child knows it.
    fn request(&self, child: &mut ChildProcess, deadline: Instant) -> Result<Request, Trouble> {
        let waiting = self.queue.get(self.answers.len()..).unwrap_or_default();
        let mut work = Vec::with_capacity(waiting.len());
        for place in waiting {
            let held = child.held_mut().get(&self.key(place.set));
            let (Some((slot, _)), Ok(policy)) = (held, u32::try_from(place.policy)) else {
                return Err(Trouble::Garbled("a set was not kept".to_owned()));
            };
            work.push((slot, policy));
        }
        Ok(Request::Evaluate {
            run: match &self.job.plan {
                PlanInput::Plan { run, .. } => Some(run.clone()),
                PlanInput::Raw(_) => None,
            },
            work,
            left_ms: milliseconds(deadline.saturating_duration_since(self.since)),
            wall_ms: milliseconds(self.wall),
        })
    }

    /// The next policy has its answer.
    fn settle(&mut self, evaluation: PolicyEvaluation) {
        self.answers.push(evaluation);
    }

    /// The child is gone: whatever it was doing is charged with it, and the rest goes on.
    pub(crate) fn charge(&mut self, ending: &Ending, progress: &mut impl Fn(Progress)) {
        let innocent = !ending.is_limit() && !std::mem::replace(&mut self.retried, true);
        match self.step {
            Step::Loading { .. } | Step::Parsing if innocent => {}
            Step::Loading { set } => {
                let problem = format!("the bundle could not be loaded: {ending}");
                self.sets[set] = Set::Refused(vec![Problem::bundle(problem)]);
            }
            Step::Parsing => self.give_up(&format!("the plan could not be read: {ending}")),
            Step::Evaluating => {
                if let Some(place) = self.queue.get(self.answers.len()) {
                    let mut evaluation = errored(place, ending.to_string());
                    evaluation.duration_us =
                        u64::try_from(self.since.elapsed().as_micros()).unwrap_or(u64::MAX);
                    self.settle(evaluation);
                }
            }
        }
        if self.queued {
            progress(self.progress());
        }
    }

    /// Everything that has no answer yet is errored, for this reason.
    pub(crate) fn give_up(&mut self, why: &str) {
        for state in &mut self.sets {
            if matches!(state, Set::Unread) {
                *state = Set::Refused(vec![Problem::bundle(why)]);
            }
        }
        if !self.queued {
            self.queue_policies();
        }
        while let Some(place) = self.queue.get(self.answers.len()) {
            let evaluation = errored(place, why.to_owned());
            self.settle(evaluation);
        }
    }

    /// The answer: each policy that was asked for, with what it said.
    pub(crate) fn finish(self) -> Evaluation {
        let mut sets: Vec<_> = self
            .sets
            .into_iter()
            .map(|state| SetEvaluation {
                policies: Vec::new(),
                problems: match state {
                    Set::Loaded(_) => Vec::new(),
                    Set::Refused(problems) => problems,
                    Set::Unread => vec![Problem::bundle("the bundle was not loaded")],
                },
            })
            .collect();
        let mut answers = self.answers.into_iter();
        for place in &self.queue {
            let answer = answers.next();
            let answer = answer.unwrap_or_else(|| errored(place, "not evaluated".to_owned()));
            sets[place.set]
                .policies
                .push((place.written().clone(), answer));
        }
        Evaluation {
            sets,
            engine: ENGINE.to_owned(),
        }
    }
}

fn errored(place: &Place, message: String) -> PolicyEvaluation {
    let error = ErrorDetail {
        message,
        ..ErrorDetail::default()
    };
    PolicyEvaluation::errored(place.written().name.clone(), error)
}

fn plan_bytes(job: &EvaluationJob) -> &Bytes {
    match &job.plan {
        PlanInput::Plan { bytes, .. } | PlanInput::Raw(bytes) => bytes,
    }
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

fn unexpected(reply: &Reply) -> Trouble {
    Trouble::Garbled(format!("it answered {} out of turn", reply.name()))
}
