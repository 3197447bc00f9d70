//! `providers.aws.sign_req`: a request signed for AWS, after `topdown/providers.go` and
//! `internal/providers/aws/signing_v4.go` of OPA 1.20.

mod target;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use regorus::Value;

use super::keys::Hash;
use super::{Failure, Own, Result, go_json, kind};
use target::Target;

const NAME: &str = "providers.aws.sign_req";

pub(super) const TABLE: &[Own] = &[Own {
    name: NAME,
    arity: 3,
    call: sign_request,
}];

/// What `http.send` reads of a request.
const FIELDS: [&str; 28] = [
    "body",
    "cache",
    "cache_ignored_headers",
    "caching_mode",
    "enable_redirect",
    "force_cache",
    "force_cache_duration_seconds",
    "force_json_decode",
    "force_yaml_decode",
    "headers",
    "max_retry_attempts",
    "method",
    "raise_error",
    "raw_body",
    "timeout",
    "tls_ca_cert",
    "tls_ca_cert_env_variable",
    "tls_ca_cert_file",
    "tls_client_cert",
    "tls_client_cert_env_variable",
    "tls_client_cert_file",
    "tls_client_key",
    "tls_client_key_env_variable",
    "tls_client_key_file",
    "tls_insecure_skip_verify",
    "tls_server_name",
    "tls_use_system_certs",
    "url",
];

/// Headers that are not signed, as they may change under way.
const UNSIGNED: [&str; 3] = ["authorization", "user-agent", "x-amzn-trace-id"];

fn failed(message: impl std::fmt::Display) -> Failure {
    Failure::Builtin(format!("`{NAME}`: {message}"))
}

/// What the signature is made with.
struct Credentials {
    access_key: String,
    secret_key: String,
    region: String,
    service: String,
    /// Empty where there is none.
    session_token: String,
    signs_payload: bool,
}

impl Credentials {
    fn read(value: &Value) -> std::result::Result<Self, Failure> {
        let fields = fields(value, "the configuration")?;
        let required = |name: &str| match fields.get(name) {
            Some(Value::String(text)) => Ok(text.to_string()),
            _ => Err(failed(format!("the configuration needs a string `{name}`"))),
        };
        let session_token = match fields.get("aws_session_token") {
            Some(Value::String(text)) => text.to_string(),
            _ => String::new(),
        };
        let signs_payload = match fields.get("disable_payload_signing") {
            None => true,
            Some(Value::Bool(is_disabled)) => !is_disabled,
            Some(_) => return Err(failed("`disable_payload_signing` must be a boolean")),
        };
        Ok(Self {
            access_key: required("aws_access_key")?,
            secret_key: required("aws_secret_access_key")?,
            region: required("aws_region")?,
            service: required("aws_service")?,
            session_token,
            signs_payload,
        })
    }
}

fn fields(value: &Value, what: &str) -> std::result::Result<BTreeMap<String, Value>, Failure> {
    let Value::Object(fields) = value else {
        return Err(failed(format!(
            "{what} must be an object, not {}",
            kind(value)
        )));
    };
    let mut read = BTreeMap::new();
    for (name, value) in fields.iter() {
        if let Value::String(name) = name {
            read.insert(name.to_string(), value.clone());
        }
    }
    Ok(read)
}

fn sign_request(arguments: &[Value]) -> Result {
    let [request, configuration, time] = arguments else {
        return Err(failed(
            "a request, a configuration and a time were expected",
        ));
    };
    let given = fields(request, "the request")?;
    let credentials = Credentials::read(configuration)?;
    let Value::Number(time) = time else {
        return Err(failed(format!(
            "the time must be a number, not {}",
            kind(time)
        )));
    };
    let time = time.as_i64();
    let time = time.ok_or_else(|| failed("the time must be a whole number of 64 bits"))?;
    // OPA refuses what is written with an exponent, such as `-1e9`, and the spelling is lost here.
    // Nobody signs for a time before 1970, so that much is refused with it.
    if time < 0 {
        return Err(Failure::Limit(format!("`{NAME}`: the time is before 1970")));
    }
    let unknown = given.keys().find(|name| !FIELDS.contains(&name.as_str()));
    let is_named = |(name, _): (&Value, &Value)| matches!(name, Value::String(_));
    let all_named = matches!(request, Value::Object(fields) if fields.iter().all(is_named));
    if unknown.is_some() || !all_named {
        return Err(failed(format!(
            "the request has a field that none has: {}",
            unknown.map_or("one that is no string", String::as_str)
        )));
    }
    let required = |name: &str| match given.get(name) {
        Some(Value::String(text)) => Ok(text.to_string()),
        _ => Err(failed(format!("the request needs a string `{name}`"))),
    };
    let (method, url) = (required("method")?, required("url")?);
    let headers = match given.get("headers") {
        None => Vec::new(),
        Some(headers) => read_headers(headers)?,
    };
    let target = Target::parse(&url).map_err(|error| error.of(NAME))?;
    let body = match (given.get("raw_body"), given.get("body")) {
        (Some(Value::String(text)), _) => text.to_string(),
        (Some(_), _) | (None, None) => String::new(),
        (None, Some(body)) => go_json::write(NAME, body)?,
    };
    let (authorization, added) = sign(&method, &target, &body, &headers, &credentials, time);

    let mut signed: BTreeMap<Value, Value> = headers
        .iter()
        .map(|(name, value)| (Value::from(name.as_str()), Value::from(value.as_str())))
        .collect();
    signed.insert(Value::from("Authorization"), Value::from(authorization));
    for (name, value) in added {
        signed.insert(Value::from(name), Value::from(value));
    }
    let mut answer = request.clone();
    if let Ok(fields) = answer.as_object_mut() {
        fields.insert(Value::from("headers"), Value::from(signed));
    }
    Ok(answer)
}

