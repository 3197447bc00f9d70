//! Walking a rule of the engine's syntax tree.

use regorus::unstable::{
    AssignOp, Expr, Literal, LiteralStmt, Query, Ref, Rule, RuleHead, Span, WithModifier,
};

/// What a walk tells. A reference is told once, as its whole chain; what is in its brackets is
/// walked after it.
pub(super) trait Visitor {
    /// A scope begins: names that are local from here on are so until it ends, in all of it.
    fn enter(&mut self);
    /// The scope that began is the body of `every`.
    fn every(&mut self);
    /// The innermost scope ends.
    fn leave(&mut self);
    /// A name that is local to the rule.
    fn local(&mut self, name: &Span);
    /// A name that is declared without a value.
    fn unassigned(&mut self, name: &str);
    /// A reference, or a name on its own.
    fn reference(&mut self, expr: &Expr);
    /// A statement that is an expression, not negated.
    fn opening(&mut self, stmt: &LiteralStmt);
    /// A statement with `with`, and whether it is a body without braces.
    fn modified(&mut self, stmt: &LiteralStmt, is_alone: bool);
    /// What `with` gives another value, and that value.
    fn target(&mut self, expr: &Expr, value: &Expr);
    /// An expression that is a whole statement, whether it is that alone, without `not` and `with`,
    /// and whether it is a body without braces. What is in it is walked after it.
    fn statement(&mut self, expr: &Expr, is_plain: bool, is_alone: bool);
    /// The names behind this are assigned a value.
    fn assigned(&mut self);
    /// A statement, what it negates, and whether it is a body without braces.
    fn negation(&mut self, stmt: &LiteralStmt, expr: &Expr, is_alone: bool);
    /// What `some … in` takes members of, before the names that it declares.
    fn collection(&mut self, expr: &Expr);
    /// A call.
    fn call(&mut self, expr: &Expr, function: &Expr, arguments: &[Ref<Expr>]);
    /// An expression whose names may get their value here: a side of `=`, or what is in brackets.
    fn binding(&mut self, expr: &Expr);
    /// What is in the brackets of a reference.
    fn index(&mut self, expr: &Expr);
    /// Arithmetic, a comparison, a union, an intersection or `in`.
    fn operation(&mut self, expr: &Expr);
}

/// Walks a rule, its head included: once for each body, whose names it may use.
pub(super) fn walk_rule(rule: &Rule, visitor: &mut dyn Visitor) {
    visitor.enter();
    match rule {
        Rule::Spec { head, bodies, .. } => {
            if let RuleHead::Func { args, .. } = head {
                walk_patterns(args, visitor);
            }
            if bodies.is_empty() {
                visitor.enter();
                walk_head(head, visitor);
                visitor.leave();
            }
            for body in bodies {
                visitor.enter();
                walk_query(&body.query, visitor);
                if !body.is_else {
                    walk_head(head, visitor);
                }
                if let Some(assign) = &body.assign {
                    walk_expr(&assign.value, visitor);
                }
                visitor.leave();
            }
        }
        Rule::Default { args, value, .. } => {
            walk_patterns(args, visitor);
            visitor.enter();
            walk_expr(value, visitor);
            visitor.leave();
        }
    }
    visitor.leave();
}

fn walk_head(head: &RuleHead, visitor: &mut dyn Visitor) {
    match head {
        RuleHead::Compr { refr, assign, .. } => {
            walk_brackets(refr, visitor);
            if let Some(assign) = assign {
                walk_expr(&assign.value, visitor);
            }
        }
        RuleHead::Set { refr, key, .. } => {
            walk_brackets(refr, visitor);
            if let Some(key) = key {
                walk_expr(key, visitor);
            }
        }
        RuleHead::Func { assign, .. } => {
            if let Some(assign) = assign {
                walk_expr(&assign.value, visitor);
            }
        }
    }
}

