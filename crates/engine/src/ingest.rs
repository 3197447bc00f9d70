//! What an upload is worth: everything that can be known before a plan is there.

use domain::{InputShape, Problem, RegoFiles};
use serde::{Deserialize, Serialize};

use crate::bundle::{Unpacked, unpack};
use crate::set::{Aim, Loading, glance, load};
use crate::{Bundle, BundleFile, ManifestPolicy, SetOptions};

/// What reading and compiling a bundle found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ingested {
    /// Which input its policies read; `None` when no manifest could be read.
    pub shape: Option<InputShape>,
    /// Its policies, in the manifest's order.
    pub policies: Vec<ManifestPolicy>,
    /// In which version of Rego its files were read; those that do not parse are not counted.
    pub rego_files: RegoFiles,
    /// Everything that is wrong with it, errors first.
    pub problems: Vec<Problem>,
    /// Its files, by path.
    pub files: Vec<BundleFile>,
}

impl Ingested {
    /// Whether it can be evaluated: it has no error.
    pub fn is_ready(&self) -> bool {
        !self.problems.iter().any(Problem::is_error)
    }
}

/// Reads, compiles and checks a bundle. Never panics; but see the crate's page for what a policy
/// can do to the process that compiles it. Of `options` the dialect counts.
pub fn ingest(bundle: &[u8], options: SetOptions) -> Ingested {
    let unpacked = unpack(bundle);
    if !unpacked.problems.is_empty() {
        return Ingested {
            shape: None,
            policies: Vec::new(),
            rego_files: RegoFiles::default(),
            problems: problems_of(unpacked, options),
            files: Vec::new(),
        };
    }
    let bundle = Bundle {
        files: unpacked.files,
    };
    let Loading {
        set,
        shape,
        policies,
        rego_files,
        mut problems,
    } = load(&bundle.files, options, Aim::Review);
    if set.is_none() && !problems.iter().any(Problem::is_error) {
        problems.push(Problem::bundle("the bundle cannot be compiled"));
    }
    Ingested {
        shape,
        policies,
        rego_files,
        problems,
        files: bundle.listing(),
    }
}

/// What is wrong with a bundle from outside, and with those of its files that could be read: whoever
/// mends it wants to know all of it.
fn problems_of(unpacked: Unpacked, options: SetOptions) -> Vec<Problem> {
    let mut problems = unpacked.problems;
    if unpacked.is_whole {
        let refused: Vec<String> = problems
            .iter()
            .filter_map(|problem| problem.file.clone())
            .collect();
        let mut inside = glance(&unpacked.files, &refused, options);
        // That a file which was refused is missing needs no saying.
        inside.retain(|problem| {
            !refused
                .iter()
                .any(|file| problem.message.contains(&format!("`{file}`")))
        });
        problems.extend(inside);
    }
    problems.sort();
    problems.dedup();
    problems
}
