//! Tokens of GraphQL, after gqlparser's `lexer` package.

mod block;

use super::ast::Position;
use super::member::Try;
use crate::builtins::Failure;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    End,
    /// A punctuator: one character.
    Mark(u8),
    Spread,
    Name,
    Int,
    Float,
    String,
    BlockString,
    Comment,
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::End => f.write_str("<EOF>"),
            Self::Mark(mark) => write!(f, "{}", char::from(*mark)),
            Self::Spread => f.write_str("..."),
            named => write!(f, "{named:?}"),
        }
    }
}

/// A token. Punctuators have no value.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) value: String,
    pub(super) position: Position,
}

impl std::fmt::Display for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.value.is_empty() {
            write!(f, "{}", self.kind)
        } else {
            write!(f, "{} {:?}", self.kind, self.value)
        }
    }
}

/// An error at a place of a text.
pub(super) fn wrong_at(position: Position, message: impl std::fmt::Display) -> Failure {
    let Position { line, column } = position;
    Failure::Builtin(format!(
        "{message} in GraphQL string at location {line}:{column}"
    ))
}

/// Reads tokens, one after the other.
pub(super) struct Lexer<'a> {
    text: &'a str,
    place: usize,
    line: usize,
    /// Where the line begins.
    line_start: usize,
    /// The last place whose column was asked for, as columns count characters.
    counted: (usize, usize),
}

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            place: 0,
            line: 1,
            line_start: 0,
            counted: (0, 0),
        }
    }

    fn byte(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.place + ahead).copied()
    }

    fn starts_with(&self, start: &str) -> bool {
        self.text.as_bytes()[self.place..].starts_with(start.as_bytes())
    }

    fn new_line(&mut self) {
        self.line += 1;
        self.line_start = self.place;
        self.counted = (self.place, 0);
    }

    fn position(&mut self) -> Position {
        let (from, before) = self.counted;
        let ahead = &self.text.as_bytes()[from.min(self.place)..self.place];
        // A byte that goes on with a character begins none.
        let characters = ahead.iter().filter(|byte| **byte & 0xc0 != 0x80).count();
        self.counted = (self.place, before + characters);
        Position {
            line: self.line,
            column: before + characters + 1,
        }
    }

    fn wrong<T>(&mut self, message: impl std::fmt::Display) -> Try<T> {
        let position = self.position();
        Err(wrong_at(position, message))
    }

    /// The next token.
    pub(super) fn token(&mut self) -> Try<Token> {
        self.skip_blank();
        let position = self.position();
        let start = self.place;
        let Some(first) = self.byte(0) else {
            return Ok(Token {
                kind: Kind::End,
                value: String::new(),
                position,
            });
        };
        let (kind, value) = match first {
            b'!' | b'$' | b'&' | b'(' | b')' | b':' | b'=' | b'@' | b'[' | b']' | b'{' | b'}'
            | b'|' => {
                self.place += 1;
                (Kind::Mark(first), String::new())
            }
            b'.' if self.starts_with("...") => {
                self.place += 3;
                (Kind::Spread, String::new())
            }
            b'#' => {
                let ends = |byte: &u8| *byte <= 0x1f && *byte != b'\t';
                self.advance_until(ends);
                (Kind::Comment, self.text[start..self.place].to_owned())
            }
            b'_' | b'a'..=b'z' | b'A'..=b'Z' => {
                self.advance_until(|byte| *byte != b'_' && !byte.is_ascii_alphanumeric());
                (Kind::Name, self.text[start..self.place].to_owned())
            }
            b'-' | b'0'..=b'9' => {
                let kind = self.number()?;
                (kind, self.text[start..self.place].to_owned())
            }
            b'"' if self.starts_with(r#"""""#) => (Kind::BlockString, self.block_string()?),
            b'"' => (Kind::String, self.string()?),
            0..=0x1f => {
                return self.wrong(format_args!(
                    "Cannot contain the invalid character \"\\u{first:04x}\""
                ));
            }
            other => {
                let other = char::from(other);
                return self.wrong(format_args!(
                    "Cannot parse the unexpected character \"{other}\""
                ));
            }
        };
        Ok(Token {
            kind,
            value,
            position,
        })
    }

    fn advance_until(&mut self, ends: impl Fn(&u8) -> bool) {
        let ahead = &self.text.as_bytes()[self.place..];
        self.place += ahead.iter().position(ends).unwrap_or(ahead.len());
    }

    fn skip_blank(&mut self) {
        loop {
            match self.byte(0) {
                Some(b'\t' | b' ' | b',') => self.place += 1,
                Some(b'\n') => {
                    self.place += 1;
                    self.new_line();
                }
                Some(b'\r') => {
                    self.place += if self.byte(1) == Some(b'\n') { 2 } else { 1 };
                    self.new_line();
                }
                Some(0xef) if self.starts_with("\u{feff}") => self.place += '\u{feff}'.len_utf8(),
                _ => return,
            }
        }
    }

    fn take(&mut self, any: &[u8]) -> bool {
        let found = self.byte(0).is_some_and(|byte| any.contains(&byte));
        self.place += usize::from(found);
        found
    }

    fn digits(&mut self) -> Try<()> {
        let before = self.place;
        self.advance_until(|byte| !byte.is_ascii_digit());
        if self.place == before {
            return self.wrong("Invalid number, expected a digit");
        }
        Ok(())
    }

    fn number(&mut self) -> Try<Kind> {
        let mut kind = Kind::Int;
        self.take(b"-");
        if self.take(b"0") {
            if self.byte(0).is_some_and(|byte| byte.is_ascii_digit()) {
                return self.wrong("Invalid number, unexpected digit after 0");
            }
        } else {
            self.digits()?;
        }
        if self.take(b".") {
            kind = Kind::Float;
            self.digits()?;
        }
        if self.take(b"eE") {
            kind = Kind::Float;
            self.take(b"-+");
            self.digits()?;
        }
        Ok(kind)
    }

    fn string(&mut self) -> Try<String> {
        self.place += 1;
        let mut value = String::new();
        loop {
            let plain = self.place;
            self.advance_until(|byte| {
                matches!(byte, b'"' | b'\\') || *byte < 0x20 && *byte != b'\t'
            });
            value.push_str(&self.text[plain..self.place]);
            match self.byte(0) {
                Some(b'"') => {
                    self.place += 1;
                    return Ok(value);
                }
                Some(b'\\') => value.push(self.escape()?),
                None | Some(b'\n' | b'\r') => return self.wrong("Unterminated string"),
                Some(byte) => {
                    return self.wrong(format_args!(
                        "Invalid character within String: \"\\u{byte:04x}\""
                    ));
                }
            }
        }
    }

    fn escape(&mut self) -> Try<char> {
        let escaped = match self.byte(1) {
            Some(byte @ (b'"' | b'/' | b'\\')) => char::from(byte),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                let digits = self.text.as_bytes().get(self.place + 2..self.place + 6);
                let code = digits
                    .filter(|digits| digits.iter().all(u8::is_ascii_hexdigit))
                    .and_then(|digits| std::str::from_utf8(digits).ok())
                    .and_then(|digits| u32::from_str_radix(digits, 16).ok());
                let Some(code) = code else {
                    return self.wrong("Invalid character escape sequence");
                };
                self.place += 4;
                // As Go writes half of a pair.
                char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            _ => return self.wrong("Invalid character escape sequence"),
        };
        self.place += 2;
        Ok(escaped)
    }

    fn block_string(&mut self) -> Try<String> {
        self.place += 3;
        let mut raw = String::new();
        loop {
            let plain = self.place;
            self.advance_until(|byte| {
                matches!(byte, b'"' | b'\\') || *byte < 0x20 && *byte != b'\t'
            });
            raw.push_str(&self.text[plain..self.place]);
            match self.byte(0) {
                None => return self.wrong("Unterminated string"),
                Some(b'"') => {
                    let quotes = self.text[self.place..].bytes();
                    let quotes = quotes.take_while(|byte| *byte == b'"').count();
                    // Of four and more the last three end it.
                    let inside = if quotes >= 3 { quotes - 3 } else { quotes };
                    raw.extend(std::iter::repeat_n('"', inside));
                    self.place += quotes;
                    if quotes >= 3 {
                        return Ok(block::value(&raw));
                    }
                }
                Some(b'\\') if self.starts_with(r#"\""""#) => {
                    raw.push_str(r#"""""#);
                    self.place += 4;
                }
                Some(b'\\') => {
                    raw.push('\\');
                    self.place += 1;
                }
                Some(b'\n') => {
                    raw.push('\n');
                    self.place += 1;
                    self.new_line();
                }
                Some(b'\r') => {
                    raw.push('\n');
                    self.place += if self.byte(1) == Some(b'\n') { 2 } else { 1 };
                    self.new_line();
                }
                Some(byte) => {
                    return self.wrong(format_args!(
                        "Invalid character within String: \"\\u{byte:04x}\""
                    ));
                }
            }
        }
    }
}
