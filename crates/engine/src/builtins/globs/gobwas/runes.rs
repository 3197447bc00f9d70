//! Texts as Go sees them: bytes that may be cut in the middle of a character.

/// The first character and its length; what is none is the replacement character, of one byte. Nothing has
/// the length 0.
pub(super) fn first(text: &[u8]) -> (char, usize) {
    let characters = (1..=text.len().min(4)).find_map(|length| {
        let character = std::str::from_utf8(&text[..length]).ok()?.chars().next()?;
        Some((character, length))
    });
    characters.unwrap_or((char::REPLACEMENT_CHARACTER, text.len().min(1)))
}

/// Each character and where it begins.
pub(super) fn each(text: &[u8]) -> impl Iterator<Item = (usize, char)> + '_ {
    let mut place = 0;
    std::iter::from_fn(move || {
        let rest = text.get(place..).filter(|rest| !rest.is_empty())?;
        let (character, length) = first(rest);
        let begin = place;
        place += length;
        Some((begin, character))
    })
}

/// Where the first of these characters that is in the text at all stands first.
pub(super) fn find_any(text: &[u8], characters: &[char]) -> Option<usize> {
    characters.iter().find_map(|one| find_one(text, *one))
}

fn find_one(text: &[u8], character: char) -> Option<usize> {
    each(text)
        .find(|(_, other)| *other == character)
        .map(|(place, _)| place)
}

/// Where the first of these characters that is in the text at all stands last; outside of ASCII the library
/// finds the first one too, and does not end where there is another before it: `Err`.
pub(super) fn find_last_any(text: &[u8], characters: &[char]) -> Result<Option<usize>, ()> {
    for character in characters {
        let found = if character.is_ascii() {
            text.iter()
                .rposition(|byte| char::from(*byte) == *character)
        } else {
            last_beyond_ascii(text, *character)?
        };
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

fn last_beyond_ascii(text: &[u8], character: char) -> Result<Option<usize>, ()> {
    let Some(place) = find_one(text, character) else {
        return Ok(None);
    };
    let mut left = text.len();
    while left > 0 {
        left = left.checked_sub(place + 1).ok_or(())?;
    }
    Ok(Some(place))
}

/// Where a text begins in another.
pub(super) fn find(text: &[u8], needle: &[u8]) -> Option<usize> {
    if needle.is_empty() {
        return Some(0);
    }
    text.windows(needle.len()).position(|part| part == needle)
}

/// The same from the end.
pub(super) fn find_last(text: &[u8], needle: &[u8]) -> Option<usize> {
    if needle.is_empty() {
        return Some(text.len());
    }
    text.windows(needle.len()).rposition(|part| part == needle)
}
