//! What a browser may be asked to load, in brotli bytes.

use std::{fs, path::Path};

use anyhow::{Context, Result};
use serde_json::Value;

use super::stage::Outcome;

/// Name in the manifest, and the most it may weigh. A kilobyte is 1,000 bytes here.
///
/// What keeps the wasm below its budget is that few types are compiled: see `app/src/ui.rs`.
const BUDGETS: [(&str, u64); 3] = [("wasm", 350_000), ("css", 15_000), ("js", 15_000)];

/// Measures the built site and prints a table.
pub(super) fn check(site: &Path) -> Result<Outcome> {
    let path = site.join("manifest.json");
    let json = fs::read_to_string(&path)
        .with_context(|| format!("no {}: run `cargo xtask build`", path.display()))?;
    let parsed: Value = serde_json::from_str(&json).context("manifest.json is malformed")?;
    let mut over = Vec::new();
    for (kind, budget) in BUDGETS {
        let address = parsed[kind]
            .as_str()
            .with_context(|| format!("manifest.json names no {kind}"))?;
        let file = site.join(format!("{}.br", address.trim_start_matches('/')));
        let weight = fs::metadata(&file)
            .with_context(|| format!("no {}", file.display()))?
            .len();
        let percent = weight * 100 / budget;
        println!("{kind:<5} {weight:>7} of {budget:>7} bytes br {percent:>4} %");
        if weight > budget {
            over.push(format!(
                "{kind} is {} bytes over its budget",
                weight - budget
            ));
        }
    }
    Ok(if over.is_empty() {
        Outcome::Passed
    } else {
        Outcome::Failed(over.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(wasm: usize) -> tempfile::TempDir {
        let site = tempfile::tempdir().unwrap();
        fs::write(
            site.path().join("manifest.json"),
            r#"{"output_name":"a","js":"/a.js","wasm":"/a.wasm","css":"/a.css","static":{}}"#,
        )
        .unwrap();
        fs::write(site.path().join("a.js.br"), "js").unwrap();
        fs::write(site.path().join("a.css.br"), "css").unwrap();
        fs::write(site.path().join("a.wasm.br"), vec![0; wasm]).unwrap();
        site
    }

    #[test]
    fn a_file_at_its_budget_passes_and_one_byte_more_fails() {
        assert!(matches!(
            check(site(350_000).path()).unwrap(),
            Outcome::Passed
        ));
        let Outcome::Failed(reason) = check(site(350_001).path()).unwrap() else {
            panic!("over budget and not failed")
        };
        assert_eq!(reason, "wasm is 1 bytes over its budget");
    }

    #[test]
    fn a_site_that_was_not_built_fails() {
        assert!(check(tempfile::tempdir().unwrap().path()).is_err());
        let site = site(1);
        fs::remove_file(site.path().join("a.js.br")).unwrap();
        assert!(check(site.path()).is_err());
    }
}
