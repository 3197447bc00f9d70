//! The keys that a token is verified with: a certificate, a public key, or keys as JSON.

use super::jwk::{self, Key};
use crate::builtins::Failure;
use crate::builtins::keys::{KeyError, PublicKey, Scheme, pem};
use crate::builtins::x509::Certificate;

/// Largest number of keys in a set.
const MAX_KEYS: usize = 256;

/// A key with what is said of it.
#[derive(Debug, Clone)]
pub(super) struct VerificationKey {
    pub(super) key: Key,
    /// Empty where there is none.
    pub(super) algorithm: String,
    /// Empty where there is none.
    pub(super) id: String,
}

/// The keys in a text.
pub(super) fn read(name: &str, text: &str) -> Result<Vec<VerificationKey>, Failure> {
    let Some((block, rest)) = pem::decode(text.as_bytes()) else {
        let keys = jwk::read_set(text, MAX_KEYS).map_err(|error| error.of(name))?;
        let known = |key: &VerificationKey| {
            key.algorithm.is_empty() || Scheme::named(&key.algorithm).is_some()
        };
        return Ok(keys.into_iter().filter(known).collect());
    };
    if rest < text.len() {
        return Err(Failure::Builtin(format!(
            "`{name}`: extra data after a PEM certificate block"
        )));
    }
    let key = match block.label.as_str() {
        "CERTIFICATE" => Certificate::parse(&block.bytes).map(|certificate| certificate.public_key),
        "PUBLIC KEY" => PublicKey::from_info(&block.bytes).map(Some),
        other => Err(KeyError::invalid(format!(
            "a PEM certificate or public key was expected, not {other:?}"
        ))),
    };
    let key = key.map_err(|error| error.of(name))?;
    Ok(vec![VerificationKey {
        key: key.map_or(Key::Unknown, Key::Public),
        algorithm: String::new(),
        id: String::new(),
    }])
}

/// The first key of this id, where an id is given.
pub(super) fn of_id<'a>(id: &str, keys: &'a [VerificationKey]) -> Option<&'a VerificationKey> {
    keys.iter().find(|key| !id.is_empty() && key.id == id)
}
