//! What one definition does with values.

use regorus::unstable::{AssignOp, Expr, Literal, LiteralStmt, Query, Rule, RuleBody, RuleHead};

use super::flow::{Key, Variable};
use super::program::Reader;
use super::scope::Scope;
use crate::rego::program::Names;
use crate::rego::walk::pattern_names;

/// A definition that is read.
pub(super) struct Definition<'r, 'p> {
    pub(super) reader: &'r mut Reader<'p>,
    pub(super) names: &'p Names,
    pub(super) scope: Scope,
    /// How many statements and references have gone through something, in the queries that are open.
    pub(super) iterations: usize,
}

/// Where the values of a definition go.
#[derive(Clone, Copy)]
pub(super) struct Target<'t> {
    /// The rule's or the function's value.
    pub(super) value: Variable,
    /// The function's arguments.
    pub(super) arguments: &'t [Variable],
    /// Whether another definition may give another value.
    pub(super) is_one_of_several: bool,
}

impl<'r, 'p> Definition<'r, 'p> {
    pub(super) fn new(reader: &'r mut Reader<'p>, names: &'p Names, rule: &Rule) -> Self {
        Self {
            reader,
            names,
            scope: Scope::of(rule),
            iterations: 0,
        }
    }

    /// Reads the definition.
    pub(super) fn read(&mut self, rule: &Rule, target: Target<'_>) {
        match rule {
            Rule::Default { value, .. } => {
                let value = self.value(value);
                self.reader.flow.copy(value, target.value);
            }
            Rule::Spec { head, bodies, .. } => {
                let mut names = Vec::new();
                if let RuleHead::Func { args, .. } = head {
                    for arg in args {
                        pattern_names(arg, &mut names);
                    }
                }
                self.scope.open(names.into_iter().map(str::to_owned));
                if let RuleHead::Func { args, .. } = head {
                    for (arg, variable) in args.iter().zip(target.arguments) {
                        self.take_apart(arg, *variable);
                    }
                }
                if bodies.is_empty() {
                    self.head(head, target);
                }
                for body in bodies {
                    self.body(head, body, target);
                }
                self.scope.close();
            }
        }
    }

    fn body(&mut self, head: &RuleHead, body: &RuleBody, target: Target<'_>) {
        self.open(&body.query);
        match &body.assign {
            Some(assign) if body.is_else => self.result(&assign.value, target),
            _ => self.head(head, target),
        }
        self.scope.close();
    }

    /// Goes through a query and leaves its scope open.
    pub(super) fn open(&mut self, query: &Query) {
        self.scope.open_query(query);
        for stmt in &query.stmts {
            self.statement(stmt);
        }
    }

    fn head(&mut self, head: &RuleHead, target: Target<'_>) {
        match head {
            RuleHead::Func { assign, .. } => match assign {
                Some(assign) => self.result(&assign.value, target),
                None => self.reader.flow.may_be_other(target.value),
            },
            RuleHead::Set { refr, key, .. } => {
                self.brackets(refr, target);
                if let Some(key) = key {
                    let key = self.value(key);
                    self.reader.flow.whole(key);
                    let set = self.reader.flow.collection();
                    self.reader.flow.put(set, None, key);
                    self.reader.flow.copy(set, target.value);
                }
                self.reader.flow.may_be_other(target.value);
            }
            RuleHead::Compr { refr, assign, .. } => {
                let is_computed = self.brackets(refr, target);
                let Some(assign) = assign else {
                    return self.reader.flow.may_be_other(target.value);
                };
                if is_computed {
                    // One key may get two values, which are compared.
                    let value = self.value(&assign.value);
                    self.reader.flow.whole(value);
                    return self.reader.flow.may_be_other(target.value);
                }
                self.result(&assign.value, target);
            }
        }
    }

    /// What is in the brackets of a head becomes a key. Whether there is any.
    fn brackets(&mut self, refr: &Expr, target: Target<'_>) -> bool {
        let (mut expr, mut is_computed) = (refr, false);
        loop {
            expr = match expr {
                Expr::RefDot { refr, .. } => refr,
                Expr::RefBrack { refr, index, .. } => {
                    if !matches!(index.as_ref(), Expr::String { .. }) {
                        is_computed = true;
                        let index = self.value(index);
                        self.reader.flow.whole(index);
                        let keys = self.reader.flow.collection();
                        self.reader.flow.put(keys, None, index);
                        self.reader.flow.copy(keys, target.value);
                    }
                    refr
                }
                _ => return is_computed,
            };
        }
    }

