//! Rego v0 and v1: which of them a source is.

use std::num::{NonZeroU32, NonZeroUsize};

use regorus::{Engine, PolicyLengthConfig};

use super::bare;
use super::bodies;
use super::keywords;
use super::place::Located;
use super::prescan::{MAX_LINES, MAX_SOURCE, is_too_deep};
use super::wording::Wording;

pub(crate) use domain::Dialect;

/// Longest line in columns. The engine's default of 1,024 refuses lists that people really write.
pub(crate) const MAX_COLUMNS: u32 = 1 << 16;

/// An engine without policies, for texts that were looked at before they come to it.
pub(crate) fn empty_engine() -> Engine {
    engine_for([])
}

/// The same for texts that may be longer than one source: those of a package are one.
pub(crate) fn engine_for<'a>(texts: impl IntoIterator<Item = &'a str>) -> Engine {
    let (mut bytes, mut lines) = (MAX_SOURCE, MAX_LINES);
    for text in texts {
        bytes = bytes.max(text.len());
        lines = lines.max(text.lines().count());
    }
    let mut engine = Engine::new();
    let default = PolicyLengthConfig::default();
    engine.set_policy_length_config(PolicyLengthConfig {
        max_col: NonZeroU32::new(MAX_COLUMNS).unwrap_or(default.max_col),
        max_file_bytes: NonZeroUsize::new(bytes).unwrap_or(default.max_file_bytes),
        max_lines: NonZeroUsize::new(lines + 1).unwrap_or(default.max_lines),
    });
    engine.set_gather_prints(true);
    engine
}

/// Adds a text as it stands, in a dialect that is known already.
///
/// # Errors
/// It does not parse; the place is where that was written.
pub(crate) fn add(
    engine: &mut Engine,
    name: &str,
    wording: &Wording,
    dialect: Dialect,
) -> Result<(), Located> {
    engine.set_rego_v0(dialect == Dialect::V0);
    engine
        .add_policy(name.to_owned(), wording.read().to_owned())
        .map_err(|error| Located::parse(&error.to_string()).written_in(name, wording))?;
    let modules = engine.get_modules();
    match modules.last().and_then(|module| bare::find(module)) {
        Some(error) if dialect == Dialect::V0 => Err(error.written_in(name, wording)),
        _ => Ok(()),
    }
}

/// Adds a source in a dialect that is known already: as it was written, or in other words where the
/// engine does not take those.
///
/// # Errors
/// It does not parse.
pub(crate) fn add_worded(
    engine: &mut Engine,
    file: &str,
    text: &str,
    dialect: Dialect,
) -> Result<Wording, Located> {
    let plain = Wording::plain(file, text);
    let other = plain.without_templates();
    let other = bodies::compared(other.as_ref().unwrap_or(&plain)).or(other);
    let other = keywords::named(other.as_ref().unwrap_or(&plain), dialect).or(other);
    let wording = other
        .filter(|other| !is_too_deep(other.read()))
        .unwrap_or(plain);
    add(engine, file, &wording, dialect).map(|()| wording)
}

/// Adds a source as v1, or as v0 when it is not v1. One that says `import rego.v1` is v1 or wrong.
///
/// # Errors
/// The error in the dialect that got further, which is the one its author had in mind.
pub(crate) fn add_detecting(
    engine: &mut Engine,
    file: &str,
    text: &str,
) -> Result<(Dialect, Wording), Located> {
    let as_v1 = match add_worded(engine, file, text, Dialect::V1) {
        Ok(wording) => return Ok((Dialect::V1, wording)),
        Err(error) => error,
    };
    if says_v1(text) {
        return Err(as_v1);
    }
    match add_worded(engine, file, text, Dialect::V0) {
        Ok(wording) => Ok((Dialect::V0, wording)),
        Err(as_v0) => {
            let reach = |error: &Located| (error.line, error.column);
            Err(if reach(&as_v0) > reach(&as_v1) {
                as_v0
            } else {
                as_v1
            })
        }
    }
}

