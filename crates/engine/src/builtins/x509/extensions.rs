//! Extensions of certificates.

use std::collections::BTreeSet;
use std::net::IpAddr;

use super::uri::Uri;
use crate::builtins::keys::KeyError;
use crate::builtins::keys::der::{Reader, tag};
use crate::builtins::keys::encoding::go_text;

/// Largest number of extensions, of names and of policies in each.
const MAX_ENTRIES: usize = 1024;

/// One as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Extension {
    pub(super) identifier: Vec<u32>,
    pub(super) is_critical: bool,
    pub(super) value: Vec<u8>,
}

/// What the known ones say.
#[derive(Debug, Clone, Default)]
pub(super) struct Extensions {
    pub(super) all: Vec<Extension>,
    pub(super) unhandled: Vec<Vec<u32>>,
    pub(super) key_usage: u16,
    /// As Go numbers them.
    pub(super) extended_usages: Vec<u8>,
    pub(super) unknown_usages: Vec<Vec<u32>>,
    pub(super) has_basic_constraints: bool,
    pub(super) is_authority: bool,
    /// Minus one for none; zero without the extension.
    pub(super) longest_path: i64,
    pub(super) subject_key: Option<Vec<u8>>,
    pub(super) authority_key: Option<Vec<u8>>,
    pub(super) names: Names,
    pub(super) revocation_lists: Vec<String>,
    pub(super) status_servers: Vec<String>,
    pub(super) issuing_certificates: Vec<String>,
    /// None without the extension.
    pub(super) policies: Option<Vec<Vec<u32>>>,
}

/// Alternative names of the subject.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Names {
    pub(super) domains: Vec<String>,
    pub(super) emails: Vec<String>,
    pub(super) addresses: Vec<IpAddr>,
    pub(super) uris: Vec<Uri>,
}

fn invalid(what: &str) -> KeyError {
    KeyError::invalid(format!("invalid {what} in a certificate"))
}

fn unsupported(what: &str) -> KeyError {
    KeyError::Unsupported(format!("{what} in certificates are not supported"))
}

impl Extension {
    /// Reads a list of them.
    pub(super) fn read_all(mut list: Reader<'_>) -> Result<Vec<Self>, KeyError> {
        let malformed = || invalid("extension");
        let mut read: Vec<Self> = Vec::new();
        let mut seen = BTreeSet::new();
        while !list.is_empty() {
            let mut fields = list.inside(tag::SEQUENCE).ok_or_else(malformed)?;
            let identifier = fields.identifier().ok_or_else(malformed)?;
            let is_critical = if fields.peeks(tag::BOOLEAN) {
                fields.boolean().ok_or_else(malformed)?
            } else {
                false
            };
            let value = fields.element(tag::OCTET_STRING).ok_or_else(malformed)?;
            if !seen.insert(identifier.clone()) {
                return Err(KeyError::invalid("duplicate extension in a certificate"));
            }
            if read.len() >= MAX_ENTRIES {
                return Err(unsupported("more than 1,024 extensions"));
            }
            read.push(Self {
                identifier,
                is_critical,
                value: value.contents.to_vec(),
            });
        }
        Ok(read)
    }
}

impl Extensions {
    /// Reads what the known ones say.
    pub(super) fn process(all: Vec<Extension>) -> Result<Self, KeyError> {
        let mut read = Self::default();
        for extension in &all {
            let is_handled = read.take(extension)?;
            if !is_handled && extension.is_critical {
                read.unhandled.push(extension.identifier.clone());
            }
        }
        read.all = all;
        Ok(read)
    }

