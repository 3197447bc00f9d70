//! `io.jwt.encode_sign` and `io.jwt.encode_sign_raw`: tokens from a header, a payload and a key.

use std::fmt;

use regorus::Value;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};

use super::jwk::{self, Key};
use crate::builtins::go_json;
use crate::builtins::keys::{Scheme, encoding};
use crate::builtins::{Failure, MAX_TEXT, Result, text, too_long};

/// Largest number of keys in a set, of which the first signs.
const MAX_KEYS: usize = 256;

/// A token from values.
pub(super) fn encode_sign(arguments: &[Value]) -> Result {
    let name = "io.jwt.encode_sign";
    let [header, payload, key] = arguments else {
        return Err(Failure::Builtin(format!(
            "`{name}` expects a header, a payload and a key"
        )));
    };
    let written = |value: &Value| go_json::write(name, value);
    sign(name, &written(header)?, &written(payload)?, &written(key)?)
}

/// A token from texts, which are taken as they are.
pub(super) fn encode_sign_raw(arguments: &[Value]) -> Result {
    let name = "io.jwt.encode_sign_raw";
    let [header, payload, key] = arguments else {
        return Err(Failure::Builtin(format!(
            "`{name}` expects a header, a payload and a key"
        )));
    };
    sign(
        name,
        text(name, header)?,
        text(name, payload)?,
        text(name, key)?,
    )
}

fn sign(name: &str, header: &str, payload: &str, key: &str) -> Result {
    let failed = |message: &str| Failure::Builtin(format!("`{name}`: {message}"));
    let keys = jwk::read_set(key, MAX_KEYS).map_err(|error| error.of(name))?;
    let Some(key) = keys.first() else {
        return Err(failed("the JWK set has no key"));
    };
    let Parameters { algorithm, kind } =
        Parameters::read(header).map_err(|error| failed(&format!("malformed header: {error}")))?;
    let scheme = algorithm
        .as_deref()
        .and_then(Scheme::named)
        .ok_or_else(|| failed("the header's `alg` must name an algorithm for signatures"))?;
    let must_be_json = kind.as_deref().is_none_or(|kind| kind == "JWT");
    if must_be_json && serde_json::from_str::<IgnoredAny>(payload).is_err() {
        return Err(failed("the type is JWT and the payload is not JSON"));
    }
    if header.len().saturating_add(payload.len()) > MAX_TEXT / 2 {
        return Err(too_long(name));
    }
    let (header, payload) = (header.as_bytes(), payload.as_bytes());
    let message = format!("{}.{}", encoding::to_url(header), encoding::to_url(payload));
    let signature = match (scheme, &key.key) {
        (Scheme::Hmac(hash), Key::Secret(secret)) => hash.code(secret, message.as_bytes()),
        // OPA signs with what the key is in its memory.
        (Scheme::Hmac(_), _) => {
            return Err(Failure::Limit(format!(
                "`{name}`: the algorithm needs a secret key"
            )));
        }
        (scheme, Key::Private(key)) => scheme
            .sign(key, message.as_bytes())
            .map_err(|error| error.of(name))?,
        _ => return Err(failed("the algorithm needs a private key")),
    };
    Ok(Value::from(format!(
        "{message}.{}",
        encoding::to_url(&signature)
    )))
}

/// What of a header is read; of fields that stand there twice the first, as `fastjson` has it.
struct Parameters {
    algorithm: Option<String>,
    kind: Option<String>,
}

impl Parameters {
    fn read(header: &str) -> serde_json::Result<Self> {
        let mut reader = serde_json::Deserializer::from_str(header);
        let read = reader.deserialize_map(ParametersVisitor)?;
        reader.end()?;
        Ok(read)
    }
}

struct ParametersVisitor;

impl<'de> Visitor<'de> for ParametersVisitor {
    type Value = Parameters;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<Parameters, A::Error> {
        let (mut algorithm, mut kind) = (None, None);
        while let Some((key, value)) = map.next_entry::<String, serde_json::Value>()? {
            match key.as_str() {
                "alg" => algorithm = algorithm.or(Some(value)),
                "typ" => kind = kind.or(Some(value)),
                _ => {}
            }
        }
        let string = |value: Option<serde_json::Value>| match value {
            Some(serde_json::Value::String(text)) => Some(text),
            _ => None,
        };
        Ok(Parameters {
            algorithm: string(algorithm),
            kind: string(kind),
        })
    }
}
