//! Who may reach what: security groups, policies, roles.

use super::{BAD, TEAMS};
use crate::bench::engine::plans::json::{Json, list, object};
use crate::bench::engine::plans::random::Random;

pub(super) fn security_group(random: &mut Random, index: usize) -> Json {
    let count = 1 + random.below(4) as usize;
    let ports = random.sample(&[443, 8_443, 5_432, 6_379, 9_090, 22], count);
    let mut ingress: Vec<Json> = ports
        .into_iter()
        .map(|port| {
            let block = format!("10.{}.0.0/16", random.below(255));
            rule(&block, "int", port, "tcp")
        })
        .collect();
    if random.chance(BAD) {
        ingress[0].insert("cidr_blocks", list!["0.0.0.0/0"]);
        ingress[0].insert("from_port", 22.into());
        ingress[0].insert("to_port", 22.into());
    }
    object! {
        "name": format!("sg-{}-{index}", random.choice(&TEAMS)),
        "description": "Managed by Terraform",
        "ingress": ingress,
        "egress": list![rule("0.0.0.0/0", "", 0, "-1")],
        "revoke_rules_on_delete": false,
        "vpc_id": format!("vpc-{}", random.hex(17)),
        "timeouts": Json::Null,
    }
}

fn rule(block: &str, description: &str, port: i32, protocol: &str) -> Json {
    object! {
        "cidr_blocks": list![block],
        "description": description,
        "from_port": port,
        "to_port": port,
        "ipv6_cidr_blocks": list![],
        "prefix_list_ids": list![],
        "protocol": protocol,
        "security_groups": list![],
        "self": false,
    }
}

pub(super) fn security_group_rule(random: &mut Random) -> Json {
    let (port, block) = if random.chance(BAD) {
        (3_389, "0.0.0.0/0")
    } else {
        (443, "10.0.0.0/8")
    };
    object! {
        "type": "ingress",
        "from_port": port,
        "to_port": port,
        "protocol": "tcp",
        "cidr_blocks": list![block],
        "ipv6_cidr_blocks": Json::Null,
        "prefix_list_ids": Json::Null,
        "security_group_id": format!("sg-{}", random.hex(17)),
        "self": false,
        "description": "rule",
        "timeouts": Json::Null,
    }
}

pub(super) fn policy(random: &mut Random, index: usize) -> Json {
    let count = 1 + random.below(3);
    let mut statements: Vec<_> = (0..count)
        .map(|number| {
            let (action, bucket) = (random.hex(3), random.hex(6));
            statement(
                number,
                &format!(r#"["s3:Get{action}", "s3:ListBucket"]"#),
                &format!("arn:aws:s3:::bucket-{bucket}/*"),
            )
        })
        .collect();
    if random.chance(BAD) {
        statements[0] = statement(0, r#""*""#, "*");
    }
    let statements = statements.join(", ");
    object! {
        "name": format!("policy-{}-{index}", random.choice(&TEAMS)),
        "description": "",
        "path": "/",
        "policy": format!(r#"{{"Version": "2012-10-17", "Statement": [{statements}]}}"#),
    }
}

fn statement(number: u32, action: &str, resource: &str) -> String {
    format!(
        r#"{{"Sid": "S{number}", "Effect": "Allow", "Action": {action}, "Resource": "{resource}"}}"#
    )
}

pub(super) fn role(random: &mut Random, index: usize) -> Json {
    object! {
        "name": format!("role-{}-{index}", random.choice(&TEAMS)),
        "assume_role_policy": r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}"#,
        "force_detach_policies": false,
        "max_session_duration": 3_600,
        "path": "/",
        "permissions_boundary": Json::Null,
    }
}
