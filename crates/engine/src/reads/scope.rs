//! The names of one definition.

use std::collections::{BTreeMap, BTreeSet};

use regorus::unstable::{AssignOp, Expr, Literal, Query, Rule, Span};

use super::flow::{Flow, Variable};
use crate::rego::parts::parts;
use crate::rego::queries::{Level, each_query};
use crate::rego::walk::pattern_names;

/// The names of one definition. Scopes that have a name in common share its variable, which may be more
/// then than it is in either.
#[derive(Default)]
pub(super) struct Scope {
    variables: BTreeMap<String, Variable>,
    /// The names that the open queries declare, and whether they have a value before anything is read.
    levels: Vec<BTreeMap<String, bool>>,
    /// In how many places names may get a value without being declared.
    openings: BTreeMap<String, usize>,
    /// Names that get two values in one scope, which are compared.
    repeated: BTreeSet<String>,
}

impl Scope {
    /// The names of a rule, of which nothing is open yet.
    pub(super) fn of(rule: &Rule) -> Self {
        let mut scope = Self::default();
        each_query(rule, &mut |levels: &[Level<'_>]| {
            let Some(level) = levels.last() else { return };
            for stmt in &level.query.stmts {
                if let Literal::Expr { expr, .. } | Literal::NotExpr { expr, .. } = &stmt.literal {
                    scope.count(expr, true);
                }
                if let Literal::SomeIn { collection, .. } = &stmt.literal {
                    scope.count(collection, false);
                }
            }
        });
        scope
    }

    /// Counts where an expression may give names a value.
    fn count(&mut self, expr: &Expr, is_statement: bool) {
        let mut names = Vec::new();
        match expr {
            Expr::AssignExpr {
                op: AssignOp::Eq,
                lhs,
                rhs,
                ..
            } if is_statement => {
                pattern_names(lhs, &mut names);
                pattern_names(rhs, &mut names);
            }
            Expr::RefBrack { index, .. } => pattern_names(index, &mut names),
            Expr::Call { params, .. } if is_statement => {
                if let Some(last) = params.last() {
                    pattern_names(last, &mut names);
                }
            }
            _ => {}
        }
        for name in names {
            *self.openings.entry(name.to_owned()).or_default() += 1;
        }
        for part in parts(expr) {
            self.count(part, false);
        }
    }

    /// The variable of a name.
    pub(super) fn variable(&mut self, name: &str, flow: &mut Flow) -> Variable {
        if let Some(variable) = self.variables.get(name) {
            return *variable;
        }
        let variable = flow.variable();
        self.variables.insert(name.to_owned(), variable);
        variable
    }

    /// Begins a scope with names that have a value.
    pub(super) fn open(&mut self, names: impl IntoIterator<Item = String>) {
        let mut level = BTreeMap::new();
        for name in names {
            if level.insert(name.clone(), true).is_some() {
                self.repeated.insert(name);
            }
        }
        self.levels.push(level);
    }

    /// Whether a name gets two values in one scope.
    pub(super) fn is_repeated(&self, name: &str) -> bool {
        self.repeated.contains(name)
    }

    /// Begins the scope of a query.
    pub(super) fn open_query(&mut self, query: &Query) {
        let mut level = BTreeMap::new();
        for stmt in &query.stmts {
            let (mut given, mut names) = (true, Vec::new());
            match &stmt.literal {
                Literal::SomeVars { vars, .. } => {
                    given = false;
                    names.extend(vars.iter().map(Span::text));
                }
                Literal::SomeIn { key, value, .. } => {
                    for pattern in key.iter().chain([value]) {
                        pattern_names(pattern, &mut names);
                    }
                }
                Literal::Expr { expr, .. } => {
                    if let Expr::AssignExpr {
                        op: AssignOp::ColEq,
                        lhs,
                        ..
                    } = expr.as_ref()
                    {
                        pattern_names(lhs, &mut names);
                    }
                }
                Literal::NotExpr { .. } | Literal::Every { .. } => {}
            }
            for name in names {
                let before = level.insert(name.to_owned(), given);
                if before == Some(true) {
                    self.repeated.insert(name.to_owned());
                }
                if before == Some(false) {
                    level.insert(name.to_owned(), false);
                }
            }
        }
        self.levels.push(level);
    }

    /// Ends the innermost scope.
    pub(super) fn close(&mut self) {
        self.levels.pop();
    }

    /// Whether a name is declared: `Some(true)` when it has a value with that.
    pub(super) fn declared(&self, name: &str) -> Option<bool> {
        let mut levels = self.levels.iter().rev();
        levels.find_map(|level| level.get(name).copied())
    }

    /// Whether a name that may get a value here can get it nowhere else.
    pub(super) fn is_opened_once(&self, name: &str) -> bool {
        self.openings.get(name) == Some(&1)
    }
}
