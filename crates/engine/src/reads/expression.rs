//! What one expression does with values.

use std::sync::Arc;

use regorus::unstable::{BoolOp, Expr, Query, Ref};

use super::calls;
use super::definition::Definition;
use super::flow::{Key, Variable};
use crate::rego::walk::{chain, pattern_names};

impl Definition<'_, '_> {
    /// The value of an expression.
    pub(super) fn value(&mut self, expr: &Expr) -> Variable {
        match expr {
            Expr::String { value, .. } | Expr::RawString { value, .. } => match value.as_string() {
                Ok(text) => self.reader.flow.text(text),
                Err(_) => self.reader.flow.other(),
            },
            Expr::Number { .. } | Expr::Bool { .. } | Expr::Null { .. } => self.reader.flow.other(),
            Expr::Var { span, .. } => self.name(span.text()),
            Expr::RefDot { .. } | Expr::RefBrack { .. } => self.reference(expr),
            Expr::Array { items, .. } => {
                let array = self.literal(items.is_empty());
                for item in items {
                    let item = self.value(item);
                    self.reader.flow.put(array, None, item);
                }
                array
            }
            Expr::Set { items, .. } => {
                let set = self.literal(items.is_empty());
                for item in items {
                    self.add_to_set(set, item);
                }
                set
            }
            Expr::Object { fields, .. } => {
                let object = self.literal(fields.is_empty());
                for (_, key, value) in fields {
                    let name = text(key);
                    if name.is_none() {
                        let key = self.value(key);
                        self.reader.flow.whole(key);
                    }
                    let value = self.value(value);
                    self.reader.flow.put(object, name, value);
                }
                object
            }
            Expr::ArrayCompr { term, query, .. } => self.comprehension(query, |this| {
                let (array, term) = (this.reader.flow.collection(), this.value(term));
                this.reader.flow.put(array, None, term);
                array
            }),
            Expr::SetCompr { term, query, .. } => self.comprehension(query, |this| {
                let set = this.reader.flow.collection();
                this.add_to_set(set, term);
                set
            }),
            Expr::ObjectCompr {
                key, value, query, ..
            } => self.comprehension(query, |this| {
                let object = this.reader.flow.collection();
                // One key may get two values, which are compared.
                for (part, is_member) in [(key, false), (value, true)] {
                    let part = this.value(part);
                    this.reader.flow.whole(part);
                    if is_member {
                        this.reader.flow.put(object, None, part);
                    }
                }
                object
            }),
            Expr::Call { fcn, params, .. } => self.call(fcn, params),
            Expr::UnaryExpr { expr, .. } => self.all_of(&[expr]),
            Expr::BoolExpr { op, lhs, rhs, .. } => self.comparison(op, lhs, rhs),
            Expr::BinExpr { lhs, rhs, .. } | Expr::ArithExpr { lhs, rhs, .. } => {
                self.all_of(&[lhs, rhs])
            }
            Expr::AssignExpr { lhs, rhs, .. } => {
                let value = self.all_of(&[lhs, rhs]);
                self.reader.give_up();
                value
            }
            Expr::Membership {
                key,
                value,
                collection,
                ..
            } => {
                if let Some(key) = key {
                    self.all_of(&[key]);
                }
                self.membership(value, collection)
            }
        }
    }

    /// A collection that is written out.
    fn literal(&mut self, is_empty: bool) -> Variable {
        let literal = self.reader.flow.collection();
        if is_empty {
            let nothing = self.reader.flow.other();
            self.reader.flow.put(literal, None, nothing);
        }
        literal
    }

    /// Elements of a set are compared with each other.
    fn add_to_set(&mut self, set: Variable, item: &Expr) {
        let item = self.value(item);
        self.reader.flow.whole(item);
        self.reader.flow.put(set, None, item);
    }

    fn comprehension(
        &mut self,
        query: &Query,
        term: impl FnOnce(&mut Self) -> Variable,
    ) -> Variable {
        let iterations = self.iterations;
        self.open(query);
        let value = term(self);
        self.scope.close();
        self.iterations = iterations;
        value
    }

    /// Something that is made of these, which are needed as a whole for it.
    fn all_of(&mut self, exprs: &[&Ref<Expr>]) -> Variable {
        for expr in exprs {
            let value = self.value(expr);
            self.reader.flow.whole(value);
        }
        self.reader.flow.other()
    }

    /// Beside a scalar nothing of a collection counts but that it is one.
    pub(super) fn comparison(&mut self, op: &BoolOp, lhs: &Ref<Expr>, rhs: &Ref<Expr>) -> Variable {
        let is_scalar = is_scalar(lhs) || is_scalar(rhs);
        if !is_scalar || !matches!(op, BoolOp::Eq | BoolOp::Ne) {
            return self.all_of(&[lhs, rhs]);
        }
        self.value(lhs);
        self.value(rhs);
        self.reader.flow.other()
    }