/// Headers as texts; what is no string is an empty one, as in OPA.
fn read_headers(value: &Value) -> std::result::Result<Vec<(String, String)>, Failure> {
    let Value::Object(headers) = value else {
        return Err(failed(format!(
            "the headers must be an object, not {}",
            kind(value)
        )));
    };
    let text = |value: &Value| match value {
        Value::String(text) => text.to_string(),
        _ => String::new(),
    };
    let headers: Vec<(String, String)> = headers
        .iter()
        .map(|(name, value)| (text(name), text(value)))
        .collect();
    let mut names: Vec<String> = headers
        .iter()
        .map(|(name, _)| name.to_lowercase())
        .collect();
    names.sort();
    // Which of them is signed is a matter of chance in OPA.
    if names.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(Failure::Limit(format!(
            "`{NAME}`: two headers have the same name but for its case"
        )));
    }
    Ok(headers)
}

/// The header `Authorization`, and the headers that AWS asks for.
fn sign(
    method: &str,
    target: &Target,
    body: &str,
    headers: &[(String, String)],
    credentials: &Credentials,
    time: i64,
) -> (String, BTreeMap<String, String>) {
    let Credentials {
        region, service, ..
    } = credentials;
    let content = if credentials.signs_payload {
        hexadecimal(&Hash::Sha256.of(body.as_bytes()))
    } else {
        "UNSIGNED-PAYLOAD".to_owned()
    };
    let moment = basic_time(time);
    let date = moment.get(..8).unwrap_or_default();
    let mut added = BTreeMap::from([
        ("host".to_owned(), target.host.clone()),
        ("x-amz-date".to_owned(), moment.clone()),
    ]);
    if service == "s3" || service == "glacier" {
        added.insert("x-amz-content-sha256".to_owned(), content.clone());
    }
    if !credentials.session_token.is_empty() {
        let token = credentials.session_token.clone();
        added.insert("x-amz-security-token".to_owned(), token);
    }
    let mut signed = added.clone();
    for (name, value) in headers {
        let name = name.to_lowercase();
        if !UNSIGNED.contains(&name.as_str()) {
            signed.insert(name, value.clone());
        }
    }
    let mut canonical = format!("{method}\n{}\n{}\n", target.path, target.query);
    for (name, value) in &signed {
        let _ = writeln!(canonical, "{name}:{value}");
    }
    let names: Vec<&str> = signed.keys().map(String::as_str).collect();
    let names = names.join(";");
    let _ = write!(canonical, "\n{names}\n{content}");

    let scope = format!("{date}/{region}/{service}/aws4_request");
    let digest = hexadecimal(&Hash::Sha256.of(canonical.as_bytes()));
    let message = format!("AWS4-HMAC-SHA256\n{moment}\n{scope}\n{digest}");
    let code = |key: &[u8], message: &str| Hash::Sha256.code(key, message.as_bytes());
    let mut key = code(format!("AWS4{}", credentials.secret_key).as_bytes(), date);
    for part in [region, service, "aws4_request"] {
        key = code(&key, part);
    }
    let signature = hexadecimal(&code(&key, &message));
    let authorization = format!(
        "AWS4-HMAC-SHA256 Credential={}/{scope},SignedHeaders={names},Signature={signature}",
        credentials.access_key
    );
    (authorization, added)
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut written, byte| {
        let _ = write!(written, "{byte:02x}");
        written
    })
}

/// Nanoseconds since 1970 as `20060102T150405Z`.
fn basic_time(nanoseconds: i64) -> String {
    let text = super::x509::utc(nanoseconds.div_euclid(1_000_000_000));
    text.chars()
        .filter(|one| !matches!(one, '-' | ':'))
        .collect()
}

#[cfg(test)]
mod tests;
