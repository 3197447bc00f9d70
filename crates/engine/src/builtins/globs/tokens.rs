//! The tokens of a glob, after glob-intersection's `tokenize.go`, `simplify.go` and `match.go`.

use super::Try;
use crate::builtins::Failure;

/// How often a token may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flag {
    None,
    Plus,
    Star,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    Character(char),
    Dot,
    /// Ranges of characters, sorted and apart from each other.
    Set(Vec<(u32, u32)>),
}

#[derive(Debug, Clone)]
pub(super) struct Token {
    kind: Kind,
    pub(super) flag: Flag,
}

/// Whether two tokens have a character in common. A dot matches any set, the empty one too.
pub(super) fn is_match(one: &Token, other: &Token) -> bool {
    match (&one.kind, &other.kind) {
        (Kind::Dot, _) | (_, Kind::Dot) => true,
        (Kind::Character(a), Kind::Character(b)) => a == b,
        (Kind::Character(a), Kind::Set(set)) | (Kind::Set(set), Kind::Character(a)) => {
            let a = u32::from(*a);
            set.iter()
                .any(|(first, last)| (*first..=*last).contains(&a))
        }
        (Kind::Set(some), Kind::Set(others)) => some
            .iter()
            .any(|(a, b)| others.iter().any(|(c, d)| a <= d && c <= b)),
    }
}

/// Reads a glob.
pub(super) fn tokenize(written: &str) -> Try<Vec<Token>> {
    let mut reader = Reader {
        written,
        left: written.chars(),
    };
    let mut tokens: Vec<Token> = Vec::new();
    while let Some((character, escaped)) = reader.next()? {
        let kind = match character {
            _ if escaped => Kind::Character(character),
            '.' => Kind::Dot,
            '[' => reader.set()?,
            ']' => return reader.wrong("set-close ']' with no preceding '['"),
            '+' | '*' => return reader.wrong("a flag must be preceded by a non-flag"),
            plain => Kind::Character(plain),
        };
        let flag = reader.flag()?;
        match tokens.last_mut() {
            // The same again, both with flags, is one of them.
            Some(last) if last.flag != Flag::None && flag != Flag::None && last.kind == kind => {
                if flag == Flag::Plus {
                    last.flag = Flag::Plus;
                }
            }
            _ => tokens.push(Token { kind, flag }),
        }
    }
    Ok(tokens)
}

struct Reader<'a> {
    written: &'a str,
    left: std::str::Chars<'a>,
}

impl Reader<'_> {
    fn wrong<T>(&self, message: &str) -> Try<T> {
        Err(Failure::Builtin(format!(
            "input:{}, {message}: the input provided is invalid",
            self.written
        )))
    }

    /// The next character, and whether it is escaped.
    fn next(&mut self) -> Try<Option<(char, bool)>> {
        match self.left.next() {
            Some('\\') => match self.left.next() {
                Some(escaped) => Ok(Some((escaped, true))),
                None => self.wrong("input ends with a \\ (escape) character"),
            },
            Some(plain) => Ok(Some((plain, false))),
            None => Ok(None),
        }
    }

    fn flag(&mut self) -> Try<Flag> {
        let flag = match self.left.clone().next() {
            Some('+') => Flag::Plus,
            Some('*') => Flag::Star,
            Some('\\') if self.left.as_str().len() == 1 => {
                return self.wrong("input ends with a \\ (escape) character");
            }
            _ => return Ok(Flag::None),
        };
        self.left.next();
        Ok(flag)
    }

    /// What stands in brackets.
    fn set(&mut self) -> Try<Kind> {
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        let mut before = None;
        loop {
            match self.next()? {
                None => return self.wrong("found [ without matching ]"),
                Some((']', false)) => return Ok(Kind::Set(merged(ranges))),
                Some(('-', false)) => {
                    let Some(first) = before.take() else {
                        return self
                            .wrong("range character '-' must be preceded by a Unicode character");
                    };
                    match self.next()? {
                        Some((last, escaped)) if escaped || !matches!(last, ']' | '-') => {
                            if last < first {
                                return self.wrong("range is out of order");
                            }
                            ranges.push((u32::from(first), u32::from(last)));
                        }
                        _ => {
                            return self.wrong(
                                "range character '-' must be followed by a Unicode character",
                            );
                        }
                    }
                }
                Some((plain, _)) => {
                    ranges.push((u32::from(plain), u32::from(plain)));
                    before = Some(plain);
                }
            }
        }
    }
}

fn merged(mut ranges: Vec<(u32, u32)>) -> Vec<(u32, u32)> {
    ranges.sort_unstable();
    let mut apart: Vec<(u32, u32)> = Vec::new();
    for (first, last) in ranges {
        match apart.last_mut() {
            Some(before) if first <= before.1.saturating_add(1) => before.1 = before.1.max(last),
            _ => apart.push((first, last)),
        }
    }
    apart
}
