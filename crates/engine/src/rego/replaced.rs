//! Functions that `with` replaces, by their paths.
//!
//! The engine replaces a function where it is called by the very name that the `with` has: `f(1)` is still
//! the function itself under `with data.main.f as g`. In OPA both are the same, so both are written as the
//! path.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::path_text;
use super::program::{Program, Target};
use super::wording::{Edit, Part};

/// Where a function is named, in bytes, and its path behind `data`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) range: Range<usize>,
    pub(crate) written: String,
    pub(crate) path: Vec<String>,
}

/// What writes the paths, by the module's name.
pub(crate) fn edits(program: &Program) -> BTreeMap<String, Vec<Edit>> {
    let definitions = || program.definitions.iter();
    let replaced: BTreeSet<&[String]> = definitions()
        .flat_map(|definition| &definition.replaced)
        .map(|named| named.path.as_slice())
        .collect();
    let mut edits: BTreeMap<String, Vec<Edit>> = BTreeMap::new();
    if replaced.is_empty() {
        return edits;
    }
    for definition in definitions() {
        let called = definition
            .calls
            .iter()
            .filter_map(|call| match &call.target {
                Target::Function(path) => Some(Named {
                    range: call.function.clone(),
                    written: call.written.clone(),
                    path: path.clone(),
                }),
                Target::Other(_) => None,
            });
        for named in called.chain(definition.replaced.iter().cloned()) {
            let path = path_text(&named.path);
            if !replaced.contains(named.path.as_slice()) || named.written.starts_with("data.") {
                continue;
            }
            let file = edits.entry(definition.place.file.clone()).or_default();
            file.push(Edit {
                range: named.range,
                with: vec![Part::Add(path)],
            });
        }
    }
    edits
}
