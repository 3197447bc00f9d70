//! What is refused before a source may reach the parser.

use domain::Problem;

use crate::position::{count, position};

/// Deepest nesting of brackets. The parser's time doubles with each level: 17 take 0.13 s, 22 take
/// six. The conformance cases of OPA reach 17; real policies stay under 10.
const MAX_NESTING: usize = 17;
/// Largest source in bytes.
pub(crate) const MAX_SOURCE: usize = 1 << 20;
/// Most lines of a source.
pub(crate) const MAX_LINES: usize = 20_000;

/// The source as text, when it may be parsed.
///
/// # Errors
/// Why it may not.
pub(crate) fn prescan<'a>(file: &str, content: &'a [u8]) -> Result<&'a str, Problem> {
    if content.len() > MAX_SOURCE {
        return Err(Problem::in_file(
            file,
            format!(
                "the policy is {} bytes, at most {MAX_SOURCE} are accepted",
                content.len()
            ),
        ));
    }
    let text = std::str::from_utf8(content).map_err(|_| {
        // macOS' tar adds such files beside the real ones.
        let name = file.rsplit('/').next().unwrap_or(file);
        let hint = if name.starts_with("._") {
            ": pack with COPYFILE_DISABLE=1"
        } else {
            ""
        };
        Problem::in_file(file, format!("the policy is not UTF-8{hint}"))
    })?;
    if text.lines().count() > MAX_LINES {
        return Err(Problem::in_file(
            file,
            format!("the policy has more than {MAX_LINES} lines"),
        ));
    }
    if text.starts_with('\u{feff}') {
        return Err(
            Problem::in_file(file, "the policy begins with a byte order mark: remove it").at(1, 1),
        );
    }
    // The parser takes a NUL for the end of the file: rules behind it would silently not exist.
    if let Some(offset) = text.find('\0') {
        let (line, column) = position(text, offset);
        return Err(Problem::in_file(file, "the policy holds a NUL character").at(line, column));
    }
    match too_deep(text, MAX_NESTING) {
        Some(offset) => {
            let (line, column) = position(text, offset);
            Err(Problem::in_file(
                file,
                format!(
                    "brackets are nested deeper than {}: split the expression",
                    count(MAX_NESTING)
                ),
            )
            .at(line, column))
        }
        None => Ok(text),
    }
}

/// Deepest nesting of a text in other words, which take brackets of their own: a second of parsing.
const MAX_REWRITTEN: usize = 20;

/// Whether brackets of a text in other words are nested too deeply for the parser.
pub(crate) fn is_too_deep(text: &str) -> bool {
    too_deep(text, MAX_REWRITTEN).is_some()
}

/// Where nesting goes over a cap, outside strings and comments.
fn too_deep(text: &str, most: usize) -> Option<usize> {
    let mut depth = 0usize;
    let mut bytes = text.bytes().enumerate();
    while let Some((offset, byte)) = bytes.next() {
        match byte {
            b'(' | b'[' | b'{' => {
                depth += 1;
                if depth > most {
                    return Some(offset);
                }
            }
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            b'#' => {
                bytes.by_ref().find(|(_, byte)| *byte == b'\n');
            }
            b'`' => {
                bytes.by_ref().find(|(_, byte)| *byte == b'`');
            }
            b'"' => {
                // An unfinished string ends at its line: the parser will refuse it, and what is
                // behind it must not hide brackets from this count.
                while let Some((_, byte)) = bytes.next() {
                    match byte {
                        b'\\' => drop(bytes.next()),
                        b'"' | b'\n' => break,
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::prescan;

    fn is_accepted(text: &str) -> bool {
        prescan("a.rego", text.as_bytes()).is_ok()
    }

    #[test]
    fn nesting_is_counted_outside_strings_and_comments() {
        let deep = "[".repeat(18);
        let fits = format!("x := {}1{}", "[".repeat(17), "]".repeat(17));
        assert!(is_accepted(&fits));
        assert!(!is_accepted(&format!("x := {deep}")));
        assert!(is_accepted(&format!("x := \"{deep}\"")));
        assert!(is_accepted(&format!("x := `{deep}\n{deep}`")));
        assert!(is_accepted(&format!("# {deep}\nx := 1")));
        assert!(is_accepted(&format!("x := \"\\\"{deep}\"")));
        assert!(is_accepted(&"x := [1]\n".repeat(100)));
    }

    #[test]
    fn a_string_cannot_hide_brackets_behind_it() {
        let deep = "{".repeat(18);
        assert!(!is_accepted(&format!("x := \"\\\\\" {deep}")));
        assert!(!is_accepted(&format!("x := \"open\n{deep}")));
        assert!(!is_accepted(&format!("x := `#` {deep}")));
    }

    #[test]
    fn what_the_parser_would_misread_is_refused_with_its_place() {
        let problem = prescan("a.rego", b"package a\n\0deny contains 1").unwrap_err();
        assert_eq!((problem.line, problem.column), (Some(2), Some(1)));
        assert!(!is_accepted("\u{feff}package a"));
        assert!(prescan("a.rego", b"package \xff").is_err());
        assert!(!is_accepted(&"#\n".repeat(20_001)));
        assert!(!is_accepted(&"#".repeat((1 << 20) + 1)));
    }
}
