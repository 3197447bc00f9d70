//! Quoting, as Go's `strconv.Quote` does it.

use std::fmt::Write;

/// A text in double quotes; in ASCII only, when asked.
pub(super) fn quote(text: &str, ascii: bool) -> String {
    quote_with(text, '"', ascii)
}

/// A character in single quotes.
pub(super) fn quote_char(character: char, ascii: bool) -> String {
    quote_with(character.encode_utf8(&mut [0; 4]), '\'', ascii)
}

/// A text in back quotes, when it can be.
pub(super) fn back_quote(text: &str) -> Option<String> {
    let is_plain =
        |c: char| c == '\t' || (c != '`' && c != '\u{7f}' && c != '\u{feff}' && c >= ' ');
    text.chars().all(is_plain).then(|| format!("`{text}`"))
}

fn quote_with(text: &str, mark: char, ascii: bool) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push(mark);
    for character in text.chars() {
        match character {
            '\\' => out.push_str("\\\\"),
            c if c == mark => {
                out.push('\\');
                out.push(c);
            }
            '\u{7}' => out.push_str("\\a"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{b}' => out.push_str("\\v"),
            c if c.is_ascii() && (c < ' ' || c == '\u{7f}') => escape(&mut out, "x", 2, c),
            c if c.is_ascii() || (!ascii && is_printable(c)) => out.push(c),
            c if c <= '\u{ffff}' => escape(&mut out, "u", 4, c),
            c => escape(&mut out, "U", 8, c),
        }
    }
    out.push(mark);
    out
}

fn escape(out: &mut String, letter: &str, digits: usize, character: char) {
    // Writing to a string does not fail.
    let _ = write!(out, "\\{letter}{:0digits$x}", u32::from(character));
}

/// Whether a character is shown as it is. Rust escapes for `Debug` what Go holds unprintable, but
/// for marks at the start of a text, so the character is looked at behind another one.
pub(super) fn is_printable(character: char) -> bool {
    let mut text = String::from("x");
    text.push(character);
    text.escape_debug().count() == 2
}
