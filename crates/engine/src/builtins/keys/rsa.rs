//! RSA as Go's `crypto/rsa` has it: no keys of fewer than 1,024 bits, exponents that are odd and
//! fit 31 bits.

use ::rsa::rand_core::SeedableRng;
use ::rsa::{BoxedUint, Pkcs1v15Sign, Pss, RsaPrivateKey, RsaPublicKey};
use rand_chacha::ChaCha20Rng;
use sha2::{Sha256, Sha384, Sha512};

use super::der::trimmed;
use super::{Hash, KeyError};

/// Largest modulus in bits. Go has no limit; work grows with its third power, and with the square
/// where it is printed.
const MAX_BITS: usize = 8192;
/// Smallest that Go uses.
const MIN_BITS: usize = 1024;

/// A public key: magnitudes without leading zeros.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::builtins) struct RsaPublic {
    pub(in crate::builtins) modulus: Vec<u8>,
    pub(in crate::builtins) exponent: i64,
}

/// A private key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::builtins) struct RsaPrivate {
    pub(in crate::builtins) public: RsaPublic,
    pub(in crate::builtins) exponent: Vec<u8>,
    pub(in crate::builtins) primes: Vec<Vec<u8>>,
}

/// How the digest is padded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::builtins) enum Padding {
    /// PKCS #1 v1.5.
    Pkcs1,
    /// PSS, with the salt of the length of the digest; of any length where only verified.
    Pss { any_salt: bool },
}

fn number(bytes: &[u8]) -> BoxedUint {
    let bytes = trimmed(bytes);
    let bits = u32::try_from(bytes.len().max(1) * 8).unwrap_or(u32::MAX);
    BoxedUint::from_be_slice(bytes, bits).unwrap_or_else(|_| BoxedUint::zero())
}

fn bits(magnitude: &[u8]) -> usize {
    let magnitude = trimmed(magnitude);
    let first = magnitude.first().map_or(0, |byte| byte.leading_zeros());
    magnitude.len() * 8 - usize::try_from(first).unwrap_or(0)
}

impl RsaPublic {
    /// Whether a modulus is of a size that is worked with at all.
    pub(super) fn check_size(&self) -> Result<(), KeyError> {
        if bits(&self.modulus) > MAX_BITS {
            return Err(KeyError::Unsupported(format!(
                "RSA keys of more than {MAX_BITS} bits are not supported"
            )));
        }
        Ok(())
    }

    /// Whether it is a key that Go uses.
    fn usable(&self) -> bool {
        bits(&self.modulus) >= MIN_BITS
            && self.exponent > 1
            && self.exponent < 1 << 31
            && self.exponent % 2 == 1
            && self.modulus.last().is_some_and(|last| last % 2 == 1)
    }

    fn key(&self) -> Option<RsaPublicKey> {
        let exponent = BoxedUint::from(u64::try_from(self.exponent).ok()?);
        RsaPublicKey::new(number(&self.modulus), exponent).ok()
    }

    /// Whether a signature is of this digest and by this key.
    ///
    /// # Errors
    /// The key is too large for this evaluation.
    pub(in crate::builtins) fn verifies(
        &self,
        padding: Padding,
        hash: Hash,
        digest: &[u8],
        signature: &[u8],
    ) -> Result<bool, KeyError> {
        self.check_size()?;
        let (true, Some(key)) = (self.usable(), self.key()) else {
            return Ok(false);
        };
        let verified = match padding {
            Padding::Pkcs1 => key.verify(pkcs1(hash), digest, signature),
            Padding::Pss { any_salt: true } => match hash {
                Hash::Sha256 => key.verify(any_salt::<Sha256>(), digest, signature),
                Hash::Sha384 => key.verify(any_salt::<Sha384>(), digest, signature),
                Hash::Sha512 => key.verify(any_salt::<Sha512>(), digest, signature),
            },
            Padding::Pss { any_salt: false } => match hash {
                Hash::Sha256 => key.verify(pss::<Sha256>(hash), digest, signature),
                Hash::Sha384 => key.verify(pss::<Sha384>(hash), digest, signature),
                Hash::Sha512 => key.verify(pss::<Sha512>(hash), digest, signature),
            },
        };
        Ok(verified.is_ok())
    }
}

fn pkcs1(hash: Hash) -> Pkcs1v15Sign {
    Pkcs1v15Sign {
        hash_len: Some(hash.length()),
        prefix: hash.prefix(),
    }
}

fn pss<D: sha2::digest::Digest>(hash: Hash) -> Pss<D> {
    Pss::new_blinded_with_salt(hash.length())
}

fn any_salt<D: sha2::digest::Digest>() -> Pss<D> {
    Pss {
        salt_len: None,
        ..Pss::new()
    }
}

impl RsaPrivate {
    /// Whether every number is of a size that is worked with.
    pub(super) fn check_sizes(&self) -> Result<(), KeyError> {
        self.public.check_size()?;
        let largest = self.public.modulus.len();
        let mut numbers = self.primes.iter().chain([&self.exponent]);
        if numbers.any(|number| number.len() > largest) {
            return Err(KeyError::Unsupported(
                "RSA keys with a number larger than their modulus are not supported".to_owned(),
            ));
        }
        Ok(())
    }

    /// The signature of this digest. The salt, random in Go, is a hash of key and digest, so that
    /// results repeat.
    ///
    /// # Errors
    /// It is no key that can sign.
    pub(in crate::builtins) fn sign(
        &self,
        padding: Padding,
        hash: Hash,
        digest: &[u8],
    ) -> Result<Vec<u8>, KeyError> {
        self.check_sizes()?;
        if !self.public.usable() {
            return Err(KeyError::invalid("the RSA key cannot sign"));
        }
        let exponent = u64::try_from(self.public.exponent).unwrap_or(0);
        let key = RsaPrivateKey::from_components(
            number(&self.public.modulus),
            BoxedUint::from(exponent),
            number(&self.exponent),
            self.primes.iter().map(|prime| number(prime)).collect(),
        )
        .map_err(|error| KeyError::invalid(format!("the RSA key cannot sign: {error}")))?;
        let seed = Hash::Sha256.of(&[&self.exponent[..], digest].concat());
        let mut seeded = [0; 32];
        seeded.copy_from_slice(&seed);
        let mut random = ChaCha20Rng::from_seed(seeded);
        let signed = match (padding, hash) {
            (Padding::Pkcs1, _) => key.sign_with_rng(&mut random, pkcs1(hash), digest),
            (_, Hash::Sha256) => key.sign_with_rng(&mut random, pss::<Sha256>(hash), digest),
            (_, Hash::Sha384) => key.sign_with_rng(&mut random, pss::<Sha384>(hash), digest),
            (_, Hash::Sha512) => key.sign_with_rng(&mut random, pss::<Sha512>(hash), digest),
        };
        signed.map_err(|error| KeyError::invalid(format!("the RSA key cannot sign: {error}")))
    }
}
