//! The policies that look at who may reach what: security groups, statements.

use serde::Deserialize;

use super::of_type;
use super::plan::Change;
use super::text::Text;

pub(super) fn sg_ingress(changes: &[Change<'_>]) -> Vec<String> {
    let mut denied = Vec::new();
    for change in of_type(changes, "aws_security_group") {
        let after = change.values.after.as_ref();
        let rules = after.and_then(|after| after.ingress.as_ref());
        for (index, rule) in rules.into_iter().flatten().enumerate() {
            if is_open(&rule.cidr_blocks) && hits(rule.from_port, rule.to_port) {
                denied.push(format!(
                    "{}: ingress[{index}] open to the world on {}-{}",
                    change.address, rule.from_port, rule.to_port
                ));
            }
        }
    }
    for change in of_type(changes, "aws_security_group_rule") {
        let Some(after) = &change.values.after else {
            continue;
        };
        let ports = after.from_port.zip(after.to_port);
        if after.kind.as_deref() == Some("ingress")
            && after.cidr_blocks.as_deref().is_some_and(is_open)
            && ports.is_some_and(|(from, to)| hits(from, to))
        {
            denied.push(format!("{}: rule open to the world", change.address));
        }
    }
    denied
}

fn is_open(blocks: &[Text<'_>]) -> bool {
    blocks
        .iter()
        .any(|block| matches!(&**block, "0.0.0.0/0" | "::/0"))
}

fn hits(from: u32, to: u32) -> bool {
    [22, 3_389, 5_432, 6_379]
        .iter()
        .any(|port| (from..=to).contains(port))
}

#[derive(Deserialize)]
struct Document<'p> {
    #[serde(borrow, rename = "Statement")]
    statements: Vec<Statement<'p>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Statement<'p> {
    #[serde(borrow)]
    sid: Option<Text<'p>>,
    #[serde(borrow)]
    effect: Text<'p>,
    #[serde(borrow)]
    action: OneOrMany<'p>,
    #[serde(borrow)]
    resource: OneOrMany<'p>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany<'p> {
    #[serde(borrow)]
    One(Text<'p>),
    #[serde(borrow)]
    Many(Vec<Text<'p>>),
}

impl OneOrMany<'_> {
    fn has_star(&self) -> bool {
        match self {
            Self::One(text) => &**text == "*",
            Self::Many(texts) => texts.iter().any(|text| &**text == "*"),
        }
    }
}

pub(super) fn iam_wildcard(changes: &[Change<'_>]) -> Vec<String> {
    let mut denied = Vec::new();
    for change in of_type(changes, "aws_iam_policy") {
        let after = change.values.after.as_ref();
        let Some(text) = after.and_then(|after| after.policy.as_deref()) else {
            continue;
        };
        // As in Rego, a text that is no document denies nothing.
        let Ok(document) = serde_json::from_str::<Document<'_>>(text) else {
            continue;
        };
        for statement in &document.statements {
            if &*statement.effect == "Allow"
                && statement.action.has_star()
                && statement.resource.has_star()
            {
                denied.push(format!(
                    "{}: statement {} allows * on *",
                    change.address,
                    statement.sid.as_deref().unwrap_or("?")
                ));
            }
        }
    }
    denied
}
