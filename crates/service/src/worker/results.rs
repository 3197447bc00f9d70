//! What an evaluation comes to: a result for each pinned policy, and what the verdict is bound to.

use domain::{Digest, ErrorDetail, Outcome, PolicyResult, Problem, Verdict, in_order};
use sandbox::SetEvaluation;
use store::queue::Claimed;

use crate::pinned::{PinnedPolicy, PinnedSet};
use crate::secret::sha256;

/// An evaluation that came to its end.
pub(super) struct Finished {
    pub(super) verdict: Verdict,
    pub(super) results: Vec<PolicyResult>,
    pub(super) engine: Option<String>,
    pub(super) sets: Vec<PinnedSet>,
    /// Why there is no answer, when the reason is no single policy's.
    pub(super) error: Option<String>,
}

impl Finished {
    /// Nothing could be evaluated, and never will be: errored, advisory policies or not.
    pub(super) fn broken(sets: Vec<PinnedSet>, why: String) -> Self {
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

/// Every pinned policy gets a result: one without an answer is errored, never left out.
pub(super) fn results_of(set: &PinnedSet, answer: &SetEvaluation) -> Vec<PolicyResult> {
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
                    result.reads.clone_from(&evaluation.reads);
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
pub(super) fn without_source() -> SetEvaluation {
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
        reads: Vec::new(),
        error: None,
    }
}

/// What the verdict is bound to: plan, bundles, engine, results (threats.md A06).
pub(super) fn bound_to(claimed: &Claimed, finished: &Finished) -> Digest {
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
