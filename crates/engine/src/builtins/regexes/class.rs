//! Classes of characters, `[^a-z\d]`, in Go's regular expressions.

use super::escape::{self, Escape};
use super::syntax::{Refusal, Try};

const UNCLOSED: Refusal = Refusal::Invalid("missing closing ]");
const RANGE: Refusal = Refusal::Invalid("invalid character class range");

const NAMES: [&str; 14] = [
    "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct",
    "space", "upper", "word", "xdigit",
];

/// Reads the class that the text begins with: its length, and the class for the crate `regex`.
pub(super) fn translate(written: &str) -> Try<(usize, String)> {
    let mut translated = "[".to_owned();
    let mut rest = &written[1..];
    if let Some(negated) = rest.strip_prefix('^') {
        translated.push('^');
        rest = negated;
    }
    let mut is_first = true;
    loop {
        // A bracket that comes first is a character.
        if let Some(after) = rest.strip_prefix(']').filter(|_| !is_first) {
            translated.push(']');
            return Ok((written.len() - after.len(), translated));
        }
        is_first = false;
        if let Some((length, name)) = named(rest)? {
            translated.push_str(name);
            rest = &rest[length..];
            continue;
        }
        rest = match member(rest)? {
            (length, Escape::Class(inside)) => {
                translated.extend(["[", inside.as_str(), "]"]);
                &rest[length..]
            }
            (length, Escape::Character(from)) => {
                rest = &rest[length..];
                push(&mut translated, from);
                match rest
                    .strip_prefix('-')
                    .filter(|after| !after.starts_with(']'))
                {
                    Some(after) => {
                        let (length, to) = end(after, from)?;
                        translated.push('-');
                        push(&mut translated, to);
                        &after[length..]
                    }
                    None => rest,
                }
            }
            (_, Escape::Assertion(_)) => {
                return Err(Refusal::Invalid("invalid escape sequence"));
            }
        };
    }
}

/// `[:alpha:]` or `[:^alpha:]`.
fn named(rest: &str) -> Try<Option<(usize, &str)>> {
    let Some(inside) = rest.strip_prefix("[:") else {
        return Ok(None);
    };
    let Some((name, _)) = inside.split_once(":]") else {
        return Ok(None);
    };
    if !NAMES.contains(&name.strip_prefix('^').unwrap_or(name)) {
        return Err(RANGE);
    }
    let length = name.len() + 4;
    Ok(Some((length, &rest[..length])))
}

fn member(rest: &str) -> Try<(usize, Escape)> {
    match rest.chars().next() {
        None => Err(UNCLOSED),
        Some('\\') => escape::read(rest),
        Some(other) => Ok((other.len_utf8(), Escape::Character(other))),
    }
}

/// The last character of a range.
fn end(rest: &str, from: char) -> Try<(usize, char)> {
    match member(rest)? {
        (length, Escape::Character(to)) if from <= to => Ok((length, to)),
        (_, Escape::Character(_)) => Err(RANGE),
        _ => Err(Refusal::Invalid("invalid escape sequence")),
    }
}

fn push(translated: &mut String, character: char) {
    if r"[]\^-&~".contains(character) {
        translated.push('\\');
    }
    translated.push(character);
}
