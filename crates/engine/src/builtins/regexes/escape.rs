//! What a backslash begins in Go's regular expressions.

use super::syntax::{Refusal, Try};

/// What it is, in the words of the crate `regex`.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Escape {
    /// One character.
    Character(char),
    /// The inside of a class, without its brackets.
    Class(String),
    /// A place between characters. None of these may stand in a class.
    Assertion(&'static str),
}

const INVALID: Refusal = Refusal::Invalid("invalid escape sequence");

/// Reads what the text begins with, and how long that is.
pub(super) fn read(rest: &str) -> Try<(usize, Escape)> {
    let letter = rest[1..]
        .chars()
        .next()
        .ok_or(Refusal::Invalid("trailing backslash at end of expression"))?;
    let class = |inside: &str| Ok((2, Escape::Class(inside.to_owned())));
    let character = |character: char| Ok((2, Escape::Character(character)));
    match letter {
        'd' => class("0-9"),
        'D' => class("^0-9"),
        's' => class(r"\t\n\x0C\r\x20"),
        'S' => class(r"^\t\n\x0C\r\x20"),
        'w' => class("0-9A-Za-z_"),
        'W' => class("^0-9A-Za-z_"),
        'A' => Ok((2, Escape::Assertion(r"\A"))),
        'z' => Ok((2, Escape::Assertion(r"\z"))),
        'b' => Ok((2, Escape::Assertion(r"(?-u:\b)"))),
        'B' => Ok((2, Escape::Assertion(r"(?-u:\B)"))),
        'p' | 'P' => unicode(rest),
        'a' => character('\x07'),
        'f' => character('\x0C'),
        't' => character('\t'),
        'n' => character('\n'),
        'r' => character('\r'),
        'v' => character('\x0B'),
        'x' => hexadecimal(rest),
        '0'..='7' => octal(rest),
        other if other.is_ascii() && !other.is_ascii_alphanumeric() => character(other),
        _ => Err(INVALID),
    }
}

/// `\pL`, `\p{Greek}`, `\p{^Greek}`, `\PL`.
fn unicode(rest: &str) -> Try<(usize, Escape)> {
    let invalid = Refusal::Invalid("invalid character class range");
    let named = &rest[2..];
    let (name, length) = if let Some(braced) = named.strip_prefix('{') {
        let (name, _) = braced.split_once('}').ok_or(invalid)?;
        (name, name.len() + 4)
    } else {
        let letter = named.chars().next().ok_or(invalid)?;
        (&named[..letter.len_utf8()], 2 + letter.len_utf8())
    };
    let (name, inverted) = match name.strip_prefix('^') {
        Some(name) => (name, true),
        None => (name, false),
    };
    if name.is_empty()
        || !name
            .bytes()
            .all(|byte| byte.is_ascii_alphabetic() || byte == b'_')
    {
        return Err(invalid);
    }
    let is_negated = inverted != rest.starts_with("\\P");
    let letter = if is_negated { 'P' } else { 'p' };
    Ok((length, Escape::Class(format!("\\{letter}{{{name}}}"))))
}

/// `\x41` or `\x{1F600}`.
fn hexadecimal(rest: &str) -> Try<(usize, Escape)> {
    let digits = &rest[2..];
    let (digits, length) = match digits.strip_prefix('{') {
        Some(braced) => {
            let (digits, _) = braced.split_once('}').ok_or(INVALID)?;
            (digits, digits.len() + 4)
        }
        None => (digits.get(..2).ok_or(INVALID)?, 4),
    };
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(INVALID);
    }
    let value = u32::from_str_radix(digits, 16).map_err(|_| INVALID)?;
    let character = char::from_u32(value).ok_or(INVALID)?;
    Ok((length, Escape::Character(character)))
}

/// Up to three digits. A single one that is not zero would be a reference to a group.
fn octal(rest: &str) -> Try<(usize, Escape)> {
    let is_octal = |byte: &u8| (b'0'..=b'7').contains(byte);
    let digits = rest[1..].bytes().take(3).take_while(is_octal).count();
    let written = &rest[1..=digits];
    if digits == 1 && written != "0" {
        return Err(INVALID);
    }
    let value = u32::from_str_radix(written, 8).map_err(|_| INVALID)?;
    let character = char::from_u32(value).ok_or(INVALID)?;
    Ok((1 + digits, Escape::Character(character)))
}
