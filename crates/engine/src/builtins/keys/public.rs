//! Public keys as `x509.ParsePKIXPublicKey` and `x509.ParseCertificate` of Go take them.

use super::der::{Reader, tag};
use super::{Curve, KeyError, Point, RsaPublic};

/// A public key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::builtins) enum PublicKey {
    Rsa(RsaPublic),
    Ec(Point),
    Ed25519([u8; 32]),
    X25519([u8; 32]),
}

pub(in crate::builtins) const RSA: &[u32] = &[1, 2, 840, 113_549, 1, 1, 1];
pub(in crate::builtins) const EC: &[u32] = &[1, 2, 840, 10045, 2, 1];
pub(in crate::builtins) const ED25519: &[u32] = &[1, 3, 101, 112];
pub(in crate::builtins) const X25519: &[u32] = &[1, 3, 101, 110];
const DSA: &[u32] = &[1, 2, 840, 10040, 4, 1];

impl PublicKey {
    /// Reads a whole `SubjectPublicKeyInfo`.
    ///
    /// # Errors
    /// Go does not take it, or it is of a kind that is not supported.
    pub(in crate::builtins) fn from_info(bytes: &[u8]) -> Result<Self, KeyError> {
        let malformed = || KeyError::invalid("malformed public key");
        let mut reader = Reader::new(bytes);
        let info = reader.inside(tag::SEQUENCE).ok_or_else(malformed)?;
        if !reader.is_empty() {
            return Err(KeyError::invalid("trailing data after the public key"));
        }
        let (identifier, parameters, key) = public_key_info(info).ok_or_else(malformed)?;
        Self::new(&identifier, parameters, key)?
            .ok_or_else(|| KeyError::invalid("unknown public key algorithm"))
    }

    /// The key of an algorithm with its parameters; none where Go does not know the algorithm.
    ///
    /// # Errors
    /// Go does not take it, or it is of a kind that is not supported.
    pub(in crate::builtins) fn new(
        identifier: &[u32],
        parameters: &[u8],
        key: &[u8],
    ) -> Result<Option<Self>, KeyError> {
        match identifier {
            RSA => rsa(parameters, key).map(Some),
            EC => {
                let curve = Reader::new(parameters)
                    .identifier()
                    .ok_or_else(|| KeyError::invalid("invalid elliptic-curve parameters"))?;
                Point::from_uncompressed(Curve::of_identifier(&curve)?, key)
                    .map(|point| Some(Self::Ec(point)))
                    .ok_or_else(|| KeyError::invalid("the point is not on its curve"))
            }
            ED25519 | X25519 => {
                let key = <[u8; 32]>::try_from(key).ok();
                let (Some(key), true) = (key, parameters.is_empty()) else {
                    return Err(KeyError::invalid("malformed key of Curve25519"));
                };
                Ok(Some(if identifier == ED25519 {
                    Self::Ed25519(key)
                } else {
                    Self::X25519(key)
                }))
            }
            DSA => Err(KeyError::Unsupported(
                "DSA keys are not supported".to_owned(),
            )),
            // ML-DSA and ML-KEM, which Go learns as it goes.
            [2, 16, 840, 1, 101, 3, 4, 3 | 4, ..] => Err(KeyError::Unsupported(
                "post-quantum keys are not supported".to_owned(),
            )),
            _ => Ok(None),
        }
    }
}

/// The algorithm, its parameters as an element, and the key.
pub(in crate::builtins) fn public_key_info(
    mut info: Reader<'_>,
) -> Option<(Vec<u32>, &[u8], &[u8])> {
    let mut algorithm = info.inside(tag::SEQUENCE)?;
    let identifier = algorithm.identifier()?;
    let parameters = if algorithm.is_empty() {
        &[][..]
    } else {
        algorithm.any()?.full
    };
    let key = info.whole_bits()?;
    Some((identifier, parameters, key))
}

fn rsa(parameters: &[u8], key: &[u8]) -> Result<PublicKey, KeyError> {
    if parameters != [tag::NULL, 0] {
        return Err(KeyError::invalid("RSA key missing NULL parameters"));
    }
    let read = || {
        let mut fields = Reader::new(key).inside(tag::SEQUENCE)?;
        let modulus = fields.natural()?.to_vec();
        let exponent = fields.int64()?;
        (!modulus.is_empty() && exponent > 0).then_some(RsaPublic { modulus, exponent })
    };
    let key = read().ok_or_else(|| KeyError::invalid("invalid RSA public key"))?;
    key.check_size()?;
    Ok(PublicKey::Rsa(key))
}
