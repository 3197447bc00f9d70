//! What one policy says about one input.

mod answer;

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::{Decision, ErrorDetail, InputShape, Message};
use regorus::utils::limits::ExecutionTimerConfig;
use regorus::{Engine, Value};
use serde::{Deserialize, Serialize};

use self::answer::Answer;
use crate::compile::Unit;
use crate::decision::{Verdict, decide, text};
use crate::rego::place::Located;
use crate::rego::wording::{Wording, Wordings};
use crate::set::{Asked, attribute};
use crate::{Inputs, ManifestPolicy, address, builtins};

/// How much one policy may take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvaluationLimits {
    /// Time in the interpreter. Cooperative: a built-in can run over it.
    pub timer: Duration,
    /// What the whole check may take, of which `timer` is a share: for the message of a policy that
    /// runs over it. `None` when there is nothing else.
    pub check: Option<Duration>,
    /// Bytes of messages; more are counted, not listed.
    pub output_bytes: usize,
    /// Bytes of prints; more are dropped, and the last line says so.
    pub print_bytes: usize,
}

impl Default for EvaluationLimits {
    fn default() -> Self {
        Self {
            timer: Duration::from_secs(5),
            check: None,
            output_bytes: 1 << 20,
            print_bytes: 64 << 10,
        }
    }
}

/// What one policy says about one input.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PolicyEvaluation {
    /// The policy's name.
    pub policy: String,
    /// What it said.
    pub decision: Decision,
    /// What it denied, in a stable order.
    pub messages: Vec<Message>,
    /// What it printed, in order.
    pub prints: Vec<String>,
    /// Built-in errors that became undefined, as OPA has it: a deny rule may not have fired.
    pub swallowed_errors: u32,
    /// Unless it passed, the paths of its input that it reads, as far as that can be told without
    /// running it: `input.plan.resource_changes[_].type`. A path that ends in the middle of a document
    /// is read as a whole there.
    #[serde(default)]
    pub reads: Vec<String>,
    /// Time in microseconds.
    pub duration_us: u64,
    /// Set when `decision` is errored.
    pub error: Option<ErrorDetail>,
}

impl PolicyEvaluation {
    /// A policy that has no answer.
    pub fn errored(policy: impl Into<String>, error: ErrorDetail) -> Self {
        Self {
            policy: policy.into(),
            decision: Decision::Errored,
            messages: Vec::new(),
            prints: Vec::new(),
            swallowed_errors: 0,
            reads: Vec::new(),
            duration_us: 0,
            error: Some(error),
        }
    }
}

/// How much the engine does between two looks at its clock: 64 cost nothing that can be measured.
const CHECK_INTERVAL: NonZeroU32 = NonZeroU32::new(64).unwrap();

/// Most paths that are told of what a policy reads.
const MAX_PATHS: usize = 50;

/// What is told of one of them, in bytes.
const MAX_PATH: usize = 400;

/// What is evaluated.
pub(crate) struct Subject<'a> {
    pub(crate) policy: &'a ManifestPolicy,
    pub(crate) shape: InputShape,
    pub(crate) unit: &'a Unit,
    pub(crate) asked: &'a Asked,
}

/// Evaluates one policy.
pub(crate) fn evaluate(
    subject: &Subject<'_>,
    inputs: &Inputs,
    limits: &EvaluationLimits,
) -> PolicyEvaluation {
    let start = Instant::now();
    let input = inputs.value(subject.shape);
    let fresh =
        |engine: &Engine| prepared(engine, input, limits.timer.saturating_sub(start.elapsed()));
    builtins::clock::set(inputs.moment());
    builtins::runtime::show(true);
    let until = start.checked_add(limits.timer);
    let known = until.and_then(|until| subject.known(input, until));
    let Answer {
        value,
        prints,
        swallowed,
        origins,
    } = match known {
        Some(answer) => {
            if cfg!(debug_assertions) {
                subject.compare(&answer, fresh(&subject.unit.engine));
            }
            answer
        }
        None => subject.asked_of(fresh(&subject.unit.engine)),
    };
    let prints = bounded_prints(prints, &subject.unit.wordings, limits.print_bytes);
    let outcome = match value {
        Ok(value) => Ok(decide(subject.shape, &subject.policy.query, &value)),
        Err(error) => Err(subject.detail(&error, limits)),
    };
    let mut evaluation = PolicyEvaluation {
        policy: subject.policy.name.clone(),
        decision: Decision::Errored,
        messages: Vec::new(),
        prints,
        swallowed_errors: swallowed,
        reads: Vec::new(),
        duration_us: 0,
        error: None,
    };
    match outcome {
        Ok(verdict) => {
            evaluation.decision = verdict.decision();
            match verdict {
                Verdict::Passed => {}
                Verdict::Failed(values) => {
                    let engine = || fresh(&subject.unit.engine);
                    evaluation.messages =
                        subject.messages(&values, &origins, inputs, limits, engine);
                }
                Verdict::Errored(message) => {
                    evaluation.error = Some(ErrorDetail {
                        message,
                        ..subject.place()
                    });
                }
            }
        }
        Err(error) => evaluation.error = Some(error),
    }
    if evaluation.decision != Decision::Passed {
        let paths = subject.asked.needs.paths("input", MAX_PATHS);
        evaluation.reads = paths
            .into_iter()
            .map(|path| shortened(path, MAX_PATH))
            .collect();
    }
    builtins::take_swallowed();
    builtins::origins::take();
    evaluation.duration_us = u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX);
    evaluation
}

