//! Calls that name their result as a last argument, `f(a, x)` for `x = f(a)`.
//!
//! The engine reads them for its own built-ins and for the functions of modules, and not for those
//! of ours that it does not have. So they are written the other way before it sees them; lines stay
//! where they are.

use std::collections::BTreeMap;

use super::program::{Program, Target};
use crate::builtins;

/// Where a call stands in its source, in bytes: from its name, over the comma before its last
/// argument and the end of that, to behind its closing parenthesis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Extent {
    pub(crate) start: usize,
    pub(crate) comma: usize,
    pub(crate) last: usize,
    pub(crate) end: usize,
}

/// The calls of a program to write the other way, by file.
pub(crate) fn find(program: &Program) -> BTreeMap<String, Vec<Extent>> {
    let mut found: BTreeMap<String, Vec<Extent>> = BTreeMap::new();
    let calls = program.definitions.iter().flat_map(|one| &one.calls);
    for call in calls {
        let Target::Other(name) = &call.target else {
            continue;
        };
        let names_its_result =
            builtins::arity_of_ours_alone(name).is_some_and(|arity| call.arguments == arity + 1);
        if let (true, Some(extent)) = (names_its_result, call.extent) {
            let file = found.entry(call.place.file.clone()).or_default();
            if !file.contains(&extent) {
                file.push(extent);
            }
        }
    }
    found
}

/// The text with these calls written the other way. Of calls inside each other the inner ones: what
/// is around them is found again.
pub(crate) fn rewrite(text: &str, calls: &[Extent]) -> String {
    let mut calls: Vec<&Extent> = calls
        .iter()
        .filter(|call| {
            !calls
                .iter()
                .any(|inner| inner != *call && call.start <= inner.start && inner.end <= call.end)
        })
        .collect();
    calls.sort_by_key(|call| std::cmp::Reverse(call.start));
    let mut written = text.to_owned();
    for call in calls {
        let (Some(head), Some(result)) = (
            text.get(call.start..call.comma),
            text.get(call.comma + 1..call.last),
        ) else {
            continue;
        };
        let mut other = format!("{} = {head})", result.trim_start());
        keep_lines(&text[call.start..call.end], &mut other);
        written.replace_range(call.start..call.end, &other);
    }
    written
}

/// Adds as many line ends to what stands for `text` as it has fewer: what follows stays in its line.
pub(super) fn keep_lines(text: &str, other: &mut String) {
    let lines = |text: &str| text.bytes().filter(|byte| *byte == b'\n').count();
    let lost = lines(text).saturating_sub(lines(other));
    other.push_str(&"\n".repeat(lost));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_argument_comes_first() {
        let text = "p { f(a, [1, 2], x); g(b, y, ) }";
        let extent = |call: &str, comma: usize, last: usize| {
            let start = text.find(call).unwrap();
            Extent {
                start,
                comma: start + comma,
                last: start + last,
                end: start + call.len(),
            }
        };
        let calls = [extent("f(a, [1, 2], x)", 11, 14), extent("g(b, y, )", 3, 6)];
        assert_eq!(rewrite(text, &calls), "p { x = f(a, [1, 2]); y = g(b) }");
    }
}
