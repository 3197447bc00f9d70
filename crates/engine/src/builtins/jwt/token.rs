//! A token in its compact form.

use std::collections::BTreeMap;

use regorus::Value;

use crate::builtins::Failure;
use crate::builtins::keys::encoding;

/// The three parts of a token, still encoded.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token<'a> {
    header: &'a str,
    payload: &'a str,
    signature: &'a str,
    /// Header and payload, which the signature is of.
    pub(super) signed: &'a str,
}

/// What a header says.
#[derive(Debug)]
pub(super) struct Header(BTreeMap<String, Value>, Value);

impl<'a> Token<'a> {
    /// Splits a token.
    pub(super) fn split(name: &str, text: &'a str) -> Result<Self, Failure> {
        let parts: Vec<&str> = text.splitn(4, '.').collect();
        let [header, payload, signature] = parts[..] else {
            return Err(Failure::Builtin(format!(
                "`{name}` expects a token of three sections with periods between them"
            )));
        };
        Ok(Self {
            header,
            payload,
            signature,
            signed: &text[..header.len() + 1 + payload.len()],
        })
    }

    pub(super) fn header(&self, name: &str) -> Result<Header, Failure> {
        let value = object(name, &section(name, "header", self.header)?)?;
        let fields = fields(&value);
        if fields.contains_key("enc") {
            return Err(Failure::Builtin(format!(
                "`{name}`: the token is encrypted, which is not supported"
            )));
        }
        Ok(Header(fields, value))
    }

    pub(super) fn payload(&self, name: &str) -> Result<Vec<u8>, Failure> {
        section(name, "payload", self.payload)
    }

    pub(super) fn signature(&self, name: &str) -> Result<Vec<u8>, Failure> {
        section(name, "signature", self.signature)
    }
}

fn section(name: &str, part: &str, text: &str) -> Result<Vec<u8>, Failure> {
    encoding::url(text)
        .ok_or_else(|| Failure::Builtin(format!("`{name}`: the token's {part} is not base64url")))
}

/// Whether JSON that is refused here is read by Go: nesting to a depth of ten thousand, halves of
/// surrogate pairs, and numbers beyond those of 64 bits. A token must not hide itself by those.
pub(in crate::builtins) fn reads_in_go(error: &str) -> bool {
    ["recursion", "surrogate", "hex escape", "out of range"]
        .iter()
        .any(|sign| error.contains(sign))
}

/// The object that is written in these bytes.
pub(super) fn object(name: &str, bytes: &[u8]) -> Result<Value, Failure> {
    let text = encoding::go_text(bytes);
    match Value::from_json_str(&text) {
        Ok(_) if !keeps_numbers(&text) => Err(Failure::Limit(format!(
            "`{name}`: a number in the token has more digits than are kept"
        ))),
        Ok(value @ Value::Object(_)) => Ok(value),
        Ok(_) => Err(Failure::Builtin(format!(
            "`{name}` expects a JSON object in each section of the token"
        ))),
        Err(error) => {
            let message = format!("`{name}`: invalid JSON in the token: {error}");
            Err(if reads_in_go(&message) {
                Failure::Limit(message)
            } else {
                Failure::Builtin(message)
            })
        }
    }
}

/// Whether every number of a JSON text is one that reading it does not round; OPA rounds none.
fn keeps_numbers(json: &str) -> bool {
    let mut rest = json;
    while let Some(start) = rest.find(|one: char| one == '"' || one == '-' || one.is_ascii_digit())
    {
        rest = &rest[start..];
        if let Some(string) = rest.strip_prefix('"') {
            let mut is_escaped = false;
            let end = string.find(|one| {
                let ends = one == '"' && !is_escaped;
                is_escaped = one == '\\' && !is_escaped;
                ends
            });
            rest = end.map_or("", |end| &string[end + 1..]);
            continue;
        }
        let end = rest
            .find(|one: char| !one.is_ascii_alphanumeric() && !"+-.".contains(one))
            .unwrap_or(rest.len());
        let (number, behind) = rest.split_at(end);
        if !is_kept(number) {
            return false;
        }
        rest = behind;
    }
    true
}

