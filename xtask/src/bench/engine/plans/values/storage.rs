//! What keeps data: volumes, buckets, keys.

use super::{BAD, REGIONS, bucket_name, kms_key, kms_key_or_none};
use crate::bench::engine::plans::json::{Json, list, object};
use crate::bench::engine::plans::random::Random;

pub(super) fn volume(random: &mut Random) -> Json {
    object! {
        "availability_zone": format!("{}b", random.choice(&REGIONS)),
        "encrypted": !random.chance(BAD),
        "iops": 3_000,
        "kms_key_id": kms_key(random),
        "size": random.choice(&[20, 100, 500, 1_000]),
        "type": "gp3",
        "throughput": 125,
        "snapshot_id": Json::Null,
        "multi_attach_enabled": false,
        "final_snapshot": false,
        "timeouts": Json::Null,
    }
}

pub(super) fn key(random: &mut Random) -> Json {
    object! {
        "description": "key",
        "enable_key_rotation": !random.chance(BAD),
        "is_enabled": true,
        "key_usage": "ENCRYPT_DECRYPT",
        "customer_master_key_spec": "SYMMETRIC_DEFAULT",
        "deletion_window_in_days": 30,
    }
}

pub(super) fn bucket(random: &mut Random, index: usize) -> Json {
    object! {
        "bucket": if random.chance(BAD) { format!("Bad_Bucket.{index}") } else { bucket_name(random) },
        "bucket_prefix": Json::Null,
        "force_destroy": false,
        "object_lock_enabled": false,
        "timeouts": Json::Null,
        "server_side_encryption_configuration": list![object! {
            "rule": list![object! {
                "apply_server_side_encryption_by_default": list![object! {
                    "kms_master_key_id": kms_key_or_none(random),
                    "sse_algorithm": "aws:kms",
                }],
                "bucket_key_enabled": true,
            }],
        }],
        "versioning": list![object! { "enabled": true, "mfa_delete": false }],
    }
}

pub(super) fn bucket_acl(random: &mut Random) -> Json {
    object! {
        "bucket": bucket_name(random),
        "acl": if random.chance(BAD) { random.choice(&["public-read", "public-read-write"]) } else { "private" },
        "expected_bucket_owner": Json::Null,
        "access_control_policy": list![],
    }
}

pub(super) fn bucket_block(random: &mut Random) -> Json {
    let open = random.chance(BAD);
    object! {
        "bucket": bucket_name(random),
        "block_public_acls": !open,
        "block_public_policy": true,
        "ignore_public_acls": !open,
        "restrict_public_buckets": true,
    }
}
