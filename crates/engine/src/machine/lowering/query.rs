//! The statements of a query.

use regorus::unstable::{AssignOp, Expr, Literal, LiteralStmt, Query, Ref};

use super::clause::Lowered;
use super::pattern::equal;
use super::{Result, Unlike};
use crate::builtins::MEMBERS;
use crate::machine::code::{Body, Slot, Step, Term};
use crate::rego::parts::arguments_of;

impl Lowered<'_, '_> {
    /// The statements of a query whose scope is open.
    pub(super) fn statements(&mut self, query: &Query, out: &mut Body) -> Result<()> {
        for stmt in &query.stmts {
            self.statement(stmt, out)?;
        }
        Ok(())
    }

    fn statement(&mut self, stmt: &LiteralStmt, out: &mut Body) -> Result<()> {
        self.lowering.grow()?;
        if !stmt.with_mods.is_empty() {
            return Err(Unlike);
        }
        match &stmt.literal {
            // The scope knows them.
            Literal::SomeVars { .. } => Ok(()),
            Literal::SomeIn {
                key,
                value,
                collection,
                ..
            } => self.members(key.as_ref(), value, collection, out),
            Literal::Expr { expr, .. } => self.condition(expr, out),
            Literal::NotExpr { expr, .. } => {
                let is_negated = std::mem::replace(&mut self.is_negated, true);
                let mut body = Body::new();
                self.condition(expr, &mut body)?;
                self.is_negated = is_negated;
                out.push(Step::Not(body));
                Ok(())
            }
            Literal::Every {
                key,
                value,
                domain,
                query,
                ..
            } => {
                let domain = self.term(domain, out)?;
                let is_negated = std::mem::take(&mut self.is_negated);
                self.locals.open();
                let mut name = |name: &str| match name {
                    "_" => Ok(None),
                    name => self.locals.declare(name).map(Some),
                };
                let value = name(value.text())?;
                let key = match key {
                    Some(key) => name(key.text())?,
                    None => None,
                };
                let mut body = Body::new();
                self.locals.open_query(query, []);
                self.statements(query, &mut body)?;
                self.locals.close();
                self.locals.close();
                self.is_negated = is_negated;
                out.push(Step::Every {
                    domain,
                    key,
                    value,
                    body,
                });
                Ok(())
            }
        }
    }

    fn members(
        &mut self,
        key: Option<&Ref<Expr>>,
        value: &Expr,
        collection: &Expr,
        out: &mut Body,
    ) -> Result<()> {
        // What is no collection has no members here anyway.
        let collection = match arguments_of(collection, MEMBERS) {
            Some([collection]) => collection,
            _ => collection,
        };
        let collection = self.term(collection, out)?;
        let (mut behind, mut slots) = (Body::new(), [None; 2]);
        for (slot, pattern) in slots.iter_mut().zip([key.map(AsRef::as_ref), Some(value)]) {
            *slot = match pattern {
                Some(pattern) => self.place_for(pattern, &mut behind)?,
                None => None,
            };
        }
        let [key, value] = slots;
        out.push(Step::Each {
            collection,
            key,
            value,
        });
        out.append(&mut behind);
        Ok(())
    }

    /// Where a member goes, and what is to hold of it there.
    fn place_for(&mut self, pattern: &Expr, behind: &mut Body) -> Result<Option<Slot>> {
        match pattern {
            Expr::Var { span, .. } if span.text() == "_" => Ok(None),
            Expr::Var { span, .. } => self.given(span.text(), true).map(Some),
            pattern => {
                let slot = self.locals.slot();
                self.pattern(pattern, Term::Slot(slot), true, behind)?;
                Ok(Some(slot))
            }
        }
    }

    fn condition(&mut self, expr: &Expr, out: &mut Body) -> Result<()> {
        match expr {
            Expr::AssignExpr {
                op: AssignOp::ColEq,
                lhs,
                rhs,
                ..
            } => {
                let value = self.term(rhs, out)?;
                self.pattern(lhs, value, true, out)
            }
            Expr::AssignExpr {
                op: AssignOp::Eq,
                lhs,
                rhs,
                ..
            } => {
                if self.is_open(lhs)? {
                    let value = self.term(rhs, out)?;
                    self.pattern(lhs, value, false, out)
                } else if self.is_open(rhs)? {
                    let value = self.term(lhs, out)?;
                    self.pattern(rhs, value, false, out)
                } else {
                    let (left, right) = (self.term(lhs, out)?, self.term(rhs, out)?);
                    out.push(equal(left, right));
                    Ok(())
                }
            }
            other => {
                let term = self.term(other, out)?;
                out.push(Step::Holds(term));
                Ok(())
            }
        }
    }
}
