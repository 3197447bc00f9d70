//! Local names that something else has too.
//!
//! Where a rule of the package, a scope around, a name that nothing declares or the import of a keyword is called
//! the same, the engine takes one for the other: in brackets, and where it orders the statements of a body. OPA
//! gives every local name one of its own (`rewriteLocalVars`), so such names are written otherwise.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::program::Program;
use super::wording::{Edit, Part, names};

/// A name that a scope declares, and everywhere that it is meant. Ranges are in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Local {
    pub(crate) name: String,
    pub(crate) ranges: Vec<Range<usize>>,
    /// Whether a scope around declares the name too.
    pub(crate) hides_another: bool,
}

/// What gives such names another name, by the module's name.
pub(crate) fn edits(
    program: &Program,
    is_taken: impl Fn(&str) -> bool,
) -> BTreeMap<String, Vec<Edit>> {
    let mut edits: BTreeMap<String, Vec<Edit>> = BTreeMap::new();
    let mut taken = BTreeSet::new();
    for definition in &program.definitions {
        // In the order in which scopes end: of a name that hides another the inner one's is written.
        let mut other: BTreeMap<&str, String> = BTreeMap::new();
        for local in &definition.locals {
            let mut name = || {
                let is_taken = |name: &str| is_taken(name) || taken.contains(name);
                let name = names(format!("{}__", local.name), is_taken).next();
                let name = name.unwrap_or_default();
                taken.insert(name.clone());
                name
            };
            let name = if local.hides_another {
                name()
            } else {
                other.entry(&local.name).or_insert_with(name).clone()
            };
            let file = edits.entry(definition.place.file.clone()).or_default();
            file.extend(local.ranges.iter().map(|range| Edit {
                range: range.clone(),
                with: vec![Part::Add(name.clone())],
            }));
        }
    }
    edits
}