fn is_kept(number: &str) -> bool {
    let is_whole = number.parse::<i64>().is_ok() || number.parse::<u64>().is_ok();
    let digits = |number: &str| {
        let mantissa = number.split(['e', 'E']).next().unwrap_or_default();
        let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
        digits.trim_matches('0').to_owned()
    };
    let read = number.parse().map_or(f64::NAN, |read: f64| read);
    is_whole || digits(&format!("{read:e}")) == digits(number)
}

/// The fields of an object.
pub(super) fn fields(value: &Value) -> BTreeMap<String, Value> {
    let Value::Object(fields) = value else {
        return BTreeMap::new();
    };
    fields
        .iter()
        .filter_map(|(key, value)| match key {
            Value::String(key) => Some((key.to_string(), value.clone())),
            _ => None,
        })
        .collect()
}

impl Header {
    pub(super) fn get(&self, field: &str) -> Option<&Value> {
        self.0.get(field)
    }

    pub(super) fn into_value(self) -> Value {
        self.1
    }

    /// A field that has to be a string where there is one; empty where there is none.
    fn string(&self, name: &str, field: &str) -> Result<&str, Failure> {
        match self.get(field) {
            None => Ok(""),
            Some(Value::String(text)) => Ok(text),
            Some(_) => Err(Failure::Builtin(format!(
                "`{name}`: the header's `{field}` must be a string"
            ))),
        }
    }

    /// What of the header is read to verify the token.
    pub(super) fn parameters(&self, name: &str) -> Result<Parameters<'_>, Failure> {
        self.string(name, "typ")?;
        let critical = match self.get("crit") {
            None => Vec::new(),
            Some(Value::Array(names)) => {
                // What stands behind the first that is no string is not read.
                let names = names.iter().map_while(|one| match one {
                    Value::String(text) => Some(&**text),
                    _ => None,
                });
                let names: Vec<&str> = names.collect();
                if names.is_empty() {
                    return Err(Failure::Builtin(format!(
                        "`{name}`: the header's `crit` must be a list of names, not empty"
                    )));
                }
                names
            }
            Some(_) => {
                return Err(Failure::Builtin(format!(
                    "`{name}`: the header's `crit` must be a list"
                )));
            }
        };
        let known = ["alg", "kid", "typ", "cty", "crit"];
        let unknown = |field: &&str| self.0.contains_key(*field) && !known.contains(field);
        Ok(Parameters {
            algorithm: self.string(name, "alg")?,
            key: self.string(name, "kid")?,
            content: self.string(name, "cty")?,
            has_unknown_critical: critical.iter().any(unknown),
        })
    }
}

/// What of a header is read to verify its token.
#[derive(Debug, Clone, Copy)]
pub(super) struct Parameters<'a> {
    pub(super) algorithm: &'a str,
    /// The id of the key; empty where there is none.
    pub(super) key: &'a str,
    /// The type of the content; empty where there is none.
    pub(super) content: &'a str,
    /// Whether a field of the header is said to be critical that nobody knows.
    pub(super) has_unknown_critical: bool,
}

#[cfg(test)]
mod tests {
    use super::keeps_numbers;

    #[test]
    fn a_number_that_would_be_rounded_is_seen() {
        for kept in [
            r#"{"a": 18446744073709551615}"#,
            r#"{"1\"2345678901234567890": 1.5e3}"#,
            "[]",
        ] {
            assert!(keeps_numbers(kept), "{kept}");
        }
        for lost in ["[18446744073709551616]", "[1.10000000000000000001]"] {
            assert!(!keeps_numbers(lost), "{lost}");
        }
    }
}
