//! `io.jwt.verify_*`: whether a token is signed with a key.

use regorus::Value;

use super::jwk::Key;
use super::keys::{self, VerificationKey};
use super::token::Token;
use crate::builtins::keys::{KeyError, PublicKey, Scheme};
use crate::builtins::{Failure, Result, text};

/// Whether the token of the arguments is signed in this way, whatever its header says.
pub(super) fn verify(name: &str, algorithm: &str, arguments: &[Value]) -> Result {
    let [token, key] = arguments else {
        return Err(Failure::Builtin(format!(
            "`{name}` expects a token and a key"
        )));
    };
    let (token, key) = (text(name, token)?, text(name, key)?);
    let scheme = Scheme::named(algorithm)
        .ok_or_else(|| Failure::Limit(format!("`{name}` is not supported")))?;
    if let Scheme::Hmac(hash) = scheme {
        let token = Token::split(name, token)?;
        let code = hash.code(key.as_bytes(), token.signed.as_bytes());
        return Ok(Value::from(token.signature(name)? == code));
    }
    let token = Token::split(name, token)?;
    let keys = keys::read(name, key)?;
    let signature = token.signature(name)?;
    let header = token.header(name)?;
    let header = header.parameters(name)?;
    let scheme = scheme.with_any_salt();
    let signs = |key: &VerificationKey| match &key.key {
        Key::Public(key) => scheme.verifies(key, token.signed.as_bytes(), &signature),
        // What is private or a secret is of another type to Go.
        _ => Ok(false),
    };
    any_signs(&keys, header.key, header.algorithm, signs)
        .map(Value::from)
        .map_err(|error| error.of(name))
}

/// Whether the key of this id signs, where there is one; else whether any does that is not for
/// another algorithm.
pub(super) fn any_signs(
    keys: &[VerificationKey],
    id: &str,
    algorithm: &str,
    signs: impl Fn(&VerificationKey) -> std::result::Result<bool, KeyError>,
) -> std::result::Result<bool, KeyError> {
    if let Some(key) = keys::of_id(id, keys) {
        return signs(key);
    }
    for key in keys {
        if (key.algorithm.is_empty() || key.algorithm == algorithm) && signs(key)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a key signs in the way that the header of its token names, as `jwsbb.Verify` has it:
/// private keys verify too, and halves of signatures are of full length.
pub(super) fn signs_as(
    algorithm: &str,
    key: &Key,
    message: &[u8],
    signature: &[u8],
) -> std::result::Result<bool, KeyError> {
    let Some(scheme) = Scheme::named(algorithm) else {
        return Ok(false);
    };
    let public = match key {
        Key::Secret(secret) => {
            return Ok(match scheme {
                Scheme::Hmac(hash) => hash.code(secret, message) == signature,
                _ => false,
            });
        }
        Key::Unknown => return Ok(false),
        Key::Public(key) => Some(key.clone()),
        Key::Private(key) => key.public(),
    };
    match public {
        Some(PublicKey::Ec(point)) if signature.len() != 2 * point.curve.length() => Ok(false),
        Some(key) => scheme.verifies(&key, message, signature),
        None => Ok(false),
    }
}
