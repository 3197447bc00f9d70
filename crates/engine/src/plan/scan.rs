//! Finding where the values of a JSON document end, without looking at more of them than that.
//!
//! Most of a plan is read by no policy. What is skipped here is looked at 64 bytes at once: which are
//! quotes, which of these are escaped, and so which brackets stand outside of texts (as simdjson does it:
//! Langdale and Lemire, "Parsing Gigabytes of JSON per Second", 2019). Nothing is checked but that; who
//! skips has the document from somebody who checked it.

use wide::u8x16;

/// How much is looked at at once.
const BLOCK: usize = 64;

/// A place in a document.
pub(super) struct Scanner<'d> {
    text: &'d str,
    at: usize,
}

impl<'d> Scanner<'d> {
    pub(super) fn new(text: &'d str) -> Self {
        Self { text, at: 0 }
    }

    fn bytes(&self) -> &'d [u8] {
        self.text.as_bytes()
    }

    /// The next byte that is no white space, which stays the next.
    pub(super) fn peek(&mut self) -> Option<u8> {
        loop {
            match self.bytes().get(self.at)? {
                b' ' | b'\n' | b'\t' | b'\r' => self.at += 1,
                byte => return Some(*byte),
            }
        }
    }

    /// Goes behind the next byte, if it is this one.
    pub(super) fn take(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.at += 1)
    }

    /// Goes behind the element or member that was just read: whether another follows, or this ends them.
    pub(super) fn has_next(&mut self, end: u8) -> Option<bool> {
        match self.peek()? {
            b',' => {
                self.at += 1;
                Some(true)
            }
            byte if byte == end => {
                self.at += 1;
                Some(false)
            }
            _ => None,
        }
    }

    /// Whether nothing follows.
    pub(super) fn is_at_end(&mut self) -> bool {
        self.peek().is_none()
    }

    /// The text that comes next, with its quotes, and whether it has escapes.
    pub(super) fn text(&mut self) -> Option<(&'d str, bool)> {
        if self.peek()? != b'"' {
            return None;
        }
        let start = self.at;
        let mut end = start + 1;
        let mut has_escapes = false;
        loop {
            let rest = self.bytes().get(end..)?;
            end += memchr::memchr2(b'"', b'\\', rest)?;
            if self.bytes()[end] == b'"' {
                self.at = end + 1;
                return Some((self.text.get(start..=end)?, has_escapes));
            }
            has_escapes = true;
            end += 2;
        }
    }

    /// The number or the word that comes next.
    pub(super) fn scalar(&mut self) -> Option<&'d str> {
        self.peek()?;
        let rest = self.bytes().get(self.at..)?;
        let ends = |byte: &u8| matches!(byte, b',' | b']' | b'}' | b' ' | b'\n' | b'\t' | b'\r');
        let length = rest.iter().position(ends).unwrap_or(rest.len());
        let start = self.at;
        self.at += length;
        self.text
            .get(start..self.at)
            .filter(|text| !text.is_empty())
    }

    /// Goes behind the value that comes next.
    pub(super) fn skip(&mut self) -> Option<()> {
        match self.peek()? {
            b'"' => self.text().map(|_| ()),
            b'{' | b'[' => self.skip_brackets(),
            _ => self.scalar().map(|_| ()),
        }
    }

    /// The value that comes next, as it is written, when it has at most so many bytes; else it stays the
    /// next.
    pub(super) fn short(&mut self, most: usize) -> Option<&'d str> {
        self.peek()?;
        let end = self.text.floor_char_boundary(self.at + most);
        let mut within = Scanner {
            text: self.text.get(..end)?,
            ..*self
        };
        within.skip()?;
        let text = self.text.get(self.at..within.at)?;
        *self = Scanner {
            text: self.text,
            ..within
        };
        Some(text)
    }

    /// Goes behind what closes the bracket that comes next.
    fn skip_brackets(&mut self) -> Option<()> {
        let mut depth: usize = 0;
        let mut state = State::default();
        loop {
            let rest = self.bytes().get(self.at..)?;
            let (block, length) = match rest.first_chunk::<BLOCK>() {
                Some(block) => (*block, BLOCK),
                None if rest.is_empty() => return None,
                None => {
                    let mut block = [b' '; BLOCK];
                    block[..rest.len()].copy_from_slice(rest);
                    (block, rest.len())
                }
            };
            let Brackets { opening, closing } = state.brackets(&block);
            let closed = closing.count_ones() as usize;
            if depth > closed {
                depth = depth + opening.count_ones() as usize - closed;
                self.at += length;
                continue;
            }
            // The end may be in here.
            let mut both = opening | closing;
            while both != 0 {
                let bit = both.trailing_zeros();
                both &= both - 1;
                if opening >> bit & 1 == 1 {
                    depth += 1;
                    continue;
                }
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    self.at += bit as usize + 1;
                    return Some(());
                }
            }
            self.at += length;
        }
    }
}