/// A copy of a prepared engine with its input and its time.
pub(crate) fn prepared(engine: &Engine, input: &Value, timer: Duration) -> Engine {
    let mut engine = engine.clone();
    prepare(&mut engine, input, timer);
    engine
}

/// Gives an engine the input and the time of its next evaluation.
pub(crate) fn prepare(engine: &mut Engine, input: &Value, timer: Duration) {
    engine.set_execution_timer_config(ExecutionTimerConfig {
        limit: timer,
        check_interval: CHECK_INTERVAL,
    });
    engine.set_input(input.clone());
}

/// What an error of the engine says, and where.
pub(crate) fn detail(
    error: &anyhow::Error,
    wordings: &Wordings,
    limits: &EvaluationLimits,
) -> ErrorDetail {
    let mut located = Located::parse(&error.to_string());
    if located.message.contains("execution exceeded time limit") {
        let timer = limits.timer.as_millis();
        located.message = match limits.check {
            Some(check) => format!(
                "the policy was stopped after {timer} ms, its share of the time limit (a check may \
                 take {} ms)",
                check.as_millis()
            ),
            None => format!("the policy ran longer than {timer} ms"),
        };
    }
    located.written(wordings).into_detail()
}

impl Subject<'_> {
    fn detail(&self, error: &anyhow::Error, limits: &EvaluationLimits) -> ErrorDetail {
        detail(error, &self.unit.wordings, limits)
    }

    /// Where the policy's rule stands, when it stands in one place.
    fn place(&self) -> ErrorDetail {
        match &self.asked.origins[..] {
            [origin] => ErrorDetail {
                message: String::new(),
                file: Some(origin.place.file.clone()),
                line: Some(origin.place.line),
                column: Some(origin.place.column),
            },
            _ => ErrorDetail {
                file: self.policy.file.clone(),
                ..ErrorDetail::default()
            },
        }
    }

    fn messages(
        &self,
        values: &[Value],
        origins: &BTreeMap<Value, Vec<u32>>,
        inputs: &Inputs,
        limits: &EvaluationLimits,
        engine: impl FnMut() -> Engine,
    ) -> Vec<Message> {
        let places = attribute(&self.asked.origins, origins, values, self.shape, engine);
        let addresses = inputs.plan().addresses();
        let mut left = limits.output_bytes;
        let mut messages = Vec::new();
        for (value, place) in values.iter().zip(places) {
            let text = text(value);
            if text.len() > left && !messages.is_empty() {
                let more = values.len() - messages.len();
                messages.push(Message {
                    text: format!("… and {more} more messages"),
                    ..Message::default()
                });
                break;
            }
            let text = shortened(text, left);
            left = left.saturating_sub(text.len());
            let (file, line) = place.map(|place| (place.file, place.line)).unzip();
            messages.push(Message {
                resource: address::find(addresses, &text).map(str::to_owned),
                text,
                file: file.or_else(|| self.policy.file.clone()),
                line,
            });
        }
        messages
    }
}

/// At most `limit` bytes, and a sign where something is missing.
fn shortened(text: String, limit: usize) -> String {
    if text.len() <= limit {
        return text;
    }
    let end = (0..=limit)
        .rev()
        .find(|end| text.is_char_boundary(*end))
        .unwrap_or(0);
    format!("{}…", &text[..end])
}

/// Prints up to a limit.
pub(crate) fn bounded_prints(
    prints: Vec<String>,
    wordings: &Wordings,
    limit: usize,
) -> Vec<String> {
    let mut left = limit;
    let mut kept = Vec::new();
    let count = prints.len();
    for print in prints {
        let print = written_print(print, wordings);
        if print.len() > left {
            let more = count - kept.len();
            kept.push(format!("… and {more} more prints"));
            break;
        }
        left -= print.len();
        kept.push(print);
    }
    kept
}

/// A print with the place where it was written, instead of where the engine read it.
fn written_print(print: String, wordings: &Wordings) -> String {
    let place = |(name, wording): (&String, &Arc<Wording>)| {
        let behind = print.strip_prefix(name.as_str())?.strip_prefix(':')?;
        let (line, said) = behind.split_once(": ")?;
        let place = wording.line(line.parse().ok()?)?;
        Some(format!("{}:{}: {said}", place.file, place.line))
    };
    wordings.iter().find_map(place).unwrap_or(print)
}
