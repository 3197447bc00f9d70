//! Escapes, after `escape` and `unescape` of Go's `net/url`.

use std::fmt::Write as _;

use super::Try;

/// Part of a URI, by what it lets stand unescaped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    UserInfo,
    Host,
    Zone,
    Path,
    Fragment,
}

fn must_escape(byte: u8, part: Part) -> bool {
    if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
        return false;
    }
    if matches!(part, Part::Host | Part::Zone) && b"!$&'()*+,;=:[]<>\"".contains(&byte) {
        return false;
    }
    if b"$&+,/:;=?@".contains(&byte) {
        return match part {
            Part::Path => byte == b'?',
            Part::UserInfo => b"@/?:".contains(&byte),
            Part::Fragment => false,
            Part::Host | Part::Zone => true,
        };
    }
    !(part == Part::Fragment && b"!()*".contains(&byte))
}

fn digit(byte: Option<&u8>) -> Option<u8> {
    let digit = char::from(*byte?).to_digit(16)?;
    u8::try_from(digit).ok()
}

pub(super) fn unescape(written: &str, part: Part) -> Try<Vec<u8>> {
    let bytes = written.as_bytes();
    let is_host = matches!(part, Part::Host | Part::Zone);
    let mut read = Vec::with_capacity(bytes.len());
    let mut place = 0;
    while let Some(byte) = bytes.get(place) {
        if *byte != b'%' {
            if is_host && byte.is_ascii() && must_escape(*byte, part) {
                let character = char::from(*byte);
                return Err(format!("invalid character {character:?} in host name"));
            }
            read.push(*byte);
            place += 1;
            continue;
        }
        let (Some(high), Some(low)) = (digit(bytes.get(place + 1)), digit(bytes.get(place + 2)))
        else {
            return Err("invalid URL escape".to_owned());
        };
        let value = high << 4 | low;
        let is_percent = value == b'%';
        let is_refused = match part {
            // A host may escape what is not ASCII, and what begins a zone.
            Part::Host => value.is_ascii() && !is_percent,
            Part::Zone => !is_percent && value != b' ' && must_escape(value, Part::Host),
            _ => false,
        };
        if is_refused {
            return Err(format!("invalid URL escape \"%{high:x}{low:x}\""));
        }
        read.push(value);
        place += 3;
    }
    Ok(read)
}

/// A path as Go writes it.
pub(super) fn escape(path: &[u8]) -> String {
    let mut written = String::with_capacity(path.len());
    for byte in path {
        if must_escape(*byte, Part::Path) {
            let _ = write!(written, "%{byte:02X}");
        } else {
            written.push(char::from(*byte));
        }
    }
    written
}
