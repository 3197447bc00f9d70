//! Values.

use std::collections::{BTreeMap, BTreeSet};

use regorus::Value;
use regorus::unstable::BoolOp;

use super::rules::insert;
use super::{CALL, Flow, Result, Run, Stopped, is_undefined};
use crate::builtins::collections::has;
use crate::machine::code::{Body, Term};

impl<'c> Run<'c> {
    /// The value of a term, undefined too.
    pub(super) fn value(&mut self, term: &'c Term, frame: &mut [Value]) -> Result<Value> {
        match self.place(term, frame) {
            Some(value) => Ok(value.clone()),
            None => self.inside(|run| run.made(term, frame)),
        }
    }

    /// The value of a term that stands nowhere yet.
    fn made(&mut self, term: &'c Term, frame: &mut [Value]) -> Result<Value> {
        Ok(match term {
            // These stand somewhere.
            Term::Undefined | Term::Constant(_) | Term::Slot(_) | Term::Input => {
                return Err(Stopped);
            }
            Term::Rule(index) => self.rule(*index)?,
            Term::Member(parts) => {
                let of = self.value(&parts.0, frame)?;
                match self.place(&parts.1, frame) {
                    Some(key) => of[key].clone(),
                    None => of[&self.value(&parts.1, frame)?].clone(),
                }
            }
            Term::Field(parts) => parts.1.member(&self.value(&parts.0, frame)?).clone(),
            Term::Within(parts) => {
                let of = self.value(&parts.0, frame)?;
                let key = self.value(&parts.1, frame)?;
                match (&of, &key) {
                    (Value::Undefined, _)
                    | (_, Value::Undefined)
                    | (Value::Object(_), Value::String(_))
                    | (Value::Array(_), Value::Number(_)) => of[&key].clone(),
                    _ => return Err(Stopped),
                }
            }
            Term::Call(callable, operands) => match self.all(operands, frame)? {
                Some(operands) => {
                    self.steps(CALL)?;
                    let value = callable.call(&operands, self.code.strict);
                    value.map_err(|_| Stopped)?
                }
                None => Value::Undefined,
            },
            Term::Apply(function, operands) => match self.all(operands, frame)? {
                Some(operands) => self.apply(*function, &operands)?,
                None => Value::Undefined,
            },
            Term::Compare(op, sides) => {
                let left = self.value(&sides.0, frame)?;
                let right = self.value(&sides.1, frame)?;
                compare(op, &left, &right).map_or(Value::Undefined, Value::Bool)
            }
            Term::IsIn(sides) => {
                self.steps(CALL)?;
                let value = self.value(&sides.0, frame)?;
                let collection = self.value(&sides.1, frame)?;
                is_in(&value, &collection).map_or(Value::Undefined, Value::Bool)
            }
            Term::Array(items) => match self.all(items, frame)? {
                Some(items) => Value::from(items),
                None => Value::Undefined,
            },
            Term::Set(items) => match self.all(items, frame)? {
                Some(items) => Value::from(items.into_iter().collect::<BTreeSet<_>>()),
                None => Value::Undefined,
            },
            Term::Object(members) => self.members_of(members, frame)?,
            Term::Arrays(parts) => self.arrays(&parts.0, &parts.1, frame)?,
            Term::Sets(parts) => self.sets(&parts.0, &parts.1, frame)?,
            Term::Objects(parts) => self.objects(&parts.0, &parts.1, &parts.2, frame)?,
        })
    }

    /// Where the value of a term stands; `None` where it has to be made.
    pub(super) fn place<'f>(&self, term: &'c Term, frame: &'f [Value]) -> Option<&'f Value>
    where
        'c: 'f,
    {
        match term {
            Term::Undefined => Some(&Value::Undefined),
            Term::Constant(value) => Some(value),
            Term::Slot(slot) => Some(&frame[*slot]),
            Term::Input => Some(self.input),
            Term::Member(parts) => {
                let of = self.place(&parts.0, frame)?;
                Some(&of[self.place(&parts.1, frame)?])
            }
            Term::Field(parts) => Some(parts.1.member(self.place(&parts.0, frame)?)),
            _ => None,
        }
    }

