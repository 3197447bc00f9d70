//! Values for the tests of this crate.

use domain::{
    Check, CheckId, CheckStatus, Counts, Level, Message, Outcome, Override, OverrideId,
    PlanSummary, PolicyResult, PolicySetId, Run, RunId, RunStatus, Stage, Timestamp, UserId,
    WorkspaceId,
};

/// The moment at which all samples are looked at.
pub(crate) fn now() -> Timestamp {
    "2026-03-10T12:05:11Z".parse().unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A check with two results, in this status.
pub(crate) fn check(status: CheckStatus) -> Check {
    let settled = status.is_settled();
    let results = if settled {
        vec![
            result("require-tags", Outcome::SoftFailed),
            result("kms-rotation", Outcome::Passed),
        ]
    } else {
        Vec::new()
    };
    Check {
        id: CheckId::from_bare("00000000000000c1").unwrap(),
        organization: "acme".parse().unwrap(),
        workspace_id: WorkspaceId::from_bare("00000000000000a1").unwrap(),
        workspace: "networking-prod".parse().unwrap(),
        run_id: RunId::from_bare("00000000000000r1").unwrap(),
        stage: Stage::PostPlan,
        status,
        revision: 3,
        attempt: 1,
        counts: Counts::of(results.iter().map(|one| one.result)),
        policy_total: Some(2),
        policy_done: 0,
        results,
        overrides: if status == CheckStatus::Overridden {
            vec![override_by("Alice")]
        } else {
            Vec::new()
        },
        plan_digest: None,
        engine: Some("regorus 0.14.1".to_owned()),
        error: None,
        created_at: at("2026-03-10T12:02:11Z"),
        queued_at: Some(at("2026-03-10T12:02:11Z")),
        started_at: Some(at("2026-03-10T12:02:11Z")),
        finished_at: settled.then(|| at("2026-03-10T12:02:11.320Z")),
    }
}

/// A run whose one check is in this status.
pub(crate) fn run(status: CheckStatus) -> Run {
    let check = check(status);
    Run {
        id: check.run_id,
        organization: check.organization.clone(),
        workspace_id: check.workspace_id,
        workspace: check.workspace.clone(),
        status: match status {
            CheckStatus::Passed | CheckStatus::Overridden => RunStatus::Checked,
            CheckStatus::SoftFailed => RunStatus::NeedsDecision,
            CheckStatus::HardFailed | CheckStatus::Errored | CheckStatus::Unreachable => {
                RunStatus::Errored
            }
            CheckStatus::Canceled => RunStatus::Canceled,
            CheckStatus::Pending | CheckStatus::Queued | CheckStatus::Running => {
                RunStatus::Checking
            }
        },
        message: Some("Add peering to eu-west".to_owned()),
        source: "cli".to_owned(),
        commit: Some("9f3c1ab5d0e4".to_owned()),
        branch: Some("main".to_owned()),
        is_dry: false,
        created_by_id: UserId::from_bare("00000000000000b1").unwrap(),
        created_by: "ci-bot".to_owned(),
        plan_digest: None,
        plan: Some(PlanSummary {
            add: 12,
            change: 3,
            destroy: 1,
            resources: 40,
            ..PlanSummary::default()
        }),
        created_at: check.created_at,
        updated_at: check.created_at,
        checks: vec![check],
    }
}

/// A policy's result.
pub(crate) fn result(policy: &str, outcome: Outcome) -> PolicyResult {
    let level = match outcome {
        Outcome::AdvisoryFailed => Level::Advisory,
        Outcome::SoftFailed => Level::SoftMandatory,
        _ => Level::HardMandatory,
    };
    PolicyResult {
        policy_set_id: PolicySetId::from_bare("00000000000000s1").unwrap(),
        policy_set: "baseline".to_owned(),
        version_id: None,
        version: Some(12),
        policy: policy.to_owned(),
        description: None,
        query: "data.terraform.deny".to_owned(),
        level,
        result: outcome,
        duration_us: 41_000,
        messages: if outcome == Outcome::Passed {
            Vec::new()
        } else {
            vec![Message {
                text: "Missing tags: Owner".to_owned(),
                resource: Some("aws_s3_bucket.logs".to_owned()),
                file: Some("policies/require_tags.rego".to_owned()),
                line: Some(18),
            }]
        },
        prints: Vec::new(),
        swallowed_errors: 0,
        reads: Vec::new(),
        error: None,
    }
}

/// An override by that person.
pub(crate) fn override_by(name: &str) -> Override {
    Override {
        id: OverrideId::from_bare("00000000000000v1").unwrap(),
        user_id: UserId::from_bare("00000000000000b2").unwrap(),
        by: name.to_owned(),
        at: at("2026-03-10T12:04:11Z"),
        reason: Some("Migration window is tonight; tags follow in OPS-12.".to_owned()),
        via: "ui".to_owned(),
        policies: vec!["baseline/require-tags".to_owned()],
    }
}
