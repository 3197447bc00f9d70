//! Certificates and keys as `json.Marshal` of Go prints their types, which is what OPA answers.

use std::collections::BTreeMap;

use num_bigint::BigUint;
use regorus::Value;

use super::certificate::Certificate;
use super::extensions::{Extension, Names};
use super::name::Name;
use super::request::Request;
use super::uri::Uri;
use crate::builtins::keys::encoding::to_standard;
use crate::builtins::keys::{KeyError, PrivateKey, PublicKey, RsaPrivate};

/// A list, and null where Go has none.
pub(super) fn list(items: impl IntoIterator<Item = Value>) -> Value {
    let items: Vec<Value> = items.into_iter().collect();
    if items.is_empty() {
        Value::Null
    } else {
        Value::from(items)
    }
}

pub(super) fn object<'a>(fields: impl IntoIterator<Item = (&'a str, Value)>) -> Value {
    let fields = fields.into_iter();
    let fields = fields.map(|(name, value)| (Value::from(name), value));
    Value::from(fields.collect::<BTreeMap<_, _>>())
}

pub(super) fn bytes(bytes: &[u8]) -> Value {
    Value::from(to_standard(bytes))
}

fn magnitude(bytes: &[u8]) -> Value {
    number(&BigUint::from_bytes_be(bytes))
}

fn number(number: &BigUint) -> Value {
    Value::from_numeric_string(&number.to_string()).unwrap_or(Value::Undefined)
}

fn strings(texts: &[String]) -> Value {
    list(texts.iter().map(|text| Value::from(text.as_str())))
}

fn arcs(identifier: &[u32]) -> Value {
    let arcs = identifier.iter().map(|arc| Value::from(u64::from(*arc)));
    Value::from(arcs.collect::<Vec<_>>())
}

fn name(name: &Name) -> Value {
    let all = |number| list(name.values(number).map(Value::from));
    let last = |number| Value::from(name.values(number).last().unwrap_or_default());
    let names = name.attributes.iter().map(|(identifier, value)| {
        object([
            ("Type", arcs(identifier)),
            ("Value", Value::from(value.as_str())),
        ])
    });
    object([
        ("CommonName", last(3)),
        ("SerialNumber", last(5)),
        ("Country", all(6)),
        ("Locality", all(7)),
        ("Province", all(8)),
        ("StreetAddress", all(9)),
        ("Organization", all(10)),
        ("OrganizationalUnit", all(11)),
        ("PostalCode", all(17)),
        ("Names", list(names)),
        ("ExtraNames", Value::Null),
    ])
}

fn extension(extension: &Extension) -> Value {
    object([
        ("Id", arcs(&extension.identifier)),
        ("Critical", Value::from(extension.is_critical)),
        ("Value", bytes(&extension.value)),
    ])
}

fn uri(uri: &Uri) -> Value {
    let text = |text: &String| Value::from(text.as_str());
    object([
        ("Scheme", text(&uri.scheme)),
        ("Opaque", text(&uri.opaque)),
        ("User", Value::Null),
        ("Host", text(&uri.host)),
        ("Path", text(&uri.path)),
        ("RawPath", Value::from("")),
        ("OmitHost", Value::from(uri.omits_host)),
        ("ForceQuery", Value::from(false)),
        ("RawQuery", text(&uri.query)),
        ("Fragment", text(&uri.fragment)),
        ("RawFragment", Value::from("")),
    ])
}

fn addresses(names: &Names) -> Value {
    let text = |address: &std::net::IpAddr| Value::from(address.to_string());
    list(names.addresses.iter().map(text))
}

/// A public key and the number that Go gives its algorithm.
fn public_key(key: Option<&PublicKey>) -> (Value, u64) {
    match key {
        Some(PublicKey::Rsa(key)) => {
            let fields = [
                ("N", magnitude(&key.modulus)),
                ("E", Value::from(key.exponent)),
            ];
            (object(fields), 1)
        }
        Some(PublicKey::Ec(point)) => {
            let fields = [
                ("Curve", Value::new_object()),
                ("X", magnitude(&point.x)),
                ("Y", magnitude(&point.y)),
            ];
            (object(fields), 3)
        }
        Some(PublicKey::Ed25519(key)) => (bytes(key), 4),
        Some(PublicKey::X25519(_)) | None => (Value::Null, 0),
    }
}

