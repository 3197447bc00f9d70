//! Finds keywords that begin references.

use std::collections::BTreeSet;

use super::{BEFORE, BEHIND};
use crate::rego::dialect::Dialect;
use crate::rego::wording::{Edit, Part, Wording};
use crate::rego::words::{Word, words};

/// What is a keyword in both dialects.
const ALWAYS: [&str; 11] = [
    "as", "default", "else", "false", "import", "not", "null", "package", "some", "true", "with",
];
/// What is one in v1, and in v0 where it is imported. `contains` is a name to the engine, as long as it
/// is none of ours that is behind it.
const IMPORTED: [&str; 3] = ["every", "if", "in"];

/// The text with names in place of keywords that begin references; `None` where there are none.
pub(super) fn rewrite(source: &Wording, dialect: Dialect) -> Option<Wording> {
    let text = source.read();
    let words = words(text);
    let mut keywords: BTreeSet<&str> = ALWAYS.into();
    for keyword in IMPORTED {
        if dialect == Dialect::V1 || is_imported(&words, keyword) {
            keywords.insert(keyword);
        }
    }
    let edits: Vec<Edit> = words
        .iter()
        .filter(|word| keywords.contains(word.text) && word.is_root)
        .map(|word| Edit {
            range: word.at..word.at + word.text.len(),
            with: vec![Part::Add(format!("{BEFORE}{}{BEHIND}", word.text))],
        })
        .collect();
    (!edits.is_empty() && !text.contains(BEFORE)).then(|| source.edited(edits))
}

/// Whether a keyword is switched on by an import.
fn is_imported(words: &[Word<'_>], keyword: &str) -> bool {
    words.iter().filter_map(|word| word.imports).any(|path| {
        let one = path.strip_prefix("future.keywords.");
        matches!(path, "rego.v1" | "future.keywords")
            || one == Some(keyword)
            || one == Some("every") && keyword == "in"
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn other(text: &str, dialect: Dialect) -> Option<String> {
        Some(
            rewrite(&Wording::plain("a", text), dialect)?
                .read()
                .to_owned(),
        )
    }

    #[test]
    fn a_keyword_that_begins_a_reference_gets_a_name() {
        for (text, expected) in [
            ("as.x := 1", "__keyword_as__.x := 1"),
            (
                "default default[\"x\"] := 1",
                "default __keyword_default__[\"x\"] := 1",
            ),
            ("p if if.x", "p if __keyword_if__.x"),
            ("p := \"é\"\nin.x := 1", "p := \"é\"\n__keyword_in__.x := 1"),
            (
                "import.x := 1\nimport data.as.x",
                "__keyword_import__.x := 1\nimport data.as.x",
            ),
        ] {
            assert_eq!(other(text, Dialect::V1).as_deref(), Some(expected));
        }
    }

    #[test]
    fn every_other_keyword_stays_as_it_is() {
        for text in [
            "x := a.as.b",
            "x := \"as.b \\\" as.b\"",
            "x := `as.b`",
            "# as.b",
            "package if.as\nimport as.b",
            "x := not [1]",
            "has.x := 1; as_.x := 1; contains.x := 1",
            "x := y with input as 3",
        ] {
            assert_eq!(other(text, Dialect::V1), None, "{text}");
        }
    }

    #[test]
    fn in_v0_some_are_keywords_only_where_they_are_imported() {
        let is_named = |text: &str| other(text, Dialect::V0).is_some();
        assert!(!is_named("if.x { in.x; every.x }"));
        assert!(is_named("as.x { true }"));
        for import in ["future.keywords.if", "future.keywords", "rego.v1"] {
            assert!(is_named(&format!("import {import}\nif.x := 1")), "{import}");
        }
        assert!(is_named("import future.keywords.every\nin.x := 1"));
        assert!(!is_named("import future.keywords.every\nif.x := 1"));
    }
}
