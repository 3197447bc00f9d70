//! Definitions: arguments, bodies, and what they give.

use regorus::Value;
use regorus::unstable::{Expr, Ref, RuleBody, RuleHead};

use super::names::Locals;
use super::{Lowering, Result};
use crate::machine::code::{Body, Branch, Clause, Term};

/// A definition that is being lowered.
pub(super) struct Lowered<'l, 'p> {
    pub(super) lowering: &'l mut Lowering<'p>,
    /// Which of the program's.
    pub(super) index: usize,
    pub(super) locals: Locals,
    /// Whether what is being lowered is negated: names without a value get none there.
    pub(super) is_negated: bool,
}

/// What a head says of its rule's values.
#[derive(Clone, Copy)]
struct Results<'e> {
    key: Option<&'e Expr>,
    /// Without one it is true.
    value: Option<&'e Expr>,
}

impl<'l, 'p> Lowered<'l, 'p> {
    pub(super) fn new(lowering: &'l mut Lowering<'p>, index: usize) -> Self {
        Self {
            lowering,
            index,
            locals: Locals::default(),
            is_negated: false,
        }
    }

    /// One clause for each body that stands for itself.
    pub(super) fn clauses(mut self, head: &RuleHead, bodies: &[RuleBody]) -> Result<Vec<Clause>> {
        let (arguments, results) = parts_of(head);
        let mut clauses: Vec<Clause> = Vec::new();
        if bodies.is_empty() {
            clauses.push(self.clause(arguments, None, results)?);
        }
        for body in bodies {
            let results = match &body.assign {
                Some(assign) if body.is_else => Results {
                    key: None,
                    value: Some(assign.value.as_ref()),
                },
                None if body.is_else => Results {
                    key: None,
                    value: None,
                },
                _ => results,
            };
            let clause = self.clause(arguments, Some(body), results)?;
            match clauses.last_mut() {
                Some(before) if body.is_else => {
                    before.slots = before.slots.max(clause.slots);
                    before.branches.extend(clause.branches);
                }
                _ => clauses.push(clause),
            }
        }
        Ok(clauses)
    }

    fn clause(
        &mut self,
        arguments: &[Ref<Expr>],
        body: Option<&RuleBody>,
        results: Results<'_>,
    ) -> Result<Clause> {
        self.locals = Locals::default();
        let mut steps = Body::new();
        self.locals.open();
        let slots: Vec<_> = arguments.iter().map(|_| self.locals.slot()).collect();
        for (argument, slot) in arguments.iter().zip(slots) {
            match argument.as_ref() {
                Expr::Var { span, .. } if span.text() == "_" => {}
                Expr::Var { span, .. } => self.locals.give_at(span.text(), slot)?,
                pattern => self.pattern(pattern, Term::Slot(slot), true, &mut steps)?,
            }
        }
        if let Some(body) = body {
            let asked = results.key.into_iter().chain(results.value);
            self.locals.open_query(&body.query, asked);
            self.statements(&body.query, &mut steps)?;
        }
        let key = match results.key {
            Some(key) => Some(self.term(key, &mut steps)?),
            None => None,
        };
        let value = match results.value {
            Some(value) => self.term(value, &mut steps)?,
            None => Term::Constant(Value::Bool(true)),
        };
        Ok(Clause {
            slots: self.locals.count(),
            branches: vec![Branch {
                body: steps,
                key,
                value,
            }],
        })
    }
}

fn parts_of(head: &RuleHead) -> (&[Ref<Expr>], Results<'_>) {
    match head {
        RuleHead::Func { args, assign, .. } => (
            args,
            Results {
                key: None,
                value: assign.as_ref().map(|assign| assign.value.as_ref()),
            },
        ),
        RuleHead::Set { key, .. } => (
            &[],
            Results {
                key: None,
                value: key.as_ref().map(AsRef::as_ref),
            },
        ),
        RuleHead::Compr { refr, assign, .. } => (
            &[],
            Results {
                key: match refr.as_ref() {
                    Expr::RefBrack { index, .. }
                        if !matches!(
                            index.as_ref(),
                            Expr::String { .. } | Expr::RawString { .. }
                        ) =>
                    {
                        Some(index.as_ref())
                    }
                    _ => None,
                },
                value: assign.as_ref().map(|assign| assign.value.as_ref()),
            },
        ),
    }
}
