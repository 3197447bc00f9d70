//! Private keys as `x509.ParsePKCS1PrivateKey`, `ParsePKCS8PrivateKey` and `ParseECPrivateKey` of
//! Go take them.

use num_bigint::BigUint;

use super::der::{Reader, tag, trimmed};
use super::public::{EC, ED25519, RSA, X25519};
use super::{Curve, KeyError, Point, PublicKey, RsaPrivate, RsaPublic};

/// A private key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::builtins) enum PrivateKey {
    Rsa(RsaPrivate),
    Ec { point: Point, secret: Vec<u8> },
    Ed25519 { seed: [u8; 32], public: [u8; 32] },
    X25519([u8; 32]),
}

/// Largest number of primes of an RSA key.
const MAX_PRIMES: usize = 8;

impl PrivateKey {
    /// Reads `RSAPrivateKey`.
    ///
    /// # Errors
    /// Go does not take it.
    pub(in crate::builtins) fn from_pkcs1(bytes: &[u8]) -> Result<Self, KeyError> {
        let malformed = || KeyError::invalid("malformed RSA private key");
        let mut outer = Reader::new(bytes);
        let mut fields = outer.inside(tag::SEQUENCE).ok_or_else(malformed)?;
        if !outer.is_empty() {
            return Err(KeyError::invalid("trailing data after the RSA private key"));
        }
        let version = fields.int64().ok_or_else(malformed)?;
        if version > 1 {
            return Err(KeyError::invalid("unsupported RSA private key version"));
        }
        let mut natural = || {
            let number = fields.natural().filter(|number| !number.is_empty());
            number.map(<[u8]>::to_vec).ok_or_else(malformed)
        };
        let modulus = natural()?;
        let public = natural()?;
        let exponent = natural()?;
        let mut primes = vec![natural()?, natural()?];
        for _ in 0..3 {
            fields.integer().ok_or_else(malformed)?;
        }
        if let Some(mut others) = fields.optional(tag::SEQUENCE).ok_or_else(malformed)? {
            while !others.is_empty() {
                let mut other = others.inside(tag::SEQUENCE).ok_or_else(malformed)?;
                let prime = other.natural().ok_or_else(malformed)?;
                primes.push(prime.to_vec());
                if primes.len() > MAX_PRIMES {
                    return Err(KeyError::Unsupported(format!(
                        "RSA keys of more than {MAX_PRIMES} primes are not supported"
                    )));
                }
            }
        }
        let key = RsaPrivate {
            public: RsaPublic {
                modulus,
                exponent: small(&public).ok_or_else(malformed)?,
            },
            exponent,
            primes,
        };
        key.check_sizes()?;
        is_consistent(&key)
            .then_some(Self::Rsa(key))
            .ok_or_else(|| KeyError::invalid("the numbers of the RSA private key do not agree"))
    }

    /// Reads `ECPrivateKey`; the curve is given where it is known from around it.
    ///
    /// # Errors
    /// Go does not take it.
    pub(in crate::builtins) fn from_sec1(
        bytes: &[u8],
        curve: Option<Curve>,
    ) -> Result<Self, KeyError> {
        let malformed = || KeyError::invalid("malformed elliptic-curve private key");
        let mut outer = Reader::new(bytes);
        let mut fields = outer.inside(tag::SEQUENCE).ok_or_else(malformed)?;
        if fields.int64() != Some(1) {
            return Err(KeyError::invalid(
                "unknown elliptic-curve private key version",
            ));
        }
        let secret = fields.element(tag::OCTET_STRING).ok_or_else(malformed)?;
        let parameters = fields.optional(0xa0).ok_or_else(malformed)?;
        if let Some(mut public) = fields.optional(0xa1).ok_or_else(malformed)? {
            public.bits().ok_or_else(malformed)?;
        }
        let curve = match (curve, parameters) {
            (Some(curve), _) => curve,
            (None, Some(mut parameters)) => {
                Curve::of_identifier(&parameters.identifier().ok_or_else(malformed)?)?
            }
            (None, None) => return Err(malformed()),
        };
        let invalid = || KeyError::invalid("invalid elliptic-curve private key value");
        let secret = curve.padded(secret.contents).ok_or_else(invalid)?;
        let point = curve.public(&secret).ok_or_else(invalid)?;
        Ok(Self::Ec { point, secret })
    }

