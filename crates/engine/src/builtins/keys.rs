//! Keys and signatures: what Go's `crypto/x509`, `encoding/pem`, `crypto/rsa`, `crypto/ecdsa` and
//! `crypto/ed25519` accept, with the arithmetic of the crates of `RustCrypto`.
//!
//! The readers follow Go's sources, as it is they that decide what OPA takes for a key.

pub(super) mod der;
pub(super) mod encoding;
pub(super) mod pem;

mod curve;
mod hash;
mod private;
mod public;
mod rsa;
mod scheme;

pub(super) use curve::{Curve, Point};
pub(super) use hash::Hash;
pub(super) use private::{PrivateKey, small};
pub(super) use public::{PublicKey, public_key_info};
pub(super) use rsa::{Padding, RsaPrivate, RsaPublic};
pub(super) use scheme::Scheme;

/// Why a key cannot be had or used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum KeyError {
    /// Go does not take it either.
    Invalid(String),
    /// Go does, and here it cannot be.
    Unsupported(String),
}

impl KeyError {
    pub(super) fn invalid(message: impl Into<String>) -> Self {
        Self::Invalid(message.into())
    }

    /// As a failure of the built-in `name`.
    pub(super) fn of(self, name: &str) -> super::Failure {
        match self {
            Self::Invalid(message) => super::Failure::Builtin(format!("`{name}`: {message}")),
            Self::Unsupported(message) => super::Failure::Limit(format!("`{name}`: {message}")),
        }
    }
}
