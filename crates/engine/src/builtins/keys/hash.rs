//! The digests that signatures are of.

use sha2::digest::Digest;
use sha2::{Sha256, Sha384, Sha512};

/// A digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::builtins) enum Hash {
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    pub(in crate::builtins) fn of(self, message: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha256 => Sha256::digest(message).to_vec(),
            Self::Sha384 => Sha384::digest(message).to_vec(),
            Self::Sha512 => Sha512::digest(message).to_vec(),
        }
    }

    pub(super) fn length(self) -> usize {
        match self {
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    /// The `DigestInfo` of PKCS #1 before the digest itself.
    pub(super) fn prefix(self) -> Box<[u8]> {
        let (last, length) = match self {
            Self::Sha256 => (1, 32),
            Self::Sha384 => (2, 48),
            Self::Sha512 => (3, 64),
        };
        let start = [0x30, 17 + length, 0x30, 13, 6, 9];
        let identifier = [0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, last];
        let end = [5, 0, 4, length];
        [&start[..], &identifier, &end].concat().into_boxed_slice()
    }
}