    /// What is looked for is compared with every member.
    pub(super) fn membership(&mut self, value: &Ref<Expr>, collection: &Ref<Expr>) -> Variable {
        if !is_scalar(value) {
            return self.all_of(&[value, collection]);
        }
        let collection = self.value(collection);
        self.reader.flow.member(collection, Key::Any);
        self.reader.flow.other()
    }

    fn name(&mut self, name: &str) -> Variable {
        if name == "input" {
            return self.reader.flow.input();
        }
        self.named(name, &[])
    }

    /// What a name means, and what is behind it. Should it be local and something else too, it is either.
    fn named(&mut self, name: &str, behind: &[Arc<str>]) -> Variable {
        let global = self.reader.global(self.names, name, behind);
        let is_declared = self.scope.declared(name).is_some();
        if let (Some(global), false) = (global, is_declared) {
            return global;
        }
        let mut local = self.scope.variable(name, &mut self.reader.flow);
        for name in behind {
            local = self.reader.flow.member(local, Key::Named(Arc::clone(name)));
        }
        let Some(global) = global else { return local };
        let either = self.reader.flow.variable();
        self.reader.flow.copy(local, either);
        self.reader.flow.copy(global, either);
        either
    }

    fn reference(&mut self, expr: &Expr) -> Variable {
        let mut links = Vec::new();
        let mut inner = expr;
        loop {
            inner = match inner {
                Expr::RefDot { refr, field, .. } => {
                    links.push(Link::Named(Arc::from(field.0.text())));
                    refr
                }
                Expr::RefBrack { refr, index, .. } => {
                    links.push(match text(index) {
                        Some(name) => Link::Named(name),
                        None => Link::Computed(index),
                    });
                    refr
                }
                _ => break,
            };
        }
        links.reverse();
        let is_named = |link: &Link<'_>| matches!(link, Link::Named(_));
        let count = links.iter().take_while(|link| is_named(link)).count();
        let computed = links.split_off(count);
        let behind: Vec<_> = links
            .into_iter()
            .filter_map(|link| match link {
                Link::Named(name) => Some(name),
                Link::Computed(_) => None,
            })
            .collect();
        let mut value = match inner {
            Expr::Var { span, .. } if span.text() != "input" => self.named(span.text(), &behind),
            root => {
                let root = self.value(root);
                self.reader.inside(root, &behind)
            }
        };
        for link in computed {
            let key = match link {
                Link::Named(name) => Key::Named(name),
                Link::Computed(index) => self.key(index),
            };
            value = self.reader.flow.member(value, key);
        }
        value
    }

    fn key(&mut self, index: &Expr) -> Key {
        match index {
            Expr::Number { .. } => Key::Any,
            Expr::Var { span, .. } if span.text() == "_" => {
                self.iterations += 1;
                Key::Any
            }
            Expr::Var { span, .. } if self.is_open(span.text()) => {
                self.iterations += 1;
                let name = self.scope.variable(span.text(), &mut self.reader.flow);
                self.reader.flow.may_be_other(name);
                Key::Any
            }
            Expr::Array { .. } | Expr::Object { .. } => {
                // A pattern, or a key of a set: what it names comes from a key.
                self.iterations += 1;
                let mut names = Vec::new();
                pattern_names(index, &mut names);
                for name in names {
                    if self.is_open(name) {
                        let name = self.scope.variable(name, &mut self.reader.flow);
                        self.reader.flow.may_be_other(name);
                    }
                }
                let index = self.value(index);
                self.reader.flow.whole(index);
                Key::Any
            }
            index => {
                let index = self.value(index);
                // It is looked up among keys.
                self.reader.flow.whole(index);
                Key::Computed(index)
            }
        }
    }

    fn call(&mut self, function: &Expr, arguments: &[Ref<Expr>]) -> Variable {
        let name = chain(function).and_then(|(root, parts)| {
            let parts: Option<Vec<_>> = parts.into_iter().collect();
            Some((root, parts?))
        });
        let Some(name) = name else {
            self.reader.give_up();
            return self.reader.flow.other();
        };
        match self.reader.function(self.names, &name) {
            Ok((value, parameters)) => {
                for (argument, parameter) in arguments.iter().zip(parameters) {
                    let argument = self.value(argument);
                    self.reader.flow.copy(argument, parameter);
                }
                value
            }
            Err(builtin) => calls::builtin(self, &builtin, arguments),
        }
    }
}

enum Link<'e> {
    Named(Arc<str>),
    Computed(&'e Expr),
}

/// The text that an expression spells out.
pub(super) fn text(expr: &Expr) -> Option<Arc<str>> {
    match expr {
        Expr::String { value, .. } | Expr::RawString { value, .. } => {
            value.as_string().ok().cloned()
        }
        _ => None,
    }
}

/// Whether an expression spells out a value that is no collection.
fn is_scalar(expr: &Expr) -> bool {
    matches!(
        expr,
        Expr::String { .. }
            | Expr::RawString { .. }
            | Expr::Number { .. }
            | Expr::Bool { .. }
            | Expr::Null { .. }
    )
}
