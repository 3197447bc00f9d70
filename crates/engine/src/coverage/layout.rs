//! A text on whose lines no two units share one: the engine tells lines, and so tells units.

use std::num::NonZeroU32;
use std::ops::Range;

use regorus::unstable::{
    Expr, Lexer, Literal, LiteralStmt, Module, Query, Rule, RuleBody, RuleHead, Source, TokenKind,
};

use crate::rego::dialect::MAX_COLUMNS;
use crate::rego::extent;
use crate::rego::wording::{Edit, Part};

/// What gives every head and every statement of a module lines of its own. A head without a value is
/// given the one that it has: only a value tells that the rule held.
pub(super) fn edits(module: &Module) -> Vec<Edit> {
    let mut layout = Layout::default();
    for rule in &module.policy {
        layout.at(rule.span().start as usize, "\n");
        if let Rule::Spec { head, bodies, .. } = rule.as_ref() {
            layout.head(head, bodies);
            for body in bodies {
                layout.body(body);
            }
        }
    }
    let tokens = tokens(&module.package.span.source);
    layout
        .edits
        .retain(|edit| !splits(&tokens, edit.range.start));
    layout.edits
}

#[derive(Default)]
struct Layout {
    edits: Vec<Edit>,
}

impl Layout {
    fn at(&mut self, at: usize, text: &str) {
        self.edits.push(Edit {
            range: at..at,
            with: vec![Part::Add(text.to_owned())],
        });
    }

    fn head(&mut self, head: &RuleHead, bodies: &[RuleBody]) {
        match head {
            RuleHead::Compr {
                assign: Some(assign),
                ..
            }
            | RuleHead::Func {
                assign: Some(assign),
                ..
            } => self.value(&assign.value),
            RuleHead::Set { key: Some(key), .. } => self.value(key),
            // An index decides what kind of rule it is, and whether it has a value.
            RuleHead::Compr { refr, .. } if has_index(refr) => {}
            RuleHead::Compr { span, .. } | RuleHead::Func { span, .. } if !bodies.is_empty() => {
                self.at(extent::range(span).end, " :=\ntrue\n");
            }
            _ => {}
        }
    }

    fn body(&mut self, body: &RuleBody) {
        if let Some(assign) = &body.assign {
            self.value(&assign.value);
        }
        self.query(&body.query);
    }

    fn value(&mut self, value: &Expr) {
        let range = extent::expr_range(value);
        let is_told = !matches!(
            value,
            Expr::ArrayCompr { .. } | Expr::SetCompr { .. } | Expr::ObjectCompr { .. }
        );
        // The engine does not tell of a comprehension itself.
        let (before, behind) = if is_told { ("\n", "") } else { ("\n[", "][0]") };
        self.at(range.start, before);
        self.expr(value);
        self.at(range.end, behind);
    }

    fn query(&mut self, query: &Query) {
        for stmt in &query.stmts {
            let range = extent::range(&stmt.span);
            self.at(range.start, "\n");
            self.statement(stmt);
            self.at(range.end, "\n");
        }
    }

    fn statement(&mut self, stmt: &LiteralStmt) {
        match &stmt.literal {
            Literal::SomeVars { .. } => {}
            Literal::SomeIn { collection, .. } => self.expr(collection),
            Literal::Expr { expr, .. } | Literal::NotExpr { expr, .. } => self.expr(expr),
            Literal::Every { domain, query, .. } => {
                self.expr(domain);
                self.query(query);
            }
        }
        for modifier in &stmt.with_mods {
            self.expr(&modifier.r#as);
        }
    }

    /// The queries in an expression.
    fn expr(&mut self, expr: &Expr) {
        let mut queries = Vec::new();
        super::units::gather(expr, &mut Vec::new(), &mut queries);
        for query in queries {
            self.query(query);
        }
    }
}

fn has_index(refr: &Expr) -> bool {
    match refr {
        Expr::RefBrack { .. } => true,
        Expr::RefDot { refr, .. } => has_index(refr),
        _ => false,
    }
}

/// Where the tokens of a text stand, their quotes included; nothing where one cannot be read.
fn tokens(source: &Source) -> Vec<Range<usize>> {
    let mut lexer = Lexer::new(source);
    if let Some(columns) = NonZeroU32::new(MAX_COLUMNS) {
        lexer.set_max_col(columns);
    }
    let mut tokens = Vec::new();
    while let Ok(token) = lexer.next_token() {
        if token.0 == TokenKind::Eof {
            return tokens;
        }
        let quote = usize::from(matches!(token.0, TokenKind::String | TokenKind::RawString));
        let (start, end) = (token.1.start as usize, token.1.end as usize);
        tokens.push(start - quote..end + quote);
    }
    Vec::new()
}

/// Whether a place is inside of a token, or of what is no token: nothing may be written there.
fn splits(tokens: &[Range<usize>], at: usize) -> bool {
    let behind = tokens.partition_point(|token| token.end <= at);
    tokens.is_empty() || tokens.get(behind).is_some_and(|token| token.start < at)
}
