//! `scalr-policy.hcl`.

use domain::WrittenLevel;

use super::block::{Block, Written};
use super::{Listed, ManifestPolicy, QueryPath, Report, hcl};

const KEYS: [&str; 2] = ["enabled", "enforcement_level"];
const LEVELS: [WrittenLevel; 3] = [
    WrittenLevel::Advisory,
    WrittenLevel::SoftMandatory,
    WrittenLevel::HardMandatory,
];
/// Every policy's query.
const QUERY: &str = "data.terraform.deny";

/// Reads the manifest.
pub(super) fn read(text: &str, report: &mut Report<'_>) -> Vec<Listed> {
    let Some(document) = hcl::read(text, report) else {
        return Vec::new();
    };
    let mut version = None;
    for attribute in &document.attributes {
        if attribute.key == "version" {
            version = Some(attribute);
        } else {
            report.warn(
                attribute.at,
                format!("the unknown attribute `{}` is ignored", attribute.key),
            );
        }
    }
    match version {
        Some(attribute) if attribute.value == Written::Text("v1".to_owned()) => {}
        Some(attribute) => report.error(attribute.at, "the manifest's version is not \"v1\""),
        None => report.error((1, 1), "the manifest has no version: add version = \"v1\""),
    }
    document
        .blocks
        .iter()
        .filter_map(|block| listed(block, report))
        .collect()
}

fn listed(block: &Block, report: &mut Report<'_>) -> Option<Listed> {
    let name = &block.name;
    block.check_keys(&KEYS, report);
    let enabled = block.switch("enabled", report).unwrap_or(true);
    let level = block.level(&LEVELS, report).unwrap_or_else(|| {
        if !block.has("enforcement_level") {
            report.warn(
                block.at,
                format!("policy `{name}` has no level: it is advisory"),
            );
        }
        WrittenLevel::Advisory
    });
    let file = format!("{name}.rego");
    if !report.files.contains_key(&file) {
        report.error(
            block.at,
            format!("policy `{name}` has no file: add `{file}` beside the manifest"),
        );
    }
    let query = QueryPath::parse(QUERY).ok()?;
    Some(Listed {
        policy: ManifestPolicy {
            name: name.clone(),
            description: None,
            query: QUERY.to_owned(),
            level,
            enabled,
            file: Some(file),
        },
        query,
        at: block.at,
    })
}
