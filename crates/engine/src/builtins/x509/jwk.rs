//! Private keys as JSON Web Keys, as the `jwk` inside of OPA makes them.

use regorus::Value;

use super::json::{object, remainders};
use crate::builtins::keys::der::trimmed;
use crate::builtins::keys::encoding::to_url;
use crate::builtins::keys::{KeyError, PrivateKey};

/// A key as an object.
pub(super) fn of(key: &PrivateKey) -> Result<Value, KeyError> {
    let text = |bytes: &[u8]| Value::from(to_url(bytes));
    match key {
        PrivateKey::Rsa(key) => {
            let [dp, dq, qi] = remainders(key)?;
            let prime = |place: usize| {
                let prime = key.primes.get(place).map(Vec::as_slice);
                text(trimmed(prime.unwrap_or_default()))
            };
            Ok(object([
                ("kty", Value::from("RSA")),
                ("n", text(&key.public.modulus)),
                ("e", text(trimmed(&key.public.exponent.to_be_bytes()))),
                ("d", text(trimmed(&key.exponent))),
                ("p", prime(0)),
                ("q", prime(1)),
                ("dp", text(&dp.to_bytes_be())),
                ("dq", text(&dq.to_bytes_be())),
                ("qi", text(&qi.to_bytes_be())),
            ]))
        }
        PrivateKey::Ec { point, secret } => Ok(object([
            ("kty", Value::from("EC")),
            ("crv", Value::from(point.curve.name())),
            ("x", text(&point.x)),
            ("y", text(&point.y)),
            ("d", text(secret)),
        ])),
        PrivateKey::Ed25519 { seed, public } => Ok(object([
            ("kty", Value::from("OKP")),
            ("crv", Value::from("Ed25519")),
            ("x", text(public)),
            ("d", text(seed)),
        ])),
        PrivateKey::X25519(_) => Err(KeyError::Unsupported(
            "keys for X25519 are not supported".to_owned(),
        )),
    }
}
