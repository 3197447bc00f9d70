//! Rules and functions.

use std::collections::{BTreeMap, BTreeSet};

use regorus::Value;

use super::{Flow, Result, Run, Stopped, is_undefined};
use crate::machine::code::{Branch, Clause, Kind, Rule, Term};

impl<'c> Run<'c> {
    /// The value of a rule.
    pub(super) fn rule(&mut self, index: usize) -> Result<Value> {
        if let Some(value) = &self.known[index] {
            return Ok(value.clone());
        }
        let rule = &self.code.rules[index];
        let value = self.inside(|run| match rule.kind {
            Kind::Value => run.single(rule),
            Kind::Set => run.set(rule),
            Kind::Object => run.object(rule),
        })?;
        self.known[index] = Some(value.clone());
        Ok(value)
    }

    fn single(&mut self, rule: &'c Rule) -> Result<Value> {
        let mut single = Value::Undefined;
        for clause in &rule.clauses {
            let mut frame = frame(clause, &[]);
            self.unite(clause, &mut frame, &mut single)?;
        }
        Ok(or_default(single, rule.default.as_ref()))
    }

    fn set(&mut self, rule: &'c Rule) -> Result<Value> {
        let mut members = BTreeSet::new();
        for clause in &rule.clauses {
            let mut frame = frame(clause, &[]);
            self.clause(clause, &mut frame, |_, _, value| {
                members.insert(value);
                Ok(Flow::More)
            })?;
        }
        Ok(Value::from(members))
    }

    fn object(&mut self, rule: &'c Rule) -> Result<Value> {
        let mut members = BTreeMap::new();
        for clause in &rule.clauses {
            let mut frame = frame(clause, &[]);
            self.clause(clause, &mut frame, |_, key, value| {
                insert(&mut members, key, value)
            })?;
        }
        Ok(Value::from(members))
    }

    /// The value of a function of the modules.
    pub(super) fn apply(&mut self, index: usize, arguments: &[Value]) -> Result<Value> {
        let function = &self.code.functions[index];
        self.inside(|run| {
            let mut single = Value::Undefined;
            for clause in &function.clauses {
                let mut frame = frame(clause, arguments);
                run.unite(clause, &mut frame, &mut single)?;
            }
            Ok(or_default(single, function.default.as_ref()))
        })
    }

    /// Takes the values of a clause, which must be one.
    fn unite(&mut self, clause: &'c Clause, frame: &mut [Value], single: &mut Value) -> Result<()> {
        self.clause(clause, frame, |branch, _, value| {
            if is_undefined(single) {
                *single = value;
            } else if *single != value {
                return Err(Stopped);
            }
            // Whatever comes, it is the same.
            let is_constant = matches!(branch.value, Term::Constant(_));
            Ok(if is_constant {
                Flow::Enough
            } else {
                Flow::More
            })
        })
    }

    /// Tells the keys and values of a clause's first branch that holds.
    fn clause(
        &mut self,
        clause: &'c Clause,
        frame: &mut [Value],
        mut tell: impl FnMut(&'c Branch, Value, Value) -> Result<Flow>,
    ) -> Result<()> {
        for branch in &clause.branches {
            let mut has_any = false;
            self.body(&branch.body, frame, &mut |run, frame| {
                let key = match &branch.key {
                    Some(key) => run.value(key, frame)?,
                    None => Value::Null,
                };
                let value = run.value(&branch.value, frame)?;
                if is_undefined(&key) || is_undefined(&value) {
                    return Ok(Flow::More);
                }
                has_any = true;
                tell(branch, key, value)
            })?;
            if has_any {
                break;
            }
        }
        Ok(())
    }
}

fn or_default(value: Value, default: Option<&Value>) -> Value {
    match default {
        Some(default) if matches!(value, Value::Undefined) => default.clone(),
        _ => value,
    }
}

/// Puts a member into an object; two values under one key are a conflict.
pub(super) fn insert(
    members: &mut BTreeMap<Value, Value>,
    key: Value,
    value: Value,
) -> Result<Flow> {
    match members.get(&key) {
        Some(other) if *other != value => return Err(Stopped),
        Some(_) => {}
        None => _ = members.insert(key, value),
    }
    Ok(Flow::More)
}

fn frame(clause: &Clause, arguments: &[Value]) -> Vec<Value> {
    let mut frame = Vec::with_capacity(clause.slots);
    frame.extend_from_slice(arguments);
    frame.resize(clause.slots, Value::Undefined);
    frame
}
