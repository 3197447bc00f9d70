//! The sandbox, as the server uses it.

use anyhow::{Context as _, Result, ensure};
use benchmark::{Denials, Source, Subject, peak_of_children, peak_of_this};
use domain::Digest;
use sandbox::{
    Evaluation, EvaluationJob, JobSet, Party, PlanInput, Progress, Sandbox, SandboxConfig,
    SetOptions,
};
use sha2::{Digest as _, Sha256};
use tokio::runtime::Runtime;

use crate::CHILD;
use crate::run::run;

/// What `PORTCULLIS_EVAL_MEMORY_MB` is set to.
const MEMORY_MB: u64 = 1_024;

/// A sandbox with one check at a time.
pub(crate) struct Boxed {
    runtime: Runtime,
    sandbox: Option<Sandbox>,
    job: EvaluationJob,
    found: Option<Evaluation>,
}

impl Boxed {
    pub(crate) fn new(source: Source) -> Result<Self> {
        let bundle = sandbox::pack(source.files);
        Ok(Self {
            runtime: Runtime::new()?,
            sandbox: None,
            job: EvaluationJob {
                sets: vec![JobSet {
                    digest: Digest::from_bytes(Sha256::digest(&bundle).into()),
                    bundle: bundle.into(),
                    options: SetOptions::default(),
                    only_enabled: true,
                }],
                plan: PlanInput::Plan {
                    bytes: source.plan.into(),
                    run: Box::new(run()?),
                },
                party: Party::default(),
            },
            found: None,
        })
    }

    /// The handle to the sandbox, which is made with the first job.
    fn sandbox(&mut self) -> Result<Sandbox> {
        if let Some(sandbox) = &self.sandbox {
            return Ok(sandbox.clone());
        }
        let mut config = SandboxConfig::this_binary([CHILD.into()])?;
        config.memory_mb = MEMORY_MB;
        let runtime = self.runtime.enter();
        let sandbox = Sandbox::new(config);
        drop(runtime);
        Ok(self.sandbox.insert(sandbox).clone())
    }

    fn run(&mut self, look: impl Fn(Progress) + Send) -> Result<()> {
        let sandbox = self.sandbox()?;
        let job = self.job.clone();
        let evaluation = self.runtime.block_on(sandbox.evaluate(job, look))?;
        for set in &evaluation.sets {
            ensure!(set.problems.is_empty(), "{:?}", set.problems);
            for (policy, answer) in &set.policies {
                ensure!(
                    answer.error.is_none(),
                    "{}: {:?}",
                    policy.name,
                    answer.error
                );
            }
        }
        self.found = Some(evaluation);
        Ok(())
    }
}

impl Subject for Boxed {
    /// Its children end with it.
    fn forget(&mut self) {
        self.sandbox = None;
    }

    fn evaluate(&mut self) -> Result<()> {
        self.run(|_| {})
    }

    fn denials(&self) -> Denials {
        let sets = self.found.iter().flat_map(|found| &found.sets);
        sets.flat_map(|set| &set.policies)
            .map(|(policy, answer)| (policy.name.clone(), crate::alone::texts(answer)))
            .collect()
    }

    /// One more evaluation, which is watched: the child's peak is known for as long as it lives, and a
    /// large one does not outlive its job.
    fn peak(&mut self) -> Result<u64> {
        let seen = std::sync::Mutex::new(0);
        self.run(|_| {
            if let (Ok(peak), Ok(mut seen)) = (peak_of_children(), seen.lock()) {
                *seen = peak.max(*seen);
            }
        })?;
        let seen = seen.into_inner().ok().filter(|peak| *peak > 0);
        Ok(peak_of_this()? + seen.context("no child was seen at work")?)
    }
}
