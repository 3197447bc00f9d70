//! Manifests: which policies a bundle holds, and how strict they are.
//!
//! `policies.hcl` and `policies.json` (tfe.md §10.1) and `scalr-policy.hcl` (scalr-input.md §2).
//! Knows the names of files, not what is in them.

mod block;
mod hcl;
mod json;
mod query;
mod scalr;
mod tfe;

use std::collections::{BTreeMap, BTreeSet};

use domain::{InputShape, Problem, WrittenLevel};
use serde::{Deserialize, Serialize};

pub(crate) use query::QueryPath;

/// One policy of a manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestPolicy {
    /// Its name, unique in its manifest.
    pub name: String,
    /// What it is for, in its author's words.
    pub description: Option<String>,
    /// What is evaluated, always with `data.` in front.
    pub query: String,
    /// The level as written.
    pub level: WrittenLevel,
    /// Whether it is evaluated. A Scalr manifest can switch a policy off.
    pub enabled: bool,
    /// The file that the manifest names, when it names one.
    pub file: Option<String>,
}

/// A policy with where it is written and what its query means.
#[derive(Debug, Clone)]
pub(crate) struct Listed {
    pub(crate) policy: ManifestPolicy,
    pub(crate) query: QueryPath,
    pub(crate) at: (u32, u32),
}

/// What a manifest says.
#[derive(Debug, Clone)]
pub(crate) struct Manifest {
    pub(crate) shape: InputShape,
    /// The manifest's own file.
    pub(crate) file: &'static str,
    pub(crate) policies: Vec<Listed>,
}

/// Largest manifest in bytes.
const MAX_MANIFEST: usize = 1 << 20;

type Reader = fn(&str, &mut Report<'_>) -> Vec<Listed>;

/// Every manifest that a bundle may have.
const KINDS: [(&str, InputShape, Reader); 3] = [
    ("policies.hcl", InputShape::Tfe, tfe::read_hcl),
    ("policies.json", InputShape::Tfe, tfe::read_json),
    ("scalr-policy.hcl", InputShape::Scalr, scalr::read),
];

/// Whether a path is that of a manifest, in whatever folder.
pub(crate) fn is_manifest(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    KINDS.iter().any(|(file, ..)| *file == name)
}

/// Collects what is wrong with one file.
pub(crate) struct Report<'a> {
    pub(crate) file: &'static str,
    pub(crate) problems: &'a mut Vec<Problem>,
    pub(crate) files: &'a BTreeMap<String, Vec<u8>>,
}

impl Report<'_> {
    pub(crate) fn error(&mut self, at: (u32, u32), message: impl Into<String>) {
        self.problems
            .push(Problem::in_file(self.file, message).at(at.0, at.1));
    }

    pub(crate) fn warn(&mut self, at: (u32, u32), message: impl Into<String>) {
        self.problems.push(
            Problem::in_file(self.file, message)
                .at(at.0, at.1)
                .warning(),
        );
    }
}

impl Manifest {
    /// Finds and reads the manifest of a bundle; `None` when there is not exactly one.
    ///
    /// Only the root is looked at: a manifest in a folder may be an example, and guessing which
    /// one is meant would make the folder's layout decide what is enforced.
    pub(crate) fn read(
        files: &BTreeMap<String, Vec<u8>>,
        problems: &mut Vec<Problem>,
    ) -> Option<Self> {
        let found: Vec<_> = KINDS
            .iter()
            .filter(|(file, ..)| files.contains_key(*file))
            .collect();
        let (file, shape, read) = match found[..] {
            [kind] => *kind,
            [] => {
                problems.push(Problem::bundle(missing(files)));
                return None;
            }
            _ => {
                let names: Vec<_> = found.iter().map(|(file, ..)| format!("`{file}`")).collect();
                problems.push(Problem::bundle(format!(
                    "the bundle has two manifests, {}: keep one",
                    names.join(" and ")
                )));
                return None;
            }
        };
        let content = files.get(file)?;
        if content.len() > MAX_MANIFEST {
            problems.push(Problem::in_file(
                file,
                format!(
                    "the manifest is {} bytes, at most {MAX_MANIFEST} are accepted",
                    content.len()
                ),
            ));
            return None;
        }
        let Ok(text) = std::str::from_utf8(content) else {
            problems.push(Problem::in_file(file, "the manifest is not UTF-8"));
            return None;
        };
        let mut report = Report {
            file,
            problems,
            files,
        };
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let policies = read(text, &mut report);
        report.check_names(&policies);
        Some(Self {
            shape,
            file,
            policies,
        })
    }
}

impl Report<'_> {
    fn check_names(&mut self, policies: &[Listed]) {
        let mut seen = BTreeSet::new();
        for listed in policies {
            let name = &listed.policy.name;
            if !seen.insert(name) {
                self.error(
                    listed.at,
                    format!("policy `{name}` is listed twice: rename one"),
                );
            }
        }
        let failed = self.problems.iter().any(Problem::is_error);
        if policies.is_empty() && !failed {
            self.warn(
                (1, 1),
                "the manifest lists no policies: nothing will be checked",
            );
        }
    }
}

fn missing(files: &BTreeMap<String, Vec<u8>>) -> String {
    let expected = "`policies.hcl`, `policies.json` or `scalr-policy.hcl`";
    match files.keys().find(|path| is_manifest(path)) {
        Some(path) => format!(
            "the bundle has no manifest at its root, but `{path}`: pack the folder that holds it"
        ),
        None => format!("the bundle has no manifest: add {expected} at its root"),
    }
}
