//! Every query of a rule: its bodies, and those inside of comprehensions and `every`.

use regorus::unstable::{Expr, Literal, Query, Rule, RuleHead, Span};

use super::parts::parts;

/// A query, and the names that what it stands in has for it.
#[derive(Clone, Copy)]
pub(crate) struct Level<'r> {
    pub(crate) query: &'r Query,
    /// The key and the value of `every`.
    names: [Option<&'r str>; 2],
}

impl<'r> Level<'r> {
    fn of(query: &'r Query) -> Self {
        Self {
            query,
            names: [None; 2],
        }
    }

    /// Whether what it stands in gives it this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.names.contains(&Some(name))
    }
}

/// Tells every query of a rule, each with those around it: the innermost is the last.
pub(crate) fn each_query<'r>(rule: &'r Rule, tell: &mut dyn FnMut(&[Level<'r>])) {
    let mut around = Vec::new();
    match rule {
        Rule::Spec { head, bodies, .. } => {
            in_head(head, &mut around, tell);
            for body in bodies {
                in_query(Level::of(&body.query), &mut around, tell);
                if let Some(assign) = &body.assign {
                    around.push(Level::of(&body.query));
                    in_expr(&assign.value, &mut around, tell);
                    around.pop();
                }
            }
        }
        Rule::Default { value, .. } => in_expr(value, &mut around, tell),
    }
}

type Around<'r> = Vec<Level<'r>>;
type Tell<'t, 'r> = &'t mut dyn FnMut(&[Level<'r>]);

fn in_head<'r>(head: &'r RuleHead, around: &mut Around<'r>, tell: Tell<'_, 'r>) {
    let (refr, value) = match head {
        RuleHead::Compr { refr, assign, .. } | RuleHead::Func { refr, assign, .. } => {
            (refr, assign.as_ref().map(|assign| &assign.value))
        }
        RuleHead::Set { refr, key, .. } => (refr, key.as_ref()),
    };
    in_expr(refr, around, tell);
    if let Some(value) = value {
        in_expr(value, around, tell);
    }
}

fn in_query<'r>(level: Level<'r>, around: &mut Around<'r>, tell: Tell<'_, 'r>) {
    around.push(level);
    tell(around);
    for stmt in &level.query.stmts {
        match &stmt.literal {
            Literal::SomeVars { .. } => {}
            Literal::SomeIn { collection, .. } => in_expr(collection, around, tell),
            Literal::Expr { expr, .. } | Literal::NotExpr { expr, .. } => {
                in_expr(expr, around, tell);
            }
            Literal::Every {
                key,
                value,
                domain,
                query,
                ..
            } => {
                in_expr(domain, around, tell);
                let names = [key.as_ref().map(Span::text), Some(value.text())];
                in_query(Level { query, names }, around, tell);
            }
        }
        for modifier in &stmt.with_mods {
            in_expr(&modifier.r#as, around, tell);
        }
    }
    around.pop();
}

fn in_expr<'r>(expr: &'r Expr, around: &mut Around<'r>, tell: Tell<'_, 'r>) {
    match expr {
        Expr::ArrayCompr { term, query, .. } | Expr::SetCompr { term, query, .. } => {
            in_query(Level::of(query), around, tell);
            around.push(Level::of(query));
            in_expr(term, around, tell);
            around.pop();
        }
        Expr::ObjectCompr {
            key, value, query, ..
        } => {
            in_query(Level::of(query), around, tell);
            around.push(Level::of(query));
            in_expr(key, around, tell);
            in_expr(value, around, tell);
            around.pop();
        }
        other => {
            for part in parts(other) {
                in_expr(part, around, tell);
            }
        }
    }
}
