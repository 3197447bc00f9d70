//! Where expressions and statements stand, in bytes of their module.
//!
//! The spans of the engine's tree are not quite that: they are made for pointing at.

use std::ops::Range;

use regorus::unstable::{Expr, Span};

/// Where a statement stands. A span that begins or ends with a string is without the quotes; nothing
/// else stands beside a quote without something between.
pub(crate) fn range(span: &Span) -> Range<usize> {
    let text = span.source.contents().as_bytes();
    let is_quote = |at: Option<usize>| {
        at.and_then(|at| text.get(at))
            .is_some_and(|byte| matches!(byte, b'"' | b'`'))
    };
    let (start, end) = (span.start as usize, span.end as usize);
    let before = usize::from(is_quote(start.checked_sub(1)));
    let behind = usize::from(is_quote(Some(end)));
    start - before..end + behind
}

/// Where an expression stands. The span of an object begins at its last key, and that of `set()` ends
/// behind what comes next.
pub(crate) fn expr_range(expr: &Expr) -> Range<usize> {
    let span = expr.span();
    let text = span.source.contents();
    match expr {
        Expr::Object { fields, .. } => {
            let end = span.end as usize;
            let key = fields.first().map(|(_, key, _)| expr_range(key).start);
            let start = key.and_then(|key| opening_brace(text, key));
            start.unwrap_or(span.start as usize)..end
        }
        Expr::Set { items, .. } if items.is_empty() => {
            let start = span.start as usize;
            let closing = text.get(start..).and_then(|text| text.find(')'));
            start..closing.map_or(span.end as usize, |at| start + at + 1)
        }
        _ => range(span),
    }
}

/// Where the brackets around a part of a head stand. Their span ends before the closing one.
pub(super) fn brackets(before: &Expr, index: &Expr) -> Option<Range<usize>> {
    let start = match before {
        Expr::RefBrack { refr, index, .. } => brackets(refr, index)?.end,
        other => expr_range(other).end,
    };
    let text = index.span().source.contents();
    let behind = text.get(expr_range(index).end..)?;
    let left = behind.trim_start().strip_prefix(']')?.len();
    Some(start..text.len() - left)
}

/// The brace before an object's first key: between them are blanks and comments, which may hold braces
/// of their own.
fn opening_brace(text: &str, key: usize) -> Option<usize> {
    let mut end = key;
    loop {
        let start = text
            .get(..end)?
            .rfind('\n')
            .map_or(0, |newline| newline + 1);
        let line = text.get(start..end)?;
        let is_last = |at: usize| {
            let behind = line[at + 1..].trim_start();
            behind.is_empty() || behind.starts_with('#')
        };
        let words = line.trim_start();
        if words.is_empty() || words.starts_with('#') {
            end = start.checked_sub(1)?;
            continue;
        }
        let mut braces = line.match_indices('{').map(|(at, _)| at);
        return braces.find(|at| is_last(*at)).map(|at| start + at);
    }
}

#[cfg(test)]
mod tests {
    use super::opening_brace;

    #[test]
    fn an_object_begins_at_its_brace_whatever_comments_say() {
        for (text, expected) in [
            ("x := {\"a\": 1", 5),
            ("x := { # {a\n  # {\n \"a\": 1", 5),
            ("{{\"a\": 1", 1),
            ("{ # one\n{ \"a\": 1", 8),
            ("f({}, {  \"a\": 1", 6),
        ] {
            let key = text.find('"').unwrap();
            assert_eq!(opening_brace(text, key), Some(expected), "{text}");
        }
    }
}
