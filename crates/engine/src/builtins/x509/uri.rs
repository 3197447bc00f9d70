//! URIs of certificates, as `url.Parse` of Go takes them apart.

use crate::builtins::keys::KeyError;

/// A URI of the plain kind: scheme, host, path, query and fragment without escapes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Uri {
    pub(super) text: String,
    pub(super) scheme: String,
    pub(super) opaque: String,
    pub(super) host: String,
    pub(super) path: String,
    pub(super) query: String,
    pub(super) fragment: String,
    pub(super) omits_host: bool,
}

impl Uri {
    /// Takes a URI apart.
    ///
    /// # Errors
    /// It has escapes, a user or another thing that is not taken apart here.
    pub(super) fn parse(text: &str) -> Result<Self, KeyError> {
        let plain =
            |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/:@!$&'()*+,;=?#".contains(&byte);
        let unsupported = || {
            KeyError::Unsupported(format!(
                "the URI {text:?} of a certificate is not supported"
            ))
        };
        if !text.bytes().all(plain) {
            return Err(unsupported());
        }
        let (rest, fragment) = text.split_once('#').unwrap_or((text, ""));
        let (scheme, rest) = rest.split_once(':').ok_or_else(unsupported)?;
        let is_scheme = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
        if !is_scheme || text.ends_with(['?', '#']) {
            return Err(unsupported());
        }
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let mut uri = Self {
            text: text.to_owned(),
            scheme: scheme.to_ascii_lowercase(),
            opaque: String::new(),
            host: String::new(),
            path: String::new(),
            query: query.to_owned(),
            fragment: fragment.to_owned(),
            omits_host: false,
        };
        if fragment.contains('#') || scheme != uri.scheme {
            return Err(unsupported());
        }
        if !rest.starts_with('/') {
            rest.clone_into(&mut uri.opaque);
            return Ok(uri);
        }
        // Whether the path is written with escapes depends on these.
        if rest.contains(['!', '\'', '(', ')', '*']) || rest.starts_with("///") {
            return Err(unsupported());
        }
        match rest.strip_prefix("//") {
            None => {
                uri.omits_host = true;
                rest.clone_into(&mut uri.path);
            }
            Some(rest) => {
                let path = rest.find('/').unwrap_or(rest.len());
                let (host, path) = rest.split_at(path);
                if host.contains(['@', ':', '$', '&', '+', ',', ';', '=']) {
                    return Err(unsupported());
                }
                host.clone_into(&mut uri.host);
                path.clone_into(&mut uri.path);
            }
        }
        Ok(uri)
    }
}
