//! What a value is taken apart with.

use regorus::Value;
use regorus::unstable::{BoolOp, Expr};

use super::clause::Lowered;
use super::names::Local;
use super::{Result, Unlike};
use crate::machine::code::{Body, Slot, Step, Term};

impl Lowered<'_, '_> {
    /// Takes a value apart: names get their values, or are declared with that; what has one is compared.
    pub(super) fn pattern(
        &mut self,
        pattern: &Expr,
        of: Term,
        declares: bool,
        out: &mut Body,
    ) -> Result<()> {
        self.lowering.grow()?;
        match pattern {
            Expr::Var { span, .. } if span.text() == "_" => out.push(Step::Defined(of)),
            Expr::Var { span, .. } => {
                let name = span.text();
                if !declares && self.local(name)? != Local::Open {
                    let known = self.term(pattern, out)?;
                    out.push(equal(known, of));
                    return Ok(());
                }
                let slot = self.given(name, declares)?;
                out.push(Step::Let { slot, term: of });
            }
            Expr::Array { items, .. } => {
                let whole = self.locals.slot();
                out.push(Step::Let {
                    slot: whole,
                    term: of,
                });
                out.push(Step::HasLength(Term::Slot(whole), items.len()));
                for (index, item) in items.iter().enumerate() {
                    let index = Term::Constant(Value::from(index));
                    let element = Term::member(Term::Slot(whole), index);
                    self.pattern(item, element, declares, out)?;
                }
            }
            // Whether it has exactly these keys is asked elsewhere.
            Expr::Object { .. } => return Err(Unlike),
            other => {
                let known = self.term(other, out)?;
                out.push(equal(known, of));
            }
        }
        Ok(())
    }

    /// Whether a pattern has names that get their values from it.
    pub(super) fn is_open(&self, pattern: &Expr) -> Result<bool> {
        match pattern {
            Expr::Var { span, .. } => {
                Ok(span.text() == "_" || self.local(span.text())? == Local::Open)
            }
            Expr::Array { items, .. } => {
                for item in items {
                    if self.is_open(item)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            _ => Ok(false),
        }
    }

    /// The slot for a name that gets its value here.
    pub(super) fn given(&mut self, name: &str, declares: bool) -> Result<Slot> {
        if self.is_negated {
            return Err(Unlike);
        }
        if declares {
            self.locals.declare(name)
        } else {
            self.locals.give(name)
        }
    }
}

pub(super) fn equal(left: Term, right: Term) -> Step {
    Step::Holds(Term::Compare(BoolOp::Eq, Box::new((left, right))))
}
