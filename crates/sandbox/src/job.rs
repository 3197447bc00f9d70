//! What is asked of the sandbox, and its answers.

use bytes::Bytes;
use domain::{Digest, Problem, RunDocument};
use engine::{ManifestPolicy, PolicyEvaluation, SetOptions};
use serde::{Deserialize, Serialize};

use crate::Party;

/// One check: a plan and the policy sets that it is held against.
#[derive(Debug, Clone)]
pub struct EvaluationJob {
    /// What policies read.
    pub plan: PlanInput,
    /// The policy sets, in the order of the answer.
    pub sets: Vec<JobSet>,
    /// On whose behalf.
    pub party: Party,
}

/// What policies read.
#[derive(Debug, Clone)]
pub enum PlanInput {
    /// A plan, and the run that it belongs to.
    Plan {
        /// The plan's JSON, decompressed.
        bytes: Bytes,
        /// What policies are told about the run.
        run: Box<RunDocument>,
    },
    /// A whole input document, used as it is.
    Raw(Bytes),
}

/// One policy set of a check.
#[derive(Debug, Clone)]
pub struct JobSet {
    /// SHA-256 of `bundle`: children keep compiled sets by it.
    pub digest: Digest,
    /// The bundle.
    pub bundle: Bytes,
    /// How it is evaluated.
    pub options: SetOptions,
    /// Whether policies that the manifest switches off are left out.
    pub only_enabled: bool,
}

/// What became of a check.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {
    /// One for each set of the job, in its order.
    pub sets: Vec<SetEvaluation>,
    /// The engine and its version.
    pub engine: String,
}

/// What became of one policy set.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SetEvaluation {
    /// Its policies, in the manifest's order, with what each said.
    pub policies: Vec<(ManifestPolicy, PolicyEvaluation)>,
    /// Why the bundle did not load. When one is an error, the set is errored and `policies` is
    /// empty.
    pub problems: Vec<Problem>,
}

/// How far a check is, in policies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Policies that have an answer.
    pub done: u32,
    /// Policies in the check.
    pub total: u32,
}
