//! What is counted: heads of rules and statements, and where the engine is when it evaluates one.

use std::ops::Range;

use regorus::unstable::{Expr, Literal, LiteralStmt, Module, Query, Rule, RuleHead};

use crate::rego::extent;
use crate::rego::parts::parts;

/// A head or a statement of a text. What is inside of it as a statement of its own, in a
/// comprehension or behind `every`, is another unit.
#[derive(Debug)]
pub(crate) struct Unit {
    /// Where it stands, in bytes.
    pub(crate) range: Range<usize>,
    /// Expressions that the engine evaluates for it and for nothing else, by where they begin.
    pub(crate) signals: Vec<usize>,
    /// The rule that it is of, by its number in the module.
    pub(crate) rule: usize,
    /// The body of which it is a statement, not inside of another one; `None` for all others.
    pub(crate) body: Option<usize>,
}

/// Every head and statement of a module.
///
/// A default is none: the engine evaluates it whether or not it is needed. Neither is a head that
/// ends in an index and has no value, whose index the engine may evaluate before the rule holds, or
/// an `else`, of whose value it tells nothing.
pub(crate) fn units(module: &Module) -> Vec<Unit> {
    let mut units = Vec::new();
    for (rule, written) in module.policy.iter().enumerate() {
        let Rule::Spec { head, bodies, .. } = written.as_ref() else {
            continue;
        };
        let mut gatherer = Gatherer {
            units: &mut units,
            rule,
        };
        gatherer.head(head);
        for (number, body) in bodies.iter().enumerate() {
            gatherer.query(&body.query, Some(number));
        }
    }
    units
}

struct Gatherer<'u> {
    units: &'u mut Vec<Unit>,
    rule: usize,
}

impl Gatherer<'_> {
    fn head(&mut self, head: &RuleHead) {
        let (span, value) = match head {
            RuleHead::Compr { span, assign, .. } | RuleHead::Func { span, assign, .. } => {
                (span, assign.as_ref().map(|assign| assign.value.as_ref()))
            }
            RuleHead::Set { span, key, .. } => (span, key.as_deref()),
        };
        self.unit(extent::range(span), value, None);
    }

    fn query(&mut self, query: &Query, body: Option<usize>) {
        for stmt in &query.stmts {
            self.statement(stmt, body);
        }
    }

    fn statement(&mut self, stmt: &LiteralStmt, body: Option<usize>) {
        let range = extent::range(&stmt.span);
        match &stmt.literal {
            Literal::SomeVars { .. } => {}
            Literal::SomeIn { collection, .. } => self.unit(range, Some(collection), body),
            Literal::Expr { expr, .. } | Literal::NotExpr { expr, .. } => match expr.as_ref() {
                // The engine calls it without telling; what it is called with is told.
                Expr::Call { params, .. } => {
                    self.unit_of(range, params.iter().map(AsRef::as_ref), body);
                }
                expr => self.unit(range, Some(expr), body),
            },
            Literal::Every { domain, query, .. } => {
                self.unit(range, Some(domain), body);
                self.query(query, None);
            }
        }
    }

    fn unit(&mut self, range: Range<usize>, expr: Option<&Expr>, body: Option<usize>) {
        self.unit_of(range, expr, body);
    }

    fn unit_of<'e>(
        &mut self,
        range: Range<usize>,
        exprs: impl IntoIterator<Item = &'e Expr>,
        body: Option<usize>,
    ) {
        let mut signals = Vec::new();
        let mut inner = Vec::new();
        for expr in exprs {
            gather(expr, &mut signals, &mut inner);
        }
        self.units.push(Unit {
            range,
            signals,
            rule: self.rule,
            body,
        });
        for query in inner {
            self.query(query, None);
        }
    }
}

/// Where the parts of an expression begin, and the queries in it.
pub(super) fn gather<'e>(expr: &'e Expr, starts: &mut Vec<usize>, queries: &mut Vec<&'e Query>) {
    match expr {
        // The engine tells of their query alone.
        Expr::ArrayCompr { query, .. }
        | Expr::SetCompr { query, .. }
        | Expr::ObjectCompr { query, .. } => return queries.push(query),
        other => {
            for part in parts(other) {
                gather(part, starts, queries);
            }
        }
    }
    starts.push(extent::expr_range(expr).start);
}
