//! What an upload is worth: everything that can be known before a plan is there.

use domain::{InputShape, Problem};
use serde::{Deserialize, Serialize};

use crate::set::{Loading, load};
use crate::{BundleFile, ManifestPolicy, SetOptions, read_bundle};

/// What reading and compiling a bundle found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ingested {
    /// Which input its policies read; `None` when no manifest could be read.
    pub shape: Option<InputShape>,
    /// Its policies, in the manifest's order.
    pub policies: Vec<ManifestPolicy>,
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
/// can do to the process that compiles it.
pub fn ingest(bundle: &[u8]) -> Ingested {
    let bundle = match read_bundle(bundle) {
        Ok(bundle) => bundle,
        Err(problems) => {
            return Ingested {
                shape: None,
                policies: Vec::new(),
                problems,
                files: Vec::new(),
            };
        }
    };
    let Loading {
        set,
        shape,
        policies,
        mut problems,
    } = load(&bundle.files, SetOptions::default());
    if set.is_none() && !problems.iter().any(Problem::is_error) {
        problems.push(Problem::bundle("the bundle cannot be compiled"));
    }
    Ingested {
        shape,
        policies,
        problems,
        files: bundle.listing(),
    }
}
