//! Distinguished names.

use crate::builtins::keys::KeyError;
use crate::builtins::keys::der::{Element, Reader, tag};

const SET: u8 = 0x31;

/// A name, attribute by attribute.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Name {
    pub(super) attributes: Vec<(Vec<u32>, String)>,
}

impl Name {
    /// Reads an element that is a whole name.
    pub(super) fn parse(full: &[u8]) -> Result<Self, KeyError> {
        let malformed = || KeyError::invalid("malformed name in a certificate");
        let mut sets = Reader::new(full)
            .inside(tag::SEQUENCE)
            .ok_or_else(malformed)?;
        let mut attributes = Vec::new();
        while !sets.is_empty() {
            let mut set = sets.inside(SET).ok_or_else(malformed)?;
            while !set.is_empty() {
                let mut attribute = set.inside(tag::SEQUENCE).ok_or_else(malformed)?;
                let identifier = attribute.identifier().ok_or_else(malformed)?;
                let value = string(attribute.any().ok_or_else(malformed)?)?;
                attributes.push((identifier, value));
            }
        }
        Ok(Self { attributes })
    }

    /// The values of the attribute `2.5.4.number`.
    pub(super) fn values(&self, number: u32) -> impl Iterator<Item = &str> {
        self.attributes
            .iter()
            .filter(move |(identifier, _)| *identifier == [2, 5, 4, number])
            .map(|(_, value)| value.as_str())
    }
}

/// The text of a string of any of the kinds that Go reads.
fn string(element: Element<'_>) -> Result<String, KeyError> {
    let bytes = element.contents;
    let ascii = || String::from_utf8_lossy(bytes).into_owned();
    let text = match element.tag {
        // UTF8String
        0x0c => std::str::from_utf8(bytes).ok().map(ToOwned::to_owned),
        // NumericString
        0x12 => bytes
            .iter()
            .all(|byte| byte.is_ascii_digit() || *byte == b' ')
            .then(ascii),
        // PrintableString, with what Go adds to it.
        0x13 => bytes
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || b"'()+,-./ :=?*&".contains(byte))
            .then(ascii),
        // T61String, taken for Latin-1.
        0x14 => Some(bytes.iter().copied().map(char::from).collect()),
        // IA5String
        0x16 => bytes.is_ascii().then(ascii),
        // BMPString
        0x1e => wide(bytes),
        other => {
            return Err(KeyError::Unsupported(format!(
                "names with a value of the ASN.1 tag {other} are not supported"
            )));
        }
    };
    text.ok_or_else(|| KeyError::invalid("malformed string in a name of a certificate"))
}

fn wide(bytes: &[u8]) -> Option<String> {
    if !bytes.len().is_multiple_of(2) {
        return None;
    }
    let bytes = bytes.strip_suffix(&[0, 0]).unwrap_or(bytes);
    let units = bytes
        .chunks_exact(2)
        .map(|pair| u16::from(pair[0]) << 8 | u16::from(pair[1]));
    units
        .map(|unit| match unit {
            0xfdd0..=0xfdef | 0xfffe | 0xffff => None,
            unit => char::from_u32(u32::from(unit)),
        })
        .collect()
}
