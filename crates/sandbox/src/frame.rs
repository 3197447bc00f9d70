//! Frames: how parent and child tell each other where a message ends and that it is whole.
//!
//! A frame is a header (magic, two lengths, a checksum; little endian), a head (JSON) and a body (raw
//! bytes: a plan, a bundle). The checksum finds accidents, such as a library that prints to the
//! answer's descriptor; it is no defence against a child that means harm, and needs to be none:
//! whatever such a child says about the policy it evaluates, it could also say in a well-formed frame.

use std::io::{self, Read, Write};

/// Bytes of a header.
pub(crate) const HEADER: usize = 16;

/// The first bytes of every frame.
const MAGIC: [u8; 4] = *b"PCF1";

/// Why bytes are not a frame.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum FrameError {
    #[error("the answer does not begin like one")]
    Magic,
    #[error("an answer of {0} bytes is too long")]
    Length(u64),
    #[error("the answer is damaged")]
    Checksum,
}

/// What a header says of the bytes that follow it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Header {
    head: u32,
    body: u32,
    checksum: u32,
}

impl Header {
    /// The header of these bytes; `None` when they are more than it can say.
    pub(crate) fn of(head: &[u8], body: &[u8]) -> Option<Self> {
        Some(Self {
            head: u32::try_from(head.len()).ok()?,
            body: u32::try_from(body.len()).ok()?,
            checksum: checksum(head, body),
        })
    }

    pub(crate) fn encode(self) -> [u8; HEADER] {
        let mut bytes = [0; HEADER];
        bytes[..4].copy_from_slice(&MAGIC);
        bytes[4..8].copy_from_slice(&self.head.to_le_bytes());
        bytes[8..12].copy_from_slice(&self.body.to_le_bytes());
        bytes[12..].copy_from_slice(&self.checksum.to_le_bytes());
        bytes
    }

    /// Reads a header; frames of more than `most` bytes are refused before they are read.
    pub(crate) fn decode(bytes: &[u8; HEADER], most: u64) -> Result<Self, FrameError> {
        let (magic, rest) = bytes.split_at(4);
        if magic != MAGIC {
            return Err(FrameError::Magic);
        }
        let word =
            |at: usize| u32::from_le_bytes([rest[at], rest[at + 1], rest[at + 2], rest[at + 3]]);
        let header = Self {
            head: word(0),
            body: word(4),
            checksum: word(8),
        };
        match header.length() {
            length if length > most => Err(FrameError::Length(length)),
            _ => Ok(header),
        }
    }

    /// Bytes that follow the header.
    pub(crate) fn length(self) -> u64 {
        u64::from(self.head) + u64::from(self.body)
    }

    /// Splits what follows the header into head and body, when it is what was sent.
    pub(crate) fn open(self, payload: &[u8]) -> Result<(&[u8], &[u8]), FrameError> {
        let split = usize::try_from(self.head).map_err(|_| FrameError::Length(self.length()))?;
        let (head, body) = payload
            .split_at_checked(split)
            .ok_or(FrameError::Checksum)?;
        let whole = u64::try_from(payload.len()) == Ok(self.length());
        if whole && checksum(head, body) == self.checksum {
            Ok((head, body))
        } else {
            Err(FrameError::Checksum)
        }
    }
}

/// CRC-32, because whole plans go through it, twice: the processor computes it many times as fast as
/// the standard library's hash.
fn checksum(head: &[u8], body: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    for part in [head, body] {
        hasher.update(&part.len().to_le_bytes());
        hasher.update(part);
    }
    hasher.finalize()
}

/// Reads one frame into `payload`. `None` at the end of the stream.
pub(crate) fn read(source: &mut impl Read, payload: &mut Vec<u8>) -> io::Result<Option<Header>> {
    let mut header = [0; HEADER];
    let mut filled = 0;
    while filled < HEADER {
        match source.read(&mut header[filled..]) {
            Ok(0) if filled == 0 => return Ok(None),
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    let header = Header::decode(&header, u64::MAX).map_err(io::Error::other)?;
    let length = usize::try_from(header.length()).map_err(io::Error::other)?;
    payload.clear();
    if payload.capacity() < length {
        // What is in it is not to be copied, and there need not be room for both.
        *payload = Vec::new();
    }
    payload
        .try_reserve_exact(length)
        .map_err(io::Error::other)?;
    if source.take(header.length()).read_to_end(payload)? < length {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(Some(header))
}

/// Writes a frame without a body in one piece.
pub(crate) fn write(target: &mut impl Write, head: &[u8]) -> io::Result<()> {
    let header = Header::of(head, &[]).ok_or(io::ErrorKind::InvalidInput)?;
    let mut frame = Vec::with_capacity(HEADER + head.len());
    frame.extend_from_slice(&header.encode());
    frame.extend_from_slice(head);
    target.write_all(&frame)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn framed(head: &[u8], body: &[u8]) -> Vec<u8> {
        let mut bytes = Header::of(head, body).unwrap().encode().to_vec();
        bytes.extend_from_slice(head);
        bytes.extend_from_slice(body);
        bytes
    }

    #[test]
    fn a_frame_reads_back_as_it_was_written() {
        let bytes = [framed(b"{}", b"plan"), framed(b"", b"")].concat();
        let mut source = bytes.as_slice();
        let mut payload = Vec::new();
        let header = read(&mut source, &mut payload).unwrap().unwrap();
        assert_eq!(header.open(&payload), Ok((&b"{}"[..], &b"plan"[..])));
        let header = read(&mut source, &mut payload).unwrap().unwrap();
        assert_eq!(header.open(&payload), Ok((&b""[..], &b""[..])));
        assert_eq!(read(&mut source, &mut payload).unwrap(), None);
    }

    #[test]
    fn a_frame_that_is_cut_off_anywhere_is_an_error() {
        let bytes = framed(b"{}", b"plan");
        for cut in 1..bytes.len() {
            let read = read(&mut &bytes[..cut], &mut Vec::new());
            assert!(read.is_err(), "cut at {cut}");
        }
    }

    #[test]
    fn a_frame_with_any_bit_changed_is_an_error() {
        let whole = framed(b"{}", b"plan");
        for bit in 0..whole.len() * 8 {
            let mut bytes = whole.clone();
            bytes[bit / 8] ^= 1 << (bit % 8);
            let header = bytes[..HEADER].try_into().unwrap();
            let outcome = Header::decode(&header, 1 << 20)
                .and_then(|header| header.open(&bytes[HEADER..]).map(|_| ()));
            assert!(outcome.is_err(), "bit {bit}");
        }
    }

    #[test]
    fn a_frame_longer_than_agreed_is_refused_by_its_header() {
        let header = Header {
            head: u32::MAX,
            body: 1,
            checksum: 0,
        }
        .encode();
        assert_eq!(
            Header::decode(&header, 1 << 20),
            Err(FrameError::Length(u64::from(u32::MAX) + 1))
        );
    }
}
