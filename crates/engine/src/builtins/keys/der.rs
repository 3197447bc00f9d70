//! A reader of DER with the strictness of Go's `cryptobyte`: definite and minimal lengths, tags of
//! one byte.

/// Universal tags, as `encoding/asn1` numbers them, with the bit of constructed ones.
pub(in crate::builtins) mod tag {
    pub(in crate::builtins) const BOOLEAN: u8 = 0x01;
    pub(in crate::builtins) const INTEGER: u8 = 0x02;
    pub(in crate::builtins) const BIT_STRING: u8 = 0x03;
    pub(in crate::builtins) const OCTET_STRING: u8 = 0x04;
    pub(in crate::builtins) const NULL: u8 = 0x05;
    pub(in crate::builtins) const OBJECT_IDENTIFIER: u8 = 0x06;
    pub(in crate::builtins) const SEQUENCE: u8 = 0x30;
}

/// What is left to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::builtins) struct Reader<'a> {
    rest: &'a [u8],
}

/// One element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::builtins) struct Element<'a> {
    pub(in crate::builtins) tag: u8,
    pub(in crate::builtins) contents: &'a [u8],
    /// With tag and length.
    pub(in crate::builtins) full: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(in crate::builtins) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(in crate::builtins) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    pub(in crate::builtins) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// Whether an element with this tag is next.
    pub(in crate::builtins) fn peeks(&self, tag: u8) -> bool {
        self.rest.first() == Some(&tag)
    }

    /// The next element, whatever its tag.
    pub(in crate::builtins) fn any(&mut self) -> Option<Element<'a>> {
        let (&tag, &first) = (self.rest.first()?, self.rest.get(1)?);
        if tag & 0x1f == 0x1f {
            return None;
        }
        let (header, length) = if first & 0x80 == 0 {
            (2, usize::from(first))
        } else {
            let count = usize::from(first & 0x7f);
            if !(1..=4).contains(&count) {
                return None;
            }
            let bytes = self.rest.get(2..2 + count)?;
            let length = bytes
                .iter()
                .fold(0_usize, |sum, &byte| sum << 8 | usize::from(byte));
            if length < 128 || bytes.first() == Some(&0) {
                return None;
            }
            (2 + count, length)
        };
        let end = header.checked_add(length)?;
        let full = self.rest.get(..end)?;
        self.rest = &self.rest[end..];
        Some(Element {
            tag,
            contents: &full[header..],
            full,
        })
    }

    /// The next element, which has this tag; nothing is read when it has another.
    pub(in crate::builtins) fn element(&mut self, tag: u8) -> Option<Element<'a>> {
        if self.peeks(tag) { self.any() } else { None }
    }

    /// What is inside the next element, which has this tag.
    pub(in crate::builtins) fn inside(&mut self, tag: u8) -> Option<Reader<'a>> {
        self.element(tag).map(|one| Reader::new(one.contents))
    }

    /// What is inside the next element when it has this tag: `Some(None)` when there is none.
    #[expect(
        clippy::option_option,
        reason = "absent and malformed are two things in DER"
    )]
    pub(in crate::builtins) fn optional(&mut self, tag: u8) -> Option<Option<Reader<'a>>> {
        if self.peeks(tag) {
            self.inside(tag).map(Some)
        } else {
            Some(None)
        }
    }

    /// An integer in two's complement, minimal.
    pub(in crate::builtins) fn integer(&mut self) -> Option<&'a [u8]> {
        let bytes = self.element(tag::INTEGER)?.contents;
        minimal(bytes).then_some(bytes)
    }

    /// The magnitude of an integer that is not negative, without leading zeros.
    pub(in crate::builtins) fn natural(&mut self) -> Option<&'a [u8]> {
        let bytes = self.integer()?;
        (bytes[0] & 0x80 == 0).then(|| trimmed(bytes))
    }

    /// An integer that fits 64 bits.
    pub(in crate::builtins) fn int64(&mut self) -> Option<i64> {
        let bytes = self.integer()?;
        if bytes.len() > 8 {
            return None;
        }
        let sign = if bytes[0] & 0x80 == 0 { 0 } else { -1 };
        Some(
            bytes
                .iter()
                .fold(sign, |sum, &byte| sum << 8 | i64::from(byte)),
        )
    }

    /// A boolean, of which DER has two spellings.
    pub(in crate::builtins) fn boolean(&mut self) -> Option<bool> {
        match self.element(tag::BOOLEAN)?.contents {
            [0] => Some(false),
            [0xff] => Some(true),
            _ => None,
        }
    }

    /// The arcs of an object identifier.
    pub(in crate::builtins) fn identifier(&mut self) -> Option<Vec<u32>> {
        arcs(self.element(tag::OBJECT_IDENTIFIER)?.contents)
    }

    /// The bytes of a bit string, and how many bits of the last one are unused, which are zero.
    pub(in crate::builtins) fn bits(&mut self) -> Option<(&'a [u8], u8)> {
        let (&unused, bytes) = self.element(tag::BIT_STRING)?.contents.split_first()?;
        let blank = match bytes.last() {
            None => unused == 0,
            Some(last) => unused <= 7 && last & ((1 << unused) - 1) == 0,
        };
        blank.then_some((bytes, unused))
    }

    /// The bytes of a bit string of whole bytes.
    pub(in crate::builtins) fn whole_bits(&mut self) -> Option<&'a [u8]> {
        self.bits()
            .and_then(|(bytes, unused)| (unused == 0).then_some(bytes))
    }
}

