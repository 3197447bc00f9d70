//! JSON Web Tokens: `io.jwt.*`, after `topdown/tokens.go` of OPA 1.20 and the packages `jwk` and
//! `jwsbb` of `lestrrat-go/jwx` v3 that it calls.

mod constraints;
mod jwk;
mod keys;
mod sign;
mod token;
mod verify;

use regorus::Value;

use super::keys::encoding;
use super::{Failure, Own, Result};
use token::Token;
pub(super) use token::reads_in_go;

macro_rules! verifier {
    ($name:literal, $algorithm:literal) => {
        Own {
            name: $name,
            arity: 2,
            call: |arguments| verify::verify($name, $algorithm, arguments),
        }
    };
}

pub(super) const TABLE: &[Own] = &[
    Own {
        name: "io.jwt.decode",
        arity: 1,
        call: decode,
    },
    Own {
        name: "io.jwt.decode_verify",
        arity: 2,
        call: constraints::decode_verify,
    },
    Own {
        name: "io.jwt.encode_sign",
        arity: 3,
        call: sign::encode_sign,
    },
    Own {
        name: "io.jwt.encode_sign_raw",
        arity: 3,
        call: sign::encode_sign_raw,
    },
    verifier!("io.jwt.verify_eddsa", "EdDSA"),
    verifier!("io.jwt.verify_es256", "ES256"),
    verifier!("io.jwt.verify_es384", "ES384"),
    verifier!("io.jwt.verify_es512", "ES512"),
    verifier!("io.jwt.verify_hs256", "HS256"),
    verifier!("io.jwt.verify_hs384", "HS384"),
    verifier!("io.jwt.verify_hs512", "HS512"),
    verifier!("io.jwt.verify_ps256", "PS256"),
    verifier!("io.jwt.verify_ps384", "PS384"),
    verifier!("io.jwt.verify_ps512", "PS512"),
    verifier!("io.jwt.verify_rs256", "RS256"),
    verifier!("io.jwt.verify_rs384", "RS384"),
    verifier!("io.jwt.verify_rs512", "RS512"),
];

/// Header, payload and signature of a token, or of the one that is innermost in it. Nothing is
/// verified.
fn decode(arguments: &[Value]) -> Result {
    let name = "io.jwt.decode";
    let mut text = super::text(name, arguments.first().unwrap_or(&Value::Undefined))?.to_owned();
    loop {
        let token = Token::split(name, &text)?;
        let header = token.header(name)?;
        let payload = token.payload(name)?;
        match header.get("cty") {
            None => {}
            Some(Value::String(kind)) if &**kind != "JWT" => {}
            Some(Value::String(_)) => {
                encoding::go_text(&payload)
                    .trim_matches(['"', '\''])
                    .clone_into(&mut text);
                continue;
            }
            // OPA panics.
            Some(_) => {
                return Err(Failure::Limit(format!(
                    "`{name}`: the header's `cty` must be a string"
                )));
            }
        }
        let payload = token::object(name, &payload)?;
        let signature = super::hashes::hexadecimal(&token.signature(name)?);
        return Ok(Value::from(vec![header.into_value(), payload, signature]));
    }
}

#[cfg(test)]
mod tests;
