//! What a glob is compiled to, and how it is compared with a text (`match/*.go`).
//!
//! Lengths are in characters, places in bytes, and the library mixes them; here as there.

mod index;

use super::{Try, panicked, runes};
use crate::builtins::Failure;

/// Most steps of a comparison, of which some globs take a power of the text's length.
const MAX_STEPS: usize = 5_000_000;

/// The steps that a comparison has taken.
#[derive(Debug, Default)]
pub(super) struct Budget(usize);

impl Budget {
    fn take(&mut self, steps: usize) -> Try<()> {
        self.0 = self.0.saturating_add(steps).saturating_add(1);
        if self.0 > MAX_STEPS {
            return Err(Failure::Limit(
                "`glob.match` takes too many steps".to_owned(),
            ));
        }
        Ok(())
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Matcher {
    /// What has none of these characters.
    Any(Vec<char>),
    AnyOf(Vec<Matcher>),
    Tree(Box<Tree>),
    Contains {
        needle: String,
        not: bool,
    },
    EveryOf(Vec<Matcher>),
    List {
        characters: Vec<char>,
        not: bool,
    },
    Max(usize),
    Min(usize),
    Nothing,
    Prefix(String),
    PrefixAny(String, Vec<char>),
    PrefixSuffix(String, String),
    Range {
        first: char,
        last: char,
        not: bool,
    },
    /// Matchers of fixed lengths, and the sum of these.
    Row(Vec<Matcher>, usize),
    /// One character that is none of these.
    Single(Vec<char>),
    Suffix(String),
    SuffixAny(String, Vec<char>),
    Super,
    Text(String),
}

/// What is searched for, and what is before and behind it (`BTree`). The lengths are those that the parts had
/// before they were made shorter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tree {
    pub(super) value: Matcher,
    pub(super) left: Option<Matcher>,
    pub(super) right: Option<Matcher>,
    left_length: Option<usize>,
    right_length: Option<usize>,
    length: Option<usize>,
}

impl Tree {
    pub(super) fn new(value: Matcher, left: Option<Matcher>, right: Option<Matcher>) -> Self {
        let length = |side: &Option<Matcher>| side.as_ref().map_or(Some(0), Matcher::length);
        let (left_length, right_length) = (length(&left), length(&right));
        let sum = || Some(left_length? + value.length()? + right_length?);
        Self {
            length: sum(),
            value,
            left,
            right,
            left_length,
            right_length,
        }
    }

    fn is_match(&self, text: &[u8], budget: &mut Budget) -> Try<bool> {
        if self.length.is_some_and(|length| length > text.len()) {
            return Ok(false);
        }
        let mut offset = self.left_length.unwrap_or(0);
        let limit = text.len().saturating_sub(self.right_length.unwrap_or(0));
        while offset < limit {
            let Some((index, lengths)) = self.value.index(&text[offset..limit], budget)? else {
                return Ok(false);
            };
            let begin = offset + index;
            if side(self.left.as_ref(), &text[..begin], budget)? {
                for length in lengths.into_iter().rev() {
                    let rest = text.get(begin + length..).unwrap_or_default();
                    if side(self.right.as_ref(), rest, budget)? {
                        return Ok(true);
                    }
                }
            }
            offset = begin + runes::first(&text[begin..]).1.max(1);
        }
        Ok(false)
    }
}

fn side(matcher: Option<&Matcher>, text: &[u8], budget: &mut Budget) -> Try<bool> {
    match matcher {
        Some(matcher) => matcher.is_match(text, budget),
        None => Ok(text.is_empty()),
    }
}

impl Matcher {
    pub(super) fn length(&self) -> Option<usize> {
        match self {
            Self::AnyOf(matchers) => {
                // The first with a fixed length is compared with those behind it only.
                let mut length = None;
                for matcher in matchers {
                    let own = matcher.length();
                    if length.is_some() && length != own {
                        return None;
                    }
                    length = own;
                }
                length
            }
            Self::Tree(tree) => tree.length,
            Self::EveryOf(matchers) => matchers.is_empty().then_some(0),
            Self::List { .. } | Self::Range { .. } | Self::Single(_) => Some(1),
            Self::Nothing => Some(0),
            Self::Row(_, length) => Some(*length),
            Self::Text(text) => Some(text.chars().count()),
            _ => None,
        }
    }

    /// Whether all of a text is as it says.
    pub(super) fn is_match(&self, text: &[u8], budget: &mut Budget) -> Try<bool> {
        budget.take(text.len())?;
        Ok(match self {
            Self::Any(separators) => runes::find_any(text, separators).is_none(),
            Self::AnyOf(matchers) => {
                for matcher in matchers {
                    if matcher.is_match(text, budget)? {
                        return Ok(true);
                    }
                }
                false
            }
            Self::EveryOf(matchers) => {
                for matcher in matchers {
                    if !matcher.is_match(text, budget)? {
                        return Ok(false);
                    }
                }
                true
            }
            Self::Tree(tree) => tree.is_match(text, budget)?,
            Self::Contains { needle, not } => {
                runes::find(text, needle.as_bytes()).is_some() != *not
            }
            Self::Max(limit) => runes::each(text).count() <= *limit,
            Self::Min(limit) => !text.is_empty() && runes::each(text).count() >= *limit,
            Self::Nothing => text.is_empty(),
            Self::Prefix(prefix) => text.starts_with(prefix.as_bytes()),
            Self::PrefixAny(prefix, separators) => text
                .strip_prefix(prefix.as_bytes())
                .is_some_and(|rest| runes::find_any(rest, separators).is_none()),
            Self::PrefixSuffix(prefix, suffix) => {
                text.starts_with(prefix.as_bytes()) && text.ends_with(suffix.as_bytes())
            }
            Self::Row(matchers, length) => {
                runes::each(text).count() == *length && row(matchers, text, budget)?
            }
            Self::Suffix(suffix) => text.ends_with(suffix.as_bytes()),
            Self::SuffixAny(suffix, separators) => text
                .strip_suffix(suffix.as_bytes())
                .is_some_and(|rest| runes::find_any(rest, separators).is_none()),
            Self::Super => true,
            Self::Text(own) => own.as_bytes() == text,
            Self::List { .. } | Self::Range { .. } | Self::Single(_) => {
                // No character at all is one too, which is not on the list.
                let (character, length) = runes::first(text);
                text.len() <= length && self.takes(character)
            }
        })
    }

    /// Whether what matches one character matches this one.
    fn takes(&self, character: char) -> bool {
        match self {
            Self::List { characters, not } => characters.contains(&character) != *not,
            Self::Range { first, last, not } => (*first..=*last).contains(&character) != *not,
            Self::Single(separators) => !separators.contains(&character),
            _ => false,
        }
    }
}

/// Whether a text begins with what matches one after the other. Of characters of several bytes it gives them
/// the first byte alone.
fn row(matchers: &[Matcher], text: &[u8], budget: &mut Budget) -> Try<bool> {
    let mut place = 0;
    for matcher in matchers {
        let length = matcher.length().ok_or_else(panicked)?;
        let rest = text.get(place..).ok_or_else(panicked)?;
        let (mut last, mut count) = (0, 0);
        for (begin, _) in runes::each(rest) {
            last = begin;
            count += 1;
            if count == length {
                break;
            }
        }
        if count < length {
            return Ok(false);
        }
        let part = rest.get(..=last).ok_or_else(panicked)?;
        if !matcher.is_match(part, budget)? {
            return Ok(false);
        }
        place += last + 1;
    }
    Ok(true)
}