/// Adds a source in the dialect that its author declared. There is no second try in another: a declaration
/// is meant.
///
/// # Errors
/// It does not parse; where the other dialect would have it, the message says so.
pub(crate) fn add_declared(
    engine: &mut Engine,
    file: &str,
    text: &str,
    declared: Dialect,
) -> Result<Wording, Located> {
    add_worded(engine, file, text, declared).map_err(|mut error| {
        let other = match declared {
            Dialect::V0 => Dialect::V1,
            Dialect::V1 => Dialect::V0,
        };
        if add_worded(&mut empty_engine(), file, text, other).is_ok() {
            error.message = format!(
                "{}: this looks like {other}, and {declared} is declared",
                error.message
            );
        }
        error
    })
}

/// Whether a source imports `rego.v1`.
fn says_v1(text: &str) -> bool {
    text.lines().any(|line| {
        let mut words = line.split_whitespace();
        words.next() == Some("import") && words.next() == Some("rego.v1")
    })
}

#[cfg(test)]
mod tests {
    use super::{Dialect, add_declared, add_detecting, empty_engine};

    #[test]
    fn each_source_is_read_in_its_own_dialect() {
        for (text, dialect) in [
            ("package a\ndeny contains 1 if { true }", Dialect::V1),
            (
                "package a\nimport rego.v1\ndeny contains 1 if { true }",
                Dialect::V1,
            ),
            ("package a\nx := 1", Dialect::V1),
            ("package a\ndeny[msg] { msg := 1 }", Dialect::V0),
            (
                "package example rule[\"not allowed\"] { false }",
                Dialect::V0,
            ),
            (
                "package a\nimport future.keywords.in\ndeny[x] { x in [1] }",
                Dialect::V0,
            ),
            ("package a\ncontains(a, b) { a[_] = b }", Dialect::V0),
        ] {
            let read = add_detecting(&mut empty_engine(), "a.rego", text);
            let read = read.map(|(dialect, _)| dialect);
            assert_eq!(read, Ok(dialect), "{text}");
        }
    }

    #[test]
    fn the_error_is_that_of_the_dialect_that_was_meant() {
        let v0 = "package a\nok[x] { x := 1 }\ndeny[x] { x := }\n";
        let error = add_detecting(&mut empty_engine(), "a.rego", v0).unwrap_err();
        assert_eq!(error.line, Some(3), "{error:?}");
        let v1 = "package a\nimport rego.v1\nok contains 1\ndeny[x] { true }\n";
        let error = add_detecting(&mut empty_engine(), "a.rego", v1).unwrap_err();
        assert_eq!(error.line, Some(4), "{error:?}");
    }

    #[test]
    fn a_declared_dialect_is_not_guessed_again_and_the_error_says_what_it_looks_like() {
        let declared = |text: &str, dialect| {
            let added = add_declared(&mut empty_engine(), "a.rego", text, dialect);
            added.map(drop).map_err(|error| error.message)
        };
        let v0 = "package a\ndeny[msg] { msg := 1 }";
        let v1 = "package a\ndeny contains 1 if { true }";
        assert_eq!(declared(v0, Dialect::V0), Ok(()));
        assert_eq!(declared(v1, Dialect::V1), Ok(()));
        let error = declared(v0, Dialect::V1).unwrap_err();
        assert!(
            error.ends_with("this looks like v0, and v1 is declared"),
            "{error}"
        );
        let error = declared(v1, Dialect::V0).unwrap_err();
        assert!(
            error.ends_with("this looks like v1, and v0 is declared"),
            "{error}"
        );
        let neither = declared("package a\ndeny[", Dialect::V1).unwrap_err();
        assert!(!neither.contains("looks like"), "{neither}");
    }

    #[test]
    fn words_of_v1_are_no_rules_of_v0() {
        let read = |text: &str| {
            let added = add_detecting(&mut empty_engine(), "a.rego", text);
            added
                .map(|(dialect, _)| dialect)
                .map_err(|error| error.message)
        };
        // The last line is v0 alone, so the whole is read as that.
        for rule in ["deny contains 1 if { true }", "deny if { false }", "deny"] {
            let mixed = format!("package a\n{rule}\nold[x] {{ x := 1 }}\n");
            let error = read(&mixed).unwrap_err();
            assert!(!error.is_empty(), "{rule}");
        }
        let imported =
            "package a\nimport future.keywords\ndeny contains 1 if { true }\nold[x] { x := 1 }\n";
        assert_eq!(read(imported), Ok(Dialect::V0));
        let members = "package a\np[1]\np[2]\nold[x] { x := 1 }\n";
        assert_eq!(read(members), Ok(Dialect::V0));
    }
}
