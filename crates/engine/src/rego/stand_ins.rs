//! Built-ins that `with` replaces, `with crypto.sha256 as f`, where the engine does not have them itself.
//!
//! It replaces functions of modules and built-ins of its own, and none of ours. So a function is written
//! that calls the built-in, and called in its place everywhere: that can be replaced.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::path_text;
use super::program::{Program, Target};
use super::replacements::calling;
use super::wording::{Edit, Part, names};

/// A built-in of ours that a `with` replaces: where it is named, in bytes, and what it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Replaced {
    pub(crate) range: Range<usize>,
    pub(crate) builtin: String,
    pub(crate) arity: usize,
}

/// What writes the functions and calls them, by the module's name. `length` tells that of a module's text
/// in bytes; the names are none that are taken.
pub(crate) fn edits(
    program: &Program,
    is_taken: impl Fn(&str) -> bool,
    length: impl Fn(&str) -> Option<usize>,
) -> BTreeMap<String, Vec<Edit>> {
    let mut names = names("__original", is_taken);
    let mut edits: BTreeMap<String, Vec<Edit>> = BTreeMap::new();
    let mut functions: BTreeMap<&str, String> = BTreeMap::new();
    let packages: BTreeMap<&str, &[String]> = program
        .packages
        .iter()
        .map(|(file, package)| (file.as_str(), package.as_slice()))
        .collect();
    let definitions = || program.definitions.iter();
    for definition in definitions() {
        let file = definition.place.file.as_str();
        for one in &definition.stand_ins {
            let (Some(end), Some(package)) = (length(file), packages.get(file)) else {
                continue;
            };
            if !functions.contains_key(one.builtin.as_str()) {
                let name = names.next().unwrap_or_default();
                edits.entry(file.to_owned()).or_default().push(Edit {
                    range: end..end,
                    with: vec![Part::Add(calling(&one.builtin, one.arity, &name))],
                });
                let path: Vec<String> = package.iter().cloned().chain([name]).collect();
                functions.insert(&one.builtin, path_text(&path));
            }
        }
    }
    let mut places: BTreeSet<(&str, usize, usize, &str)> = BTreeSet::new();
    for definition in definitions() {
        let file = definition.place.file.as_str();
        for call in &definition.calls {
            if let Target::Other(name) = &call.target {
                places.insert((file, call.function.start, call.function.end, name));
            }
        }
        for one in &definition.stand_ins {
            places.insert((file, one.range.start, one.range.end, &one.builtin));
        }
    }
    for (file, start, end, builtin) in places {
        if let Some(function) = functions.get(builtin) {
            edits.entry(file.to_owned()).or_default().push(Edit {
                range: start..end,
                with: vec![Part::Add(function.clone())],
            });
        }
    }
    edits
}
