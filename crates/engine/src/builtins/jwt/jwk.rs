//! JSON Web Keys as `jwk.Parse` and `jwk.Export` of `jwx` v3 take them.

use num_bigint::BigUint;
use serde_json::{Map, Value};

use super::keys::VerificationKey;
use super::reads_in_go;
use crate::builtins::keys::der::trimmed;
use crate::builtins::keys::encoding::{guessed, standard};
use crate::builtins::keys::{
    Curve, KeyError, Point, PrivateKey, PublicKey, RsaPrivate, RsaPublic, Scheme, small,
};
use crate::builtins::x509::Certificate;

/// A key, exported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Key {
    Public(PublicKey),
    Private(PrivateKey),
    Secret(Vec<u8>),
    /// The key of a certificate whose algorithm nobody knows.
    Unknown,
}

/// Algorithms that `jwx` knows besides those for signatures of tokens.
const OTHER_ALGORITHMS: &[&str] = &[
    "none",
    "ES256K",
    "Ed25519",
    "RSA1_5",
    "RSA-OAEP",
    "RSA-OAEP-256",
    "RSA-OAEP-384",
    "RSA-OAEP-512",
    "A128KW",
    "A192KW",
    "A256KW",
    "A128GCMKW",
    "A192GCMKW",
    "A256GCMKW",
    "dir",
    "ECDH-ES",
    "ECDH-ES+A128KW",
    "ECDH-ES+A192KW",
    "ECDH-ES+A256KW",
    "PBES2-HS256+A128KW",
    "PBES2-HS384+A192KW",
    "PBES2-HS512+A256KW",
    "A128CBC-HS256",
    "A192CBC-HS384",
    "A256CBC-HS512",
    "A128GCM",
    "A192GCM",
    "A256GCM",
];

/// The keys of a set, or the one key; what stands behind the JSON is not read.
pub(super) fn read_set(text: &str, limit: usize) -> Result<Vec<VerificationKey>, KeyError> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Map<String, Value>>();
    let object = match values.next() {
        Some(Ok(object)) => object,
        Some(Err(error)) => {
            let message = format!("malformed JWK: {error}");
            return Err(if reads_in_go(&message) {
                KeyError::Unsupported(message)
            } else {
                KeyError::invalid(message)
            });
        }
        None => return Err(KeyError::invalid("a JWK was expected, not an empty text")),
    };
    let Some(keys) = object.get("keys") else {
        return Ok(vec![read(&object)?]);
    };
    let Value::Array(keys) = keys else {
        return Err(KeyError::invalid("the `keys` of a JWK set must be a list"));
    };
    if keys.len() > limit {
        return Err(KeyError::Unsupported(format!(
            "JWK sets of more than {limit} keys are not supported"
        )));
    }
    let object = |key: &Value| match key {
        Value::Object(key) => read(key),
        _ => Err(KeyError::invalid("a JWK must be an object")),
    };
    keys.iter().map(object).collect()
}

fn read(object: &Map<String, Value>) -> Result<VerificationKey, KeyError> {
    let fields = Fields(object);
    for field in ["x5t", "x5t#S256", "x5u"] {
        fields.string(field)?;
    }
    fields.string_or_null("use")?;
    check_operations(object)?;
    check_chain(object)?;
    let algorithm = fields.string("alg")?;
    let known = |name: &str| Scheme::named(name).is_some() || OTHER_ALGORITHMS.contains(&name);
    if let Some(unknown) = algorithm.filter(|name| !known(name)) {
        return Err(KeyError::invalid(format!(
            "unknown `alg` {unknown:?} of a JWK"
        )));
    }
    let key = match fields.string("kty")? {
        Some("oct") => Key::Secret(fields.required("k")?),
        Some("RSA") => rsa(&fields)?,
        Some("EC") => elliptic(&fields)?,
        Some("OKP") => edwards(&fields)?,
        other => {
            return Err(KeyError::invalid(format!(
                "unknown `kty` {:?} of a JWK",
                other.unwrap_or_default()
            )));
        }
    };
    Ok(VerificationKey {
        key,
        algorithm: algorithm.unwrap_or_default().to_owned(),
        id: fields.string_or_null("kid")?.unwrap_or_default().to_owned(),
    })
}

fn check_operations(object: &Map<String, Value>) -> Result<(), KeyError> {
    match object.get("key_ops") {
        None | Some(Value::Null) => Ok(()),
        Some(Value::Array(names)) if names.iter().all(Value::is_string) => Ok(()),
        Some(_) => Err(KeyError::invalid(
            "the `key_ops` of a JWK must be a list of strings",
        )),
    }
}

fn check_chain(object: &Map<String, Value>) -> Result<(), KeyError> {
    let chain = match object.get("x5c") {
        None | Some(Value::Null) => return Ok(()),
        Some(Value::Array(chain)) => chain,
        Some(_) => return Err(KeyError::invalid("the `x5c` of a JWK must be a list")),
    };
    for certificate in chain {
        let bytes = certificate
            .as_str()
            .and_then(|text| standard(text.as_bytes()));
        let bytes = bytes.ok_or_else(|| KeyError::invalid("the `x5c` of a JWK must be base64"))?;
        Certificate::parse(&bytes)?;
    }
    Ok(())
}

