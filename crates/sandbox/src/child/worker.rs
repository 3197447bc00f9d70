//! The loop that reads requests and runs the engine.

use std::any::Any;
use std::collections::BTreeMap;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use domain::{ErrorDetail, RunDocument};
use engine::{
    ENGINE, EvaluationLimits, Inputs, LoadedSet, Plan, PlanProblem, PolicyEvaluation, Reads,
    SetOptions,
};

use super::channel::Channel;
use super::lockdown::rlimits;
use super::probe;
use crate::protocol::{LARGE_BODY, OUTPUT_BYTES, PRINT_BYTES, Reply, Request, timer};
use crate::{Protection, allocator, frame};

/// After this time without a request a child gives back what a large plan took.
const PAUSE: Duration = Duration::from_millis(500);

/// Largest room for a request that is kept for the next one, in bytes: that of a plan of ten thousand
/// resources. Larger ones policies may need.
const KEPT_ROOM: usize = 48 << 20;

/// The loop that reads requests and runs the engine.
pub(super) struct Worker {
    channel: Channel,
    slots: Vec<Option<LoadedSet>>,
}

impl Worker {
    pub(super) fn new(channel: Channel) -> Self {
        Self {
            channel,
            slots: Vec::new(),
        }
    }

    /// Answers until the parent closes its end.
    pub(super) fn serve(mut self, protections: Vec<Protection>) -> io::Result<()> {
        self.reply(&Reply::Ready {
            engine: ENGINE.to_owned(),
            protections,
        })?;
        let mut payload = Vec::new();
        let mut has_much = false;
        loop {
            // What a large plan took is likely to be taken again at once, and the machine clears every
            // page that it gives. Who waits longer gives it back.
            if has_much && !self.channel.has_input_within(PAUSE)? {
                payload = Vec::new();
                allocator::give_back();
                has_much = false;
            }
            let Some(header) = frame::read(&mut self.channel.input, &mut payload)? else {
                return Ok(());
            };
            let (head, body) = header.open(&payload).map_err(io::Error::other)?;
            let request = serde_json::from_slice(head).map_err(io::Error::other)?;
            let body = payload.len() - body.len();
            let length = payload.len() - body;
            if length <= LARGE_BODY && payload.capacity() > LARGE_BODY {
                // Kept for another large plan; this may need the room.
                payload = payload.as_slice().into();
            }
            let evaluates = matches!(request, Request::Evaluate { .. });
            payload = self.answer(request, payload, body)?;
            if length > LARGE_BODY {
                if !evaluates || payload.capacity() > KEPT_ROOM {
                    payload = Vec::new();
                }
                has_much = evaluates;
                if evaluates {
                    self.reply(&Reply::Rested)?;
                } else {
                    allocator::give_back();
                }
            }
        }
    }

    /// Answers one request, whose body begins at `body`, and gives the buffer back.
    fn answer(&mut self, request: Request, payload: Vec<u8>, body: usize) -> io::Result<Vec<u8>> {
        let bytes = payload.get(body..).unwrap_or_default();
        let reply = match request {
            Request::Start { .. } => return Err(io::Error::other("a child starts once")),
            Request::Load {
                slot,
                options,
                left_ms,
            } => {
                limit_cpu(left_ms);
                self.load(slot, options, bytes)
            }
            Request::Evaluate {
                run,
                work,
                left_ms,
                wall_ms,
            } => {
                limit_cpu(left_ms);
                let time = (left_ms, wall_ms);
                return self.evaluate(run.as_deref(), &work, time, payload, body);
            }
            Request::Ingest { options, left_ms } => {
                limit_cpu(left_ms);
                guard(|| Reply::Ingested(engine::ingest(bytes, options)))
            }
            Request::Test {
                files,
                options,
                left_ms,
            } => {
                limit_cpu(left_ms);
                let files = split(&files, bytes)?;
                let left = Duration::from_millis(left_ms);
                let limits = EvaluationLimits {
                    check: Some(left),
                    ..limits(left, false)
                };
                guard(|| Reply::Tested(engine::run_tests(&files, &options, &limits)))
            }
            Request::GiveBack => {
                allocator::give_back();
                Reply::Rested
            }
            Request::Probe => Reply::Probed(probe::attempts()),
        };
        self.reply(&reply)?;
        Ok(payload)
    }

    fn load(&mut self, slot: u32, options: SetOptions, bundle: &[u8]) -> Reply {
        let slot = usize::try_from(slot).unwrap_or(usize::MAX);
        // What is replaced goes first: both at once may be too much.
        if let Some(held) = self.slots.get_mut(slot) {
            *held = None;
        }
        let mut loaded = None;
        let reply = guard(|| match LoadedSet::load(bundle, options) {
            Ok(set) => {
                let policies = set.policies().to_vec();
                loaded = Some(set);
                Reply::Loaded { policies }
            }
            Err(problems) => Reply::Refused { problems },
        });
        if loaded.is_some() {
            if self.slots.len() <= slot {
                self.slots.resize_with(slot + 1, || None);
            }
            self.slots[slot] = loaded;
        }
        reply
    }

