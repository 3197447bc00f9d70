//! Expressions.

use std::collections::{BTreeMap, BTreeSet};

use regorus::Value;
use regorus::unstable::{Expr, Query, Ref};

use super::clause::Lowered;
use super::names::Local;
use super::{Found, Result, Unlike, member};
use crate::builtins::Callable;
use crate::machine::code::{Body, Step, Term};
use crate::rego::program::{self, DOCUMENTS};
use crate::rego::walk::chain;

/// Longest reference. What is run goes into itself for each part.
const MAX_PARTS: usize = 64;

/// A part of a reference.
enum Part<'e> {
    Key(Value),
    Index(&'e Expr),
}

impl Lowered<'_, '_> {
    /// What has the value of an expression; what it goes through first is put before it.
    pub(super) fn term(&mut self, expr: &Expr, out: &mut Body) -> Result<Term> {
        self.lowering.grow()?;
        if let Some(value) = constant(expr) {
            return Ok(Term::Constant(value));
        }
        match expr {
            Expr::Var { .. } | Expr::RefDot { .. } | Expr::RefBrack { .. } => {
                self.reference(expr, out)
            }
            Expr::Array { items, .. } => Ok(Term::Array(self.terms(items, out)?)),
            Expr::Set { items, .. } => Ok(Term::Set(self.terms(items, out)?)),
            Expr::Object { fields, .. } => {
                let mut members = Vec::with_capacity(fields.len());
                for (_, key, value) in fields {
                    members.push((self.term(key, out)?, self.term(value, out)?));
                }
                Ok(Term::Object(members))
            }
            Expr::ArrayCompr { term, query, .. } => {
                let (body, [term]) = self.comprehension(query, [term])?;
                Ok(Term::Arrays(Box::new((body, term))))
            }
            Expr::SetCompr { term, query, .. } => {
                let (body, [term]) = self.comprehension(query, [term])?;
                Ok(Term::Sets(Box::new((body, term))))
            }
            Expr::ObjectCompr {
                key, value, query, ..
            } => {
                let (body, [key, value]) = self.comprehension(query, [key, value])?;
                Ok(Term::Objects(Box::new((body, key, value))))
            }
            Expr::Call { fcn, params, .. } => self.call(fcn, params, out),
            Expr::BoolExpr { op, lhs, rhs, .. } => {
                let sides = (self.term(lhs, out)?, self.term(rhs, out)?);
                Ok(Term::Compare(op.clone(), Box::new(sides)))
            }
            Expr::Membership {
                key: None,
                value,
                collection,
                ..
            } => {
                let sides = (self.term(value, out)?, self.term(collection, out)?);
                Ok(Term::IsIn(Box::new(sides)))
            }
            Expr::Membership {
                key: Some(key),
                value,
                collection,
                ..
            } => {
                let (callable, _) = Callable::of("internal.member_3").ok_or(Unlike)?;
                let mut operands = Vec::with_capacity(3);
                for operand in [key, value, collection] {
                    operands.push(self.term(operand, out)?);
                }
                Ok(Term::Call(callable, operands))
            }
            // Arithmetic was written as calls.
            _ => Err(Unlike),
        }
    }

    fn terms(&mut self, exprs: &[Ref<Expr>], out: &mut Body) -> Result<Vec<Term>> {
        let exprs = exprs.iter();
        exprs.map(|expr| self.term(expr, out)).collect()
    }

    fn comprehension<const N: usize>(
        &mut self,
        query: &Query,
        results: [&Ref<Expr>; N],
    ) -> Result<(Body, [Term; N])> {
        let is_negated = std::mem::take(&mut self.is_negated);
        let mut body = Body::new();
        self.locals
            .open_query(query, results.iter().map(AsRef::as_ref));
        self.statements(query, &mut body)?;
        let mut terms = [const { Term::Undefined }; N];
        for (term, result) in terms.iter_mut().zip(results) {
            *term = self.term(result, &mut body)?;
        }
        self.locals.close();
        self.is_negated = is_negated;
        Ok((body, terms))
    }

    fn call(&mut self, function: &Expr, params: &[Ref<Expr>], out: &mut Body) -> Result<Term> {
        let (root, parts) = chain(function).ok_or(Unlike)?;
        let parts: Option<Vec<String>> = parts.into_iter().collect();
        let name = (root, parts.ok_or(Unlike)?);
        match self.lowering.target(self.index, &name) {
            program::Target::Function(path) => {
                let (function, arity) = self.lowering.function(&path)?;
                if arity != params.len() {
                    return Err(Unlike);
                }
                Ok(Term::Apply(function, self.terms(params, out)?))
            }
            program::Target::Other(name) => {
                let (callable, arity) = Callable::of(&name).ok_or(Unlike)?;
                if usize::from(arity) != params.len() {
                    return Err(Unlike);
                }
                Ok(Term::Call(callable, self.terms(params, out)?))
            }
        }
    }