    /// Whether an extension is handled.
    fn take(&mut self, extension: &Extension) -> Result<bool, KeyError> {
        let value = Reader::new(&extension.value);
        let authority_information = [1, 3, 6, 1, 5, 5, 7, 1, 1];
        match extension.identifier.as_slice() {
            [2, 5, 29, 14] => {
                if extension.is_critical {
                    return Err(invalid("subject key identifier"));
                }
                let mut value = value;
                let key = value.element(tag::OCTET_STRING);
                let key = key.ok_or_else(|| invalid("subject key identifier"))?;
                self.subject_key = Some(key.contents.to_vec());
            }
            [2, 5, 29, 15] => {
                self.key_usage = key_usage(value).ok_or_else(|| invalid("key usage"))?;
            }
            [2, 5, 29, 17] => {
                self.names = Names::read(value)?;
                return Ok(self.names != Names::default());
            }
            [2, 5, 29, 19] => {
                self.basic_constraints(value)
                    .ok_or_else(|| invalid("basic constraints"))?;
            }
            // What they constrain is not checked here, so they are not read either.
            [2, 5, 29, 30] => return Err(unsupported("name constraints")),
            [2, 5, 29, 31] => {
                self.revocation_lists =
                    revocation_lists(value).ok_or_else(|| invalid("CRL distribution points"))?;
            }
            [2, 5, 29, 32] => self.policies = Some(policies(value)?),
            [2, 5, 29, 33] => return Err(unsupported("policy mappings")),
            [2, 5, 29, 35] => {
                if extension.is_critical {
                    return Err(invalid("authority key identifier"));
                }
                self.authority_key =
                    authority_key(value).ok_or_else(|| invalid("authority key identifier"))?;
            }
            [2, 5, 29, 36] => return Err(unsupported("policy constraints")),
            [2, 5, 29, 37] => {
                self.extended_usages(value)
                    .ok_or_else(|| invalid("extended key usages"))?;
            }
            [2, 5, 29, 54] => return Err(unsupported("`inhibitAnyPolicy` extensions")),
            other if other == authority_information => {
                if extension.is_critical {
                    return Err(invalid("authority info access"));
                }
                self.authority_information(value)
                    .ok_or_else(|| invalid("authority info access"))?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn basic_constraints(&mut self, mut value: Reader<'_>) -> Option<()> {
        let mut fields = value.inside(tag::SEQUENCE)?;
        if fields.peeks(tag::BOOLEAN) {
            self.is_authority = fields.boolean()?;
        }
        self.longest_path = -1;
        if fields.peeks(tag::INTEGER) {
            self.longest_path = fields.int64().filter(|length| *length >= 0)?;
        }
        self.has_basic_constraints = true;
        Some(())
    }

    fn extended_usages(&mut self, mut value: Reader<'_>) -> Option<()> {
        let mut list = value.inside(tag::SEQUENCE)?;
        while !list.is_empty() {
            let usage = list.identifier()?;
            match extended_usage(&usage) {
                Some(number) => self.extended_usages.push(number),
                None => self.unknown_usages.push(usage),
            }
        }
        Some(())
    }

    fn authority_information(&mut self, mut value: Reader<'_>) -> Option<()> {
        let mut list = value.inside(tag::SEQUENCE)?;
        while !list.is_empty() {
            let mut access = list.inside(tag::SEQUENCE)?;
            let method = access.identifier()?;
            if !access.peeks(0x86) {
                continue;
            }
            let location = go_text(access.element(0x86)?.contents);
            match method.as_slice() {
                [1, 3, 6, 1, 5, 5, 7, 48, 1] => self.status_servers.push(location),
                [1, 3, 6, 1, 5, 5, 7, 48, 2] => self.issuing_certificates.push(location),
                _ => {}
            }
        }
        Some(())
    }
}

fn key_usage(mut value: Reader<'_>) -> Option<u16> {
    let (bytes, _) = value.bits()?;
    let is_set = |bit: usize| {
        let byte = bytes.get(bit / 8).copied().unwrap_or(0);
        byte >> (7 - bit % 8) & 1 == 1
    };
    Some((0..9).filter(|bit| is_set(*bit)).map(|bit| 1 << bit).sum())
}

/// The number that Go gives a usage.
fn extended_usage(identifier: &[u32]) -> Option<u8> {
    match identifier {
        [2, 5, 29, 37, 0] => Some(0),
        [1, 3, 6, 1, 5, 5, 7, 3, last @ 1..=9] => u8::try_from(*last).ok(),
        [1, 3, 6, 1, 4, 1, 311, 10, 3, 3] => Some(10),
        [2, 16, 840, 1, 113_730, 4, 1] => Some(11),
        [1, 3, 6, 1, 4, 1, 311, 2, 1, 22] => Some(12),
        [1, 3, 6, 1, 4, 1, 311, 61, 1, 1] => Some(13),
        _ => None,
    }
}

#[expect(
    clippy::option_option,
    reason = "a key without this field, and a malformed one"
)]
fn authority_key(mut value: Reader<'_>) -> Option<Option<Vec<u8>>> {
    let mut fields = value.inside(tag::SEQUENCE)?;
    if fields.peeks(0x80) {
        return fields.element(0x80).map(|key| Some(key.contents.to_vec()));
    }
    Some(None)
}

fn revocation_lists(mut value: Reader<'_>) -> Option<Vec<String>> {
    let mut points = value.inside(tag::SEQUENCE)?;
    let mut lists = Vec::new();
    while !points.is_empty() {
        let Some(mut name) = points.inside(tag::SEQUENCE)?.optional(0xa0)? else {
            continue;
        };
        let mut names = name.inside(0xa0)?;
        while names.peeks(0x86) {
            lists.push(go_text(names.element(0x86)?.contents));
        }
    }
    Some(lists)
}

fn policies(mut value: Reader<'_>) -> Result<Vec<Vec<u32>>, KeyError> {
    let malformed = || invalid("certificate policies");
    let mut list = value.inside(tag::SEQUENCE).ok_or_else(malformed)?;
    let mut read = Vec::new();
    let mut seen = BTreeSet::new();
    while !list.is_empty() {
        let mut policy = list.inside(tag::SEQUENCE).ok_or_else(malformed)?;
        let mut whole = policy;
        let element = policy
            .element(tag::OBJECT_IDENTIFIER)
            .ok_or_else(malformed)?;
        if !seen.insert(element.contents) {
            return Err(malformed());
        }
        // Go reads numbers here that are larger.
        let numbers = whole
            .identifier()
            .ok_or_else(|| unsupported("these policies"))?;
        read.push(numbers);
    }
    Ok(read)
}

impl Names {
    pub(super) fn read(mut value: Reader<'_>) -> Result<Self, KeyError> {
        let malformed = || invalid("subject alternative name");
        let mut list = value.inside(tag::SEQUENCE).ok_or_else(malformed)?;
        let mut names = Self::default();
        let mut count = 0;
        while !list.is_empty() {
            let name = list.any().ok_or_else(malformed)?;
            count += 1;
            if count > MAX_ENTRIES {
                return Err(unsupported("more than 1,024 names"));
            }
            let ascii = || {
                let text = std::str::from_utf8(name.contents).ok();
                let text = text.filter(|text| text.is_ascii());
                text.map(ToOwned::to_owned).ok_or_else(malformed)
            };
            match name.tag {
                0x81 => names.emails.push(ascii()?),
                0x82 => names.domains.push(ascii()?),
                0x86 => {
                    let uri = Uri::parse(&ascii()?)?;
                    if uri.host.ends_with('.')
                        || uri.host.split('.').any(str::is_empty) && !uri.host.is_empty()
                    {
                        return Err(malformed());
                    }
                    names.uris.push(uri);
                }
                0x87 => names
                    .addresses
                    .push(address(name.contents).ok_or_else(malformed)?),
                _ => {}
            }
        }
        Ok(names)
    }
}

fn address(bytes: &[u8]) -> Option<IpAddr> {
    if let Ok(four) = <[u8; 4]>::try_from(bytes) {
        return Some(IpAddr::from(four));
    }
    let address = std::net::Ipv6Addr::from(<[u8; 16]>::try_from(bytes).ok()?);
    // What is another spelling of an address of IPv4 is refused since Go 1.26.
    address.to_ipv4_mapped().is_none().then_some(address.into())
}