    /// One answer for each policy, at once when it is known: if the next one ends this process,
    /// nothing else is lost. The plan is dropped after the last answer.
    fn evaluate(
        &mut self,
        run: Option<&RunDocument>,
        work: &[(u32, u32)],
        (left_ms, wall_ms): (u64, u64),
        mut payload: Vec<u8>,
        body: usize,
    ) -> io::Result<Vec<u8>> {
        let until = Instant::now() + Duration::from_millis(left_ms);
        let bytes = payload.get(body..).unwrap_or_default();
        let reads = self.reads(work);
        let inputs = match catch_unwind(|| read_inputs(run, bytes, &reads)) {
            Ok(Ok(inputs)) => inputs,
            Ok(Err(problem)) => {
                let message = problem.to_string();
                self.reply(&Reply::BadPlan { message })?;
                return Ok(payload);
            }
            Err(panic) => {
                let message = panicked(panic.as_ref());
                self.reply(&Reply::BadPlan { message })?;
                return Ok(payload);
            }
        };
        if bytes.len() > KEPT_ROOM {
            // What was parsed is not needed any more.
            payload = Vec::new();
        }
        self.reply(&Reply::Parsed)?;
        for (index, (slot, policy)) in work.iter().enumerate() {
            let left = until.saturating_duration_since(Instant::now());
            let limits = EvaluationLimits {
                check: Some(Duration::from_millis(wall_ms)),
                ..limits(left, index + 1 == work.len())
            };
            let started = Instant::now();
            let set = usize::try_from(*slot)
                .ok()
                .and_then(|slot| self.slots.get(slot)?.as_ref());
            let set = set.ok_or_else(|| io::Error::other(format!("slot {slot} is empty")))?;
            let policy = usize::try_from(*policy).unwrap_or(usize::MAX);
            let outcome = catch_unwind(AssertUnwindSafe(|| set.evaluate(policy, &inputs, &limits)));
            let spoiled = outcome.is_err();
            let evaluation = outcome.unwrap_or_else(|panic| {
                let name = set.policies().get(policy).map(|policy| policy.name.clone());
                let message = panicked(panic.as_ref());
                PolicyEvaluation {
                    duration_us: started.elapsed().as_micros().try_into().unwrap_or(u64::MAX),
                    ..PolicyEvaluation::errored(
                        name.unwrap_or_default(),
                        ErrorDetail {
                            message,
                            ..ErrorDetail::default()
                        },
                    )
                }
            });
            let index = u32::try_from(index).map_err(io::Error::other)?;
            self.reply(&Reply::Evaluated {
                index,
                evaluation,
                spoiled,
            })?;
        }
        Ok(payload)
    }

    /// What the policies of a job read of its input.
    fn reads(&self, work: &[(u32, u32)]) -> Reads {
        let mut reads = Reads::default();
        for (slot, policy) in work {
            let slot = usize::try_from(*slot).unwrap_or(usize::MAX);
            if let (Some(Some(set)), Ok(policy)) = (self.slots.get(slot), usize::try_from(*policy))
            {
                set.add_reads(policy, &mut reads);
            }
        }
        reads
    }

    fn reply(&mut self, reply: &Reply) -> io::Result<()> {
        let head = serde_json::to_vec(reply).map_err(io::Error::other)?;
        frame::write(&mut self.channel.output, &head)
    }
}

fn read_inputs(
    run: Option<&RunDocument>,
    body: &[u8],
    reads: &Reads,
) -> Result<Inputs, PlanProblem> {
    match run {
        Some(run) => Ok(Inputs::new(&Plan::parse_read(body, reads)?, run)),
        None => Inputs::raw_read(body, reads),
    }
}

/// What one policy may take of the time that is left.
fn limits(left: Duration, last: bool) -> EvaluationLimits {
    EvaluationLimits {
        timer: timer(left, last),
        check: None,
        output_bytes: OUTPUT_BYTES,
        print_bytes: PRINT_BYTES,
    }
}

/// Backs up the parent's clock. A child without it is still watched.
fn limit_cpu(left_ms: u64) {
    let _ = rlimits::cpu(left_ms / 1_000 + 2);
}

/// A panic is an answer like any other.
fn guard(job: impl FnOnce() -> Reply) -> Reply {
    catch_unwind(AssertUnwindSafe(job)).unwrap_or_else(|panic| Reply::Panicked {
        message: panicked(panic.as_ref()),
    })
}

fn panicked(panic: &(dyn Any + Send)) -> String {
    let text = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("no message");
    format!(
        "the engine failed on it and was stopped ({text}); this is a fault of the engine, report it"
    )
}

/// Cuts the body of a test run into its files.
fn split(files: &[(String, u64)], body: &[u8]) -> io::Result<BTreeMap<String, Vec<u8>>> {
    let mut rest = body;
    let mut cut = BTreeMap::new();
    for (path, size) in files {
        let size = usize::try_from(*size).map_err(io::Error::other)?;
        let (content, after) = rest
            .split_at_checked(size)
            .ok_or_else(|| io::Error::other("the files are cut off"))?;
        cut.insert(path.clone(), content.to_vec());
        rest = after;
    }
    Ok(cut)
}
