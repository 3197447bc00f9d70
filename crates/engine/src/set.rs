//! Policy sets, compiled once and evaluated often.

mod attribution;
mod lean;
mod load;
mod question;

use std::sync::Arc;

use domain::{ErrorDetail, InputShape, Problem};
use serde::{Deserialize, Serialize};

use crate::compile::Unit;
use crate::evaluation::evaluate;
use crate::machine::Machine;
use crate::reads::{Needs, Reads};
use crate::{Dialect, EvaluationLimits, Inputs, ManifestPolicy, PolicyEvaluation};

pub(crate) use attribution::{Origin, attribute};
pub(crate) use load::{Aim, Loading, glance, load};
pub(crate) use question::Question;

/// What becomes of policies that call built-ins which reach the network. Nothing reaches it either way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Network {
    /// They are refused: a policy in force must not depend on what it cannot reach.
    #[default]
    Refused,
    /// They load, as tests replace such built-ins; one that is reached all the same is an error.
    Unreachable,
}

/// How a set is evaluated.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SetOptions {
    /// Whether a built-in error is the policy's error instead of undefined.
    pub strict: bool,
    /// The dialect that its author declared; without one each source says itself which it is.
    #[serde(default)]
    pub dialect: Option<Dialect>,
    /// What becomes of calls that reach the network.
    #[serde(default)]
    pub network: Network,
}

/// A compiled bundle. Cloning is cheap.
#[derive(Debug, Clone)]
pub struct LoadedSet {
    contents: Arc<Contents>,
}

#[derive(Debug)]
struct Contents {
    shape: InputShape,
    policies: Vec<ManifestPolicy>,
    /// What is asked for each policy, in the same order.
    asked: Vec<Asked>,
    units: Vec<Unit>,
}

/// What is asked for one policy.
#[derive(Debug)]
pub(crate) struct Asked {
    /// Which unit answers.
    pub(crate) unit: usize,
    pub(crate) question: Question,
    /// What answers it sooner than the engine, where there is something.
    pub(crate) machine: Option<Machine>,
    /// What of its input is read for that.
    pub(crate) needs: Needs,
    /// The definitions that may have made a message.
    pub(crate) origins: Vec<Origin>,
}

impl LoadedSet {
    /// Reads and compiles a bundle.
    ///
    /// # Errors
    /// Every problem of it, warnings too, when one of them is an error.
    pub fn load(bundle: &[u8], options: SetOptions) -> Result<Self, Vec<Problem>> {
        let bundle = crate::read_bundle(bundle)?;
        let loading = load(&bundle.files, options, Aim::Evaluation);
        match loading.set {
            Some(set) if !loading.problems.iter().any(Problem::is_error) => Ok(set),
            _ => Err(loading.problems),
        }
    }

    /// Its policies, in the manifest's order, disabled ones too.
    pub fn policies(&self) -> &[ManifestPolicy] {
        &self.contents.policies
    }

    /// The names of its policies that our own evaluator answers for.
    #[cfg(test)]
    pub(crate) fn answered_here(&self) -> Vec<&str> {
        let policies = self.contents.policies.iter().zip(&self.contents.asked);
        policies
            .filter(|(_, asked)| asked.machine.is_some())
            .map(|(policy, _)| policy.name.as_str())
            .collect()
    }

    /// Which input its policies read.
    pub fn shape(&self) -> InputShape {
        self.contents.shape
    }

    /// Adds what the policy at `policy` in [`Self::policies`] reads of its input.
    pub fn add_reads(&self, policy: usize, reads: &mut Reads) {
        if let Some(asked) = self.contents.asked.get(policy) {
            reads.add(self.contents.shape, &asked.needs);
        }
    }

    /// Evaluates the policy at `policy` in [`Self::policies`]; errored when there is none.
    ///
    /// Takes a copy of the prepared engine, which shares everything that was compiled.
    pub fn evaluate(
        &self,
        policy: usize,
        inputs: &Inputs,
        limits: &EvaluationLimits,
    ) -> PolicyEvaluation {
        let contents = &self.contents;
        let (Some(listed), Some(asked)) =
            (contents.policies.get(policy), contents.asked.get(policy))
        else {
            let message = format!("the set has no policy number {policy}");
            return PolicyEvaluation::errored(
                "",
                ErrorDetail {
                    message,
                    ..ErrorDetail::default()
                },
            );
        };
        let Some(unit) = contents.units.get(asked.unit) else {
            let message = format!("policy `{}` was not compiled", listed.name);
            return PolicyEvaluation::errored(
                listed.name.clone(),
                ErrorDetail {
                    message,
                    ..ErrorDetail::default()
                },
            );
        };
        let subject = crate::evaluation::Subject {
            policy: listed,
            shape: contents.shape,
            unit,
            asked,
        };
        evaluate(&subject, inputs, limits)
    }
}
