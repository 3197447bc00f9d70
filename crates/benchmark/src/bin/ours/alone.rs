//! The engine alone, in this process.

use std::time::Duration;

use anyhow::{Result, anyhow, ensure};
use benchmark::{Denials, Source, Subject};
use engine::{EvaluationLimits, Inputs, Plan, PolicyEvaluation, Reads, SetOptions, pack};

use crate::run::run;

/// The engine, with what it compiled.
pub(crate) struct Alone {
    bundle: Vec<u8>,
    plan: Vec<u8>,
    set: Option<engine::LoadedSet>,
    found: Vec<PolicyEvaluation>,
}

impl Alone {
    pub(crate) fn new(source: Source) -> Self {
        Self {
            bundle: pack(source.files),
            plan: source.plan,
            set: None,
            found: Vec::new(),
        }
    }
}

impl Subject for Alone {
    fn forget(&mut self) {
        self.set = None;
    }

    fn evaluate(&mut self) -> Result<()> {
        let set = match &self.set {
            Some(set) => set,
            None => self.set.insert(
                engine::LoadedSet::load(&self.bundle, SetOptions::default())
                    .map_err(|problems| anyhow!("{problems:?}"))?,
            ),
        };
        let limits = EvaluationLimits {
            timer: Duration::from_mins(1),
            ..EvaluationLimits::default()
        };
        let mut reads = Reads::default();
        for policy in 0..set.policies().len() {
            set.add_reads(policy, &mut reads);
        }
        let inputs = Inputs::new(&Plan::parse_read(&self.plan, &reads)?, &run()?);
        self.found = (0..set.policies().len())
            .map(|policy| set.evaluate(policy, &inputs, &limits))
            .collect();
        for answer in &self.found {
            let error = &answer.error;
            ensure!(error.is_none(), "{}: {error:?}", answer.policy);
        }
        Ok(())
    }

    fn denials(&self) -> Denials {
        let found = self.found.iter();
        found
            .map(|answer| (answer.policy.clone(), texts(answer)))
            .collect()
    }
}

/// The messages of one policy, sorted.
pub(crate) fn texts(answer: &PolicyEvaluation) -> Vec<String> {
    let mut texts: Vec<_> = answer
        .messages
        .iter()
        .map(|message| message.text.clone())
        .collect();
    texts.sort();
    texts
}
