//! Partial rules of which no body holds.
//!
//! `a[q] contains x` is an empty object then in OPA, and undefined to the engine, so that `not a` holds and
//! `count(a) == 0` does not. Of `a[q] := x` it makes an empty object too: so one of those is put beside the
//! others, which never gives anything.

use std::collections::{BTreeMap, BTreeSet};

use super::packages::package_of;
use super::program::{Definition, Program};
use super::reference_text;
use super::wording::{Edit, Part};

/// What the index of such a rule begins with.
const NONE: &str = "__none";

/// What adds such rules, by the module's name. `length` tells that of a module's text, in bytes.
pub(crate) fn edits(
    program: &Program,
    length: impl Fn(&str) -> Option<usize>,
) -> BTreeMap<String, Vec<Edit>> {
    let mut whole: BTreeSet<&[String]> = BTreeSet::new();
    for definition in program.definitions.iter().filter(|one| is_object(one)) {
        whole.insert(&definition.path);
    }
    let mut edits: BTreeMap<String, Vec<Edit>> = BTreeMap::new();
    for definition in &program.definitions {
        let is_partial = definition.arity.is_none() && definition.head.computed > 0;
        if !is_partial || definition.is_default || !whole.insert(&definition.path) {
            continue;
        }
        let file = &definition.place.file;
        let (Some(end), Some(rule)) = (length(file), empty_rule(definition)) else {
            continue;
        };
        edits.entry(file.clone()).or_default().push(Edit {
            range: end..end,
            with: vec![Part::Add(rule)],
        });
    }
    // All stand at one place, where one edit would hide the others.
    for file in edits.values_mut() {
        let parts = file.iter().flat_map(|edit| edit.with.clone()).collect();
        if let Some(mut first) = file.first().cloned() {
            first.with = parts;
            *file = vec![first];
        }
    }
    edits
}

/// Whether a rule is one of these.
pub(crate) fn is_ours(definition: &Definition) -> bool {
    is_object(definition)
        && definition
            .index
            .as_deref()
            .is_some_and(|name| name.starts_with(NONE))
}

/// `a[q] := x`
fn is_object(definition: &Definition) -> bool {
    definition.head.computed == 1
        && definition.head.is_value
        && definition.arity.is_none()
        && definition.head.parts == definition.path.len() + 1
}

fn empty_rule(definition: &Definition) -> Option<String> {
    let package = package_of(&definition.module);
    let (root, parts) = definition.path.strip_prefix(&package[..])?.split_first()?;
    let head = reference_text(root, parts);
    Some(if definition.module.rego_v1 {
        format!("\n\n{head}[{NONE}__] := 1 if {{ {NONE}__ := [][_] }}\n")
    } else {
        format!("\n\n{head}[{NONE}__] = 1 {{ {NONE}__ := [][_] }}\n")
    })
}
