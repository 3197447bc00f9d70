//! Where a request goes, as `url.Parse` of Go takes it apart.

use std::fmt::Write as _;

use crate::builtins::keys::KeyError;

/// A place of a request: what of a URL is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) host: String,
    /// With its escapes.
    pub(super) path: String,
    pub(super) query: String,
}

impl Target {
    /// Takes an absolute URL apart.
    ///
    /// # Errors
    /// Go does not take it, or it is of a kind that is not taken apart here: relative, with a user,
    /// or with a host that is no plain name.
    pub(super) fn parse(url: &str) -> Result<Self, KeyError> {
        let unsupported = || KeyError::Unsupported(format!("the URL {url:?} is not supported"));
        if url.bytes().any(|byte| byte < b' ' || byte == 0x7f) {
            return Err(KeyError::invalid("the URL has a control character"));
        }
        let (rest, fragment) = url.split_once('#').unwrap_or((url, ""));
        let (scheme, rest) = rest.split_once("://").ok_or_else(unsupported)?;
        let is_scheme = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
        if !is_scheme || fragment.contains('%') {
            return Err(unsupported());
        }
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let (name, port) = host.split_once(':').unwrap_or((host, ""));
        let is_name = name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte));
        if !is_name || !port.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(unsupported());
        }
        Ok(Self {
            host: host.to_owned(),
            path: escaped(path)?,
            query: query.to_owned(),
        })
    }
}

/// The path as `URL.EscapedPath` has it: as it is where it is well escaped, else escaped anew.
fn escaped(path: &str) -> Result<String, KeyError> {
    let mut bytes = Vec::new();
    let mut rest = path.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        rest = behind;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let digit = |place: usize| {
            let digit = behind.get(place).copied().map(char::from);
            digit.and_then(|digit| digit.to_digit(16))
        };
        let (Some(high), Some(low)) = (digit(0), digit(1)) else {
            return Err(KeyError::invalid("the URL has an escape that is none"));
        };
        bytes.extend(u8::try_from(high << 4 | low));
        rest = &behind[2..];
    }
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~$&+,/:;=@".contains(&byte);
    let is_allowed = |byte: u8| is_plain(byte) || b"!'()*[]%".contains(&byte);
    if path.bytes().all(is_allowed) {
        return Ok(path.to_owned());
    }
    let mut written = String::new();
    for byte in bytes {
        if is_plain(byte) {
            written.push(char::from(byte));
        } else {
            let _ = write!(written, "%{byte:02X}");
        }
    }
    Ok(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_escaped_where_it_is_not_already() {
        for (url, path) in [
            ("https://a.b", ""),
            ("https://a.b/c%2Fd*", "/c%2Fd*"),
            ("https://a.b/c d*%41", "/c%20d%2AA"),
            ("https://a.b/é", "/%C3%A9"),
        ] {
            assert_eq!(Target::parse(url).unwrap().path, path, "{url}");
        }
        assert!(matches!(
            Target::parse("https://a.b/%zz"),
            Err(KeyError::Invalid(_))
        ));
        for url in ["/a/b", "https://u@a.b/", "https://[::1]/", ""] {
            assert!(
                matches!(Target::parse(url), Err(KeyError::Unsupported(_))),
                "{url}"
            );
        }
    }
}
