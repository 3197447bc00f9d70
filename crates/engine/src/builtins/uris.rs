//! Parts of a URI: `uri.parse` and `uri.is_valid`, after OPA's `v1/topdown/uri.go` over `Parse` of
//! Go 1.26's `net/url`. The crates for URLs follow other standards, so they answer otherwise.

mod authority;
mod escapes;

use std::collections::BTreeMap;

use regorus::Value;

use super::{Failure, Own, Result, text};
use authority::{authority, split_port};
use escapes::{Part, escape, unescape};

pub(super) const TABLE: &[Own] = &[
    Own {
        name: "uri.is_valid",
        arity: 1,
        call: |arguments| Ok(Value::from(is_valid(arguments))),
    },
    Own {
        name: "uri.parse",
        arity: 1,
        call: |arguments| {
            let written = text("uri.parse", arguments.first().unwrap_or(&Value::Undefined))?;
            parse(written)
                .map_err(|problem| Failure::Builtin(format!("uri.parse: {written:?}: {problem}")))?
                .value()
        },
    },
];

/// What is wrong with a URI.
type Try<T> = std::result::Result<T, String>;

/// A URI. What is unescaped need not be text.
#[derive(Debug, Default)]
struct Uri {
    scheme: String,
    host: Vec<u8>,
    path: Vec<u8>,
    /// The path as it is written, where writing the path would not give it again.
    raw_path: String,
    raw_query: String,
    fragment: Vec<u8>,
}

fn is_valid(arguments: &[Value]) -> bool {
    match arguments.first() {
        Some(Value::String(written)) => !written.is_empty() && parse(written).is_ok(),
        _ => false,
    }
}

fn parse(written: &str) -> Try<Uri> {
    let (before, fragment) = written.split_once('#').unwrap_or((written, ""));
    if before.bytes().any(|byte| byte < b' ' || byte == 0x7f) {
        return Err("invalid control character in URL".to_owned());
    }
    let mut uri = Uri {
        fragment: unescape(fragment, Part::Fragment)?,
        ..Uri::default()
    };
    if before == "*" {
        uri.path = b"*".to_vec();
        return Ok(uri);
    }
    let (scheme, rest) = scheme(before)?;
    uri.scheme = scheme.to_ascii_lowercase();
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    query.clone_into(&mut uri.raw_query);
    if !rest.starts_with('/') {
        if !uri.scheme.is_empty() {
            // Opaque.
            return Ok(uri);
        }
        let segment = rest.split('/').next().unwrap_or_default();
        if segment.contains(':') {
            return Err("first path segment in URL cannot contain colon".to_owned());
        }
    }
    let has_authority = !uri.scheme.is_empty() || !rest.starts_with("///");
    let path = match rest.strip_prefix("//").filter(|_| has_authority) {
        Some(behind) => {
            let (written, path) = behind.split_at(behind.find('/').unwrap_or(behind.len()));
            let is_http = matches!(uri.scheme.as_str(), "http" | "https");
            uri.host = authority(written, is_http)?;
            path
        }
        None => rest,
    };
    uri.path = unescape(path, Part::Path)?;
    if escape(&uri.path) != path {
        path.clone_into(&mut uri.raw_path);
    }
    Ok(uri)
}

/// The scheme and what is behind it.
fn scheme(written: &str) -> Try<(&str, &str)> {
    for (place, byte) in written.bytes().enumerate() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' => {}
            b'0'..=b'9' | b'+' | b'-' | b'.' if place > 0 => {}
            b':' if place == 0 => return Err("missing protocol scheme".to_owned()),
            b':' => return Ok((&written[..place], &written[place + 1..])),
            _ => break,
        }
    }
    Ok(("", written))
}

impl Uri {
    fn value(self) -> Result {
        let (host, port) = split_port(&self.host);
        let raw_path = if self.raw_path.is_empty() {
            self.path.as_slice()
        } else {
            self.raw_path.as_bytes()
        };
        let members = [
            ("scheme", self.scheme.as_bytes()),
            ("hostname", host),
            ("port", port),
            ("path", &self.path),
            ("raw_path", raw_path),
            ("raw_query", self.raw_query.as_bytes()),
            ("fragment", &self.fragment),
        ];
        let mut object = BTreeMap::new();
        for (name, bytes) in members {
            if bytes.is_empty() {
                continue;
            }
            let text = std::str::from_utf8(bytes).map_err(|_| {
                Failure::Limit(format!("`uri.parse`: the {name} is not UTF-8, unescaped"))
            })?;
            object.insert(Value::from(name), Value::from(text));
        }
        Ok(Value::from(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(written: &str) -> Result {
        parse(written).map_err(Failure::Builtin)?.value()
    }

    #[test]
    fn parts_are_those_of_gos_parser() {
        for (written, wanted) in [
            (
                "http://[fe80::1%25en0]:8080/",
                r#"{"scheme": "http", "hostname": "fe80::1%en0", "port": "8080", "path": "/", "raw_path": "/"}"#,
            ),
            (
                "//user:pw@host/p?",
                r#"{"hostname": "host", "path": "/p", "raw_path": "/p"}"#,
            ),
            (
                "HTTP://h/%7e?a?b#c%20d",
                r#"{"scheme": "http", "hostname": "h", "path": "/~", "raw_path": "/%7e", "raw_query": "a?b", "fragment": "c d"}"#,
            ),
            ("///a", r#"{"path": "///a", "raw_path": "///a"}"#),
            ("*", r#"{"path": "*", "raw_path": "*"}"#),
            ("a/b:c", r#"{"path": "a/b:c", "raw_path": "a/b:c"}"#),
            (
                "http://h:/",
                r#"{"scheme": "http", "hostname": "h", "path": "/", "raw_path": "/"}"#,
            ),
        ] {
            assert_eq!(
                parts(written),
                Ok(Value::from_json_str(wanted).unwrap()),
                "{written}"
            );
        }
    }

    #[test]
    fn what_go_refuses_is_an_error() {
        for written in [
            "a:b:c/d",
            "1:b",
            ":a",
            "http://a b/",
            "http://h:x/",
            "http://[::1/",
            "http://[a]/",
            "http://[1.2.3.4]/",
            "http://h/%zz",
            "http://h%41/",
            "http://a@b c@d/",
            "http://h/\n",
            "http://::1/",
            "http://h:1:2/",
            "/%",
            "#%",
        ] {
            let answer = parts(written);
            let opaque = written == "a:b:c/d";
            assert_eq!(answer.is_err(), !opaque, "{written}");
        }
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert!(matches!(parts("http://h/%ff"), Err(Failure::Limit(_))));
        assert!(is_valid(&[Value::from("http://h/%ff")]));
    }
}
