//! The policies that look at how much: instance types, cost, blast radius.

use std::collections::BTreeMap;

use super::of_type;
use super::plan::{Change, Prices};

const ALLOWED: [&str; 7] = [
    "t3.micro",
    "t3.small",
    "t3.medium",
    "m6i.large",
    "m6i.xlarge",
    "c6i.large",
    "r6i.large",
];

pub(super) fn instance_types(changes: &[Change<'_>]) -> Vec<String> {
    of_type(changes, "aws_instance")
        .filter(|change| change.has("create") || change.has("update"))
        .filter_map(|change| {
            let kind = change.values.after.as_ref()?.instance_type.as_ref()?;
            (!ALLOWED.contains(&&**kind)).then(|| {
                format!(
                    "{}: instance type {:?} is not on the allow-list",
                    change.address, &**kind
                )
            })
        })
        .collect()
}

pub(super) fn cost_limit(changes: &[Change<'_>], prices: &Prices) -> Vec<String> {
    const LIMIT: f64 = 5_000.0;
    let monthly = |change: &Change<'_>| {
        let after = change.values.after.as_ref()?;
        match &*change.kind {
            "aws_instance" => prices
                .instance
                .get(after.instance_type.as_deref()?)
                .copied(),
            "aws_db_instance" => prices.db.get(after.instance_class.as_deref()?).copied(),
            "aws_ebs_volume" => Some(f64::from(after.size?) * prices.ebs_gb),
            _ => None,
        }
    };
    let created = changes.iter().filter(|change| change.has("create"));
    let costs: Vec<_> = created.filter_map(monthly).collect();
    let total: f64 = costs.iter().sum();
    if total <= LIMIT {
        return Vec::new();
    }
    vec![format!(
        "monthly cost {:.0} over limit {LIMIT:.0} ({} priced resources)",
        total.round(),
        costs.len()
    )]
}

pub(super) fn blast_radius(changes: &[Change<'_>]) -> Vec<String> {
    let mut denied = Vec::new();
    let mut score = 0;
    let mut deletions = BTreeMap::new();
    for change in changes {
        for action in &change.values.actions {
            score += match &**action {
                "delete" => 10,
                "create" => 1,
                "update" => 2,
                _ => 0,
            };
        }
        if !change.has("delete") {
            continue;
        }
        *deletions.entry(&*change.kind).or_insert(0) += 1;
        if matches!(&*change.kind, "aws_db_instance" | "aws_kms_key") {
            let address = &change.address;
            denied.push(format!("{address}: protected resource would be destroyed"));
        }
    }
    if score > 500 {
        denied.push(format!("blast radius {score} over 500"));
    }
    let many = deletions.iter().filter(|(_, count)| **count > 5);
    denied.extend(many.map(|(kind, count)| format!("{count} deletions of {kind}")));
    denied
}
