//! One statement that takes objects apart.

use std::ops::Range;

use regorus::unstable::{AssignOp, Expr, Literal, LiteralStmt, Query, Ref};

use super::{Pattern, outermost};
use crate::rego::extent::{expr_range, range};
use crate::rego::walk::own_names;
use crate::rego::wording::{Edit, Part};

/// A statement that takes objects apart. Ranges are in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Statement {
    range: Range<usize>,
    /// Its `with`s.
    modifiers: Range<usize>,
    /// Whether it is a body without braces.
    is_alone: bool,
    /// Whether it declares the names of its patterns.
    declares: bool,
    /// A pattern that is a side of it, and the other side.
    side: Option<(Pattern, Range<usize>)>,
    /// Patterns inside of others, in order.
    within: Vec<Pattern>,
}

impl Statement {
    /// `None` for one that takes none apart. `is_given` says which names have a value without it, and
    /// `has_result` whether a call of so many arguments names its result as the last of them.
    pub(super) fn of(
        query: &Query,
        index: usize,
        is_given: &dyn Fn(&str) -> bool,
        has_result: &dyn Fn(&Expr, usize) -> bool,
    ) -> Option<Self> {
        let stmt = query.stmts.get(index)?;
        let mut found = Found::default();
        match &stmt.literal {
            Literal::SomeIn { key, value, .. } => {
                for pattern in key.iter().chain([value]) {
                    outermost(pattern, &mut found.within);
                }
            }
            Literal::Expr { expr, .. } => match expr.as_ref() {
                Expr::AssignExpr {
                    op: AssignOp::ColEq,
                    lhs,
                    rhs,
                    ..
                } => match Pattern::of(lhs) {
                    Some(pattern) => found.side = Some((pattern, expr_range(rhs))),
                    None => outermost(lhs, &mut found.within),
                },
                Expr::AssignExpr { lhs, rhs, .. } => found.equate(lhs, rhs, true, is_given),
                Expr::Call { fcn, params, .. } if has_result(fcn, params.len()) => {
                    if let Some(result) = params.last() {
                        outermost(result, &mut found.within);
                    }
                }
                _ => {}
            },
            _ => {}
        }
        let Found { side, mut within } = found;
        if side.is_none() && within.is_empty() {
            return None;
        }
        within.sort_by_key(|pattern| pattern.range.start);
        Some(Self::around(query, stmt, side, within))
    }

    fn around(
        query: &Query,
        stmt: &LiteralStmt,
        side: Option<(Pattern, Range<usize>)>,
        within: Vec<Pattern>,
    ) -> Self {
        let statement = range(&stmt.span);
        let modifiers = stmt.with_mods.first();
        let modifiers = modifiers.map_or(statement.end, |one| one.span.start as usize);
        let is_assigned = |expr: &Expr| {
            let op = AssignOp::ColEq;
            matches!(expr, Expr::AssignExpr { op: other, .. } if *other == op)
        };
        let declares = match &stmt.literal {
            Literal::Expr { expr, .. } => is_assigned(expr),
            _ => true,
        };
        Self {
            modifiers: modifiers..statement.end,
            is_alone: query.span.start == stmt.span.start,
            range: statement,
            declares,
            side,
            within,
        }
    }

    /// What has the fields given to an array, those of inner patterns in statements behind.
    pub(super) fn edit(&self, names: &mut impl Iterator<Item = String>) -> Edit {
        let mut replaced: Vec<(Range<usize>, Vec<Part>)> = Vec::new();
        let mut behind = Vec::new();
        if let Some((pattern, other)) = &self.side {
            replaced.push((pattern.range.clone(), pattern.values()));
            let fields = pattern.fields(Part::Copy(other.clone()));
            replaced.push((other.clone(), fields));
        }
        for pattern in &self.within {
            let name = names.next().unwrap_or_default();
            behind.push(Part::Add("; ".to_owned()));
            behind.extend(pattern.of_named(&name, self.declares));
            behind.push(Part::Add(" ".to_owned()));
            behind.push(Part::Copy(self.modifiers.clone()));
            replaced.push((pattern.range.clone(), vec![Part::Add(name)]));
        }
        replaced.sort_by_key(|(range, _)| range.start);
        let mut with = Vec::new();
        if self.is_alone {
            with.push(Part::Add("{ ".to_owned()));
        }
        let mut at = self.range.start;
        for (range, parts) in replaced {
            with.push(Part::Copy(at..range.start));
            with.extend(parts);
            at = range.end;
        }
        with.push(Part::Copy(at..self.range.end));
        with.extend(behind);
        if self.is_alone {
            with.push(Part::Add(" }".to_owned()));
        }
        Edit {
            range: self.range.clone(),
            with,
        }
    }
}

#[derive(Default)]
struct Found {
    side: Option<(Pattern, Range<usize>)>,
    within: Vec<Pattern>,
}

impl Found {
    /// What `left = right` takes apart. An object beside a name without any other value is the name's
    /// value, and no pattern.
    fn equate(
        &mut self,
        left: &Expr,
        right: &Expr,
        is_whole: bool,
        is_given: &dyn Fn(&str) -> bool,
    ) {
        match (left, right) {
            (Expr::Array { items: left, .. }, Expr::Array { items: right, .. }) => {
                // The engine refuses arrays of unlike lengths.
                for (left, right) in left.iter().zip(right) {
                    self.equate(left, right, false, is_given);
                }
            }
            (Expr::Object { fields: left, .. }, Expr::Object { fields: right, .. }) => {
                for (left, right) in same_keys(left, right) {
                    self.equate(left, right, false, is_given);
                }
            }
            (pattern @ (Expr::Object { .. } | Expr::Array { .. }), other)
            | (other, pattern @ (Expr::Object { .. } | Expr::Array { .. })) => {
                if let Expr::Var { span, .. } = other
                    && !is_given(span.text())
                {
                    return;
                }
                let mut names = Vec::new();
                own_names(pattern, &mut names);
                match Pattern::of(pattern) {
                    // Without a name it is compared whole.
                    Some(_) if is_whole && names.is_empty() => {}
                    Some(pattern) if is_whole => {
                        self.side = Some((pattern, expr_range(other)));
                    }
                    _ => outermost(pattern, &mut self.within),
                }
            }
            _ => {}
        }
    }
}

type Field = (regorus::unstable::Span, Ref<Expr>, Ref<Expr>);

/// The values of two objects that have the same literal keys; none when they have not: the engine
/// refuses these.
fn same_keys<'e>(left: &'e [Field], right: &'e [Field]) -> Vec<(&'e Expr, &'e Expr)> {
    let text = |key: &Expr| key.span().text().to_owned();
    let find = |key: &Expr| right.iter().find(|(_, other, _)| text(other) == text(key));
    left.iter()
        .filter_map(|(_, key, value)| Some((value.as_ref(), find(key)?.2.as_ref())))
        .collect()
}
