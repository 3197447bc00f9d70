//! Certificates, their requests and private keys: `crypto.x509.*` and `crypto.parse_private_keys`,
//! after `topdown/crypto.go` of OPA 1.20 and `crypto/x509` of Go, whose types OPA prints.

mod algorithm;
mod certificate;
mod chain;
mod extensions;
mod hostname;
mod json;
mod jwk;
mod moment;
mod name;
mod options;
mod private_keys;
mod request;
mod uri;

use regorus::Value;

use super::keys::der::Reader;
use super::keys::{KeyError, encoding, pem};
use super::{Failure, Own, Result, clock, text};

pub(super) use certificate::Certificate;
pub(super) use moment::utc;

pub(super) const TABLE: &[Own] = &[
    Own {
        name: "crypto.parse_private_keys",
        arity: 1,
        call: private_keys::parse_private_keys,
    },
    Own {
        name: "crypto.x509.parse_and_verify_certificates",
        arity: 1,
        call: parse_and_verify,
    },
    Own {
        name: "crypto.x509.parse_and_verify_certificates_with_options",
        arity: 2,
        call: parse_and_verify_with_options,
    },
    Own {
        name: "crypto.x509.parse_certificate_request",
        arity: 1,
        call: parse_request,
    },
    Own {
        name: "crypto.x509.parse_certificates",
        arity: 1,
        call: parse,
    },
    Own {
        name: "crypto.x509.parse_keypair",
        arity: 2,
        call: private_keys::parse_keypair,
    },
    Own {
        name: "crypto.x509.parse_rsa_private_key",
        arity: 1,
        call: private_keys::parse_rsa_private_key,
    },
];

/// Largest number of certificates in a text.
const MAX_CERTIFICATES: usize = 256;
/// Largest size of what is read at once, in bytes. What is printed of it is many times larger.
const MAX_BYTES: usize = 1 << 20;

fn check_size(bytes: &[u8]) -> std::result::Result<(), KeyError> {
    if bytes.len() > MAX_BYTES {
        return Err(KeyError::Unsupported(format!(
            "more than {MAX_BYTES} bytes of certificates and keys are not supported"
        )));
    }
    Ok(())
}

fn parse(arguments: &[Value]) -> Result {
    let name = "crypto.x509.parse_certificates";
    let text = text(name, arguments.first().unwrap_or(&Value::Undefined))?;
    let certificates = read(text).map_err(|error| error.of(name))?;
    let printed = certificates.iter().map(json::extended);
    Ok(Value::from(printed.collect::<Vec<_>>()))
}

fn parse_and_verify(arguments: &[Value]) -> Result {
    let name = "crypto.x509.parse_and_verify_certificates";
    let text = text(name, arguments.first().unwrap_or(&Value::Undefined))?;
    let Some(certificates) = read_to_verify(name, text)? else {
        return Ok(unverified());
    };
    let options = chain::Options {
        time: clock::now(),
        ..chain::Options::default()
    };
    verify(name, &certificates, &options, json::extended)
}

fn parse_and_verify_with_options(arguments: &[Value]) -> Result {
    let name = "crypto.x509.parse_and_verify_certificates_with_options";
    let [certificates, given] = arguments else {
        return Err(Failure::Builtin(format!(
            "`{name}` expects certificates and options"
        )));
    };
    let text = text(name, certificates)?;
    if !matches!(given, Value::Object(_)) {
        return Err(Failure::Builtin(format!(
            "`{name}` expects an object of options, not {}",
            super::kind(given)
        )));
    }
    // Malformed certificates come before malformed options.
    let certificates = read(text);
    if let Err(KeyError::Invalid(_)) = certificates {
        return Ok(unverified());
    }
    let certificates = certificates.map_err(|error| error.of(name))?;
    let options = options::read(name, given)?;
    if certificates.len() < 2 {
        return Ok(unverified());
    }
    let options = options.at_a_time();
    // The field that OPA adds elsewhere is not there.
    verify(name, &certificates, &options, json::certificate)
}

fn unverified() -> Value {
    Value::from(vec![Value::from(false), Value::new_array()])
}

/// Certificates of which there are enough; none where the answer is that they do not hold.
fn read_to_verify(
    name: &str,
    text: &str,
) -> std::result::Result<Option<Vec<Certificate>>, Failure> {
    match read(text) {
        Ok(certificates) if certificates.len() < 2 => Ok(None),
        Ok(certificates) => Ok(Some(certificates)),
        Err(KeyError::Invalid(_)) => Ok(None),
        Err(error) => Err(error.of(name)),
    }
}

fn verify(
    name: &str,
    certificates: &[Certificate],
    options: &chain::Options,
    print: fn(&Certificate) -> Value,
) -> Result {
    let chain = chain::verify(certificates, options).map_err(|error| error.of(name))?;
    Ok(chain.map_or_else(unverified, |chain| {
        let printed: Vec<Value> = chain.into_iter().map(print).collect();
        Value::from(vec![Value::from(true), Value::from(printed)])
    }))
}

fn parse_request(arguments: &[Value]) -> Result {
    let name = "crypto.x509.parse_certificate_request";
    let text = text(name, arguments.first().unwrap_or(&Value::Undefined))?;
    let failed = |message: &str| Failure::Builtin(format!("`{name}`: {message}"));
    let mut bytes = if text.starts_with("-----BEGIN CERTIFICATE REQUEST-----") {
        text.as_bytes().to_vec()
    } else {
        encoding::standard(text.as_bytes())
            .ok_or_else(|| failed("a PEM text or base64 was expected"))?
    };
    if let Some((block, _)) = pem::decode(&bytes) {
        if block.label != "CERTIFICATE REQUEST" {
            return Err(failed("the PEM text is no certificate request"));
        }
        bytes = block.bytes;
    }
    let request = request::Request::parse(&bytes).map_err(|error| error.of(name))?;
    Ok(json::request(&request))
}

/// The certificates in a text: PEM, base64 of PEM, or base64 of DER.
fn read(text: &str) -> std::result::Result<Vec<Certificate>, KeyError> {
    let bytes = if text.starts_with("-----BEGIN") {
        from_pem(text.as_bytes())?
    } else {
        let bytes = encoding::standard(text.as_bytes())
            .ok_or_else(|| KeyError::invalid("a PEM text or base64 was expected"))?;
        if bytes.starts_with(b"-----BEGIN") {
            from_pem(&bytes)?
        } else {
            bytes
        }
    };
    check_size(&bytes)?;
    let mut reader = Reader::new(&bytes);
    let mut certificates = Vec::new();
    while !reader.is_empty() {
        if certificates.len() >= MAX_CERTIFICATES {
            return Err(KeyError::Unsupported(format!(
                "more than {MAX_CERTIFICATES} certificates in a text are not supported"
            )));
        }
        certificates.push(Certificate::read(&mut reader)?);
    }
    Ok(certificates)
}

/// The certificates of a PEM text, one behind the other.
fn from_pem(mut text: &[u8]) -> std::result::Result<Vec<u8>, KeyError> {
    let mut joined = Vec::new();
    while let Some((block, rest)) = pem::decode(text) {
        if block.label != "CERTIFICATE" {
            return Err(KeyError::invalid(format!(
                "a PEM block of type `CERTIFICATE` was expected, not {:?}",
                block.label
            )));
        }
        joined.extend(block.bytes);
        text = &text[rest..];
    }
    Ok(joined)
}

#[cfg(test)]
mod tests;