    /// How two values compare that stand somewhere; false where one is undefined.
    pub(super) fn compared(
        &self,
        op: &BoolOp,
        sides: &'c (Term, Term),
        frame: &[Value],
    ) -> Option<bool> {
        let left = self.place(&sides.0, frame)?;
        let right = self.place(&sides.1, frame)?;
        compare(op, left, right)
    }

    /// Whether a value that stands somewhere is in a collection that does.
    pub(super) fn found(&self, sides: &'c (Term, Term), frame: &[Value]) -> Option<bool> {
        let value = self.place(&sides.0, frame)?;
        let collection = self.place(&sides.1, frame)?;
        is_in(value, collection)
    }

    /// The values of terms; `None` when one is undefined.
    fn all(&mut self, terms: &'c [Term], frame: &mut [Value]) -> Result<Option<Vec<Value>>> {
        let mut values = Vec::with_capacity(terms.len());
        for term in terms {
            let value = self.value(term, frame)?;
            if is_undefined(&value) {
                return Ok(None);
            }
            values.push(value);
        }
        Ok(Some(values))
    }

    fn members_of(&mut self, terms: &'c [(Term, Term)], frame: &mut [Value]) -> Result<Value> {
        let mut members = BTreeMap::new();
        for (key, value) in terms {
            let key = self.value(key, frame)?;
            let value = self.value(value, frame)?;
            if is_undefined(&key) || is_undefined(&value) {
                return Ok(Value::Undefined);
            }
            insert(&mut members, key, value)?;
        }
        Ok(Value::from(members))
    }

    fn arrays(&mut self, body: &'c Body, term: &'c Term, frame: &mut [Value]) -> Result<Value> {
        let mut items = Vec::new();
        self.inside(|run| {
            run.body(body, frame, &mut |run, frame| {
                let value = run.value(term, frame)?;
                if !is_undefined(&value) {
                    items.push(value);
                }
                Ok(Flow::More)
            })
        })?;
        Ok(Value::from(items))
    }

    fn sets(&mut self, body: &'c Body, term: &'c Term, frame: &mut [Value]) -> Result<Value> {
        let mut items = BTreeSet::new();
        self.inside(|run| {
            run.body(body, frame, &mut |run, frame| {
                let value = run.value(term, frame)?;
                if !is_undefined(&value) {
                    items.insert(value);
                }
                Ok(Flow::More)
            })
        })?;
        Ok(Value::from(items))
    }

    fn objects(
        &mut self,
        body: &'c Body,
        key: &'c Term,
        value: &'c Term,
        frame: &mut [Value],
    ) -> Result<Value> {
        let mut members = BTreeMap::new();
        self.inside(|run| {
            run.body(body, frame, &mut |run, frame| {
                let key = run.value(key, frame)?;
                let value = run.value(value, frame)?;
                if is_undefined(&key) || is_undefined(&value) {
                    return Ok(Flow::More);
                }
                insert(&mut members, key, value)
            })
        })?;
        Ok(Value::from(members))
    }
}

/// How two values compare; `None` where one is undefined.
fn compare(op: &BoolOp, left: &Value, right: &Value) -> Option<bool> {
    if is_undefined(left) || is_undefined(right) {
        return None;
    }
    Some(match op {
        BoolOp::Eq => left == right,
        BoolOp::Ne => left != right,
        BoolOp::Lt => left < right,
        BoolOp::Le => left <= right,
        BoolOp::Gt => left > right,
        BoolOp::Ge => left >= right,
    })
}

/// Whether a collection has a value; `None` where one is undefined.
fn is_in(value: &Value, collection: &Value) -> Option<bool> {
    if is_undefined(value) {
        return None;
    }
    (!is_undefined(collection)).then(|| has(collection, value))
}
