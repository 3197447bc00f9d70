//! A certificate, read as `x509.ParseCertificate` does.

use super::algorithm;
use super::extensions::{Extension, Extensions};
use super::moment::Moment;
use super::name::Name;
use crate::builtins::keys::der::{Reader, tag, trimmed};
use crate::builtins::keys::{KeyError, PublicKey, public_key_info};

/// Largest serial number in bytes; the standard allows 20.
const MAX_SERIAL_NUMBER: usize = 1024;

/// A certificate.
#[derive(Debug, Clone)]
pub(in crate::builtins) struct Certificate {
    pub(super) raw: Vec<u8>,
    /// What the signature is of.
    pub(super) raw_signed: Vec<u8>,
    pub(super) raw_issuer: Vec<u8>,
    pub(super) raw_subject: Vec<u8>,
    pub(super) raw_key_info: Vec<u8>,
    pub(super) version: i64,
    /// A magnitude.
    pub(super) serial_number: Vec<u8>,
    /// As Go numbers it.
    pub(super) signature_algorithm: u8,
    pub(super) signature: Vec<u8>,
    pub(super) issuer: Name,
    pub(super) subject: Name,
    pub(super) not_before: Moment,
    pub(super) not_after: Moment,
    /// None where Go does not know the algorithm.
    pub(in crate::builtins) public_key: Option<PublicKey>,
    pub(super) extensions: Extensions,
}

impl Certificate {
    /// Reads one certificate and nothing behind it.
    ///
    /// # Errors
    /// Go does not take it, or it has something that is not supported.
    pub(in crate::builtins) fn parse(bytes: &[u8]) -> Result<Self, KeyError> {
        let certificate = Self::read(&mut Reader::new(bytes))?;
        if certificate.raw.len() == bytes.len() {
            Ok(certificate)
        } else {
            Err(KeyError::invalid("trailing data after the certificate"))
        }
    }

    /// Reads the next certificate.
    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, KeyError> {
        let malformed = |what: &str| KeyError::invalid(format!("malformed certificate: {what}"));
        let whole = reader
            .element(tag::SEQUENCE)
            .ok_or_else(|| malformed("no sequence"))?;
        super::check_size(whole.full)?;
        let mut input = Reader::new(whole.contents);
        let signed = input
            .element(tag::SEQUENCE)
            .ok_or_else(|| malformed("no body"))?;
        let mut fields = Reader::new(signed.contents);

        let version = match fields.optional(0xa0).ok_or_else(|| malformed("version"))? {
            Some(mut version) => version.int64().ok_or_else(|| malformed("version"))?,
            None => 0,
        };
        if !(0..=2).contains(&version) {
            return Err(malformed("version"));
        }
        let version = version + 1;
        let serial_number = fields.natural().ok_or_else(|| malformed("serial number"))?;
        let algorithm = fields
            .element(tag::SEQUENCE)
            .ok_or_else(|| malformed("algorithm"))?;
        let outer = input
            .element(tag::SEQUENCE)
            .ok_or_else(|| malformed("algorithm"))?;
        if outer.contents != algorithm.contents {
            return Err(malformed("its two signature algorithms differ"));
        }
        // Go has no limit; printed as a decimal number, it takes the square of its length.
        if serial_number.len() > MAX_SERIAL_NUMBER {
            return Err(KeyError::Unsupported(format!(
                "serial numbers of more than {MAX_SERIAL_NUMBER} bytes are not supported"
            )));
        }
        let mut algorithm = Reader::new(algorithm.contents);
        let identifier = algorithm
            .identifier()
            .ok_or_else(|| malformed("algorithm"))?;
        let parameters = if algorithm.is_empty() {
            &[][..]
        } else {
            algorithm.any().ok_or_else(|| malformed("algorithm"))?.full
        };
        let issuer = fields
            .element(tag::SEQUENCE)
            .ok_or_else(|| malformed("issuer"))?;
        let mut validity = fields
            .inside(tag::SEQUENCE)
            .ok_or_else(|| malformed("validity"))?;
        let not_before = Moment::read(&mut validity)?;
        let not_after = Moment::read(&mut validity)?;
        let subject = fields
            .element(tag::SEQUENCE)
            .ok_or_else(|| malformed("subject"))?;
        let key_info = fields
            .element(tag::SEQUENCE)
            .ok_or_else(|| malformed("public key"))?;
        let public_key = certified_key(key_info.contents)?;

        let mut extensions = Vec::new();
        if version > 1 {
            for unique_id in [0x81, 0x82] {
                fields
                    .optional(unique_id)
                    .ok_or_else(|| malformed("unique id"))?;
            }
        }
        if version == 3
            && let Some(mut list) = fields
                .optional(0xa3)
                .ok_or_else(|| malformed("extensions"))?
        {
            let list = list
                .inside(tag::SEQUENCE)
                .ok_or_else(|| malformed("extensions"))?;
            extensions = Extension::read_all(list)?;
        }
        let (signature, unused) = input.bits().ok_or_else(|| malformed("signature"))?;
        if unused != 0 {
            return Err(KeyError::Unsupported(
                "signatures that end inside a byte are not supported".to_owned(),
            ));
        }
        Ok(Self {
            raw: whole.full.to_vec(),
            raw_signed: signed.full.to_vec(),
            raw_issuer: issuer.full.to_vec(),
            raw_subject: subject.full.to_vec(),
            raw_key_info: key_info.full.to_vec(),
            version,
            serial_number: trimmed(serial_number).to_vec(),
            signature_algorithm: algorithm::number(&identifier, parameters),
            signature: signature.to_vec(),
            issuer: Name::parse(issuer.full)?,
            subject: Name::parse(subject.full)?,
            not_before,
            not_after,
            public_key,
            extensions: Extensions::process(extensions)?,
        })
    }
}

/// The key of a certificate; none where Go does not know its algorithm, X25519 among them.
pub(super) fn certified_key(info: &[u8]) -> Result<Option<PublicKey>, KeyError> {
    let (identifier, parameters, key) = public_key_info(Reader::new(info))
        .ok_or_else(|| KeyError::invalid("malformed public key in a certificate"))?;
    if identifier == [1, 3, 101, 110] {
        return Ok(None);
    }
    PublicKey::new(&identifier, parameters, key)
}
