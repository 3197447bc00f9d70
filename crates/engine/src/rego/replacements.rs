//! Built-ins that `with` puts in place of functions, `with f as count`.
//!
//! The engine puts only functions of modules there. So one is written that calls the built-in; what it
//! calls is not replaced itself, in OPA (`evalCall` of `v1/topdown/eval.go`) as in the engine. One
//! without arguments is called at once: a rule of ours would be seen in the document of its package.

use std::collections::BTreeMap;
use std::ops::Range;

use super::program::{Place, Program};
use super::wording::{Edit, Part, names};

/// What `with` gives another value, when both are functions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Replacement {
    /// The function that is replaced, as it is written, and how many arguments it takes.
    pub(crate) function: (String, usize),
    /// The same of what replaces it.
    pub(crate) by: (String, usize),
    /// Whether that is a built-in.
    pub(crate) is_builtin: bool,
    /// Where that is named, in bytes.
    pub(crate) range: Range<usize>,
    pub(crate) place: Place,
}

/// What writes functions that call them, by the module's name. `length` tells that of a module's text in
/// bytes; the names are none that are taken.
pub(crate) fn edits(
    program: &Program,
    is_taken: impl Fn(&str) -> bool,
    length: impl Fn(&str) -> Option<usize>,
) -> BTreeMap<String, Vec<Edit>> {
    let mut names = names("__builtin", is_taken);
    let mut functions: BTreeMap<(&str, &str), String> = BTreeMap::new();
    let mut edits: BTreeMap<String, Vec<Edit>> = BTreeMap::new();
    let mut written: BTreeMap<&str, String> = BTreeMap::new();
    for definition in &program.definitions {
        let file = definition.place.file.as_str();
        let found = definition.replacements.iter();
        for one in found.filter(|one| one.is_builtin && one.by.1 == one.function.1) {
            let (builtin, arity) = (one.by.0.as_str(), one.by.1);
            let with = if arity == 0 {
                format!("{builtin}()")
            } else {
                let name = functions.entry((file, builtin)).or_insert_with(|| {
                    let name = names.next().unwrap_or_default();
                    let function = calling(builtin, arity, &name);
                    written.entry(file).or_default().push_str(&function);
                    name
                });
                name.clone()
            };
            edits.entry(file.to_owned()).or_default().push(Edit {
                range: one.range.clone(),
                with: vec![Part::Add(with)],
            });
        }
    }
    for (file, functions) in written {
        if let Some(end) = length(file) {
            edits.entry(file.to_owned()).or_default().push(Edit {
                range: end..end,
                with: vec![Part::Add(functions)],
            });
        }
    }
    edits
}

/// A function of this name that gives what a built-in gives.
pub(super) fn calling(builtin: &str, arity: usize, name: &str) -> String {
    let arguments: Vec<_> = (0..arity).map(|number| format!("a{number}")).collect();
    let arguments = arguments.join(", ");
    format!("\n\n{name}({arguments}) = {builtin}({arguments})\n")
}