    /// Reads `PrivateKeyInfo`.
    ///
    /// # Errors
    /// Go does not take it.
    pub(in crate::builtins) fn from_pkcs8(bytes: &[u8]) -> Result<Self, KeyError> {
        let malformed = || KeyError::invalid("malformed PKCS #8 private key");
        let mut fields = Reader::new(bytes)
            .inside(tag::SEQUENCE)
            .ok_or_else(malformed)?;
        fields.int64().ok_or_else(malformed)?;
        let mut algorithm = fields.inside(tag::SEQUENCE).ok_or_else(malformed)?;
        let identifier = algorithm.identifier().ok_or_else(malformed)?;
        let parameters = algorithm.rest();
        let key = fields
            .element(tag::OCTET_STRING)
            .ok_or_else(malformed)?
            .contents;
        match identifier.as_slice() {
            RSA => Self::from_pkcs1(key),
            EC => {
                let curve = Reader::new(parameters).identifier();
                let curve = curve
                    .map(|curve| Curve::of_identifier(&curve))
                    .transpose()?;
                Self::from_sec1(key, curve)
            }
            ED25519 | X25519 => {
                let seed = Reader::new(key).element(tag::OCTET_STRING);
                let seed = seed.and_then(|seed| <[u8; 32]>::try_from(seed.contents).ok());
                let (Some(seed), true) = (seed, parameters.is_empty()) else {
                    return Err(malformed());
                };
                Ok(if identifier == ED25519 {
                    Self::from_seed(seed)
                } else {
                    Self::X25519(seed)
                })
            }
            _ => Err(KeyError::invalid("private key of an unknown algorithm")),
        }
    }

    /// The Ed25519 key of a seed.
    pub(in crate::builtins) fn from_seed(seed: [u8; 32]) -> Self {
        let public = ed25519_dalek::SigningKey::from_bytes(&seed).verifying_key();
        Self::Ed25519 {
            seed,
            public: public.to_bytes(),
        }
    }

    /// Its public half; none for X25519, which signs nothing.
    pub(in crate::builtins) fn public(&self) -> Option<PublicKey> {
        match self {
            Self::Rsa(key) => Some(PublicKey::Rsa(key.public.clone())),
            Self::Ec { point, .. } => Some(PublicKey::Ec(point.clone())),
            Self::Ed25519 { public, .. } => Some(PublicKey::Ed25519(*public)),
            Self::X25519(_) => None,
        }
    }
}

/// An exponent that fits Go's `int`.
pub(in crate::builtins) fn small(magnitude: &[u8]) -> Option<i64> {
    let magnitude = trimmed(magnitude);
    let mut bytes = [0; 8];
    let start = bytes.len().checked_sub(magnitude.len())?;
    bytes[start..].copy_from_slice(magnitude);
    i64::try_from(u64::from_be_bytes(bytes)).ok()
}

/// Whether the primes make the modulus and the exponents undo each other, as
/// `rsa.PrivateKey.Validate` of Go has it.
fn is_consistent(key: &RsaPrivate) -> bool {
    let number = |bytes: &[u8]| BigUint::from_bytes_be(bytes);
    let one = BigUint::from(1_u8);
    let primes: Vec<BigUint> = key.primes.iter().map(|prime| number(prime)).collect();
    let Ok(public) = u64::try_from(key.public.exponent) else {
        return false;
    };
    let exponents = number(&key.exponent) * public;
    primes.iter().all(|prime| *prime > one)
        && primes.iter().product::<BigUint>() == number(&key.public.modulus)
        && primes
            .iter()
            .all(|prime| &exponents % (prime - &one) == &one % (prime - &one))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_half_is_not_read_and_has_to_be_whole() {
        let identifier = [6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7];
        let fields = [&[2, 1, 1, 4, 1, 7, 0xa0, 10][..], &identifier].concat();
        let key = |public: &[u8]| {
            let length = u8::try_from(fields.len() + public.len()).unwrap();
            let bytes = [&[0x30, length][..], &fields, public].concat();
            PrivateKey::from_sec1(&bytes, None)
        };
        assert_eq!(
            key(&[]).unwrap().public(),
            key(&[0xa1, 3, 3, 1, 0]).unwrap().public()
        );
        assert!(key(&[0xa1, 9, 3, 1, 0]).is_err());
    }
}