/// A certificate, as Go prints it.
pub(super) fn certificate(certificate: &Certificate) -> Value {
    let extensions = &certificate.extensions;
    let names = &extensions.names;
    let key = |key: &Option<Vec<u8>>| key.as_deref().map_or(Value::Null, bytes);
    let identifiers = |all: &[Vec<u32>]| list(all.iter().map(|one| arcs(one)));
    let (public_key, public_key_algorithm) = public_key(certificate.public_key.as_ref());
    let policies = extensions.policies.as_deref();
    let dotted = |policy: &Vec<u32>| {
        let arcs: Vec<String> = policy.iter().map(u32::to_string).collect();
        Value::from(arcs.join("."))
    };
    let usages = extensions.extended_usages.iter();
    let fields = [
        ("Raw", bytes(&certificate.raw)),
        ("RawTBSCertificate", bytes(&certificate.raw_signed)),
        ("RawSubjectPublicKeyInfo", bytes(&certificate.raw_key_info)),
        ("RawSubject", bytes(&certificate.raw_subject)),
        ("RawIssuer", bytes(&certificate.raw_issuer)),
        ("Signature", bytes(&certificate.signature)),
        (
            "SignatureAlgorithm",
            Value::from(u64::from(certificate.signature_algorithm)),
        ),
        ("PublicKeyAlgorithm", Value::from(public_key_algorithm)),
        ("PublicKey", public_key),
        ("Version", Value::from(certificate.version)),
        ("SerialNumber", magnitude(&certificate.serial_number)),
        ("Issuer", name(&certificate.issuer)),
        ("Subject", name(&certificate.subject)),
        (
            "NotBefore",
            Value::from(certificate.not_before.text.as_str()),
        ),
        ("NotAfter", Value::from(certificate.not_after.text.as_str())),
        ("KeyUsage", Value::from(u64::from(extensions.key_usage))),
        ("Extensions", list(extensions.all.iter().map(extension))),
        ("ExtraExtensions", Value::Null),
        (
            "UnhandledCriticalExtensions",
            identifiers(&extensions.unhandled),
        ),
        (
            "ExtKeyUsage",
            list(usages.map(|usage| Value::from(u64::from(*usage)))),
        ),
        (
            "UnknownExtKeyUsage",
            identifiers(&extensions.unknown_usages),
        ),
        (
            "BasicConstraintsValid",
            Value::from(extensions.has_basic_constraints),
        ),
        ("IsCA", Value::from(extensions.is_authority)),
        ("MaxPathLen", Value::from(extensions.longest_path)),
        (
            "MaxPathLenZero",
            Value::from(extensions.has_basic_constraints && extensions.longest_path == 0),
        ),
        ("SubjectKeyId", key(&extensions.subject_key)),
        ("AuthorityKeyId", key(&extensions.authority_key)),
        ("OCSPServer", strings(&extensions.status_servers)),
        (
            "IssuingCertificateURL",
            strings(&extensions.issuing_certificates),
        ),
        ("DNSNames", strings(&names.domains)),
        ("EmailAddresses", strings(&names.emails)),
        ("IPAddresses", addresses(names)),
        ("URIs", list(names.uris.iter().map(uri))),
        (
            "CRLDistributionPoints",
            strings(&extensions.revocation_lists),
        ),
        (
            "PolicyIdentifiers",
            policies.map_or(Value::Null, |all| {
                Value::from(all.iter().map(|one| arcs(one)).collect::<Vec<_>>())
            }),
        ),
        (
            "Policies",
            list(policies.unwrap_or_default().iter().map(dotted)),
        ),
    ];
    object(fields.into_iter().chain(without_constraints()))
}

/// What a certificate has that constrains neither names nor policies; others are not read.
fn without_constraints() -> impl Iterator<Item = (&'static str, Value)> {
    let lists = [
        "PermittedDNSDomains",
        "ExcludedDNSDomains",
        "PermittedIPRanges",
        "ExcludedIPRanges",
        "PermittedEmailAddresses",
        "ExcludedEmailAddresses",
        "PermittedURIDomains",
        "ExcludedURIDomains",
        "PolicyMappings",
    ];
    let numbers = [
        "InhibitAnyPolicy",
        "InhibitPolicyMapping",
        "RequireExplicitPolicy",
    ];
    let flags = [
        "PermittedDNSDomainsCritical",
        "InhibitAnyPolicyZero",
        "InhibitPolicyMappingZero",
        "RequireExplicitPolicyZero",
    ];
    let lists = lists.map(|name| (name, Value::Null));
    let numbers = numbers.map(|name| (name, Value::from(0_u64)));
    let flags = flags.map(|name| (name, Value::from(false)));
    lists.into_iter().chain(numbers).chain(flags)
}

