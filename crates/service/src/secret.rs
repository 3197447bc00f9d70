//! Secrets that are given out once: session cookies, API tokens, set-up codes, invitations.
//!
//! 256 random bits in base64url behind a prefix that secret scanners can find; only SHA-256 of the
//! whole is stored. A plain hash is enough because nobody can try 2^256 secrets.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::{Digest, Entropy};
use sha2::{Digest as _, Sha256};

/// What secrets of a kind begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SecretKind {
    Session,
    Token,
    Invitation,
}

impl SecretKind {
    const fn prefix(self) -> &'static str {
        match self {
            Self::Session => "pcs_",
            Self::Token => "pct_",
            Self::Invitation => "pci_",
        }
    }
}

/// A fresh secret and its hash.
pub(crate) fn fresh(kind: SecretKind, entropy: &dyn Entropy) -> (String, Digest) {
    let mut bits = [0u8; 32];
    entropy.fill(&mut bits);
    let secret = format!("{}{}", kind.prefix(), URL_SAFE_NO_PAD.encode(bits));
    let hash = hash(&secret);
    (secret, hash)
}

/// SHA-256 of the whole secret, as the store keeps it.
pub(crate) fn hash(secret: &str) -> Digest {
    sha256(secret.as_bytes())
}

/// SHA-256 of `bytes`.
pub(crate) fn sha256(bytes: &[u8]) -> Digest {
    Digest::from_bytes(Sha256::digest(bytes).into())
}

/// What is kept to recognise a secret by: its first eight characters.
pub(crate) fn hint(secret: &str) -> String {
    secret.chars().take(8).collect()
}

/// A code that a person reads off a terminal: eight characters without look-alikes, in two groups.
/// 40 bits; guessing is bounded by the sign-in limiter, and the code dies with the first account.
pub(crate) fn code(entropy: &dyn Entropy) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    let mut bits = [0u8; 8];
    entropy.fill(&mut bits);
    let letters: String = bits
        .iter()
        .map(|byte| char::from(LETTERS[usize::from(byte & 31)]))
        .collect();
    format!("{}-{}", &letters[..4], &letters[4..])
}