/// The brackets of a block that stand outside of texts, a bit for each byte.
struct Brackets {
    opening: u64,
    closing: u64,
}

/// What is known of a block from those before it.
#[derive(Default)]
struct State {
    /// All ones inside of a text.
    is_text: u64,
    /// Whether the first byte is escaped.
    is_escaped: bool,
}

impl State {
    fn brackets(&mut self, block: &[u8; BLOCK]) -> Brackets {
        let quotes = places(block, 0, b'"');
        let backslashes = places(block, 0, b'\\');
        let quotes = quotes & !self.escaped(backslashes);
        // Each bit is whether the number of quotes up to it is odd.
        let mut is_text = quotes;
        for shift in [1, 2, 4, 8, 16, 32] {
            is_text ^= is_text << shift;
        }
        is_text ^= self.is_text;
        self.is_text = if is_text >> 63 == 1 { u64::MAX } else { 0 };
        // `[` and `{` differ in one bit, as do `]` and `}`.
        Brackets {
            opening: places(block, 0x20, b'{') & !is_text,
            closing: places(block, 0x20, b'}') & !is_text,
        }
    }

    /// The bytes that a backslash stands before which is not escaped itself.
    fn escaped(&mut self, backslashes: u64) -> u64 {
        let mut escaped = u64::from(self.is_escaped);
        let mut left = backslashes & !escaped;
        self.is_escaped = false;
        while left != 0 {
            let bit = left.trailing_zeros();
            left &= left - 1;
            if bit == 63 {
                self.is_escaped = true;
            } else {
                escaped |= 1 << (bit + 1);
                left &= !(1 << (bit + 1));
            }
        }
        escaped
    }
}

/// Where a block has a byte, these bits set in both, a bit for each.
fn places(block: &[u8; BLOCK], set: u8, byte: u8) -> u64 {
    let (set, byte) = (u8x16::splat(set), u8x16::splat(byte));
    let mut places = 0;
    for (index, part) in block.as_chunks::<16>().0.iter().enumerate() {
        let equal = (u8x16::new(*part) | set).simd_eq(byte);
        places |= u64::from(equal.to_bitmask()) << (16 * index);
    }
    places
}

#[cfg(test)]
mod tests {
    use super::Scanner;

    /// What is left of a document behind its first value.
    fn behind(text: &str) -> Option<&str> {
        let mut scanner = Scanner::new(text);
        scanner.skip()?;
        text.get(scanner.at..)
    }

    #[test]
    fn a_value_is_skipped_to_its_end() {
        for (value, rest) in [
            ("{}", ","),
            (r#"{"a": [1, {"b": "]}"}]}"#, "]"),
            (r#"["\"]", "\\", "\\\"]"]"#, ", 1"),
            (r#""text \" \\""#, "}"),
            ("-1.5e3", "]"),
            ("null", ""),
        ] {
            assert_eq!(behind(&format!("{value}{rest}")), Some(rest), "{value}");
        }
    }

    #[test]
    fn texts_and_escapes_go_over_the_ends_of_blocks() {
        for width in 50..140 {
            let filler = "x".repeat(width);
            for inside in ["\\\"]", "\\\\", "\\\\\\\"", "]]]", "{\\\\"] {
                let value = format!("[\"{filler}{inside}\", [{{\"{inside}\": []}}]]");
                assert_eq!(behind(&format!("{value} tail")), Some(" tail"), "{value}");
            }
        }
    }

    #[test]
    fn what_does_not_end_has_no_end() {
        for text in ["", " ", "[", "{\"a", "\"", "\"\\", "[[]", "[\"]", ",", "]"] {
            assert_eq!(behind(text), None, "{text}");
        }
    }
}
