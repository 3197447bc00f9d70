//! What an upload is worth: everything that can be known before a plan is there.

use domain::{InputShape, Problem};
use serde::{Deserialize, Serialize};

use crate::{BundleFile, ManifestPolicy};

/// What reading and compiling a bundle found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ingested {
    /// Which input its policies read; `None` when no manifest could be read.
    pub shape: Option<InputShape>,
    /// Its policies, in the manifest's order.
    pub policies: Vec<ManifestPolicy>,
    /// Everything that is wrong with it, errors and warnings.
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

/// Reads, compiles and checks a bundle. Never panics.
pub fn ingest(bundle: &[u8]) -> Ingested {
    Ingested {
        shape: None,
        policies: Vec::new(),
        problems: crate::read_bundle(bundle).err().unwrap_or_default(),
        files: Vec::new(),
    }
}
