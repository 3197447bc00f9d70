//! The names of one definition, and the slots of their values.

use std::collections::{BTreeMap, BTreeSet};

use regorus::unstable::{AssignOp, Expr, Literal, Query, Span};

use super::{Result, Unlike};
use crate::machine::code::Slot;
use crate::rego::parts::stated_names;
use crate::rego::walk::pattern_names;

/// What a name is where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Local {
    /// It has a value.
    Given(Slot),
    /// It gets its value here.
    Open,
    /// It is none of the definition's.
    Foreign,
}

/// The names of one definition.
#[derive(Debug, Default)]
pub(super) struct Locals {
    levels: Vec<Level>,
    slots: usize,
}

/// The names of one query.
#[derive(Debug, Default)]
struct Level {
    /// Those that its statements declare.
    declared: BTreeSet<String>,
    /// Those that all of its statements mention, what is in queries inside of it left out.
    mentioned: BTreeSet<String>,
    given: BTreeMap<String, Slot>,
}

impl Locals {
    /// A place for a value.
    pub(super) fn slot(&mut self) -> Slot {
        self.slots += 1;
        self.slots - 1
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.slots
    }

    /// Begins a scope without statements: that of arguments.
    pub(super) fn open(&mut self) {
        self.levels.push(Level::default());
    }

    /// Begins the scope of a query. `results` are what it is asked for: they use its names.
    pub(super) fn open_query<'e>(
        &mut self,
        query: &'e Query,
        results: impl IntoIterator<Item = &'e Expr>,
    ) {
        let mut level = Level::default();
        let (mut declared, mut mentioned) = (Vec::new(), Vec::new());
        for stmt in &query.stmts {
            match &stmt.literal {
                Literal::SomeVars { vars, .. } => {
                    declared.extend(vars.iter().map(Span::text));
                }
                Literal::SomeIn {
                    key,
                    value,
                    collection,
                    ..
                } => {
                    for pattern in key.iter().chain([value]) {
                        pattern_names(pattern, &mut declared);
                        mentioned.extend(stated_names(pattern));
                    }
                    mentioned.extend(stated_names(collection));
                }
                Literal::Expr { expr, .. } | Literal::NotExpr { expr, .. } => {
                    if let Expr::AssignExpr {
                        op: AssignOp::ColEq,
                        lhs,
                        ..
                    } = expr.as_ref()
                    {
                        pattern_names(lhs, &mut declared);
                    }
                    mentioned.extend(stated_names(expr));
                }
                Literal::Every { domain, .. } => mentioned.extend(stated_names(domain)),
            }
        }
        for result in results {
            mentioned.extend(stated_names(result));
        }
        level.declared = declared.into_iter().map(str::to_owned).collect();
        level.mentioned = mentioned.into_iter().map(str::to_owned).collect();
        self.levels.push(level);
    }

    /// Ends the innermost scope.
    pub(super) fn close(&mut self) {
        self.levels.pop();
    }

    /// What a name is here; `is_global` says whether it means something where it is no local one.
    pub(super) fn find(&self, name: &str, is_global: impl FnOnce() -> bool) -> Result<Local> {
        let mut levels = self.levels.iter().rev();
        let innermost = levels.next();
        for (number, level) in innermost.into_iter().chain(levels).enumerate() {
            if let Some(slot) = level.given.get(name) {
                return Ok(Local::Given(*slot));
            }
            if level.declared.contains(name) {
                // One that is to get its value in a query around this one.
                return if number == 0 {
                    Ok(Local::Open)
                } else {
                    Err(Unlike)
                };
            }
        }
        if is_global() {
            return Ok(Local::Foreign);
        }
        // Not declared: it is its query's, unless one around it has it too.
        let around = self.levels.iter().rev().skip(1);
        for level in around {
            if level.mentioned.contains(name) {
                return Err(Unlike);
            }
        }
        Ok(Local::Open)
    }

    /// Gives a name of the innermost scope a value.
    pub(super) fn give(&mut self, name: &str) -> Result<Slot> {
        let slot = self.slot();
        self.give_at(name, slot)?;
        Ok(slot)
    }

    /// Says where a name of the innermost scope has its value.
    pub(super) fn give_at(&mut self, name: &str, slot: Slot) -> Result<()> {
        let Some(level) = self.levels.last_mut() else {
            return Err(Unlike);
        };
        match level.given.insert(name.to_owned(), slot) {
            None => Ok(()),
            Some(_) => Err(Unlike),
        }
    }

    /// The same of a name that is declared with that.
    pub(super) fn declare(&mut self, name: &str) -> Result<Slot> {
        if let Some(level) = self.levels.last_mut() {
            level.declared.insert(name.to_owned());
        }
        self.give(name)
    }
}