fn rsa(fields: &Fields<'_>) -> Result<Key, KeyError> {
    let exponent = fields.required("e")?;
    let small = small(&exponent).filter(|exponent| exponent % 2 == 1);
    let public = RsaPublic {
        modulus: fields.required("n")?,
        exponent: small.ok_or_else(|| KeyError::invalid("the `e` of a JWK is not usable"))?,
    };
    if trimmed(&public.modulus).is_empty() {
        return Err(KeyError::invalid("the `n` of a JWK is zero"));
    }
    if !fields.0.contains_key("d") {
        return Ok(Key::Public(PublicKey::Rsa(public)));
    }
    let private = RsaPrivate {
        public,
        exponent: fields.required("d")?,
        primes: vec![fields.required("p")?, fields.required("q")?],
    };
    for (name, prime) in ["dp", "dq"].into_iter().zip(&private.primes) {
        if fields.0.contains_key(name) {
            fits(name, &fields.required(name)?, &private.exponent, prime)?;
        }
    }
    Ok(Key::Private(PrivateKey::Rsa(private)))
}

/// Whether an exponent for one prime is that of the key: Go signs with no other.
fn fits(name: &str, exponent: &[u8], of_key: &[u8], prime: &[u8]) -> Result<(), KeyError> {
    let number = BigUint::from_bytes_be;
    let one = BigUint::from(1_u8);
    let prime = number(prime);
    let is_right = prime > one && number(exponent) == number(of_key) % (prime - one);
    if is_right {
        return Ok(());
    }
    Err(KeyError::invalid(format!(
        "the `{name}` of a JWK does not fit its prime"
    )))
}

fn elliptic(fields: &Fields<'_>) -> Result<Key, KeyError> {
    let curves = [Curve::P256, Curve::P384, Curve::P521];
    let name = fields.string("crv")?.unwrap_or_default();
    let curve = curves.into_iter().find(|curve| curve.name() == name);
    let curve =
        curve.ok_or_else(|| KeyError::invalid(format!("unknown curve {name:?} of a JWK")))?;
    let coordinate = |field| {
        let bytes = fields.required(field)?;
        let padded = curve.padded(&bytes);
        padded.ok_or_else(|| KeyError::invalid(format!("the `{field}` of a JWK is too long")))
    };
    let bytes = [vec![4], coordinate("x")?, coordinate("y")?].concat();
    let point = Point::from_uncompressed(curve, &bytes)
        .ok_or_else(|| KeyError::invalid("the point of a JWK is not on its curve"))?;
    if !fields.0.contains_key("d") {
        return Ok(Key::Public(PublicKey::Ec(point)));
    }
    let secret = coordinate("d")?;
    // Whether it is that of the point nobody asks.
    if curve.public(&secret).is_none() {
        return Err(KeyError::invalid("the `d` of a JWK is out of range"));
    }
    Ok(Key::Private(PrivateKey::Ec { point, secret }))
}

fn edwards(fields: &Fields<'_>) -> Result<Key, KeyError> {
    let bytes = |field| {
        <[u8; 32]>::try_from(fields.required(field)?)
            .map_err(|_| KeyError::invalid(format!("the `{field}` of a JWK must be of 32 bytes")))
    };
    let public = bytes("x")?;
    let private = fields.0.contains_key("d").then(|| bytes("d")).transpose()?;
    match (fields.string("crv")?, private) {
        (Some("Ed25519"), None) => Ok(Key::Public(PublicKey::Ed25519(public))),
        (Some("Ed25519"), Some(seed)) => {
            let key = PrivateKey::from_seed(seed);
            if key.public() != Some(PublicKey::Ed25519(public)) {
                return Err(KeyError::invalid("the `d` of a JWK is not of its `x`"));
            }
            Ok(Key::Private(key))
        }
        (Some("X25519"), None) => Ok(Key::Public(PublicKey::X25519(public))),
        (Some("X25519"), Some(secret)) => Ok(Key::Private(PrivateKey::X25519(secret))),
        (curve, _) => Err(KeyError::invalid(format!(
            "unknown curve {:?} of a JWK",
            curve.unwrap_or_default()
        ))),
    }
}

/// The fields of a key.
struct Fields<'a>(&'a Map<String, Value>);

impl<'a> Fields<'a> {
    fn string(&self, field: &str) -> Result<Option<&'a str>, KeyError> {
        match self.0.get(field) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(KeyError::invalid(format!(
                "the `{field}` of a JWK must be a string"
            ))),
        }
    }

    fn string_or_null(&self, field: &str) -> Result<Option<&'a str>, KeyError> {
        match self.0.get(field) {
            Some(Value::Null) => Ok(None),
            _ => self.string(field),
        }
    }

    /// Bytes, at least one.
    fn required(&self, field: &str) -> Result<Vec<u8>, KeyError> {
        let bytes = self.string(field)?.and_then(guessed);
        bytes.filter(|bytes| !bytes.is_empty()).ok_or_else(|| {
            KeyError::invalid(format!("a JWK of this kind needs `{field}` in base64url"))
        })
    }
}
