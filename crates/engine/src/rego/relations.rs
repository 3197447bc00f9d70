//! `walk`, whose result is each path and value of a document in turn.
//!
//! The engine iterates only where the result is named as a last argument, `walk(x, [path, value])`.
//! As a value, `[path, value] := walk(x)`, it has none: the rule around it would silently not fire. So
//! that is written the other way before the engine sees it. Every other place is refused.

use std::collections::BTreeMap;
use std::ops::Range;

use super::program::{Call, Program, Target};
use super::wording::{Edit, Part, names};

/// A call with one argument that is a side of a statement of its own, `pattern := f(argument)`.
/// Ranges are in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Assigned {
    pub(crate) statement: Range<usize>,
    pub(crate) call: Range<usize>,
    pub(crate) argument: Range<usize>,
    /// Whether it is a body without braces.
    pub(crate) is_alone: bool,
}

/// Whether a call uses the relation as a value.
pub(crate) fn is_value(call: &Call) -> bool {
    call.arguments == 1 && matches!(&call.target, Target::Other(name) if name == "walk")
}

/// What writes the uses of the relation the other way, by the module's name. The names that it
/// takes are none that are taken.
pub(crate) fn edits(
    program: &Program,
    is_taken: impl Fn(&str) -> bool,
) -> BTreeMap<String, Vec<Edit>> {
    let mut names = names("__walked", is_taken);
    let found = find(program).into_iter();
    found
        .map(|(file, found)| (file, named(&found, &mut names)))
        .collect()
}

/// What is to be written the other way, by file.
fn find(program: &Program) -> BTreeMap<String, Vec<Assigned>> {
    let mut found: BTreeMap<String, Vec<Assigned>> = BTreeMap::new();
    for call in program.calls().filter(|call| is_value(call)) {
        if let Some(assigned) = &call.assigned {
            let file = found.entry(call.place.file.clone()).or_default();
            // Rules with several heads share their bodies.
            if !file.contains(assigned) {
                file.push(assigned.clone());
            }
        }
    }
    found
}

/// What writes these the other way. Of statements inside each other the inner ones: what is around them
/// is found again.
fn named(found: &[Assigned], names: &mut impl Iterator<Item = String>) -> Vec<Edit> {
    let contains = |outer: &Range<usize>, inner: &Range<usize>| {
        outer != inner && outer.start <= inner.start && inner.end <= outer.end
    };
    let inner = found.iter().filter(|one| {
        !found
            .iter()
            .any(|other| contains(&one.statement, &other.statement))
    });
    let mut edits = Vec::new();
    for one in inner {
        let name = names.next().unwrap_or_default();
        let Assigned {
            statement,
            call,
            argument,
            is_alone,
        } = one;
        let mut with = vec![
            Part::Add("walk(".to_owned()),
            Part::Copy(argument.clone()),
            Part::Add(format!(", {name}); ")),
            Part::Copy(statement.start..call.start),
            Part::Add(name),
            Part::Copy(call.end..statement.end),
        ];
        if *is_alone {
            with.insert(0, Part::Add("{ ".to_owned()));
            with.push(Part::Add(" }".to_owned()));
        }
        edits.push(Edit {
            range: statement.clone(),
            with,
        });
    }
    edits
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rego::wording::Wording;

    fn rewrite(text: &str, found: &[Assigned]) -> String {
        let mut names = (2..).map(|number| format!("__walked{number}__"));
        let edits = named(found, &mut names);
        Wording::plain("a.rego", text)
            .edited(edits)
            .read()
            .to_owned()
    }

    fn assigned(text: &str, statement: &str, call: &str, argument: &str) -> Assigned {
        let range = |part: &str| {
            let start = text.find(part).unwrap();
            start..start + part.len()
        };
        Assigned {
            statement: range(statement),
            call: range(call),
            argument: range(argument),
            is_alone: false,
        }
    }

    #[test]
    fn the_result_is_named_before_it_is_taken_apart() {
        let text = "p if { [a, b] := walk(input.x); b == __walked0__ }";
        let found = assigned(text, "[a, b] := walk(input.x)", "walk(input.x)", "input.x");
        assert_eq!(
            rewrite(text, &[found]),
            "p if { walk(input.x, __walked2__); [a, b] := __walked2__; b == __walked0__ }"
        );
    }

    #[test]
    fn a_body_without_braces_gets_them() {
        let text = "p contains b if [_, b] = walk(x)";
        let mut found = assigned(text, "[_, b] = walk(x)", "walk(x)", "x");
        found.is_alone = true;
        assert_eq!(
            rewrite(text, &[found]),
            "p contains b if { walk(x, __walked2__); [_, b] = __walked2__ }"
        );
    }
}
