//! PEM as Go's `encoding/pem` reads it: anything may stand between blocks, and a broken one is
//! passed over.

use super::encoding;

const BEGIN: &[u8] = b"\n-----BEGIN ";
const END: &[u8] = b"\n-----END ";
const DASHES: &[u8] = b"-----";

/// A block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::builtins) struct Block {
    /// The words behind `BEGIN`.
    pub(in crate::builtins) label: String,
    /// Whether it has headers, such as say that it is encrypted.
    pub(in crate::builtins) has_headers: bool,
    pub(in crate::builtins) bytes: Vec<u8>,
}

/// The first block and where the rest begins.
pub(in crate::builtins) fn decode(text: &[u8]) -> Option<(Block, usize)> {
    let mut at = 0;
    // Where the next end is; looked for once, as every block before it ends there.
    let mut end = None;
    loop {
        at = if text[at..].starts_with(&BEGIN[1..]) {
            at + BEGIN.len() - 1
        } else {
            at + find(&text[at..], BEGIN)? + BEGIN.len()
        };
        let (line, next) = line(text, at);
        at = next;
        let Some(label) = line.strip_suffix(DASHES) else {
            continue;
        };
        let mut has_headers = false;
        loop {
            if at >= text.len() {
                return None;
            }
            let (header, next) = self::line(text, at);
            if !header.contains(&b':') {
                break;
            }
            has_headers = true;
            at = next;
        }
        let (stop, trailer) = if !has_headers && text[at..].starts_with(&END[1..]) {
            (at, at + END.len() - 1)
        } else {
            let known = end.filter(|known| *known >= at);
            let found = match known {
                Some(found) => found,
                None => at + find(&text[at..], END)?,
            };
            end = Some(found);
            (found, found + END.len())
        };
        let closing = text.get(trailer..trailer + label.len() + DASHES.len());
        let closes =
            closing.is_some_and(|closing| closing.starts_with(label) && closing.ends_with(DASHES));
        if !closes
            || !self::line(text, trailer + label.len() + DASHES.len())
                .0
                .is_empty()
        {
            continue;
        }
        let body: Vec<u8> = text[at..stop]
            .iter()
            .copied()
            .filter(|byte| !matches!(byte, b' ' | b'\t'))
            .collect();
        let Some(bytes) = encoding::standard(&body) else {
            continue;
        };
        let block = Block {
            label: String::from_utf8_lossy(label).into_owned(),
            has_headers,
            bytes,
        };
        return Some((block, self::line(text, stop + END.len() - 1).1));
    }
}

/// A line without its end and the blanks before it, and where the next begins.
fn line(text: &[u8], at: usize) -> (&[u8], usize) {
    let at = at.min(text.len());
    let rest = &text[at..];
    let (mut line, next) = match rest.iter().position(|byte| *byte == b'\n') {
        Some(end) => {
            let line = &rest[..end];
            (line.strip_suffix(b"\r").unwrap_or(line), at + end + 1)
        }
        None => (rest, text.len()),
    };
    while let Some((b' ' | b'\t', before)) = line.split_last() {
        line = before;
    }
    (line, next)
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    let first = wanted.first()?;
    let mut at = 0;
    while let Some(step) = text[at..].iter().position(|byte| byte == first) {
        at += step;
        if text[at..].starts_with(wanted) {
            return Some(at);
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_found_among_other_text() {
        let text = b"words\n-----BEGIN A B-----\nYWJj\n-----END A B-----\nmore";
        let (block, rest) = decode(text).unwrap();
        assert_eq!(
            (block.label.as_str(), block.bytes.as_slice()),
            ("A B", &b"abc"[..])
        );
        assert_eq!(&text[rest..], b"more");
    }

    #[test]
    fn a_broken_block_is_passed_over() {
        let text = b"-----BEGIN A-----\n?\n-----END A-----\n-----BEGIN B-----\n-----END B-----";
        let (block, rest) = decode(text).unwrap();
        assert_eq!(
            (block.label.as_str(), block.bytes.len(), rest),
            ("B", 0, text.len())
        );
        assert_eq!(decode(b"-----BEGIN A-----\nYWJj\n-----END B-----\n"), None);
        assert_eq!(decode(b"-----BEGIN A-----\nYWJj"), None);
    }

    #[test]
    fn many_beginnings_take_no_time() {
        let mut text = "-----BEGIN A-----\n".repeat(50_000);
        text.push_str("-----END B-----\n");
        let start = std::time::Instant::now();
        assert_eq!(decode(text.as_bytes()), None);
        assert!(start.elapsed().as_secs() < 5);
    }
}
