//! Go's syntax of regular expressions (`regexp/syntax` with `syntax.Perl`) in the words of the crate
//! `regex`, which knows more, and means other things by some of it: `\d`, `\w`, `\s` and `\b` are of
//! ASCII in Go, `[a&&b]` is a set of characters, and `a++` is an error.

use super::class;
use super::escape::{self, Escape};

/// Most repetitions that a `{n,m}` may ask for, those inside of it included.
const MAX_REPEAT: u32 = 1000;

/// Why an expression has no translation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// Go does not take it either.
    Invalid(&'static str),
    /// Go does.
    Unsupported(&'static str),
}

pub(super) type Try<T> = Result<T, Refusal>;

/// An expression for the crate, and the names of its groups, the whole match included: names are
/// taken out, because in Go two groups may have the same.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Translated {
    pub(super) pattern: String,
    pub(super) names: Vec<String>,
}

/// What a repetition would repeat.
#[derive(Clone, Copy)]
enum Operand {
    /// Nothing stands here yet.
    None,
    /// Something, with the repetitions that are asked for inside of it.
    Atom(u32),
    /// A repetition, which cannot be repeated again.
    Repeated,
    /// Flags: what they follow would be repeated.
    Flags,
}

/// Translates an expression.
pub(super) fn translate(written: &str) -> Try<Translated> {
    let mut translator = Translator {
        rest: written,
        pattern: String::with_capacity(written.len()),
        names: vec![String::new()],
        groups: Vec::new(),
        largest: 1,
        operand: Operand::None,
    };
    while !translator.rest.is_empty() {
        translator.step()?;
    }
    if translator.groups.is_empty() {
        Ok(Translated {
            pattern: translator.pattern,
            names: translator.names,
        })
    } else {
        Err(Refusal::Invalid("missing closing )"))
    }
}

struct Translator<'a> {
    rest: &'a str,
    pattern: String,
    names: Vec<String>,
    /// For each open group, the most repetitions that were asked for before it.
    groups: Vec<u32>,
    /// The most repetitions that are asked for in this group so far.
    largest: u32,
    operand: Operand,
}

