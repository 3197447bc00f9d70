//! Names that get another name, `a := b`.
//!
//! The engine takes both for one, and then finds an index `ref[a]` used before it is defined. So the value
//! goes through a built-in of ours, which gives back what it is given.

use std::collections::BTreeMap;

use super::program::Program;
use super::wording::{Edit, Part};
use crate::builtins::VALUE;

/// What puts the built-in there, by the module's name.
pub(crate) fn edits(program: &Program) -> BTreeMap<String, Vec<Edit>> {
    let mut edits: BTreeMap<String, Vec<Edit>> = BTreeMap::new();
    for definition in &program.definitions {
        for name in &definition.renamed {
            let file = edits.entry(definition.place.file.clone()).or_default();
            file.push(Edit {
                range: name.clone(),
                with: vec![
                    Part::Add(format!("{VALUE}(")),
                    Part::Copy(name.clone()),
                    Part::Add(")".to_owned()),
                ],
            });
        }
    }
    edits
}
