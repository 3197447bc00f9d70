//! What runs: instances, databases, functions.

use super::{BAD, REGIONS, TEAMS, kms_key, kms_key_or_none};
use crate::bench::engine::plans::json::{Json, list, object};
use crate::bench::engine::plans::random::Random;

const ALLOWED: [&str; 7] = [
    "t3.micro",
    "t3.small",
    "t3.medium",
    "m6i.large",
    "m6i.xlarge",
    "c6i.large",
    "r6i.large",
];
const OTHERS: [&str; 3] = ["p4d.24xlarge", "x2iedn.32xlarge", "t2.nano"];
const CLASSES: [&str; 3] = ["db.t3.medium", "db.r6g.large", "db.m6g.large"];

pub(super) fn instance(random: &mut Random, index: usize) -> Json {
    object! {
        "ami": format!("ami-{}", random.hex(17)),
        "instance_type": if random.chance(BAD) { random.choice(&OTHERS) } else { random.choice(&ALLOWED) },
        "availability_zone": format!("{}a", random.choice(&REGIONS)),
        "ebs_optimized": true,
        "monitoring": random.chance(0.5),
        "subnet_id": format!("subnet-{}", random.hex(17)),
        "vpc_security_group_ids": list![format!("sg-{}", random.hex(17)), format!("sg-{}", random.hex(17))],
        "key_name": "deploy",
        "iam_instance_profile": format!("profile-{}", index % 50),
        "user_data_base64": Json::Null,
        "user_data_replace_on_change": false,
        "source_dest_check": true,
        "tenancy": "default",
        "root_block_device": list![object! {
            "delete_on_termination": true,
            "encrypted": !random.chance(BAD),
            "iops": 3_000,
            "kms_key_id": kms_key(random),
            "throughput": 125,
            "volume_size": random.choice(&[20, 50, 100]),
            "volume_type": "gp3",
            "tags": Json::Null,
        }],
        "ebs_block_device": list![],
        "metadata_options": list![object! {
            "http_endpoint": "enabled",
            "http_tokens": if random.chance(BAD) { "optional" } else { "required" },
            "http_put_response_hop_limit": 2,
            "instance_metadata_tags": "disabled",
        }],
        "credit_specification": list![],
        "launch_template": list![],
        "timeouts": Json::Null,
        "volume_tags": Json::Null,
        "hibernation": Json::Null,
        "get_password_data": false,
    }
}

pub(super) fn database(random: &mut Random, index: usize) -> Json {
    object! {
        "identifier": format!("db-{}-{index}", random.choice(&TEAMS)),
        "engine": "postgres",
        "engine_version": "16.3",
        "instance_class": random.choice(&CLASSES),
        "allocated_storage": random.choice(&[20, 100, 500]),
        "storage_encrypted": !random.chance(BAD),
        "kms_key_id": kms_key(random),
        "publicly_accessible": random.chance(BAD),
        "multi_az": random.chance(0.5),
        "backup_retention_period": 7,
        "deletion_protection": true,
        "skip_final_snapshot": false,
        "username": "app",
        "password": "(sensitive)",
        "vpc_security_group_ids": list![format!("sg-{}", random.hex(17))],
        "timeouts": Json::Null,
    }
}

pub(super) fn function(random: &mut Random, index: usize) -> Json {
    object! {
        "function_name": format!("fn-{}-{index}", random.choice(&TEAMS)),
        "handler": "main.handler",
        "runtime": "python3.12",
        "memory_size": random.choice(&[128, 512, 1_024]),
        "timeout": 30,
        "architectures": list!["x86_64"],
        "kms_key_arn": kms_key_or_none(random),
        "environment": list![object! { "variables": object! { "LOG": "info" } }],
        "tracing_config": list![object! { "mode": "Active" }],
    }
}
