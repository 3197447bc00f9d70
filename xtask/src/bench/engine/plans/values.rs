//! What the resources are made of. The order in which choices are made is the order of the members.

mod access;
mod machines;
mod storage;

use super::json::{Json, object};
use super::random::Random;

/// How often something is as a policy denies it.
pub(super) const BAD: f64 = 0.02;

const TEAMS: [&str; 6] = ["platform", "payments", "search", "data", "web", "ml"];
const ENVIRONMENTS: [&str; 3] = ["prod", "staging", "dev"];
const REGIONS: [&str; 3] = ["us-east-1", "eu-west-1", "us-west-2"];

/// The values of a resource of this type.
pub(super) fn of(random: &mut Random, kind: &str, index: usize) -> Json {
    // Chosen for the types without tags, too.
    let tags = tags(random, index);
    let with = |mut values: Json| {
        values.insert("tags", tags.clone());
        values.insert("tags_all", tags.clone());
        values
    };
    match kind {
        "aws_instance" => with(machines::instance(random, index)),
        "aws_db_instance" => with(machines::database(random, index)),
        "aws_lambda_function" => with(machines::function(random, index)),
        "aws_ebs_volume" => with(storage::volume(random)),
        "aws_kms_key" => with(storage::key(random)),
        "aws_s3_bucket" => with(storage::bucket(random, index)),
        "aws_s3_bucket_acl" => storage::bucket_acl(random),
        "aws_s3_bucket_public_access_block" => storage::bucket_block(random),
        "aws_security_group" => with(access::security_group(random, index)),
        "aws_security_group_rule" => access::security_group_rule(random),
        "aws_iam_policy" => with(access::policy(random, index)),
        _ => with(access::role(random, index)),
    }
}

fn tags(random: &mut Random, index: usize) -> Json {
    let incomplete = random.chance(BAD);
    let mut tags = object! {
        "Name": format!("app-{index}"),
        "Environment": random.choice(&ENVIRONMENTS),
        "Owner": format!("{}@example.com", random.choice(&TEAMS)),
        "CostCenter": format!("cc-{}", 1_000 + random.below(8_999)),
        "Project": "orion",
        "ManagedBy": "terraform",
    };
    if incomplete {
        tags.remove(random.choice(&["Owner", "CostCenter", "Environment"]));
    }
    tags
}

fn bucket_name(random: &mut Random) -> String {
    let team = random.choice(&TEAMS);
    let environment = random.choice(&ENVIRONMENTS);
    format!("{team}-{environment}-{}", random.hex(6))
}

fn kms_key(random: &mut Random) -> String {
    format!("arn:aws:kms:us-east-1:123456789012:key/{}", random.hex(8))
}

/// A key, or the lack of one.
fn kms_key_or_none(random: &mut Random) -> String {
    if random.chance(BAD) {
        String::new()
    } else {
        kms_key(random)
    }
}
