//! `io.jwt.decode_verify`: a token's signature and claims against constraints.

use regorus::Value;

use super::keys::{self, VerificationKey};
use super::token::{self, Header, Token};
use super::verify::{any_signs, signs_as};
use crate::builtins::keys::{Hash, encoding};
use crate::builtins::{Failure, Result, clock, kind, text};

const NAME: &str = "io.jwt.decode_verify";
/// Deepest that tokens may stand in each other. Their size bounds it in OPA.
const MAX_NESTING: usize = 32;

/// What a token is held to; empty texts are no constraints, as in OPA.
#[derive(Default)]
struct Constraints {
    keys: Option<Vec<VerificationKey>>,
    secret: String,
    algorithm: String,
    issuer: String,
    audience: String,
    /// In nanoseconds.
    time: Option<f64>,
}

/// `[true, header, payload]`, or `[false, {}, {}]` for a token that does not hold.
pub(super) fn decode_verify(arguments: &[Value]) -> Result {
    let [token, constraints] = arguments else {
        return Err(failed("a token and an object of constraints were expected"));
    };
    let constraints = Constraints::read(constraints)?;
    let mut token = text(NAME, token)?.to_owned();
    for _ in 0..MAX_NESTING {
        let parts = Token::split(NAME, &token)?;
        let header = parts.header(NAME)?;
        let parameters = header.parameters(NAME)?;
        let algorithm = parameters.algorithm;
        let expected = constraints.algorithm.is_empty() || constraints.algorithm == algorithm;
        if algorithm.is_empty() || parameters.has_unknown_critical || !expected {
            return Ok(unverified());
        }
        let signature = parts.signature(NAME)?;
        if !constraints.are_signed(&parts, parameters.key, algorithm, &signature)? {
            return Ok(unverified());
        }
        let payload = parts.payload(NAME)?;
        if !parameters.content.eq_ignore_ascii_case("JWT") {
            return constraints.check(header, token::object(NAME, &payload)?);
        }
        token = encoding::go_text(&payload);
    }
    Err(Failure::Limit(format!(
        "`{NAME}`: tokens are nested deeper than {MAX_NESTING}"
    )))
}

fn failed(message: &str) -> Failure {
    Failure::Builtin(format!("`{NAME}`: {message}"))
}

fn unverified() -> Value {
    Value::from(vec![
        Value::from(false),
        Value::new_object(),
        Value::new_object(),
    ])
}

impl Constraints {
    fn read(value: &Value) -> std::result::Result<Self, Failure> {
        let Value::Object(given) = value else {
            return Err(failed(&format!(
                "the constraints must be an object, not {}",
                kind(value)
            )));
        };
        let mut read = Self::default();
        for (name, value) in given.iter() {
            let Value::String(name) = name else {
                // OPA panics.
                return Err(Failure::Limit(format!(
                    "`{NAME}`: the names of constraints must be strings, not {}",
                    kind(name)
                )));
            };
            let string = || match value {
                Value::String(text) => Ok(text.to_string()),
                other => Err(failed(&format!(
                    "the constraint `{name}` must be a string, not {}",
                    kind(other)
                ))),
            };
            match &**name {
                "cert" => read.keys = Some(keys::read(NAME, &string()?)?),
                "secret" => read.secret = string()?,
                "alg" => read.algorithm = string()?,
                "iss" => read.issuer = string()?,
                "aud" => read.audience = string()?,
                "time" => read.time = Some(time(value)?),
                other => return Err(failed(&format!("unknown constraint `{other}`"))),
            }
        }
        match (&read.keys, read.secret.is_empty()) {
            (None, true) => Err(failed("the constraints need a `cert` or a `secret`")),
            (Some(_), false) => Err(failed("the constraints have both a `cert` and a `secret`")),
            _ => Ok(read),
        }
    }

    fn are_signed(
        &self,
        token: &Token<'_>,
        key: &str,
        algorithm: &str,
        signature: &[u8],
    ) -> std::result::Result<bool, Failure> {
        let message = token.signed.as_bytes();
        let Some(keys) = &self.keys else {
            let hash = match algorithm {
                "HS256" => Hash::Sha256,
                "HS384" => Hash::Sha384,
                "HS512" => Hash::Sha512,
                _ => return Ok(false),
            };
            return Ok(hash.code(self.secret.as_bytes(), message) == signature);
        };
        any_signs(keys, key, algorithm, |key| {
            signs_as(algorithm, &key.key, message, signature)
        })
        .map_err(|error| error.of(NAME))
    }

    /// Holds the claims to the constraints and to the time.
    fn check(&self, header: Header, payload: Value) -> Result {
        let claims = token::fields(&payload);
        if !self.issuer.is_empty() {
            match claims.get("iss") {
                Some(Value::String(issuer)) if **issuer == *self.issuer => {}
                None | Some(Value::String(_)) => return Ok(unverified()),
                // OPA panics.
                Some(_) => {
                    return Err(Failure::Limit(format!(
                        "`{NAME}`: the claim `iss` must be a string"
                    )));
                }
            }
        }
        let is_audience =
            |value: &Value| matches!(value, Value::String(text) if **text == *self.audience);
        let is_meant = match claims.get("aud") {
            None => self.audience.is_empty(),
            Some(Value::Array(members)) => members.iter().any(is_audience),
            Some(other) => is_audience(other),
        };
        if !is_meant {
            return Ok(unverified());
        }
        if let Some(expiry) = seconds(claims.get("exp"), "exp")?
            && self.seconds() >= expiry
        {
            return Ok(unverified());
        }
        if let Some(start) = seconds(claims.get("nbf"), "nbf")?
            && self.seconds() < start
        {
            return Ok(unverified());
        }
        Ok(Value::from(vec![
            Value::from(true),
            header.into_value(),
            payload,
        ]))
    }

    /// The time that counts, in seconds.
    #[expect(
        clippy::cast_precision_loss,
        reason = "OPA makes a float of the clock's nanoseconds too"
    )]
    fn seconds(&self) -> f64 {
        self.time.unwrap_or_else(|| clock::now() as f64) / 1e9
    }
}

fn time(value: &Value) -> std::result::Result<f64, Failure> {
    match nearest(value) {
        Some(time) if time >= 0.0 => Ok(time),
        _ => Err(failed(
            "the constraint `time` must be a number, not negative",
        )),
    }
}

fn seconds(claim: Option<&Value>, name: &str) -> std::result::Result<Option<f64>, Failure> {
    match claim {
        None => Ok(None),
        Some(value) => nearest(value)
            .map(Some)
            .ok_or_else(|| failed(&format!("the claim `{name}` must be a number"))),
    }
}

/// The float that is nearest to a number; `Value::as_f64` is for those that are floats exactly.
fn nearest(value: &Value) -> Option<f64> {
    matches!(value, Value::Number(_)).then(|| value.to_json_str().ok()?.parse().ok())?
}