/// Whether an integer has no byte too many.
fn minimal(bytes: &[u8]) -> bool {
    match bytes {
        [] => false,
        [0, next, ..] => next & 0x80 != 0,
        [0xff, next, ..] => next & 0x80 == 0,
        _ => true,
    }
}

/// A magnitude without its leading zeros.
pub(in crate::builtins) fn trimmed(bytes: &[u8]) -> &[u8] {
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    &bytes[zeros..]
}

fn arcs(bytes: &[u8]) -> Option<Vec<u32>> {
    let mut found = Vec::new();
    let mut rest = bytes.iter();
    while let Some(first) = arc(&mut rest)? {
        if found.is_empty() {
            let root = (first / 40).min(2);
            found.push(root);
            found.push(first - root * 40);
        } else {
            found.push(first);
        }
    }
    (!found.is_empty()).then_some(found)
}

/// One number in base 128, at most 31 bits as in Go; `Some(None)` at the end.
#[expect(
    clippy::option_option,
    reason = "the end and a malformed number are two things"
)]
fn arc(rest: &mut std::slice::Iter<'_, u8>) -> Option<Option<u32>> {
    let mut number: u32 = 0;
    for place in 0.. {
        let Some(&byte) = rest.next() else {
            return (place == 0).then_some(None);
        };
        if place == 0 && byte == 0x80 || number > 0x00ff_ffff {
            return None;
        }
        number = number << 7 | u32::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            break;
        }
    }
    Some(Some(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_minimal_and_definite() {
        assert!(Reader::new(&[4, 1, 7]).any().is_some());
        for bytes in [
            &[4, 0x81, 1, 7][..],
            &[4, 0x80, 0, 0],
            &[4, 2, 7],
            &[0x1f, 1, 1],
            &[4],
        ] {
            assert_eq!(Reader::new(bytes).any(), None, "{bytes:?}");
        }
    }

    #[test]
    fn integers_are_minimal() {
        assert_eq!(Reader::new(&[2, 1, 0x80]).int64(), Some(-128));
        assert_eq!(Reader::new(&[2, 2, 0, 0x80]).int64(), Some(128));
        assert_eq!(Reader::new(&[2, 2, 0, 1]).int64(), None);
        assert_eq!(Reader::new(&[2, 1, 0x80]).natural(), None);
    }

    #[test]
    fn identifiers_are_read_in_base_128() {
        let rsa = [6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1];
        assert_eq!(
            Reader::new(&rsa).identifier(),
            Some(vec![1, 2, 840, 113_549, 1, 1, 1])
        );
        assert_eq!(Reader::new(&[6, 2, 0x2a, 0x86]).identifier(), None);
        assert_eq!(Reader::new(&[6, 2, 0x80, 1]).identifier(), None);
    }
}
