//! The order of keys (`sorter.go`): numbers in them count as such.

use std::sync::LazyLock;

use regex::Regex;
use regorus::Value;

use super::NAME;
use crate::builtins::Failure;

/// Most keys that are looked at in pairs.
const MAX_KEYS: usize = 1024;

/// The fields of an object in their order.
///
/// # Errors
/// A limit: numbers in keys put them in a circle, `2a`, `10`, `20`. OPA writes them in another order each time.
pub(super) fn sorted<'v>(
    fields: impl Iterator<Item = (&'v str, &'v Value)>,
) -> Result<Vec<(&'v str, &'v Value)>, Failure> {
    let mut sorted: Vec<(Vec<char>, &str, &Value)> = Vec::new();
    // A sort of the library might not take what is no order.
    for (key, value) in fields {
        let characters: Vec<char> = key.chars().collect();
        let place = sorted.partition_point(|(other, ..)| is_less(other, &characters));
        sorted.insert(place, (characters, key, value));
    }
    let has_numbers = sorted
        .iter()
        .any(|(key, ..)| key.iter().any(|c| is_digit(*c)));
    let is_circle = || {
        let mut keys = sorted.iter().enumerate();
        keys.any(|(place, (key, ..))| sorted[..place].iter().any(|(one, ..)| is_less(key, one)))
    };
    if has_numbers && (sorted.len() > MAX_KEYS || is_circle()) {
        return Err(Failure::Limit(format!(
            "`{NAME}`: the numbers in the keys of an object put these in no order, or there are more than \
             {MAX_KEYS}"
        )));
    }
    Ok(sorted
        .into_iter()
        .map(|(_, key, value)| (key, value))
        .collect())
}

fn is_less(one: &[char], other: &[char]) -> bool {
    let Some(place) = one.iter().zip(other).position(|(a, b)| a != b) else {
        return one.len() < other.len();
    };
    let (a, b) = (one[place], other[place]);
    match (is_letter(a), is_letter(b)) {
        (true, true) => return a < b,
        (false, false) => {}
        (_, is_letter) => return is_letter,
    }
    // Of zeros behind other digits the length counts.
    let digits_before = one[..place].iter().rev().take_while(|c| is_digit(**c));
    let is_inside = (a == '0' || b == '0') && digits_before.clone().any(|digit| *digit != '0');
    let start = i64::from(is_inside);
    let (one_end, one_number) = number(one, place, start);
    let (other_end, other_number) = number(other, place, start);
    if one_number != other_number {
        return one_number < other_number;
    }
    if one_end != other_end {
        return one_end < other_end;
    }
    a < b
}

/// Where the digits end, and what they are behind `start`.
fn number(text: &[char], place: usize, start: i64) -> (usize, i64) {
    let digits = text[place..].iter().take_while(|digit| is_digit(**digit));
    digits.fold((place, start), |(end, number), digit| {
        let digit = i64::from(u32::from(*digit)) - i64::from(u32::from('0'));
        (end + 1, number.wrapping_mul(10).wrapping_add(digit))
    })
}

fn is_letter(character: char) -> bool {
    static LETTER: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\p{L}$").ok());
    character.is_ascii_alphabetic() || !character.is_ascii() && is_in(LETTER.as_ref(), character)
}

fn is_digit(character: char) -> bool {
    static DIGIT: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\p{Nd}$").ok());
    character.is_ascii_digit() || !character.is_ascii() && is_in(DIGIT.as_ref(), character)
}

fn is_in(class: Option<&Regex>, character: char) -> bool {
    class.is_some_and(|class| class.is_match(character.encode_utf8(&mut [0; 4])))
}
