//! Bodies.

use regorus::Value;

use super::ahead::look_ahead;
use super::{CALL, Flow, Result, Run, is_undefined, put};
use crate::machine::code::{Slot, Step, Term};

/// What is done for each way in which a body holds.
pub(super) type Found<'f, 'c> = &'f mut dyn FnMut(&mut Run<'c>, &mut [Value]) -> Result<Flow>;

impl<'c> Run<'c> {
    /// Tells every way in which the steps hold, until that is enough.
    pub(super) fn body(
        &mut self,
        steps: &'c [Step],
        frame: &mut [Value],
        found: Found<'_, 'c>,
    ) -> Result<Flow> {
        let mut steps = steps;
        while let Some((step, behind)) = steps.split_first() {
            self.step()?;
            steps = behind;
            let holds = match step {
                Step::Let { slot, term } => {
                    let value = self.value(term, frame)?;
                    let is_defined = !is_undefined(&value);
                    frame[*slot] = value;
                    is_defined
                }
                Step::Holds(term) => self.holds(term, frame)?,
                Step::Defined(term) => self.is_defined(term, frame)?,
                Step::HasLength(term, length) => {
                    matches!(self.value(term, frame)?, Value::Array(array) if array.len() == *length)
                }
                Step::Not(body) => !self.has_any(body, frame)?,
                Step::Every {
                    domain,
                    key,
                    value,
                    body,
                } => {
                    let domain = self.value(domain, frame)?;
                    self.every(&domain, [*key, *value], body, frame)?
                }
                Step::Each {
                    collection,
                    key,
                    value,
                } => {
                    let collection = self.value(collection, frame)?;
                    return self.each(&collection, [*key, *value], behind, frame, found);
                }
            };
            if !holds {
                return Ok(Flow::More);
            }
        }
        found(self, frame)
    }

    /// Whether a body holds in any way.
    fn has_any(&mut self, body: &'c [Step], frame: &mut [Value]) -> Result<bool> {
        let flow = self.inside(|run| run.body(body, frame, &mut |_, _| Ok(Flow::Enough)))?;
        Ok(flow == Flow::Enough)
    }

    fn each(
        &mut self,
        collection: &Value,
        [key, value]: [Option<Slot>; 2],
        behind: &'c [Step],
        frame: &mut [Value],
        found: Found<'_, 'c>,
    ) -> Result<Flow> {
        self.inside(|run| {
            run.members(collection, |run, index, member| {
                put(frame, key, index);
                put(frame, value, member);
                run.body(behind, frame, found)
            })
        })
    }

    fn every(
        &mut self,
        domain: &Value,
        [key, value]: [Option<Slot>; 2],
        body: &'c [Step],
        frame: &mut [Value],
    ) -> Result<bool> {
        if !matches!(domain, Value::Array(_) | Value::Set(_) | Value::Object(_)) {
            return Err(super::Stopped);
        }
        let flow = self.members(domain, |run, index, member| {
            put(frame, key, index);
            put(frame, value, member);
            Ok(if run.has_any(body, frame)? {
                Flow::More
            } else {
                Flow::Enough
            })
        })?;
        Ok(flow == Flow::More)
    }

    /// Tells each member with its index or key, until that is enough.
    fn members(
        &mut self,
        collection: &Value,
        mut tell: impl FnMut(&mut Self, &Value, &Value) -> Result<Flow>,
    ) -> Result<Flow> {
        match collection {
            Value::Array(elements) => {
                for (index, element) in elements.iter().enumerate() {
                    self.step()?;
                    look_ahead(elements, index);
                    if tell(self, &Value::from(index), element)? == Flow::Enough {
                        return Ok(Flow::Enough);
                    }
                }
            }
            Value::Set(members) => {
                for member in members.iter_sorted() {
                    self.step()?;
                    if tell(self, member, member)? == Flow::Enough {
                        return Ok(Flow::Enough);
                    }
                }
            }
            Value::Object(members) => {
                for (key, member) in members.iter_sorted() {
                    self.step()?;
                    if tell(self, key, member)? == Flow::Enough {
                        return Ok(Flow::Enough);
                    }
                }
            }
            _ => {}
        }
        Ok(Flow::More)
    }

    fn holds(&mut self, term: &'c Term, frame: &mut [Value]) -> Result<bool> {
        if let Term::Compare(op, sides) = term
            && let Some(holds) = self.compared(op, sides, frame)
        {
            return Ok(holds);
        }
        if let Term::IsIn(sides) = term {
            self.steps(CALL)?;
            if let Some(holds) = self.found(sides, frame) {
                return Ok(holds);
            }
        }
        if let Some(value) = self.place(term, frame) {
            return Ok(!matches!(value, Value::Undefined | Value::Bool(false)));
        }
        let value = self.value(term, frame)?;
        Ok(!matches!(value, Value::Undefined | Value::Bool(false)))
    }

    fn is_defined(&mut self, term: &'c Term, frame: &mut [Value]) -> Result<bool> {
        if let Some(value) = self.place(term, frame) {
            return Ok(!is_undefined(value));
        }
        Ok(!is_undefined(&self.value(term, frame)?))
    }
}
