//! Where in a text a matcher finds something first, and how long that may be.

use super::{Budget, Matcher, panicked, row, runes};
use crate::builtins::globs::Try;

/// A place, and the lengths of what begins there, in bytes.
type Found = Option<(usize, Vec<usize>)>;

impl Matcher {
    pub(super) fn index(&self, text: &[u8], budget: &mut Budget) -> Try<Found> {
        budget.take(text.len())?;
        Ok(match self {
            Self::Any(separators) => match runes::find_any(text, separators) {
                Some(end) => Some((0, begins(&text[..end]))),
                None => Some((0, begins(text))),
            },
            Self::AnyOf(matchers) => any_of(matchers, text, budget)?,
            // The library has this for later.
            Self::Tree(_) => None,
            Self::Contains { needle, not } => contains(needle.as_bytes(), *not, text),
            Self::EveryOf(matchers) => every_of(matchers, text, budget)?,
            Self::List { .. } | Self::Range { .. } | Self::Single(_) => runes::each(text)
                .find(|(_, character)| self.takes(*character))
                .map(|(place, character)| (place, vec![character.len_utf8()])),
            Self::Max(limit) => {
                let ends = ends(text).take(*limit);
                Some((0, std::iter::once(0).chain(ends).collect()))
            }
            Self::Min(limit) => {
                let enough = text.len() >= *limit;
                let ends: Vec<usize> = ends(text).skip(limit.saturating_sub(1)).collect();
                (enough && !ends.is_empty()).then_some((0, ends))
            }
            Self::Nothing => Some((0, vec![0])),
            Self::Prefix(prefix) => runes::find(text, prefix.as_bytes()).map(|place| {
                let length = prefix.len();
                (place, from(length, &text[place + length..]))
            }),
            Self::PrefixAny(prefix, separators) => {
                runes::find(text, prefix.as_bytes()).map(|place| {
                    let length = prefix.len();
                    let rest = &text[place + length..];
                    let end = runes::find_any(rest, separators).unwrap_or(rest.len());
                    (place, from(length, &rest[..end]))
                })
            }
            Self::PrefixSuffix(prefix, suffix) => {
                prefix_suffix(prefix.as_bytes(), suffix.as_bytes(), text)
            }
            Self::Row(matchers, length) => {
                let mut found = None;
                for (place, _) in runes::each(text) {
                    if text.len() - place < *length {
                        break;
                    }
                    if row(matchers, &text[place..], budget)? {
                        found = Some((place, vec![*length]));
                        break;
                    }
                }
                found
            }
            Self::Suffix(suffix) => {
                runes::find(text, suffix.as_bytes()).map(|place| (0, vec![place + suffix.len()]))
            }
            Self::SuffixAny(suffix, separators) => match runes::find(text, suffix.as_bytes()) {
                Some(place) => {
                    let last = runes::find_last_any(&text[..place], separators);
                    let begin = last.map_err(|()| panicked())?.map_or(0, |last| last + 1);
                    Some((begin, vec![place + suffix.len() - begin]))
                }
                None => None,
            },
            Self::Super => Some((0, begins(text))),
            Self::Text(own) => {
                runes::find(text, own.as_bytes()).map(|place| (place, vec![own.len()]))
            }
        })
    }
}

/// Where each character begins, and the end.
fn begins(text: &[u8]) -> Vec<usize> {
    let places = runes::each(text).map(|(place, _)| place);
    places.chain([text.len()]).collect()
}

/// Where each character ends. One that is cut is taken for a whole one.
fn ends(text: &[u8]) -> impl Iterator<Item = usize> + '_ {
    runes::each(text).map(|(place, character)| place + character.len_utf8())
}

/// A length, and with each character behind it.
fn from(length: usize, rest: &[u8]) -> Vec<usize> {
    let longer = ends(rest).map(|end| length + end);
    std::iter::once(length).chain(longer).collect()
}

fn any_of(matchers: &[Matcher], text: &[u8], budget: &mut Budget) -> Try<Found> {
    let mut found: Found = None;
    for matcher in matchers {
        let Some((place, mut lengths)) = matcher.index(text, budget)? else {
            continue;
        };
        match &mut found {
            Some((first, _)) if *first < place => {}
            Some((first, known)) if *first == place => {
                known.append(&mut lengths);
                known.sort_unstable();
                known.dedup();
            }
            _ => found = Some((place, lengths)),
        }
    }
    Ok(found)
}

fn contains(needle: &[u8], not: bool, text: &[u8]) -> Found {
    let place = runes::find(text, needle);
    if not {
        return Some((0, begins(&text[..place.unwrap_or(text.len())])));
    }
    let offset = place? + needle.len();
    let rest = begins(&text[offset..]);
    Some((0, rest.into_iter().map(|place| offset + place).collect()))
}

fn every_of(matchers: &[Matcher], text: &[u8], budget: &mut Budget) -> Try<Found> {
    let (mut index, mut offset, mut current) = (0, 0, Vec::new());
    for (number, matcher) in matchers.iter().enumerate() {
        let rest = text.get(index..).ok_or_else(panicked)?;
        let Some((place, lengths)) = matcher.index(rest, budget)? else {
            return Ok(None);
        };
        if number == 0 {
            current = lengths;
        } else {
            budget.take(current.len().saturating_mul(lengths.len()))?;
            // What was found later is as much shorter as it begins later.
            current = current
                .iter()
                .filter_map(|length| (length + index).checked_sub(place + offset))
                .filter(|length| lengths.contains(length))
                .collect();
            if current.is_empty() {
                return Ok(None);
            }
        }
        index = place + offset;
        offset += place;
    }
    Ok(Some((index, current)))
}

fn prefix_suffix(prefix: &[u8], suffix: &[u8], text: &[u8]) -> Found {
    let place = runes::find(text, prefix)?;
    let mut rest = &text[place..];
    if suffix.is_empty() {
        return Some((place, vec![rest.len()]));
    }
    let mut lengths = Vec::new();
    while let Some(last) = runes::find_last(rest, suffix) {
        lengths.insert(0, last + suffix.len());
        rest = &rest[..last];
    }
    (!lengths.is_empty()).then_some((place, lengths))
}
