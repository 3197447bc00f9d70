//! What the example sets say about single plans, real ones too: which resource is wrong, and why.

use std::collections::BTreeMap;

use domain::Decision;
use engine::inspect_plan;

use crate::example_files::{evaluations, example_plans, sets};
use crate::support::{real_plans, shared_plans};

/// A plan, a set, and every policy of it that fails, each with the resources that it names.
type Row<'a> = (&'a str, &'a str, &'a [(&'a str, &'a [&'a str])]);

/// What a message names that is about the plan as a whole.
const WHOLE_PLAN: &str = "this plan";

#[test]
fn no_plan_leaves_a_policy_without_an_answer() {
    let sets = sets();
    for (name, plan) in real_plans() {
        for (set, loaded) in &sets {
            for evaluation in evaluations(loaded, &plan) {
                let policy = &evaluation.policy;
                assert_ne!(
                    evaluation.decision,
                    Decision::Errored,
                    "{name} / {set} / {policy}: {:?}",
                    evaluation.error
                );
                assert_eq!(evaluation.swallowed_errors, 0, "{name} / {set} / {policy}");
            }
        }
    }
}

#[test]
fn every_message_names_a_resource_of_the_plan_or_the_plan() {
    let sets = sets();
    let mut plans = example_plans();
    plans.extend(shared_plans().unwrap_or_default());
    for (name, plan) in plans {
        let (_, changes) = inspect_plan(&plan).unwrap();
        for (set, loaded) in &sets {
            for evaluation in evaluations(loaded, &plan) {
                for message in &evaluation.messages {
                    let text = &message.text;
                    let begins_with_address = changes.iter().any(|change| {
                        text.strip_prefix(&change.address)
                            .is_some_and(|rest| rest.starts_with(": "))
                            && message.resource.as_ref() == Some(&change.address)
                    });
                    assert!(
                        begins_with_address || text.starts_with(WHOLE_PLAN),
                        "{name} / {set}: {message:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn what_is_wrong_in_an_example_plan_is_named() {
    check(
        example_plans(),
        &[
            (
                "payments-prod.json",
                "network-exposure",
                &[(
                    "no-open-admin-ports",
                    &[
                        "aws_security_group.bastion",
                        "aws_vpc_security_group_ingress_rule.debug_v6",
                    ],
                )],
            ),
            (
                "networking-prod.json",
                "tagging",
                &[
                    (
                        "required-tags",
                        &[
                            "aws_s3_bucket.flow_logs",
                            "module.peering.aws_vpc_peering_connection.eu",
                        ],
                    ),
                    (
                        "tag-spelling",
                        &["module.peering.aws_vpc_peering_connection.eu"],
                    ),
                ],
            ),
            (
                "search-prod.json",
                "scalr-style",
                &[
                    ("protect_data", &["module.nodes[\"c\"].aws_ebs_volume.data"]),
                    ("blast_radius", &[WHOLE_PLAN]),
                ],
            ),
            (
                "ml-train.json",
                "cost-and-size",
                &[
                    (
                        "instance-types",
                        &["aws_instance.evaluator", "aws_instance.trainer[0]"],
                    ),
                    ("volume-size", &["aws_ebs_volume.datasets"]),
                    (
                        "monthly-cost-notice",
                        &["aws_instance.evaluator", WHOLE_PLAN],
                    ),
                    ("monthly-cost-limit", &[WHOLE_PLAN]),
                ],
            ),
        ],
    );
}

/// All groups of `aws-security-group.json`.
const GROUPS: [&str; 5] = [
    "aws_security_group.invalid_allow_all",
    "aws_security_group.invalid_include_443",
    "aws_security_group.invalid_include_80",
    "aws_security_group.valid_exact_443",
    "aws_security_group.valid_exact_80",
];

/// All instances of `aws-ec2-types.json`, whose authors mind the nano only. The set knows no t2.
const INSTANCES: [&str; 7] = [
    "aws_instance.invalid",
    "aws_instance.valid_2xlarge",
    "aws_instance.valid_large",
    "aws_instance.valid_medium",
    "aws_instance.valid_micro",
    "aws_instance.valid_small",
    "aws_instance.valid_xlarge",
];

/// All buckets of `aws-s3-encryption.json`.
const BUCKETS: [&str; 3] = [
    "aws_s3_bucket.aes_encrypted",
    "aws_s3_bucket.kms_encrypted",
    "aws_s3_bucket.unencrypted",
];

/// Old plans, of Terraform 0.13 to 1.2 and versions 3 and 4 of the provider.
#[test]
fn what_is_wrong_in_a_real_plan_is_named() {
    let Some(plans) = shared_plans() else {
        return;
    };
    check(
        plans,
        &[
            // The others open ports around 80 and 443, of which none is sensitive.
            (
                "aws-security-group.json",
                "network-exposure",
                &[(
                    "no-open-admin-ports",
                    &["aws_security_group.invalid_allow_all"],
                )],
            ),
            // Named with underscores, tagged `null`.
            (
                "aws-security-group.json",
                "tagging",
                &[("required-tags", &GROUPS), ("resource-names", &GROUPS)],
            ),
            ("aws-security-group.json", "cost-and-size", &[]),
            // The bucket has `Environment = "Dev"` and nothing else that is required.
            (
                "aws-tags.json",
                "tagging",
                &[
                    (
                        "required-tags",
                        &[
                            "aws_s3_bucket.invalid",
                            "aws_vpc.invalid",
                            "aws_vpc.untagged",
                            "aws_vpc.valid",
                        ],
                    ),
                    ("environment-values", &["aws_s3_bucket.invalid"]),
                ],
            ),
            (
                "aws-tags.json",
                "network-exposure",
                &[("bucket-public-access-block", &["aws_s3_bucket.invalid"])],
            ),
            (
                "aws-s3-encryption.json",
                "network-exposure",
                &[("bucket-public-access-block", &BUCKETS)],
            ),
            // S3 encrypts by itself since 2023, so a bucket that does not say so is none to deny.
            ("aws-s3-encryption.json", "scalr-style", &[]),
            (
                "aws-ec2-types.json",
                "cost-and-size",
                &[
                    ("instance-types", &INSTANCES),
                    ("monthly-cost-notice", &INSTANCES),
                ],
            ),
            ("aws-ec2-types.json", "network-exposure", &[]),
            // Statements that deny, and buckets without any, are fine.
            (
                "aws-s3-bucket-policy.json",
                "network-exposure",
                &[
                    (
                        "no-public-buckets",
                        &[
                            "aws_s3_bucket.allowget-inline-policy",
                            "aws_s3_bucket.allowlist-inline-policy",
                            "aws_s3_bucket_policy.allowget-policy",
                            "aws_s3_bucket_policy.allowlist-policy",
                        ],
                    ),
                    (
                        "bucket-public-access-block",
                        &[
                            "aws_s3_bucket.allowget-external-policy",
                            "aws_s3_bucket.allowget-inline-policy",
                            "aws_s3_bucket.allowlist-external-policy",
                            "aws_s3_bucket.allowlist-inline-policy",
                            "aws_s3_bucket.denylist-external-policy",
                            "aws_s3_bucket.denylist-inline-policy",
                            "aws_s3_bucket.nopolicy-bucket",
                        ],
                    ),
                ],
            ),
            // One bucket of each action; that which stays is not judged.
            (
                "resource-changes.json",
                "scalr-style",
                &[("protect_data", &["aws_s3_bucket.delete_bucket"])],
            ),
        ],
    );
}

/// Compares each row with everything that the set denies in the plan.
fn check(plans: Vec<(String, Vec<u8>)>, rows: &[Row<'_>]) {
    let (sets, plans) = (sets(), BTreeMap::from_iter(plans));
    for (plan, set, expected) in rows {
        let denied: BTreeMap<_, _> = evaluations(&sets[*set], &plans[*plan])
            .into_iter()
            .filter(|evaluation| evaluation.decision != Decision::Passed)
            .map(|evaluation| {
                let mut named: Vec<_> = evaluation
                    .messages
                    .iter()
                    .map(|message| {
                        let text = message.text.as_str();
                        text.split_once(": ")
                            .map_or(WHOLE_PLAN, |(address, _)| address)
                            .to_owned()
                    })
                    .collect();
                named.sort();
                (evaluation.policy, named)
            })
            .collect();
        let expected: BTreeMap<_, Vec<_>> = expected
            .iter()
            .map(|(policy, named)| {
                let named = named.iter().map(|address| (*address).to_owned());
                ((*policy).to_owned(), named.collect())
            })
            .collect();
        assert_eq!(denied, expected, "{plan} / {set}");
    }
}