impl Translator<'_> {
    fn step(&mut self) -> Try<()> {
        let mut chars = self.rest.chars();
        let Some(first) = chars.next() else {
            return Ok(());
        };
        match first {
            '(' => self.open(),
            ')' => {
                let before = self.groups.pop().ok_or(Refusal::Invalid("unexpected )"))?;
                let inside = std::mem::replace(&mut self.largest, before);
                self.take(1, ")");
                self.atom(inside);
                Ok(())
            }
            '|' => {
                self.take(1, "|");
                self.operand = Operand::None;
                Ok(())
            }
            '*' | '+' | '?' => {
                let written = &self.rest[..1];
                self.repeat(1, written, 1)
            }
            '{' => {
                if let Some(counted) = Counted::read(self.rest) {
                    self.repeat(counted.length, &counted.written(), counted.most()?)
                } else {
                    self.literal(first);
                    Ok(())
                }
            }
            '[' => {
                let (length, class) = class::translate(self.rest)?;
                self.take(length, &class);
                self.atom(1);
                Ok(())
            }
            '.' | '^' | '$' => {
                self.take(1, first.encode_utf8(&mut [0; 4]));
                self.atom(1);
                Ok(())
            }
            '\\' => self.escaped(),
            other => {
                self.literal(other);
                Ok(())
            }
        }
    }

    fn take(&mut self, length: usize, translated: &str) {
        self.rest = &self.rest[length..];
        self.pattern.push_str(translated);
    }

    fn atom(&mut self, repetitions: u32) {
        self.largest = self.largest.max(repetitions);
        self.operand = Operand::Atom(repetitions);
    }

    fn literal(&mut self, character: char) {
        let escaped = regex::escape(character.encode_utf8(&mut [0; 4]));
        self.take(character.len_utf8(), &escaped);
        self.atom(1);
    }

    fn escaped(&mut self) -> Try<()> {
        if let Some(quoted) = self.rest.strip_prefix("\\Q") {
            let (text, length) = match quoted.find("\\E") {
                Some(end) => (&quoted[..end], end + 4),
                None => (quoted, quoted.len() + 2),
            };
            let escaped = regex::escape(text);
            if !text.is_empty() {
                self.atom(1);
            }
            self.take(length, &escaped);
            return Ok(());
        }
        let (length, escape) = escape::read(self.rest)?;
        match escape {
            Escape::Character(character) => {
                let escaped = regex::escape(character.encode_utf8(&mut [0; 4]));
                self.take(length, &escaped);
            }
            Escape::Class(class) => self.take(length, &format!("[{class}]")),
            Escape::Assertion(assertion) => self.take(length, assertion),
        }
        self.atom(1);
        Ok(())
    }

    fn open(&mut self) -> Try<()> {
        let invalid = Refusal::Invalid("invalid or unsupported Perl syntax");
        let Some(special) = self.rest.strip_prefix("(?") else {
            self.names.push(String::new());
            self.begin_group(1, "(");
            return Ok(());
        };
        if let Some(named) = special
            .strip_prefix("P<")
            .or_else(|| special.strip_prefix('<'))
        {
            let (name, _) = named.split_once('>').ok_or(invalid)?;
            let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
            if name.is_empty() || !name.chars().all(is_name) {
                return Err(Refusal::Invalid("invalid named capture"));
            }
            self.names.push(name.to_owned());
            let length = self.rest.len() - named.len() + name.len() + 1;
            self.begin_group(length, "(");
            return Ok(());
        }
        let end = special.find([':', ')']).ok_or(invalid)?;
        let flags = &special[..end];
        let (on, off) = flags
            .split_once('-')
            .map_or((flags, None), |(on, off)| (on, Some(off)));
        let are_flags = |flags: &str| flags.bytes().all(|flag| b"imsU".contains(&flag));
        if !are_flags(on) || off.is_some_and(|off| off.is_empty() || !are_flags(off)) {
            return Err(invalid);
        }
        let length = 2 + end + 1;
        let is_group = special[end..].starts_with(':');
        let translated = self.rest[..length].to_owned();
        if is_group {
            self.begin_group(length, &translated);
        } else {
            // Without any flag it says nothing, and the crate does not take it.
            self.take(length, if flags.is_empty() { "" } else { &translated });
            if !matches!(self.operand, Operand::None) {
                self.operand = Operand::Flags;
            }
        }
        Ok(())
    }

    fn begin_group(&mut self, length: usize, translated: &str) {
        self.groups.push(self.largest);
        self.largest = 1;
        self.operand = Operand::None;
        self.take(length, translated);
    }

    fn repeat(&mut self, length: usize, translated: &str, most: u32) -> Try<()> {
        let repetitions = match self.operand {
            Operand::Atom(repetitions) => repetitions.saturating_mul(most.max(1)),
            Operand::None => {
                return Err(Refusal::Invalid("missing argument to repetition operator"));
            }
            Operand::Repeated => {
                return Err(Refusal::Invalid("invalid nested repetition operator"));
            }
            Operand::Flags => {
                return Err(Refusal::Unsupported(
                    "a repetition of what stands before flags",
                ));
            }
        };
        if repetitions > MAX_REPEAT {
            return Err(Refusal::Invalid("invalid repeat count"));
        }
        let lazy = self.rest[length..].starts_with('?');
        self.take(length, translated);
        if lazy {
            self.take(1, "?");
        }
        self.largest = self.largest.max(repetitions);
        self.operand = Operand::Repeated;
        Ok(())
    }
}

/// `{n}`, `{n,}` or `{n,m}`; any other brace is a character.
struct Counted {
    length: usize,
    least: u32,
    /// None: as often as one likes.
    upto: Option<u32>,
}

impl Counted {
    fn read(rest: &str) -> Option<Self> {
        let (inside, _) = rest.strip_prefix('{')?.split_once('}')?;
        let (least, upto) = match inside.split_once(',') {
            None => (inside, Some(inside)),
            Some((least, "")) => (least, None),
            Some((least, upto)) => (least, Some(upto)),
        };
        Some(Self {
            length: inside.len() + 2,
            least: count(least)?,
            upto: match upto {
                None => None,
                Some(upto) => Some(count(upto)?),
            },
        })
    }

    fn most(&self) -> Try<u32> {
        let most = self.upto.unwrap_or(self.least);
        if self.least > MAX_REPEAT || most > MAX_REPEAT || most < self.least {
            return Err(Refusal::Invalid("invalid repeat count"));
        }
        Ok(most)
    }

    fn written(&self) -> String {
        match self.upto {
            None => format!("{{{},}}", self.least),
            Some(upto) => format!("{{{},{upto}}}", self.least),
        }
    }
}

/// A count as Go reads it: digits, without a zero before others; a huge one is merely too large.
fn count(digits: &str) -> Option<u32> {
    let is_count = !digits.is_empty()
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && !(digits.len() > 1 && digits.starts_with('0'));
    is_count.then(|| digits.parse().unwrap_or(u32::MAX))
}
