//! Signature algorithms of certificates.

use crate::builtins::keys::der::{Reader, tag};
use crate::builtins::keys::{Hash, Padding, Scheme};

/// The number that Go gives a signature algorithm; zero for one that it does not know.
pub(super) fn number(identifier: &[u32], parameters: &[u8]) -> u8 {
    match identifier {
        [1, 2, 840, 113_549, 1, 1, last] => match last {
            4 => 2,
            5 => 3,
            11 => 4,
            12 => 5,
            13 => 6,
            10 => pss(parameters).unwrap_or(0),
            _ => 0,
        },
        [1, 3, 14, 3, 2, 29] => 3,
        [1, 2, 840, 10040, 4, 3] => 7,
        [2, 16, 840, 1, 101, 3, 4, 3, 2] => 8,
        [1, 2, 840, 10045, 4, 1] => 9,
        [1, 2, 840, 10045, 4, 3, 2] => 10,
        [1, 2, 840, 10045, 4, 3, 3] => 11,
        [1, 2, 840, 10045, 4, 3, 4] => 12,
        [1, 3, 101, 112] if parameters.is_empty() => 16,
        _ => 0,
    }
}

/// The scheme behind the number, where Go still trusts it.
pub(super) fn scheme(number: u8) -> Option<Scheme> {
    let pss = Padding::Pss { any_salt: false };
    Some(match number {
        4 => Scheme::Rsa(Padding::Pkcs1, Hash::Sha256),
        5 => Scheme::Rsa(Padding::Pkcs1, Hash::Sha384),
        6 => Scheme::Rsa(Padding::Pkcs1, Hash::Sha512),
        10 => Scheme::Ecdsa(Hash::Sha256),
        11 => Scheme::Ecdsa(Hash::Sha384),
        12 => Scheme::Ecdsa(Hash::Sha512),
        13 => Scheme::Rsa(pss, Hash::Sha256),
        14 => Scheme::Rsa(pss, Hash::Sha384),
        15 => Scheme::Rsa(pss, Hash::Sha512),
        16 => Scheme::EdDsa,
        _ => return None,
    })
}

/// PSS in the three combinations that Go knows: the same digest everywhere and a salt of its length.
fn pss(parameters: &[u8]) -> Option<u8> {
    let mut fields = Reader::new(parameters).inside(tag::SEQUENCE)?;
    let hash = digest(&mut fields.inside(0xa0)?.inside(tag::SEQUENCE)?)?;
    let mut generator = fields.inside(0xa1)?.inside(tag::SEQUENCE)?;
    let is_mgf1 = generator.identifier()? == [1, 2, 840, 113_549, 1, 1, 8];
    let of_generator = digest(&mut generator.inside(tag::SEQUENCE)?)?;
    let salt = fields.inside(0xa2)?.int64()?;
    let trailer = match fields.optional(0xa3)? {
        Some(mut trailer) => trailer.int64()?,
        None => 1,
    };
    if !is_mgf1 || hash != of_generator || trailer != 1 {
        return None;
    }
    match (hash, salt) {
        (1, 32) => Some(13),
        (2, 48) => Some(14),
        (3, 64) => Some(15),
        _ => None,
    }
}

/// The last arc of a digest of SHA-2 without parameters.
fn digest(algorithm: &mut Reader<'_>) -> Option<u32> {
    let identifier = algorithm.identifier()?;
    let is_plain = algorithm.is_empty() || algorithm.rest() == [tag::NULL, 0];
    match identifier.as_slice() {
        [2, 16, 840, 1, 101, 3, 4, 2, last] if is_plain => Some(*last),
        _ => None,
    }
}
