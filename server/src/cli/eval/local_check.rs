//! A check that no server knows: the native API's check, with null where a server would name things.

use domain::{
    CheckStatus, Counts, Digest, InvalidId, Level, Name, OrganizationSettings, Outcome,
    PolicyResult, PolicySetId, Problem, ProjectId, RunDocument, RunId, Stage, Timestamp, Verdict,
    WorkspaceId,
};
use sandbox::{ManifestPolicy, PolicyEvaluation, SetEvaluation};
use serde::Serialize;

use crate::api::v1::checks;

/// A check that no server knows.
#[derive(Debug, Serialize)]
pub(super) struct LocalCheck {
    id: Option<String>,
    run_id: Option<String>,
    stage: &'static str,
    status: &'static str,
    counts: checks::Counts,
    policy_total: Option<u32>,
    policy_done: u32,
    results: Vec<checks::PolicyResult>,
    overrides: Vec<checks::Override>,
    plan_digest: Option<String>,
    engine: Option<String>,
    error: Option<String>,
    /// What is wrong with the bundle.
    problems: Vec<Problem>,
    timestamps: Timestamps,
    url: Option<String>,
}

#[derive(Debug, Default, Serialize)]
#[expect(clippy::struct_field_names, reason = "the names of the wire")]
struct Timestamps {
    created_at: Option<Timestamp>,
    queued_at: Option<Timestamp>,
    started_at: Option<Timestamp>,
    finished_at: Option<Timestamp>,
}

impl LocalCheck {
    /// What `set` says. A bundle that did not load is errored.
    pub(super) fn new(name: &str, set: SetEvaluation, overridable: bool) -> Self {
        let mut results: Vec<PolicyResult> = set
            .policies
            .into_iter()
            .map(|(policy, evaluation)| result(name, policy, evaluation, overridable))
            .collect();
        let is_broken = set.problems.iter().any(Problem::is_error);
        let verdict = if is_broken {
            Verdict::Errored
        } else {
            Verdict::of(&results, &OrganizationSettings::default())
        };
        domain::in_order(&mut results);
        Self {
            id: None,
            run_id: None,
            stage: Stage::PostPlan.as_str(),
            status: status(verdict).as_str(),
            counts: Counts::of(results.iter().map(|result| result.result)).into(),
            policy_total: u32::try_from(results.len()).ok(),
            policy_done: u32::try_from(results.len()).unwrap_or(u32::MAX),
            results: results
                .into_iter()
                .map(checks::PolicyResult::from)
                .collect(),
            overrides: Vec::new(),
            plan_digest: None,
            engine: None,
            error: is_broken.then(|| "the policies cannot be loaded".to_owned()),
            problems: set.problems,
            timestamps: Timestamps::default(),
            url: None,
        }
    }

    /// Notes what was evaluated, by what, and when.
    pub(super) fn finish(&mut self, plan: Digest, engine: String, from: Timestamp, to: Timestamp) {
        self.plan_digest = Some(plan.to_string());
        self.engine = Some(engine);
        self.timestamps = Timestamps {
            created_at: Some(from),
            queued_at: Some(from),
            started_at: Some(from),
            finished_at: Some(to),
        };
    }

    /// What is wrong with the bundle.
    pub(super) fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

fn result(
    set: &str,
    policy: ManifestPolicy,
    evaluation: PolicyEvaluation,
    overridable: bool,
) -> PolicyResult {
    let level: Level = policy.level.resolve(overridable);
    PolicyResult {
        policy_set_id: nobody(PolicySetId::from_bare),
        policy_set: set.to_owned(),
        version_id: None,
        version: None,
        policy: policy.name,
        description: policy.description,
        query: policy.query,
        level,
        result: Outcome::of(level, evaluation.decision),
        duration_us: evaluation.duration_us,
        messages: evaluation.messages,
        prints: evaluation.prints,
        swallowed_errors: evaluation.swallowed_errors,
        reads: evaluation.reads,
        error: evaluation.error,
    }
}

const fn status(verdict: Verdict) -> CheckStatus {
    match verdict {
        Verdict::Passed => CheckStatus::Passed,
        Verdict::SoftFailed => CheckStatus::SoftFailed,
        Verdict::HardFailed => CheckStatus::HardFailed,
        Verdict::Errored => CheckStatus::Errored,
    }
}

/// What policies are told about a run that does not exist.
pub(super) fn run_document(now: Timestamp) -> RunDocument {
    RunDocument {
        id: nobody(RunId::from_bare),
        created_at: now,
        created_by: "local".to_owned(),
        created_by_email: None,
        created_by_userid: "local".to_owned(),
        message: None,
        source: "cli".to_owned(),
        commit: None,
        branch: None,
        is_destroy: false,
        is_dry: true,
        organization: local(),
        project_id: nobody(ProjectId::from_bare),
        project: domain::DEFAULT_PROJECT.to_owned(),
        workspace_id: nobody(WorkspaceId::from_bare),
        workspace: local(),
        workspace_created_at: now,
        workspace_description: None,
        auto_apply: false,
        working_directory: None,
        tags: Vec::new(),
    }
}

#[expect(clippy::expect_used, reason = "a constant that a test reads")]
fn nobody<T>(read: fn(&str) -> Result<T, InvalidId>) -> T {
    read("0000000000000000").expect("sixteen digits are an id")
}

#[expect(clippy::expect_used, reason = "a constant that a test reads")]
fn local() -> Name {
    "local".parse().expect("letters are a name")
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{Decision, WrittenLevel};

    fn evaluated(
        name: &str,
        level: WrittenLevel,
        decision: Decision,
    ) -> (ManifestPolicy, PolicyEvaluation) {
        let policy = ManifestPolicy {
            name: name.to_owned(),
            description: None,
            query: "data.x.deny".to_owned(),
            level,
            enabled: true,
            file: None,
        };
        let mut evaluation = PolicyEvaluation::errored(name, domain::ErrorDetail::default());
        evaluation.decision = decision;
        (policy, evaluation)
    }

    fn check(overridable: bool) -> LocalCheck {
        let set = SetEvaluation {
            policies: vec![
                evaluated("fine", WrittenLevel::Mandatory, Decision::Passed),
                evaluated("broken", WrittenLevel::Mandatory, Decision::Failed),
            ],
            problems: Vec::new(),
        };
        LocalCheck::new("set", set, overridable)
    }

    #[test]
    fn mandatory_is_hard_unless_the_set_is_overridable() {
        assert_eq!(check(false).status, "hard_failed");
        assert_eq!(check(true).status, "soft_failed");
    }

    #[test]
    fn failures_come_first() {
        let json = serde_json::to_value(check(false)).unwrap();
        assert_eq!(json["results"][0]["policy"], "broken");
        assert_eq!(json["id"], serde_json::Value::Null);
    }

    #[test]
    fn a_bundle_that_does_not_load_is_errored() {
        let set = SetEvaluation {
            policies: Vec::new(),
            problems: vec![Problem::bundle("no manifest")],
        };
        assert_eq!(LocalCheck::new("set", set, true).status, "errored");
    }

    #[test]
    fn the_run_that_does_not_exist_can_be_told() {
        let document = run_document(Timestamp::from_unix_micros(0).unwrap());
        assert_eq!(document.organization.as_str(), "local");
    }
}
