//! The policies that look at texts: names and tags.

use anyhow::Result;
use regex::Regex;

use super::plan::{After, Change};

pub(super) fn required_tags(changes: &[Change<'_>]) -> Vec<String> {
    // In the order of the message.
    const REQUIRED: [&str; 4] = ["CostCenter", "Environment", "Name", "Owner"];
    let mut denied = Vec::new();
    for change in changes.iter().filter(|change| &*change.mode == "managed") {
        let after = change.values.after.as_ref();
        let Some(tags) = after.and_then(|after| after.tags.as_ref()) else {
            continue;
        };
        let is_missing = |tag: &&str| {
            tags.get(*tag)
                .is_none_or(|value| value.as_deref() == Some(""))
        };
        let missing: Vec<_> = REQUIRED.into_iter().filter(is_missing).collect();
        if !missing.is_empty() {
            let missing = missing.join(",");
            denied.push(format!("{}: missing tags {missing}", change.address));
        }
    }
    denied
}

/// The patterns of names.
pub(super) struct Naming {
    resource: Regex,
    by_type: Vec<(&'static str, Regex)>,
}

impl Naming {
    pub(super) fn new() -> Result<Self> {
        let by_type = [
            ("aws_s3_bucket", "^[a-z]+-(prod|staging|dev)-[0-9a-f]{6}$"),
            ("aws_security_group", "^sg-[a-z]+-[0-9]+$"),
            ("aws_iam_policy", "^policy-[a-z]+-[0-9]+$"),
            ("aws_db_instance", "^db-[a-z]+-[0-9]+$"),
        ];
        Ok(Self {
            resource: Regex::new("^[a-z][a-z0-9_]*$")?,
            by_type: by_type
                .into_iter()
                .map(|(kind, pattern)| Ok((kind, Regex::new(pattern)?)))
                .collect::<Result<_>>()?,
        })
    }

    pub(super) fn denied(&self, changes: &[Change<'_>]) -> Vec<String> {
        let mut denied = Vec::new();
        for change in changes {
            let (address, name) = (&change.address, &*change.name);
            if !self.resource.is_match(name) {
                denied.push(format!(
                    "{address}: resource name {name:?} must be snake_case"
                ));
            }
            let pattern = self.by_type.iter().find(|(kind, _)| &*change.kind == *kind);
            let after = change.values.after.as_ref();
            let named = after.and_then(|after| attribute(after, &change.kind));
            if let (Some((_, pattern)), Some(named)) = (pattern, named)
                && !pattern.is_match(named)
            {
                let pattern = pattern.as_str();
                denied.push(format!("{address}: {named:?} does not match {pattern}"));
            }
        }
        denied
    }
}

fn attribute<'a>(after: &'a After<'_>, kind: &str) -> Option<&'a str> {
    match kind {
        "aws_s3_bucket" => after.bucket.as_deref(),
        "aws_security_group" | "aws_iam_policy" => after.name.as_deref(),
        "aws_db_instance" => after.identifier.as_deref(),
        _ => None,
    }
}
