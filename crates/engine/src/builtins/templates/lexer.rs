//! Tokens of a template, after Go's `text/template/parse/lex.go`.

use super::{Try, gap, wrong};

/// What stands between two braces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Space,
    Pipe,
    ParenLeft,
    ParenRight,
    Declare,
    Assign,
    Comma,
    Dot,
    /// `.name`
    Field(String),
    /// `$name`, or `$` with no name.
    Variable(String),
    /// A name: of a function, a keyword, `nil`.
    Name(String),
    Bool(bool),
    Text(String),
    Int(i64),
}

/// A piece of a template.
#[derive(Debug)]
pub(super) enum Piece<'a> {
    Text(&'a str),
    Action(Vec<Token>),
}

const BLANK: [char; 4] = [' ', '\t', '\r', '\n'];

/// Cuts a template into pieces; comments are none.
pub(super) fn pieces(template: &str) -> Try<Vec<Piece<'_>>> {
    let mut pieces = Vec::new();
    let mut left = template;
    let mut trim = false;
    loop {
        let (before, action) = match left.split_once("{{") {
            Some((before, action)) => (before, Some(action)),
            None => (left, None),
        };
        let before = if trim {
            before.trim_start_matches(BLANK)
        } else {
            before
        };
        let Some(action) = action else {
            pieces.push(Piece::Text(before));
            return Ok(pieces);
        };
        let trimmed = action
            .strip_prefix('-')
            .filter(|behind| behind.starts_with(BLANK));
        pieces.push(Piece::Text(match trimmed {
            Some(_) => before.trim_end_matches(BLANK),
            None => before,
        }));
        // The blank that makes it a trimming belongs to it.
        let action = trimmed.map_or(action, |behind| &behind[1..]);
        if let Some(comment) = action.strip_prefix("/*") {
            let Some((_, behind)) = comment.split_once("*/") else {
                return wrong("unclosed comment");
            };
            let Some((behind, trims)) = end(behind) else {
                return wrong("comment ends before closing delimiter");
            };
            (left, trim) = (behind, trims);
            continue;
        }
        let (tokens, behind, trims) = tokens(action)?;
        pieces.push(Piece::Action(tokens));
        (left, trim) = (behind, trims);
    }
}

/// What is behind the end of an action, if it is here, and whether that trims.
fn end(left: &str) -> Option<(&str, bool)> {
    if let Some(behind) = left.strip_prefix("}}") {
        return Some((behind, false));
    }
    let behind = left.strip_prefix(BLANK)?.strip_prefix("-}}")?;
    Some((behind, true))
}

/// The tokens of an action, what is behind it, and whether its end trims.
fn tokens(action: &str) -> Try<(Vec<Token>, &str, bool)> {
    let mut tokens = Vec::new();
    let mut left = action;
    loop {
        if let Some((behind, trims)) = end(left) {
            return Ok((tokens, behind, trims));
        }
        let (token, behind) = token(left)?;
        if !(token == Token::Space && tokens.last() == Some(&Token::Space)) {
            tokens.push(token);
        }
        left = behind;
    }
}

fn token(left: &str) -> Try<(Token, &str)> {
    let Some(first) = left.chars().next() else {
        return wrong("unclosed action");
    };
    let behind = &left[first.len_utf8()..];
    let simple = match first {
        ' ' | '\t' | '\r' | '\n' => Some(Token::Space),
        '|' => Some(Token::Pipe),
        '(' => Some(Token::ParenLeft),
        ')' => Some(Token::ParenRight),
        '=' => Some(Token::Assign),
        ',' => Some(Token::Comma),
        _ => None,
    };
    if let Some(token) = simple {
        return Ok((token, behind));
    }
    match first {
        ':' => match behind.strip_prefix('=') {
            Some(behind) => Ok((Token::Declare, behind)),
            None => wrong("expected :="),
        },
        '"' => quoted(behind),
        '`' => match behind.split_once('`') {
            Some((raw, behind)) => Ok((Token::Text(raw.to_owned()), behind)),
            None => wrong("unterminated raw quoted string"),
        },
        '.' | '$' => {
            let (name, behind) = word(behind)?;
            Ok(match (first, name) {
                ('.', "") => (Token::Dot, behind),
                ('.', name) if name.starts_with(|c: char| c.is_ascii_digit()) => {
                    return gap(format_args!("the number .{name} is not supported"));
                }
                ('.', name) => (Token::Field(name.to_owned()), behind),
                (_, name) => (Token::Variable(name.to_owned()), behind),
            })
        }
        '-' | '+' | '0'..='9' => number(left),
        '_' => named(left),
        letter if letter.is_alphabetic() => named(left),
        other => wrong(format_args!("unexpected {other:?} in an action")),
    }
}

/// A word, which ends where something else may begin.
fn word(left: &str) -> Try<(&str, &str)> {
    let is_inside = |c: char| c == '_' || c.is_alphanumeric();
    let (word, behind) = left.split_at(left.find(|c| !is_inside(c)).unwrap_or(left.len()));
    let ends = behind.starts_with(BLANK)
        || behind.starts_with(['.', ',', '|', ':', ')', '('])
        || behind.starts_with("}}");
    if ends {
        Ok((word, behind))
    } else {
        wrong(format_args!("bad character behind {word:?}"))
    }
}

fn named(left: &str) -> Try<(Token, &str)> {
    let (name, behind) = word(left)?;
    let token = match name {
        "true" => Token::Bool(true),
        "false" => Token::Bool(false),
        name => Token::Name(name.to_owned()),
    };
    Ok((token, behind))
}

fn number(left: &str) -> Try<(Token, &str)> {
    let is_inside = |c: char| "+-._".contains(c) || c.is_ascii_alphanumeric();
    let (number, behind) = left.split_at(left.find(|c| !is_inside(c)).unwrap_or(left.len()));
    let digits = number.strip_prefix(['-', '+']).unwrap_or(number);
    let is_plain = digits == "0" || !digits.starts_with('0');
    match number.parse() {
        Ok(int) if is_plain => Ok((Token::Int(int), behind)),
        _ => gap(format_args!("the number {number} is not supported")),
    }
}

fn quoted(left: &str) -> Try<(Token, &str)> {
    let mut text = String::new();
    let mut characters = left.chars();
    loop {
        match characters.next() {
            Some('"') => return Ok((Token::Text(text), characters.as_str())),
            None | Some('\n') => return wrong("unterminated quoted string"),
            Some('\\') => text.push(match characters.next() {
                Some(same @ ('"' | '\\')) => same,
                Some('n') => '\n',
                Some('t') => '\t',
                Some('r') => '\r',
                _ => return gap("this escape in a string is not supported"),
            }),
            Some(plain) => text.push(plain),
        }
    }
}
