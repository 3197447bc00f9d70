//! What is negated, and is undefined.
//!
//! OPA gives the references and calls inside of `not f(input.x)` a value before it negates
//! (`rewriteDynamics`, `expandExpr`): where one of them is undefined, so is the rule around it. To the
//! engine `not` of what is undefined is true, and a policy that should not hold does. So the values
//! are given before the `not`, as OPA does it. With `import future.keywords.not` (OPA 1.20) it is as
//! the engine has it.

use std::collections::BTreeMap;
use std::ops::Range;

use regorus::unstable::{AssignOp, BoolOp, Expr, LiteralStmt, Module};

use super::extent::range;
use super::program::Program;
use super::terms::{Role, Term, all_terms, argument_terms};
use super::walk::chain;
use super::wording::{Edit, Part, names};

/// A statement with `not`. Ranges are in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Negation {
    statement: Range<usize>,
    /// Its `with`s.
    modifiers: Range<usize>,
    /// Whether it is a body without braces.
    is_alone: bool,
    /// What gets a value before it, in order and none inside another.
    pub(crate) terms: Vec<Term>,
}

impl Negation {
    pub(crate) fn of(stmt: &LiteralStmt, expr: &Expr, is_alone: bool) -> Self {
        let statement = range(&stmt.span);
        let modifiers = stmt.with_mods.first();
        let modifiers = modifiers.map_or(statement.end, |one| one.span.start as usize);
        let mut terms = Vec::new();
        statement_terms(expr, &mut terms);
        terms.sort_by_key(|term| term.range.start);
        Self {
            modifiers: modifiers..statement.end,
            statement,
            is_alone,
            terms,
        }
    }

    /// What gives its terms a value first.
    fn edit(&self, names: &mut impl Iterator<Item = String>) -> Edit {
        let (mut before, mut negated) = (Vec::new(), Vec::new());
        if self.is_alone {
            before.push(Part::Add("{ ".to_owned()));
        }
        let mut at = self.statement.start;
        for term in &self.terms {
            let name = names.next().unwrap_or_default();
            before.push(Part::Add(format!("{name} := ")));
            before.push(Part::Copy(term.range.clone()));
            before.push(Part::Add(" ".to_owned()));
            before.push(Part::Copy(self.modifiers.clone()));
            before.push(Part::Add("; ".to_owned()));
            negated.push(Part::Copy(at..term.range.start));
            negated.push(Part::Add(name));
            at = term.range.end;
        }
        negated.push(Part::Copy(at..self.statement.end));
        if self.is_alone {
            negated.push(Part::Add(" }".to_owned()));
        }
        before.append(&mut negated);
        Edit {
            range: self.statement.clone(),
            with: before,
        }
    }
}

/// What the names of values begin with that are given before a `not`.
pub(crate) const DEFINED: &str = "__defined";

/// What gives the terms of negations a value before them, by the module's name. The names are none
/// that are taken.
pub(crate) fn edits(
    program: &Program,
    is_taken: impl Fn(&str) -> bool,
) -> BTreeMap<String, Vec<Edit>> {
    let mut names = names(DEFINED, is_taken);
    let mut edits: BTreeMap<String, Vec<Edit>> = BTreeMap::new();
    for definition in &program.definitions {
        if definition.negations.is_empty() || has_keyword(&definition.module) {
            continue;
        }
        let file = edits.entry(definition.place.file.clone()).or_default();
        let negations = definition.negations.iter();
        file.extend(negations.map(|negation| negation.edit(&mut names)));
    }
    edits
}

/// What gets a value before a statement is negated.
fn statement_terms(expr: &Expr, terms: &mut Vec<Term>) {
    match expr {
        Expr::AssignExpr {
            op: AssignOp::Eq | AssignOp::ColEq,
            lhs,
            rhs,
            ..
        }
        | Expr::BoolExpr {
            op: BoolOp::Eq,
            lhs,
            rhs,
            ..
        } => {
            side_terms(lhs, terms);
            side_terms(rhs, terms);
        }
        Expr::BoolExpr { lhs, rhs, .. }
        | Expr::BinExpr { lhs, rhs, .. }
        | Expr::ArithExpr { lhs, rhs, .. } => {
            argument_terms(lhs, terms);
            argument_terms(rhs, terms);
        }
        Expr::Call { params, .. } => all_terms(params, terms),
        Expr::UnaryExpr { expr, .. } => argument_terms(expr, terms),
        Expr::Membership {
            key,
            value,
            collection,
            ..
        } => {
            if let Some(key) = key {
                argument_terms(key, terms);
            }
            argument_terms(value, terms);
            argument_terms(collection, terms);
        }
        term => reference_terms(term, terms),
    }
}

/// The same of a side of an equation: a reference is compared where it stands. To the engine the names
/// in it get their values there, even before a statement that gives them one, so they are terms too.
fn side_terms(expr: &Expr, terms: &mut Vec<Term>) {
    match expr {
        Expr::Var { .. } => terms_as(Role::Side, expr, terms),
        Expr::Array { .. } | Expr::Object { .. } => terms_as(Role::Within, expr, terms),
        _ => reference_terms(expr, terms),
    }
}

fn reference_terms(expr: &Expr, terms: &mut Vec<Term>) {
    match expr {
        Expr::Var { .. } => {}
        Expr::RefDot { refr, .. } => reference_terms(refr, terms),
        Expr::RefBrack { refr, index, .. } => {
            reference_terms(refr, terms);
            terms_as(Role::Within, index, terms);
        }
        other => argument_terms(other, terms),
    }
}

/// The terms of an expression; a name that is all of it has this role.
fn terms_as(role: Role, expr: &Expr, terms: &mut Vec<Term>) {
    let first = terms.len();
    argument_terms(expr, terms);
    for term in terms
        .iter_mut()
        .skip(first)
        .filter(|term| term.name.is_some())
    {
        term.role = role;
    }
}

/// Whether `not` is the keyword that is imported.
fn has_keyword(module: &Module) -> bool {
    !keyword_imports(module).is_empty()
}

/// What a module imports of `future.keywords` that switches `not` on: that keyword, or all of them.
pub(crate) fn keyword_imports(module: &Module) -> Vec<Option<String>> {
    let imports = module.imports.iter();
    let keywords = imports.filter_map(|import| match chain(&import.refr)? {
        (root, parts) if root == "future" => Some(parts.into_iter().flatten().collect::<Vec<_>>()),
        _ => None,
    });
    keywords
        .filter_map(|parts| match &parts[..] {
            [keywords] if keywords == "keywords" => Some(None),
            [keywords, name] if keywords == "keywords" && name == "not" => Some(Some(name.clone())),
            _ => None,
        })
        .collect()
}