pub(super) fn walk_query(query: &Query, visitor: &mut dyn Visitor) {
    for stmt in &query.stmts {
        // A query in braces begins with its brace, one in a comprehension with its bar.
        let is_alone = query.span.start == stmt.span.start;
        if !stmt.with_mods.is_empty() {
            visitor.modified(stmt, is_alone);
        }
        match &stmt.literal {
            Literal::SomeVars { vars, .. } => {
                for var in vars {
                    visitor.unassigned(var.text());
                    visitor.local(var);
                }
            }
            Literal::SomeIn {
                key,
                value,
                collection,
                ..
            } => {
                visitor.collection(collection);
                if let Some(key) = key {
                    walk_pattern(key, visitor);
                }
                walk_pattern(value, visitor);
                walk_expr(collection, visitor);
            }
            Literal::Expr { expr, .. } | Literal::NotExpr { expr, .. } => {
                let is_negated = matches!(stmt.literal, Literal::NotExpr { .. });
                if is_negated {
                    visitor.negation(stmt, expr, is_alone);
                } else {
                    visitor.opening(stmt);
                }
                let is_plain = !is_negated && stmt.with_mods.is_empty();
                visitor.statement(expr, is_plain, is_alone);
                walk_expr(expr, visitor);
            }
            Literal::Every {
                key,
                value,
                domain,
                query,
                ..
            } => {
                walk_expr(domain, visitor);
                visitor.enter();
                visitor.every();
                if let Some(key) = key {
                    visitor.local(key);
                }
                visitor.local(value);
                walk_query(query, visitor);
                visitor.leave();
            }
        }
        for WithModifier { refr, r#as, .. } in &stmt.with_mods {
            visitor.target(refr, r#as);
            walk_expr(r#as, visitor);
        }
    }
}

fn walk_expr(expr: &Expr, visitor: &mut dyn Visitor) {
    match expr {
        Expr::String { .. }
        | Expr::RawString { .. }
        | Expr::Number { .. }
        | Expr::Bool { .. }
        | Expr::Null { .. } => {}
        Expr::Var { .. } => visitor.reference(expr),
        Expr::RefDot { .. } | Expr::RefBrack { .. } => {
            visitor.reference(expr);
            walk_brackets(expr, visitor);
            let root = chain_root(expr);
            if !matches!(root, Expr::Var { .. }) {
                walk_expr(root, visitor);
            }
        }
        Expr::Array { items, .. } | Expr::Set { items, .. } => {
            walk_all(items, visitor);
        }
        Expr::Object { fields, .. } => {
            for (_, key, value) in fields {
                walk_expr(key, visitor);
                walk_expr(value, visitor);
            }
        }
        Expr::ArrayCompr { term, query, .. } | Expr::SetCompr { term, query, .. } => {
            visitor.enter();
            walk_query(query, visitor);
            walk_expr(term, visitor);
            visitor.leave();
        }
        Expr::ObjectCompr {
            key, value, query, ..
        } => {
            visitor.enter();
            walk_query(query, visitor);
            walk_expr(key, visitor);
            walk_expr(value, visitor);
            visitor.leave();
        }
        Expr::Call { fcn, params, .. } => {
            visitor.call(expr, fcn, params);
            walk_all(params, visitor);
        }
        Expr::UnaryExpr { expr: inner, .. } => {
            visitor.operation(expr);
            walk_expr(inner, visitor);
        }
        Expr::BoolExpr { lhs, rhs, .. }
        | Expr::BinExpr { lhs, rhs, .. }
        | Expr::ArithExpr { lhs, rhs, .. } => {
            visitor.operation(expr);
            walk_expr(lhs, visitor);
            walk_expr(rhs, visitor);
        }
        Expr::AssignExpr { op, lhs, rhs, .. } => {
            if *op == AssignOp::ColEq {
                // What is assigned is meant before the names that it is assigned to.
                walk_expr(rhs, visitor);
                visitor.assigned();
                walk_pattern(lhs, visitor);
            } else {
                visitor.binding(lhs);
                visitor.binding(rhs);
                walk_expr(lhs, visitor);
                walk_expr(rhs, visitor);
            }
        }
        Expr::Membership {
            key,
            value,
            collection,
            ..
        } => {
            visitor.operation(expr);
            if let Some(key) = key {
                walk_expr(key, visitor);
            }
            walk_expr(value, visitor);
            walk_expr(collection, visitor);
        }
    }
}

fn walk_all(exprs: &[Ref<Expr>], visitor: &mut dyn Visitor) {
    for expr in exprs {
        walk_expr(expr, visitor);
    }
}

fn walk_patterns(exprs: &[Ref<Expr>], visitor: &mut dyn Visitor) {
    for expr in exprs {
        walk_pattern(expr, visitor);
    }
}

/// A pattern declares its names: `[a, {"b": b}]`.
fn walk_pattern(expr: &Expr, visitor: &mut dyn Visitor) {
    match expr {
        Expr::Var { span, .. } => visitor.local(span),
        Expr::Array { items, .. } => walk_patterns(items, visitor),
        Expr::Object { fields, .. } => {
            for (_, key, value) in fields {
                // A name as the key of a pattern refers to nothing in OPA: it is none that has a value.
                if !matches!(key.as_ref(), Expr::Var { .. }) {
                    walk_expr(key, visitor);
                }
                walk_pattern(value, visitor);
            }
        }
        other => walk_expr(other, visitor),
    }
}

/// What is in the brackets of a chain.
fn walk_brackets(expr: &Expr, visitor: &mut dyn Visitor) {
    let mut expr = expr;
    loop {
        expr = match expr {
            Expr::RefDot { refr, .. } => refr,
            Expr::RefBrack { refr, index, .. } => {
                visitor.binding(index);
                visitor.index(index);
                walk_expr(index, visitor);
                refr
            }
            _ => return,
        };
    }
}

/// Whether a part of a rule's name is a constant in brackets that is no text, `p[1]`.
pub(super) fn is_constant_part(rule: &Rule) -> bool {
    let mut expr = match rule {
        Rule::Spec {
            head:
                RuleHead::Compr { refr, .. } | RuleHead::Set { refr, .. } | RuleHead::Func { refr, .. },
            ..
        }
        | Rule::Default { refr, .. } => refr,
    };
    loop {
        expr = match expr.as_ref() {
            Expr::RefDot { refr, .. } => refr,
            Expr::RefBrack { refr, index, .. } => match index.as_ref() {
                Expr::Number { .. } | Expr::Bool { .. } | Expr::Null { .. } => return true,
                _ => refr,
            },
            _ => return false,
        };
    }
}

/// What a chain begins with.
pub(crate) fn chain_root(expr: &Expr) -> &Expr {
    let mut expr = expr;
    while let Expr::RefDot { refr, .. } | Expr::RefBrack { refr, .. } = expr {
        expr = refr;
    }
    expr
}

/// The parts of a chain behind its root; `None` where a part is computed.
pub(crate) fn chain_parts(expr: &Expr) -> Vec<Option<String>> {
    let mut parts = Vec::new();
    let mut expr = expr;
    loop {
        expr = match expr {
            Expr::RefDot { refr, field, .. } => {
                parts.push(Some(field.0.text().to_owned()));
                refr
            }
            Expr::RefBrack { refr, index, .. } => {
                parts.push(match index.as_ref() {
                    Expr::String { value, .. } | Expr::RawString { value, .. } => {
                        value.as_string().ok().map(ToString::to_string)
                    }
                    _ => None,
                });
                refr
            }
            _ => break,
        };
    }
    parts.reverse();
    parts
}

/// The root's name and the parts behind it, when a chain begins with a name.
pub(crate) fn chain(expr: &Expr) -> Option<(String, Vec<Option<String>>)> {
    match chain_root(expr) {
        Expr::Var { span, .. } => Some((span.text().to_owned(), chain_parts(expr))),
        _ => None,
    }
}

/// The names of a pattern that may get their value there.
pub(crate) fn pattern_names<'e>(expr: &'e Expr, names: &mut Vec<&'e str>) {
    match expr {
        Expr::Var { span, .. } => names.push(span.text()),
        Expr::Array { items, .. } => {
            for item in items {
                pattern_names(item, names);
            }
        }
        Expr::Object { fields, .. } => {
            for (_, _, value) in fields {
                pattern_names(value, names);
            }
        }
        _ => {}
    }
}

/// The names that an expression uses itself, those in comprehensions left out: these bring their
/// own.
pub(crate) fn own_names<'e>(expr: &'e Expr, names: &mut Vec<&'e Expr>) {
    match expr {
        Expr::Var { .. } => names.push(expr),
        Expr::RefDot { .. } | Expr::RefBrack { .. } => {
            let mut inner = expr;
            loop {
                inner = match inner {
                    Expr::RefDot { refr, .. } => refr,
                    Expr::RefBrack { refr, index, .. } => {
                        own_names(index, names);
                        refr
                    }
                    root => break own_names(root, names),
                };
            }
        }
        Expr::Array { items, .. } | Expr::Set { items, .. } => {
            all_own_names(items, names);
        }
        Expr::Object { fields, .. } => {
            for (_, key, value) in fields {
                own_names(key, names);
                own_names(value, names);
            }
        }
        Expr::Call { params, .. } => all_own_names(params, names),
        Expr::UnaryExpr { expr, .. } => own_names(expr, names),
        Expr::BinExpr { lhs, rhs, .. }
        | Expr::BoolExpr { lhs, rhs, .. }
        | Expr::ArithExpr { lhs, rhs, .. } => {
            own_names(lhs, names);
            own_names(rhs, names);
        }
        _ => {}
    }
}

fn all_own_names<'e>(exprs: &'e [Ref<Expr>], names: &mut Vec<&'e Expr>) {
    for expr in exprs {
        own_names(expr, names);
    }
}
