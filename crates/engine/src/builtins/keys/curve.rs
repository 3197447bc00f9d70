//! The curves P-256, P-384 and P-521, as Go's `crypto/ecdsa` uses them.

use super::KeyError;
use super::der::trimmed;

/// A curve.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::builtins) enum Curve {
    P256,
    P384,
    P521,
}

/// A point of a curve, checked to be one, not the one at infinity; coordinates in full length.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::builtins) struct Point {
    pub(in crate::builtins) curve: Curve,
    pub(in crate::builtins) x: Vec<u8>,
    pub(in crate::builtins) y: Vec<u8>,
}

macro_rules! on_curve {
    ($curve:expr, $module:ident, $body:block) => {
        match $curve {
            Curve::P256 => {
                use p256 as $module;
                $body
            }
            Curve::P384 => {
                use p384 as $module;
                $body
            }
            Curve::P521 => {
                use p521 as $module;
                $body
            }
        }
    };
}

impl Curve {
    /// The curve that Go knows by this object identifier.
    pub(in crate::builtins) fn of_identifier(arcs: &[u32]) -> Result<Self, KeyError> {
        match arcs {
            [1, 2, 840, 10045, 3, 1, 7] => Ok(Self::P256),
            [1, 3, 132, 0, 34] => Ok(Self::P384),
            [1, 3, 132, 0, 35] => Ok(Self::P521),
            [1, 3, 132, 0, 33] => Err(KeyError::Unsupported(
                "keys on the curve P-224 are not supported".to_owned(),
            )),
            _ => Err(KeyError::invalid("unsupported elliptic curve")),
        }
    }

    /// Length of a coordinate and of a scalar, in bytes.
    pub(in crate::builtins) fn length(self) -> usize {
        match self {
            Self::P256 => 32,
            Self::P384 => 48,
            Self::P521 => 66,
        }
    }

    /// The name, as JWK has it.
    pub(in crate::builtins) fn name(self) -> &'static str {
        match self {
            Self::P256 => "P-256",
            Self::P384 => "P-384",
            Self::P521 => "P-521",
        }
    }

    /// A magnitude in the length of this curve.
    pub(in crate::builtins) fn padded(self, magnitude: &[u8]) -> Option<Vec<u8>> {
        let magnitude = trimmed(magnitude);
        let zeros = self.length().checked_sub(magnitude.len())?;
        Some([&vec![0; zeros][..], magnitude].concat())
    }

    /// The point of a private key; none where it is not between zero and the order.
    pub(in crate::builtins) fn public(self, secret: &[u8]) -> Option<Point> {
        let secret = self.padded(secret)?;
        on_curve!(self, curve, {
            let key = curve::ecdsa::SigningKey::from_slice(&secret).ok()?;
            let encoded = key.verifying_key().to_sec1_point(false);
            Point::from_uncompressed(self, encoded.as_bytes())
        })
    }

    /// The signature of this digest, both halves in full length. Random in Go; by RFC 6979 here,
    /// so that results repeat.
    pub(in crate::builtins) fn sign(
        self,
        secret: &[u8],
        digest: &[u8],
    ) -> Result<Vec<u8>, KeyError> {
        let unusable = || KeyError::invalid("the elliptic-curve key cannot sign");
        let secret = self.padded(secret).ok_or_else(unusable)?;
        on_curve!(self, curve, {
            use curve::ecdsa::signature::hazmat::PrehashSigner;
            let key = curve::ecdsa::SigningKey::from_slice(&secret).map_err(|_| unusable())?;
            let signature: curve::ecdsa::Signature =
                key.sign_prehash(digest).map_err(|_| unusable())?;
            Ok(signature.to_bytes().to_vec())
        })
    }
}

impl Point {
    /// A point from `04 x y`.
    pub(in crate::builtins) fn from_uncompressed(curve: Curve, bytes: &[u8]) -> Option<Self> {
        let length = curve.length();
        if bytes.first() != Some(&4) || bytes.len() != 1 + 2 * length {
            return None;
        }
        on_curve!(curve, module, {
            module::ecdsa::VerifyingKey::from_sec1_bytes(bytes).ok()?;
        });
        Some(Self {
            curve,
            x: bytes[1..=length].to_vec(),
            y: bytes[1 + length..].to_vec(),
        })
    }

    /// As `04 x y`.
    pub(in crate::builtins) fn uncompressed(&self) -> Vec<u8> {
        [&[4][..], &self.x, &self.y].concat()
    }

    /// Whether the halves `r` and `s`, of any length, are a signature of this digest.
    pub(in crate::builtins) fn verifies(&self, digest: &[u8], r: &[u8], s: &[u8]) -> bool {
        let (Some(r), Some(s)) = (self.curve.padded(r), self.curve.padded(s)) else {
            return false;
        };
        let (key, signature) = (self.uncompressed(), [r, s].concat());
        on_curve!(self.curve, curve, {
            use curve::ecdsa::signature::hazmat::PrehashVerifier;
            let key = curve::ecdsa::VerifyingKey::from_sec1_bytes(&key);
            let signature = curve::ecdsa::Signature::from_slice(&signature);
            matches!((key, signature), (Ok(key), Ok(signature)) if key.verify_prehash(digest, &signature).is_ok())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::Hash;
    use super::*;

    #[test]
    fn what_a_key_signs_it_verifies_with_any_digest() {
        for curve in [Curve::P256, Curve::P384, Curve::P521] {
            let point = curve.public(&[7]).unwrap();
            for hash in [Hash::Sha256, Hash::Sha384, Hash::Sha512] {
                let digest = hash.of(b"message");
                let signature = curve.sign(&[7], &digest).unwrap();
                assert_eq!(curve.sign(&[7], &digest).unwrap(), signature, "it repeats");
                let (r, s) = signature.split_at(curve.length());
                assert!(point.verifies(&digest, r, s), "{curve:?} {hash:?}");
                assert!(
                    !point.verifies(&hash.of(b"other"), r, s),
                    "{curve:?} {hash:?}"
                );
                assert!(!point.verifies(&digest, r, &[]));
            }
        }
    }

    #[test]
    fn a_point_off_the_curve_is_none() {
        let point = Curve::P256.public(&[7]).unwrap();
        let mut bytes = point.uncompressed();
        assert!(Point::from_uncompressed(Curve::P256, &bytes).is_some());
        bytes[40] ^= 1;
        assert_eq!(Point::from_uncompressed(Curve::P256, &bytes), None);
        assert_eq!(Curve::P256.public(&[]), None);
    }
}
