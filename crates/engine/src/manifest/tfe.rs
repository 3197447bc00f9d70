//! `policies.hcl` and `policies.json`.

use domain::WrittenLevel;

use super::block::Block;
use super::{Listed, ManifestPolicy, QueryPath, Report, hcl, json};

const KEYS: [&str; 3] = ["query", "enforcement_level", "description"];

/// Reads `policies.hcl`.
pub(super) fn read_hcl(text: &str, report: &mut Report<'_>) -> Vec<Listed> {
    let Some(document) = hcl::read(text, report) else {
        return Vec::new();
    };
    for attribute in &document.attributes {
        report.warn(
            attribute.at,
            format!("the unknown attribute `{}` is ignored", attribute.key),
        );
    }
    policies(&document.blocks, report)
}

/// Reads `policies.json`.
pub(super) fn read_json(text: &str, report: &mut Report<'_>) -> Vec<Listed> {
    let blocks = json::read(text, report).unwrap_or_default();
    policies(&blocks, report)
}

fn policies(blocks: &[Block], report: &mut Report<'_>) -> Vec<Listed> {
    blocks
        .iter()
        .filter_map(|block| {
            block.check_keys(&KEYS, report);
            let description = block.text("description", report);
            // The original has two levels; the three others are accepted here as in every
            // manifest, since they say more than `mandatory` does.
            let level = block.level(&WrittenLevel::ALL, report);
            let level = level.unwrap_or(WrittenLevel::Advisory);
            let query = block.text("query", report);
            if !block.has("query") {
                report.error(
                    block.at,
                    format!(
                        "policy `{}` has no query: add query = \"data.…\"",
                        block.name
                    ),
                );
            }
            let path = QueryPath::parse(&query?)
                .map_err(|message| report.error(block.place("query"), message))
                .ok()?;
            Some(Listed {
                policy: ManifestPolicy {
                    name: block.name.clone(),
                    description,
                    query: path.to_string(),
                    level,
                    enabled: true,
                    file: None,
                },
                query: path,
                at: block.at,
            })
        })
        .collect()
}
