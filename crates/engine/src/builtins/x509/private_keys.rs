//! `crypto.parse_private_keys`, `crypto.x509.parse_rsa_private_key` and `crypto.x509.parse_keypair`.

use regorus::Value;

use super::{Certificate, check_size, json, jwk};
use crate::builtins::keys::{KeyError, PrivateKey, PublicKey, encoding, pem};
use crate::builtins::{Failure, Result, text};

/// Largest number of keys in a text, and of certificates in a pair.
const MAX_BLOCKS: usize = 256;

pub(super) fn parse_private_keys(arguments: &[Value]) -> Result {
    let name = "crypto.parse_private_keys";
    let text = text(name, arguments.first().unwrap_or(&Value::Undefined))?;
    if text.is_empty() {
        return Ok(Value::Null);
    }
    let keys = read_all(text).map_err(|error| error.of(name))?;
    let printed: std::result::Result<Vec<Value>, KeyError> =
        keys.iter().map(json::private_key).collect();
    printed.map(Value::from).map_err(|error| error.of(name))
}

/// Not of RSA alone, despite its name.
pub(super) fn parse_rsa_private_key(arguments: &[Value]) -> Result {
    let name = "crypto.x509.parse_rsa_private_key";
    let text = text(name, arguments.first().unwrap_or(&Value::Undefined))?;
    let failed = |message: &str| Failure::Builtin(format!("`{name}`: {message}"));
    if text.is_empty() {
        return Err(failed("a PEM text was expected, not an empty one"));
    }
    let decoded;
    let text = if text.starts_with("-----BEGIN") {
        text
    } else {
        let bytes = encoding::standard(text.as_bytes());
        decoded = bytes.ok_or_else(|| failed("a PEM text or base64 was expected"))?;
        &encoding::go_text(&decoded)
    };
    let keys = read_all(text).map_err(|error| error.of(name))?;
    keys.first().map_or(Ok(Value::Null), |key| {
        jwk::of(key).map_err(|error| error.of(name))
    })
}

/// Every private key of a text: PEM or base64 of it. Blocks of other types are passed over.
fn read_all(text: &str) -> std::result::Result<Vec<PrivateKey>, KeyError> {
    check_size(text.as_bytes())?;
    let decoded = encoding::standard(text.as_bytes());
    let mut rest = decoded.as_deref().unwrap_or(text.as_bytes());
    let mut keys = Vec::new();
    while let Some((block, behind)) = pem::decode(rest) {
        rest = &rest[behind..];
        keys.push(match block.label.as_str() {
            "RSA PRIVATE KEY" => PrivateKey::from_pkcs1(&block.bytes)?,
            "PRIVATE KEY" => PrivateKey::from_pkcs8(&block.bytes)?,
            "EC PRIVATE KEY" => PrivateKey::from_sec1(&block.bytes, None)?,
            _ => continue,
        });
        if keys.len() > MAX_BLOCKS {
            return Err(too_many());
        }
    }
    Ok(keys)
}

fn too_many() -> KeyError {
    KeyError::Unsupported(format!(
        "more than {MAX_BLOCKS} PEM blocks in a text are not supported"
    ))
}

/// A certificate with its key, as `tls.X509KeyPair` of Go takes and prints it.
pub(super) fn parse_keypair(arguments: &[Value]) -> Result {
    let name = "crypto.x509.parse_keypair";
    let [certificate, key] = arguments else {
        return Err(Failure::Builtin(format!(
            "`{name}` expects a certificate and a key"
        )));
    };
    let (certificate, key) = (text(name, certificate)?, text(name, key)?);
    pair(certificate, key).map_err(|error| error.of(name))
}

fn pair(certificate: &str, key: &str) -> std::result::Result<Value, KeyError> {
    check_size(certificate.as_bytes())?;
    check_size(key.as_bytes())?;
    let certificate = decoded(certificate)?;
    let mut blocks = Vec::new();
    if certificate.starts_with(b"-----BEGIN ") {
        let mut rest = certificate.as_slice();
        while let Some((block, behind)) = pem::decode(rest) {
            rest = &rest[behind..];
            if block.label == "CERTIFICATE" {
                blocks.push(block.bytes);
            }
            if blocks.len() > MAX_BLOCKS {
                return Err(too_many());
            }
        }
    } else {
        blocks.push(certificate);
    }
    let Some(first) = blocks.first() else {
        return Err(KeyError::invalid("there is no PEM certificate"));
    };
    let key = key_bytes(decoded(key)?)?;
    let leaf = Certificate::parse(first)?;
    let key = read_key(&key)?;
    let fits = match (&leaf.public_key, key.public()) {
        (Some(PublicKey::Rsa(one)), Some(PublicKey::Rsa(other))) => one.modulus == other.modulus,
        (Some(one), Some(other)) => *one == other,
        _ => false,
    };
    if !fits {
        return Err(KeyError::invalid(
            "the private key is not of the certificate",
        ));
    }
    Ok(json::object([
        (
            "Certificate",
            Value::from(
                blocks
                    .iter()
                    .map(|one| json::bytes(one))
                    .collect::<Vec<_>>(),
            ),
        ),
        ("PrivateKey", json::private_key(&key)?),
        ("SupportedSignatureAlgorithms", Value::Null),
        ("OCSPStaple", Value::Null),
        ("SignedCertificateTimestamps", Value::Null),
        ("Leaf", json::certificate(&leaf)),
    ]))
}

/// PEM as it is, else what base64 says.
fn decoded(text: &str) -> std::result::Result<Vec<u8>, KeyError> {
    if text.starts_with("-----BEGIN ") {
        return Ok(text.as_bytes().to_vec());
    }
    encoding::standard(text.as_bytes())
        .ok_or_else(|| KeyError::invalid("a PEM text or base64 was expected"))
}

/// The first private key among the blocks, or what is no PEM.
fn key_bytes(key: Vec<u8>) -> std::result::Result<Vec<u8>, KeyError> {
    if !key.starts_with(b"-----BEGIN") {
        return Ok(key);
    }
    let mut rest = key.as_slice();
    while let Some((block, behind)) = pem::decode(rest) {
        rest = &rest[behind..];
        if block.label == "PRIVATE KEY" || block.label.ends_with(" PRIVATE KEY") {
            return Ok(block.bytes);
        }
    }
    Err(KeyError::invalid("there is no PEM private key"))
}

type Form = fn(&[u8]) -> std::result::Result<PrivateKey, KeyError>;

/// A key in the first form that it fits.
fn read_key(bytes: &[u8]) -> std::result::Result<PrivateKey, KeyError> {
    let forms: [Form; 3] = [PrivateKey::from_pkcs1, PrivateKey::from_pkcs8, |bytes| {
        PrivateKey::from_sec1(bytes, None)
    }];
    for form in forms {
        match form(bytes) {
            Err(KeyError::Invalid(_)) => {}
            other => return other,
        }
    }
    Err(KeyError::invalid("the private key cannot be read"))
}
