//! `not { … }` with a body, which `import future.keywords.not` switches on in OPA (1.20).
//!
//! The engine reads the braces as a set. That no solution of the body exists is said as well by a
//! comprehension that has none, with a scope of its own as the body has: `[true | …] == []`. A set or an
//! object in the braces OPA refuses there.

use super::wording::{Edit, Part, Wording};
use super::words::{Word, closing, next, words};

/// The text with comprehensions in place of negated bodies; `None` where there are none.
pub(super) fn compared(source: &Wording) -> Option<Wording> {
    let text = source.read();
    let words = words(text);
    let has_keyword = |word: &Word<'_>| {
        matches!(
            word.imports,
            Some("future.keywords" | "future.keywords.not")
        )
    };
    if !words.iter().any(has_keyword) {
        return None;
    }
    let mut edits = Vec::new();
    for word in words
        .iter()
        .filter(|word| word.text == "not" && !word.is_root)
    {
        if text[..word.at].ends_with('.') {
            continue;
        }
        let behind = word.at + word.text.len();
        let Some((open, b'{')) = next(text, behind) else {
            continue;
        };
        let Some(close) = closing(text, open).filter(|close| is_statement(text, close + 1)) else {
            continue;
        };
        for (range, with) in [
            (word.at..open + 1, "[true | "),
            (close..close + 1, "] == []"),
        ] {
            edits.push(Edit {
                range,
                with: vec![Part::Add(with.to_owned())],
            });
        }
    }
    (!edits.is_empty()).then(|| source.edited(edits))
}

/// Whether a statement may end here.
fn is_statement(text: &str, at: usize) -> bool {
    let Some((next, byte)) = next(text, at) else {
        return true;
    };
    let is_new_line = text
        .get(at..next)
        .is_some_and(|between| between.contains('\n'));
    let rest = text.get(next..).unwrap_or_default();
    let begins = |word: &str| {
        let behind = rest.strip_prefix(word).map(|rest| rest.chars().next());
        behind.is_some_and(|next| next.is_none_or(char::is_whitespace))
    };
    matches!(byte, b';' | b'}' | b']')
        || begins("with")
        || begins("else")
        || is_new_line && (byte.is_ascii_alphanumeric() || b"_\"`[({".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn other(text: &str) -> Option<String> {
        let text = format!("import future.keywords.not\n{text}");
        let other = compared(&Wording::plain("a", &text))?;
        Some(other.read().lines().skip(1).collect::<Vec<_>>().join("\n"))
    }

    #[test]
    fn a_negated_body_is_a_comprehension_without_a_member() {
        for (text, expected) in [
            ("p if not { x }", "p if [true | x ] == []"),
            (
                "p if { not# {\n{ \"}\" }; y }",
                "p if { [true |  \"}\" ] == []; y }",
            ),
            (
                "p if { not { not { x } } }",
                "p if { [true |  [true |  x ] == [] ] == [] }",
            ),
            (
                "p if { not { x } with y as 1 }",
                "p if { [true |  x ] == [] with y as 1 }",
            ),
        ] {
            let found = other(text).map(|text| text.replace("|  ", "| "));
            assert_eq!(found, Some(expected.replace("|  ", "| ")), "{text}");
        }
    }

    #[test]
    fn every_other_negation_stays_as_it_is() {
        for text in [
            "not x",
            "not {1} == x",
            "not [x]",
            "\"not { x }\"",
            "p = a.not { x }",
        ] {
            assert!(other(text).is_none_or(|other| other == text), "{text}");
        }
        assert!(compared(&Wording::plain("a", "p if not { x }")).is_none());
    }
}