    /// The value of a rule or of a function. Two that differ are an error, so they are compared.
    fn result(&mut self, value: &Expr, target: Target<'_>) {
        let value = self.value(value);
        if target.is_one_of_several || self.iterations > 0 {
            self.reader.flow.whole(value);
        }
        self.reader.flow.copy(value, target.value);
    }

    fn statement(&mut self, stmt: &LiteralStmt) {
        if !stmt.with_mods.is_empty() {
            self.reader.give_up();
        }
        match &stmt.literal {
            Literal::SomeVars { .. } => self.iterations += 1,
            Literal::SomeIn {
                key,
                value,
                collection,
                ..
            } => {
                self.iterations += 1;
                let collection = self.value(collection);
                let member = self.reader.flow.member(collection, Key::Any);
                self.take_apart(value, member);
                if let Some(key) = key {
                    let other = self.reader.flow.other();
                    self.take_apart(key, other);
                }
            }
            Literal::Every {
                key,
                value,
                domain,
                query,
                ..
            } => {
                let domain = self.value(domain);
                let member = self.reader.flow.member(domain, Key::Any);
                let names = key.iter().chain([value]).map(|name| name.text().to_owned());
                self.scope.open(names);
                let value = self.scope.variable(value.text(), &mut self.reader.flow);
                self.reader.flow.copy(member, value);
                if let Some(key) = key {
                    let key = self.scope.variable(key.text(), &mut self.reader.flow);
                    self.reader.flow.may_be_other(key);
                }
                let iterations = self.iterations;
                self.open(query);
                self.iterations = iterations;
                self.scope.close();
                self.scope.close();
            }
            Literal::Expr { expr, .. } | Literal::NotExpr { expr, .. } => match expr.as_ref() {
                Expr::AssignExpr { op, lhs, rhs, .. } => self.assign(op, lhs, rhs),
                // Of a relation the last argument is where its results go.
                Expr::Call { params, .. } => {
                    let mut names = Vec::new();
                    if let Some(last) = params.last() {
                        pattern_names(last, &mut names);
                    }
                    let is_relation = names.iter().any(|name| self.is_open(name));
                    let value = self.value(expr);
                    if let (true, Some(last)) = (is_relation, params.last()) {
                        self.iterations += 1;
                        self.take_apart(last, value);
                    }
                }
                other => _ = self.value(other),
            },
        }
    }

    fn assign(&mut self, op: &AssignOp, lhs: &Expr, rhs: &Expr) {
        if *op == AssignOp::ColEq {
            let value = self.value(rhs);
            return self.take_apart(lhs, value);
        }
        for (name, value) in [(lhs, rhs), (rhs, lhs)] {
            if let Expr::Var { span, .. } = name
                && self.is_open(span.text())
                && self.scope.is_opened_once(span.text())
            {
                let value = self.value(value);
                return self.take_apart(name, value);
            }
        }
        // Either side may give the other a value, or be compared with it.
        let (left, right) = (self.value(lhs), self.value(rhs));
        for (pattern, value) in [(lhs, right), (rhs, left)] {
            self.reader.flow.whole(value);
            let mut names = Vec::new();
            pattern_names(pattern, &mut names);
            for name in names {
                let name = self.scope.variable(name, &mut self.reader.flow);
                self.reader.flow.may_be_other(name);
            }
        }
    }

    /// Whether a name may have no value where it is read.
    pub(super) fn is_open(&self, name: &str) -> bool {
        match self.scope.declared(name) {
            Some(is_given) => !is_given,
            None => !self.reader.is_global(self.names, name),
        }
    }

    /// Gives the names of a pattern the parts of a value.
    pub(super) fn take_apart(&mut self, pattern: &Expr, value: Variable) {
        match pattern {
            Expr::Var { span, .. } if span.text() == "_" => {}
            Expr::Var { span, .. } => {
                let name = self.scope.variable(span.text(), &mut self.reader.flow);
                self.reader.flow.copy(value, name);
                if self.scope.is_repeated(span.text()) {
                    self.reader.flow.whole(name);
                }
            }
            Expr::Array { items, .. } => {
                let element = self.reader.flow.member(value, Key::Any);
                for item in items {
                    self.take_apart(item, element);
                }
            }
            Expr::Object { fields, .. } => {
                let member = self.reader.flow.member(value, Key::Any);
                for (_, key, value) in fields {
                    let key = self.value(key);
                    self.reader.flow.whole(key);
                    self.take_apart(value, member);
                }
            }
            other => {
                let other = self.value(other);
                self.reader.flow.whole(other);
                self.reader.flow.whole(value);
            }
        }
    }
}
