//! Bundles: a gzipped tar of policies, read in memory and never unpacked to disk.
//!
//! Owns what a bundle may look like from outside: container, sizes, entry types, paths. Knows
//! nothing of what is inside its files.

mod archive;
mod gunzip;
mod pack;
mod path;
mod pax;

use std::collections::BTreeMap;

use domain::Problem;
use serde::{Deserialize, Serialize};

pub use pack::pack;
pub(crate) use path::extension;

/// Largest bundle as uploaded, in bytes.
pub(crate) const MAX_PACKED: usize = 16 << 20;
/// Largest bundle as unpacked, in bytes, headers included.
pub(crate) const MAX_UNPACKED: usize = 64 << 20;
/// Largest file in bytes.
pub(crate) const MAX_FILE: u64 = 4 << 20;
/// Most entries, directories and headers included.
pub(crate) const MAX_ENTRIES: usize = 5_000;
/// More problems than this are counted, not listed.
const MAX_PROBLEMS: usize = 100;

/// The files of a bundle, by path relative to its root.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bundle {
    /// Content by path.
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Bundle {
    /// Every file with its size, by path.
    pub fn listing(&self) -> Vec<BundleFile> {
        self.files
            .iter()
            .map(|(path, content)| BundleFile {
                path: path.clone(),
                size: content.len() as u64,
            })
            .collect()
    }
}

/// One file of a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BundleFile {
    /// Its path relative to the bundle's root.
    pub path: String,
    /// Its size in bytes.
    pub size: u64,
}

/// Reads a bundle: one gzip member that holds a tar of regular files.
///
/// Directory entries are skipped and a leading `./` is dropped. Everything else that a tar can
/// hold is refused, because a gate that guesses can be led to check something else than what its
/// author sees.
///
/// # Errors
/// Every problem that was found, at most a hundred.
pub fn read_bundle(bundle: &[u8]) -> Result<Bundle, Vec<Problem>> {
    let Unpacked {
        files, problems, ..
    } = unpack(bundle);
    if problems.is_empty() {
        Ok(Bundle { files })
    } else {
        Err(problems)
    }
}

/// What a bundle holds, sound or not.
#[derive(Debug, Default)]
pub(crate) struct Unpacked {
    /// The entries that are what a bundle may hold.
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    /// What is wrong with it, at most a hundred.
    pub(crate) problems: Vec<Problem>,
    /// Whether every entry was seen: what is not in `files` was named in a problem.
    pub(crate) is_whole: bool,
}

/// Reads what can be read of a bundle, and everything that is wrong with it from outside.
pub(crate) fn unpack(bundle: &[u8]) -> Unpacked {
    let tar = match gunzip::gunzip(bundle) {
        Ok(tar) => tar,
        Err(message) => {
            return Unpacked {
                problems: vec![Problem::bundle(message)],
                ..Unpacked::default()
            };
        }
    };
    let (files, mut problems, is_whole) = archive::read(&tar);
    if problems.is_empty() && files.is_empty() {
        problems.push(Problem::bundle(
            "the bundle holds no files: pack a manifest and its policies",
        ));
    }
    if problems.len() > MAX_PROBLEMS {
        let more = problems.len() - MAX_PROBLEMS;
        problems.truncate(MAX_PROBLEMS);
        problems.push(Problem::bundle(format!("… and {more} more problems")));
    }
    Unpacked {
        // Without a single good entry there is nothing to look into.
        is_whole: is_whole && !files.is_empty(),
        files,
        problems,
    }
}
