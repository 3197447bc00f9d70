//! A certificate signing request, read as `x509.ParseCertificateRequest` does.

use super::algorithm;
use super::certificate::certified_key;
use super::extensions::{Extension, Names};
use super::name::Name;
use crate::builtins::keys::der::{Reader, tag};
use crate::builtins::keys::{KeyError, PublicKey};

const SET: u8 = 0x31;
const EXTENSION_REQUEST: &[u32] = &[1, 2, 840, 113_549, 1, 9, 14];
const CHALLENGE: &[u32] = &[1, 2, 840, 113_549, 1, 9, 7];

/// The identifier of an attribute, and the extensions in it.
pub(super) type Attribute = (Vec<u32>, Vec<Extension>);

/// A request.
#[derive(Debug, Clone)]
pub(super) struct Request {
    pub(super) raw: Vec<u8>,
    pub(super) raw_signed: Vec<u8>,
    pub(super) raw_key_info: Vec<u8>,
    pub(super) raw_subject: Vec<u8>,
    pub(super) version: i64,
    pub(super) subject: Name,
    pub(super) public_key: Option<PublicKey>,
    pub(super) signature_algorithm: u8,
    pub(super) signature: Vec<u8>,
    /// Requests for extensions, of which there is one at most.
    pub(super) attributes: Vec<Attribute>,
    pub(super) names: Names,
}

impl Request {
    /// Reads a request and nothing behind it.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, KeyError> {
        let malformed = || KeyError::invalid("malformed certificate request");
        super::check_size(bytes)?;
        let mut reader = Reader::new(bytes);
        let whole = reader.element(tag::SEQUENCE).ok_or_else(malformed)?;
        let mut input = Reader::new(whole.contents);
        let signed = input.element(tag::SEQUENCE).ok_or_else(malformed)?;
        let mut fields = Reader::new(signed.contents);
        let version = fields.int64().ok_or_else(malformed)?;
        let subject = fields.element(tag::SEQUENCE).ok_or_else(malformed)?;
        let key_info = fields.element(tag::SEQUENCE).ok_or_else(malformed)?;
        let attributes = fields.inside(0xa0).ok_or_else(malformed)?;
        let mut algorithm = input.inside(tag::SEQUENCE).ok_or_else(malformed)?;
        let identifier = algorithm.identifier().ok_or_else(malformed)?;
        let signature = input.whole_bits().ok_or_else(malformed)?;
        if !reader.is_empty() || !input.is_empty() || !fields.is_empty() {
            return Err(malformed());
        }
        let attributes = read_attributes(attributes)?;
        let extensions = attributes.iter().flat_map(|(_, extensions)| extensions);
        let mut names = Names::default();
        for extension in extensions.filter(|one| one.identifier == [2, 5, 29, 17]) {
            names = Names::read(Reader::new(&extension.value))?;
        }
        Ok(Self {
            raw: whole.full.to_vec(),
            raw_signed: signed.full.to_vec(),
            raw_key_info: key_info.full.to_vec(),
            raw_subject: subject.full.to_vec(),
            version,
            subject: Name::parse(subject.full)?,
            public_key: certified_key(key_info.contents)?,
            signature_algorithm: algorithm::number(&identifier, algorithm.rest()),
            signature: signature.to_vec(),
            attributes,
            names,
        })
    }
}

/// The requests for extensions. A challenge is passed over, as Go does; others are not read here.
fn read_attributes(mut attributes: Reader<'_>) -> Result<Vec<Attribute>, KeyError> {
    let malformed = || KeyError::invalid("malformed attribute in a certificate request");
    let mut read: Vec<Attribute> = Vec::new();
    while !attributes.is_empty() {
        let mut attribute = attributes.inside(tag::SEQUENCE).ok_or_else(malformed)?;
        let identifier = attribute.identifier().ok_or_else(malformed)?;
        if identifier == CHALLENGE {
            continue;
        }
        let mut values = attribute.inside(SET).ok_or_else(malformed)?;
        let extensions = values.inside(tag::SEQUENCE).ok_or_else(malformed)?;
        if identifier != EXTENSION_REQUEST || !values.is_empty() || !read.is_empty() {
            return Err(KeyError::Unsupported(
                "attributes of certificate requests besides one request for extensions are not \
                 supported"
                    .to_owned(),
            ));
        }
        read.push((identifier, Extension::read_all(extensions)?));
    }
    Ok(read)
}