    fn reference(&mut self, expr: &Expr, out: &mut Body) -> Result<Term> {
        let (root, parts) = taken_apart(expr)?;
        let mut parts = parts.into_iter().peekable();
        let mut is_document = false;
        let mut term = match root {
            Expr::Var { span, .. } => {
                let name = span.text();
                match self.local(name)? {
                    Local::Given(slot) => Term::Slot(slot),
                    Local::Open => return Err(Unlike),
                    Local::Foreign => {
                        let mut behind = Vec::new();
                        while let Some(Part::Key(Value::String(key))) = parts.peek() {
                            behind.push(key.to_string());
                            parts.next();
                        }
                        let (term, document) = self.foreign(name, behind)?;
                        is_document = document;
                        term
                    }
                }
            }
            root => self.term(root, out)?,
        };
        for part in parts {
            self.lowering.grow()?;
            let key = match part {
                Part::Key(key) => Term::Constant(key),
                Part::Index(index) => {
                    if self.gone_through(&mut term, index, out)? {
                        continue;
                    }
                    self.term(index, out)?
                }
            };
            term = if is_document {
                Term::Within(Box::new((term, key)))
            } else {
                Term::member(term, key)
            };
        }
        Ok(term)
    }

    /// Goes through a collection whose index has no value yet; the term is a member then. Whether it is so.
    fn gone_through(&mut self, term: &mut Term, index: &Expr, out: &mut Body) -> Result<bool> {
        let Expr::Var { span, .. } = index else {
            return Ok(false);
        };
        let name = span.text();
        let key = match name {
            "_" => None,
            name if self.local(name)? == Local::Open => Some(self.given(name, false)?),
            _ => return Ok(false),
        };
        let value = self.locals.slot();
        out.push(Step::Each {
            collection: std::mem::replace(term, Term::Slot(value)),
            key,
            value: Some(value),
        });
        Ok(true)
    }

    /// What a name of the module, and the texts behind it, refer to, and whether that is one of the bundle's
    /// documents.
    fn foreign(&mut self, name: &str, behind: Vec<String>) -> Result<(Term, bool)> {
        for _ in &behind {
            self.lowering.grow()?;
        }
        let names = self.lowering.names_of(self.index);
        let (root, mut path) = match name {
            "input" | "data" => (name.to_owned(), Vec::new()),
            name => {
                if let Some(import) = names.imports.get(name) {
                    import.clone()
                } else {
                    let own = names.package.iter().map(String::as_str).chain([name]);
                    ("data".to_owned(), own.map(str::to_owned).collect())
                }
            }
        };
        path.extend(behind);
        if root == "input" {
            return Ok((
                path.iter().fold(Term::Input, |of, key| member(of, key)),
                false,
            ));
        }
        if root != "data" || path.is_empty() {
            return Err(Unlike);
        }
        Ok(match self.lowering.global(&path)? {
            Found::Rule(rule, behind) => {
                (behind.iter().fold(rule, |of, key| member(of, key)), false)
            }
            Found::Document(document) => (Term::Constant(document), true),
        })
    }

    /// What a name is here.
    pub(super) fn local(&self, name: &str) -> Result<Local> {
        let names = self.lowering.names_of(self.index);
        let is_global = || {
            DOCUMENTS.contains(&name)
                || names.imports.contains_key(name)
                || self.lowering.is_rule(&names.package, name)
        };
        self.locals.find(name, is_global)
    }
}

/// What a reference begins with, and its parts in order.
fn taken_apart(expr: &Expr) -> Result<(&Expr, Vec<Part<'_>>)> {
    let (mut expr, mut parts) = (expr, Vec::new());
    loop {
        expr = match expr {
            Expr::RefDot { refr, field, .. } => {
                parts.push(Part::Key(field.1.clone()));
                refr
            }
            Expr::RefBrack { refr, index, .. } => {
                parts.push(match constant(index) {
                    Some(key) => Part::Key(key),
                    None => Part::Index(index),
                });
                refr
            }
            root => {
                parts.reverse();
                return Ok((root, parts));
            }
        };
        if parts.len() > MAX_PARTS {
            return Err(Unlike);
        }
    }
}

/// The value of an expression without names and calls; `None` for any other.
pub(super) fn constant(expr: &Expr) -> Option<Value> {
    Some(match expr {
        Expr::String { value, .. }
        | Expr::RawString { value, .. }
        | Expr::Number { value, .. }
        | Expr::Bool { value, .. }
        | Expr::Null { value, .. } => value.clone(),
        Expr::Array { items, .. } => Value::from(constants(items)?),
        Expr::Set { items, .. } => {
            let items = constants(items)?.into_iter();
            Value::from(items.collect::<BTreeSet<_>>())
        }
        Expr::Object { fields, .. } => {
            let mut members = BTreeMap::new();
            for (_, key, value) in fields {
                let (key, value) = (constant(key)?, constant(value)?);
                // Of a key that is there twice the engine says what it means.
                if members.insert(key, value).is_some() {
                    return None;
                }
            }
            Value::from(members)
        }
        _ => return None,
    })
}

fn constants(exprs: &[Ref<Expr>]) -> Option<Vec<Value>> {
    exprs.iter().map(|expr| constant(expr)).collect()
}
