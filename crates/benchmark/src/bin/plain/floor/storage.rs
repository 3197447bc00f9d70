//! The policies that look at what holds data: public buckets, encryption.

use super::of_type;
use super::plan::{After, Change};

pub(super) fn s3_public(changes: &[Change<'_>]) -> Vec<String> {
    let mut denied = Vec::new();
    for change in of_type(changes, "aws_s3_bucket_acl") {
        let acl = after(change).and_then(|after| after.acl.as_deref());
        if let Some(acl @ ("public-read" | "public-read-write" | "authenticated-read")) = acl {
            denied.push(format!("{}: public ACL {acl}", change.address));
        }
    }
    for change in of_type(changes, "aws_s3_bucket_public_access_block") {
        let Some(after) = after(change) else { continue };
        for (flag, value) in [
            ("block_public_acls", after.block_public_acls),
            ("block_public_policy", after.block_public_policy),
            ("ignore_public_acls", after.ignore_public_acls),
            ("restrict_public_buckets", after.restrict_public_buckets),
        ] {
            if value == Some(false) {
                denied.push(format!("{}: {flag} must be true", change.address));
            }
        }
    }
    denied
}

pub(super) fn kms(changes: &[Change<'_>]) -> Vec<String> {
    let mut denied = Vec::new();
    for change in changes {
        let why = match (&*change.kind, after(change)) {
            ("aws_instance", Some(after)) => {
                has_open_root(after).then_some("root volume is not encrypted")
            }
            // What has no value is not encrypted either: `not` of what is undefined holds. But a
            // volume without a size is none.
            ("aws_ebs_volume", Some(after)) => (after.encrypted != Some(true)
                && after.size.is_some_and(|size| size > 0))
            .then_some("volume is not encrypted"),
            ("aws_db_instance", Some(after)) => {
                (after.storage_encrypted == Some(false)).then_some("storage is not encrypted")
            }
            ("aws_s3_bucket", Some(after)) => has_no_key(after).then_some("bucket has no KMS key"),
            ("aws_kms_key", Some(after)) => {
                (after.enable_key_rotation == Some(false)).then_some("key rotation is off")
            }
            _ => None,
        };
        denied.extend(why.map(|why| format!("{}: {why}", change.address)));
    }
    denied
}

fn after<'p>(change: &'p Change<'p>) -> Option<&'p After<'p>> {
    change.values.after.as_ref()
}

fn has_open_root(after: &After<'_>) -> bool {
    let mut devices = after.root_block_device.iter().flatten();
    devices.any(|device| !device.encrypted)
}

fn has_no_key(after: &After<'_>) -> bool {
    let configurations = after.server_side_encryption_configuration.iter().flatten();
    let rules = configurations.flat_map(|configuration| &configuration.rule);
    let mut defaults = rules.flat_map(|rule| &rule.apply_server_side_encryption_by_default);
    defaults.any(|key| key.kms_master_key_id.as_deref() == Some(""))
}
