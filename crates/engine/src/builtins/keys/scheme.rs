//! Signature schemes by the names that JWA gives them.

use ed25519_dalek::{Signature, Signer as _, SigningKey, Verifier as _, VerifyingKey};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Sha256, Sha384, Sha512};

use super::rsa::Padding;
use super::{Hash, KeyError, PrivateKey, PublicKey};

/// A scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::builtins) enum Scheme {
    Hmac(Hash),
    Rsa(Padding, Hash),
    Ecdsa(Hash),
    EdDsa,
}

impl Scheme {
    /// The scheme of an `alg` of RFC 7518 and RFC 8037.
    pub(in crate::builtins) fn named(name: &str) -> Option<Self> {
        if name == "EdDSA" {
            return Some(Self::EdDsa);
        }
        let hash = match name.get(2..)? {
            "256" => Hash::Sha256,
            "384" => Hash::Sha384,
            "512" => Hash::Sha512,
            _ => return None,
        };
        match name.get(..2)? {
            "HS" => Some(Self::Hmac(hash)),
            "RS" => Some(Self::Rsa(Padding::Pkcs1, hash)),
            "PS" => Some(Self::Rsa(Padding::Pss { any_salt: false }, hash)),
            "ES" => Some(Self::Ecdsa(hash)),
            _ => None,
        }
    }

    /// The same scheme with salts of any length, where it has salts.
    pub(in crate::builtins) fn with_any_salt(self) -> Self {
        match self {
            Self::Rsa(Padding::Pss { .. }, hash) => {
                Self::Rsa(Padding::Pss { any_salt: true }, hash)
            }
            other => other,
        }
    }

    /// Whether a signature is of this message and by this key; false for a key of another kind.
    /// The signature of ECDSA is halved, whatever its length.
    ///
    /// # Errors
    /// The key is too large for this evaluation.
    pub(in crate::builtins) fn verifies(
        self,
        key: &PublicKey,
        message: &[u8],
        signature: &[u8],
    ) -> Result<bool, KeyError> {
        match (self, key) {
            (Self::Rsa(padding, hash), PublicKey::Rsa(key)) => {
                key.verifies(padding, hash, &hash.of(message), signature)
            }
            (Self::Ecdsa(hash), PublicKey::Ec(point)) => {
                let (r, s) = signature.split_at(signature.len() / 2);
                Ok(point.verifies(&hash.of(message), r, s))
            }
            (Self::EdDsa, PublicKey::Ed25519(key)) => {
                let key = VerifyingKey::from_bytes(key);
                let signature = Signature::from_slice(signature);
                Ok(matches!((key, signature), (Ok(key), Ok(signature))
                    if key.verify(message, &signature).is_ok()))
            }
            _ => Ok(false),
        }
    }

    /// The signature of this message.
    ///
    /// # Errors
    /// The key is of another kind or cannot sign.
    pub(in crate::builtins) fn sign(
        self,
        key: &PrivateKey,
        message: &[u8],
    ) -> Result<Vec<u8>, KeyError> {
        match (self, key) {
            (Self::Rsa(padding, hash), PrivateKey::Rsa(key)) => {
                key.sign(padding, hash, &hash.of(message))
            }
            (Self::Ecdsa(hash), PrivateKey::Ec { point, secret }) => {
                point.curve.sign(secret, &hash.of(message))
            }
            (Self::EdDsa, PrivateKey::Ed25519 { seed, .. }) => Ok(SigningKey::from_bytes(seed)
                .sign(message)
                .to_bytes()
                .to_vec()),
            _ => Err(KeyError::invalid("the key is not of the algorithm's kind")),
        }
    }
}

impl Hash {
    /// The authentication code of this message.
    pub(in crate::builtins) fn code(self, secret: &[u8], message: &[u8]) -> Vec<u8> {
        fn code<M: Mac + KeyInit>(secret: &[u8], message: &[u8]) -> Vec<u8> {
            <M as KeyInit>::new_from_slice(secret).map_or_else(
                |_| Vec::new(),
                |mut code| {
                    code.update(message);
                    code.finalize().into_bytes().to_vec()
                },
            )
        }
        match self {
            Self::Sha256 => code::<Hmac<Sha256>>(secret, message),
            Self::Sha384 => code::<Hmac<Sha384>>(secret, message),
            Self::Sha512 => code::<Hmac<Sha512>>(secret, message),
        }
    }
}
