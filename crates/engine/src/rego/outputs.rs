//! Calls that name their result as a last argument, `f(a, x)` for `x = f(a)`.
//!
//! The engine reads them for its own built-ins and for the functions of modules, and not for those
//! of ours that it does not have. So they are written the other way before it sees them.

use std::collections::BTreeMap;

use super::program::{Program, Target};
use super::wording::{Edit, Part};
use crate::builtins;

/// Where a call stands in its source, in bytes: from its name, over the comma before its last
/// argument, to behind its closing parenthesis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Extent {
    pub(crate) start: usize,
    pub(crate) comma: usize,
    /// Where the last argument stands.
    pub(crate) last: (usize, usize),
    pub(crate) end: usize,
}

/// What writes the calls of a program the other way, by the module's name.
pub(crate) fn edits(program: &Program) -> BTreeMap<String, Vec<Edit>> {
    let found = find(program).into_iter();
    found.map(|(file, calls)| (file, swapped(&calls))).collect()
}

/// The calls of a program to write the other way, by file.
fn find(program: &Program) -> BTreeMap<String, Vec<Extent>> {
    let mut found: BTreeMap<String, Vec<Extent>> = BTreeMap::new();
    for call in program.calls() {
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

/// What writes these calls the other way. Of calls inside each other the inner ones: what is around
/// them is found again.
fn swapped(calls: &[Extent]) -> Vec<Edit> {
    let inner = calls.iter().filter(|call| {
        !calls
            .iter()
            .any(|inner| inner != *call && call.start <= inner.start && inner.end <= call.end)
    });
    let edit = |call: &Extent| Edit {
        range: call.start..call.end,
        with: vec![
            Part::Copy(call.last.0..call.last.1),
            Part::Add(" = ".to_owned()),
            Part::Copy(call.start..call.comma),
            Part::Add(")".to_owned()),
        ],
    };
    inner.map(edit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rego::wording::Wording;

    #[test]
    fn the_last_argument_comes_first() {
        let text = "p { f(a, [1, 2], x); g(b, y, ) }";
        let extent = |call: &str, comma: usize, last: (usize, usize)| {
            let start = text.find(call).unwrap();
            Extent {
                start,
                comma: start + comma,
                last: (start + last.0, start + last.1),
                end: start + call.len(),
            }
        };
        let calls = [
            extent("f(a, [1, 2], x)", 11, (13, 14)),
            extent("g(b, y, )", 3, (5, 6)),
        ];
        let written = Wording::plain("a.rego", text).edited(swapped(&calls));
        assert_eq!(written.read(), "p { x = f(a, [1, 2]); y = g(b) }");
    }
}