/// A certificate with the field that OPA adds: its URIs as texts.
pub(super) fn extended(one: &Certificate) -> Value {
    let mut value = certificate(one);
    let uris = one.extensions.names.uris.iter();
    let texts = list(uris.map(|uri| Value::from(uri.text.as_str())));
    if let Ok(fields) = value.as_object_mut() {
        fields.insert(Value::from("URIStrings"), texts);
    }
    value
}

/// A request, as Go prints it.
pub(super) fn request(request: &Request) -> Value {
    let (public_key, public_key_algorithm) = public_key(request.public_key.as_ref());
    let attribute = |extension: &Extension| {
        let value = if extension.is_critical {
            Value::from(true)
        } else {
            bytes(&extension.value)
        };
        object([("Type", arcs(&extension.identifier)), ("Value", value)])
    };
    let attributes = request.attributes.iter().map(|(identifier, extensions)| {
        let values = Value::from(extensions.iter().map(attribute).collect::<Vec<_>>());
        object([
            ("Type", arcs(identifier)),
            ("Value", Value::from(vec![values])),
        ])
    });
    let extensions = request
        .attributes
        .iter()
        .flat_map(|(_, extensions)| extensions);
    object([
        ("Raw", bytes(&request.raw)),
        ("RawTBSCertificateRequest", bytes(&request.raw_signed)),
        ("RawSubjectPublicKeyInfo", bytes(&request.raw_key_info)),
        ("RawSubject", bytes(&request.raw_subject)),
        ("Version", Value::from(request.version)),
        ("Signature", bytes(&request.signature)),
        (
            "SignatureAlgorithm",
            Value::from(u64::from(request.signature_algorithm)),
        ),
        ("PublicKeyAlgorithm", Value::from(public_key_algorithm)),
        ("PublicKey", public_key),
        ("Subject", name(&request.subject)),
        ("Attributes", list(attributes)),
        ("Extensions", list(extensions.map(extension))),
        ("ExtraExtensions", Value::Null),
        ("DNSNames", strings(&request.names.domains)),
        ("EmailAddresses", strings(&request.names.emails)),
        ("IPAddresses", addresses(&request.names)),
        ("URIs", list(request.names.uris.iter().map(uri))),
    ])
}

/// A private key, as Go prints it.
pub(super) fn private_key(key: &PrivateKey) -> Result<Value, KeyError> {
    match key {
        PrivateKey::Rsa(key) => {
            let [dp, dq, qi] = remainders(key)?;
            Ok(object([
                ("N", magnitude(&key.public.modulus)),
                ("E", Value::from(key.public.exponent)),
                ("D", magnitude(&key.exponent)),
                (
                    "Primes",
                    Value::from(
                        key.primes
                            .iter()
                            .map(|one| magnitude(one))
                            .collect::<Vec<_>>(),
                    ),
                ),
                (
                    "Precomputed",
                    object([
                        ("Dp", number(&dp)),
                        ("Dq", number(&dq)),
                        ("Qinv", number(&qi)),
                        ("CRTValues", Value::new_array()),
                    ]),
                ),
            ]))
        }
        PrivateKey::Ec { point, secret } => Ok(object([
            ("Curve", Value::new_object()),
            ("X", magnitude(&point.x)),
            ("Y", magnitude(&point.y)),
            ("D", magnitude(secret)),
        ])),
        PrivateKey::Ed25519 { seed, public } => Ok(bytes(&[&seed[..], public].concat())),
        PrivateKey::X25519(_) => Ok(Value::new_object()),
    }
}

/// What the private exponent leaves over of each prime less one, and the inverse of the second
/// prime by the first.
pub(super) fn remainders(key: &RsaPrivate) -> Result<[BigUint; 3], KeyError> {
    let [p, q] = &key.primes[..] else {
        return Err(KeyError::Unsupported(
            "RSA keys of more than two primes are not supported".to_owned(),
        ));
    };
    let (p, q) = (BigUint::from_bytes_be(p), BigUint::from_bytes_be(q));
    let exponent = BigUint::from_bytes_be(&key.exponent);
    let one = BigUint::from(1_u8);
    if p <= one || q <= one {
        return Err(KeyError::invalid("a prime of the RSA key is none"));
    }
    let inverse = q.modinv(&p);
    let inverse = inverse.ok_or_else(|| KeyError::invalid("the primes of the RSA key are one"))?;
    Ok([&exponent % (&p - &one), &exponent % (&q - &one), inverse])
}
