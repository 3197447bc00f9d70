//! Values that `with` puts in place of others.
//!
//! `p with input.a as q`: where `q` is a rule that `p` reads too, the engine takes for evaluated what it
//! only evaluated under the `with`, and what comes behind reads nothing. OPA gives such values a name
//! before (`rewriteWithModifiers`), so it is written like that.

use std::collections::BTreeMap;
use std::ops::Range;

use regorus::unstable::{LiteralStmt, WithModifier};

use super::extent::{expr_range, range};
use super::program::{DOCUMENTS, Program};
use super::terms::{Term, argument_terms};
use super::walk::chain;
use super::wording::{Edit, Part, names};

/// A statement with `with`. Ranges are in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Modified {
    statement: Range<usize>,
    /// Whether it is a body without braces.
    is_alone: bool,
    pub(crate) modifiers: Vec<Modifier>,
}

/// One `with` whose value is taken from elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Modifier {
    value: Range<usize>,
    /// What of the value may be undefined.
    pub(crate) terms: Vec<Term>,
    /// The path behind `data` that gets the value; empty for one in `input`.
    pub(crate) target: Vec<String>,
}

impl Modified {
    pub(crate) fn of(stmt: &LiteralStmt, is_alone: bool) -> Self {
        Self {
            statement: range(&stmt.span),
            is_alone,
            modifiers: stmt.with_mods.iter().filter_map(Modifier::of).collect(),
        }
    }

    fn edit(&self, names: &mut impl Iterator<Item = String>) -> Edit {
        let (mut before, mut changed) = (Vec::new(), Vec::new());
        if self.is_alone {
            before.push(Part::Add("{ ".to_owned()));
        }
        let mut at = self.statement.start;
        for modifier in &self.modifiers {
            let name = names.next().unwrap_or_default();
            before.push(Part::Add(format!("{name} := ")));
            before.push(Part::Copy(modifier.value.clone()));
            before.push(Part::Add("; ".to_owned()));
            changed.push(Part::Copy(at..modifier.value.start));
            changed.push(Part::Add(name));
            at = modifier.value.end;
        }
        changed.push(Part::Copy(at..self.statement.end));
        if self.is_alone {
            changed.push(Part::Add(" }".to_owned()));
        }
        before.append(&mut changed);
        Edit {
            range: self.statement.clone(),
            with: before,
        }
    }
}

impl Modifier {
    /// `None` for one that replaces a function by its name: its value may be a function too.
    fn of(modifier: &WithModifier) -> Option<Self> {
        let (root, parts) = chain(&modifier.refr)?;
        if !DOCUMENTS.contains(&root.as_str()) {
            return None;
        }
        let mut terms = Vec::new();
        argument_terms(&modifier.r#as, &mut terms);
        let parts = parts.into_iter().flatten();
        Some(Self {
            value: expr_range(&modifier.r#as),
            terms,
            target: parts.filter(|_| root == "data").collect(),
        })
    }
}

/// What names the values before their statements, by the module's name. The names are none that are
/// taken.
pub(crate) fn edits(
    program: &Program,
    is_taken: impl Fn(&str) -> bool,
) -> BTreeMap<String, Vec<Edit>> {
    let mut names = names("__with", is_taken);
    let mut edits: BTreeMap<String, Vec<Edit>> = BTreeMap::new();
    for definition in &program.definitions {
        for modified in &definition.modified {
            let file = edits.entry(definition.place.file.clone()).or_default();
            file.push(modified.edit(&mut names));
        }
    }
    edits
}
