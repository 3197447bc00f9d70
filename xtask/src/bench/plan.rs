//! Plans of any size, every one another document: distinct digests, the same work.

use serde_json::{Value, json};

/// A plan with `resources` AWS resources; `serial` makes it distinct.
pub(super) fn text(resources: u32, serial: u32) -> String {
    let changes: Vec<Value> = (0..resources).map(|index| change(index, serial)).collect();
    json!({
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "variables": {"serial": {"value": serial.to_string()}},
        "planned_values": {"root_module": {}},
        "resource_changes": changes,
        "configuration": {"provider_config": {"aws": {"name": "aws"}}, "root_module": {}},
    })
    .to_string()
}

fn change(index: u32, serial: u32) -> Value {
    let (kind, mut after) = match index % 5 {
        0 => (
            "aws_instance",
            json!({"instance_type": "m6i.large", "root_block_device": [{"encrypted": true, "volume_size": 20, "volume_type": "gp3"}]}),
        ),
        1 => (
            "aws_s3_bucket",
            json!({"bucket": format!("bench-{serial}-{index}"), "force_destroy": false}),
        ),
        2 => (
            "aws_security_group",
            json!({"name": format!("bench-{index}"), "ingress": [{"from_port": 443, "to_port": 443, "protocol": "tcp", "cidr_blocks": ["10.0.0.0/8"]}]}),
        ),
        3 => (
            "aws_ebs_volume",
            json!({"size": 40, "type": "gp3", "encrypted": true}),
        ),
        _ => (
            "aws_lambda_function",
            json!({"function_name": format!("bench-{index}"), "memory_size": 256}),
        ),
    };
    let tags = json!({"Owner": "platform@acme.example", "CostCenter": "CC-4107", "Environment": "prod", "Name": format!("bench-{index}")});
    if let Some(after) = after.as_object_mut() {
        after.insert("tags".to_owned(), tags.clone());
        after.insert("tags_all".to_owned(), tags);
    }
    json!({
        "address": format!("{kind}.bench[{index}]"),
        "mode": "managed",
        "type": kind,
        "name": "bench",
        "index": index,
        "provider_name": "registry.terraform.io/hashicorp/aws",
        "change": {"actions": ["create"], "before": null, "after": after, "after_unknown": {"id": true, "arn": true}},
    })
}
