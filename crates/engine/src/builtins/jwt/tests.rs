use regorus::Value;

use super::TABLE;
use crate::builtins::clock::{self, Moment};
use crate::builtins::{Failure, Result};

const KEY: &str = r#"{"kty": "oct", "k": "c2VjcmV0"}"#;

fn call(name: &str, arguments: &[Value]) -> Result {
    let own = TABLE.iter().find(|own| own.name == name).unwrap();
    (own.call)(arguments)
}

fn json(text: &str) -> Value {
    Value::from_json_str(text).unwrap()
}

fn token(header: &str, payload: &str) -> Value {
    let arguments = [Value::from(header), Value::from(payload), Value::from(KEY)];
    call("io.jwt.encode_sign_raw", &arguments).unwrap()
}

fn verified(token: Value, constraints: &str) -> Result {
    call("io.jwt.decode_verify", &[token, json(constraints)])
}

#[test]
fn what_is_signed_is_verified_and_decoded() {
    let token = token(r#"{"alg": "HS256"}"#, r#"{"a": 1}"#);
    let wanted = json(r#"[true, {"alg": "HS256"}, {"a": 1}]"#);
    assert_eq!(
        verified(token.clone(), r#"{"secret": "secret"}"#),
        Ok(wanted)
    );
    let secret = Value::from("secret");
    assert_eq!(
        call("io.jwt.verify_hs256", &[token.clone(), secret.clone()]),
        Ok(Value::from(true))
    );
    assert_eq!(
        call("io.jwt.verify_hs512", &[token, secret]),
        Ok(Value::from(false))
    );
}

#[test]
fn a_claim_that_does_not_hold_unverifies() {
    let unverified = json("[false, {}, {}]");
    for (payload, constraints) in [
        (
            r#"{"exp": 10}"#,
            r#"{"secret": "secret", "time": 10000000000}"#,
        ),
        (
            r#"{"nbf": 11}"#,
            r#"{"secret": "secret", "time": 10000000000}"#,
        ),
        (r#"{"iss": "a"}"#, r#"{"secret": "secret", "iss": "b"}"#),
        (r"{}", r#"{"secret": "secret", "aud": "b"}"#),
        (r#"{"aud": ["a"]}"#, r#"{"secret": "secret"}"#),
        (r"{}", r#"{"secret": "secret", "alg": "HS512"}"#),
        (r"{}", r#"{"secret": "other"}"#),
    ] {
        let token = token(r#"{"alg": "HS256"}"#, payload);
        assert_eq!(
            verified(token, constraints),
            Ok(unverified.clone()),
            "{payload}"
        );
    }
}

#[test]
fn a_token_with_times_is_held_against_the_time_of_the_evaluation() {
    for (payload, holds_at_9, holds_at_11) in [
        (r#"{"exp": 10}"#, true, false),
        (r#"{"nbf": 10}"#, false, true),
    ] {
        for (seconds, holds) in [(9, holds_at_9), (11, holds_at_11)] {
            clock::set(Moment {
                nanoseconds: seconds * 1_000_000_000,
                seed: [0; 32],
            });
            let token = token(r#"{"alg": "HS256"}"#, payload);
            let answer = verified(token, r#"{"secret": "secret"}"#).unwrap();
            assert_eq!(answer[0u64], Value::from(holds), "{payload} at {seconds}");
        }
    }
}

#[test]
fn an_unknown_critical_parameter_unverifies() {
    let token = token(r#"{"alg": "HS256", "crit": ["x"], "x": 1}"#, "{}");
    let answer = verified(token, r#"{"secret": "secret"}"#);
    assert_eq!(answer, Ok(json("[false, {}, {}]")));
}

#[test]
fn a_public_key_is_no_secret() {
    let key =
        r#"{"kty": "OKP", "crv": "Ed25519", "x": "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE"}"#;
    let token = token(r#"{"alg": "HS256"}"#, "{}");
    let constraints = Value::from_json_str(r#"{"cert": ""}"#).unwrap();
    assert!(matches!(
        call("io.jwt.decode_verify", &[token.clone(), constraints]),
        Err(Failure::Builtin(_))
    ));
    let constraints = format!("{{\"cert\": {}}}", serde_json::to_string(key).unwrap());
    assert_eq!(verified(token, &constraints), Ok(json("[false, {}, {}]")));
}

#[test]
fn what_makes_opa_panic_is_an_error_in_either_mode() {
    let token = token(r#"{"alg": "HS256", "cty": 1}"#, "{}");
    assert!(matches!(
        call("io.jwt.decode", &[token]),
        Err(Failure::Limit(_))
    ));
}

#[test]
fn every_asymmetric_signature_repeats_and_verifies() {
    let ed = r#"{"kty": "OKP", "crv": "Ed25519", "d": "mxX7B58hWU94gqS-iCFYAxuCD7sCGyvUDKyBhkV31iw", "x": "RJ8MlmLRatJErbidRDyVUuViKiWiruGvAiTc7wHfAL8"}"#;
    let ec = r#"{"kty": "EC", "crv": "P-256", "d": "MSYjD562xfF761yr3PAT2_SrWQ4-NhFtzdv_6Vf-ZXk", "x": "LC7Sc6E3-3_So1tOrSOYX1NTGEljOy_V5UI7Zdg3Isk", "y": "Zktr9w_b0Ou43t6QrurwBjDDG8L-nOmMU_3q3SSbr44"}"#;
    for (algorithm, key) in [("EdDSA", ed), ("ES256", ec), ("ES512", ec)] {
        let header = format!("{{\"alg\": \"{algorithm}\"}}");
        let arguments = [Value::from(header), Value::from("{}"), Value::from(key)];
        let token = call("io.jwt.encode_sign_raw", &arguments).unwrap();
        assert_eq!(
            call("io.jwt.encode_sign_raw", &arguments),
            Ok(token.clone())
        );
        let constraints = format!("{{\"cert\": {}}}", serde_json::to_string(key).unwrap());
        let answer = verified(token, &constraints).unwrap();
        assert_eq!(answer[0_usize], Value::from(true), "{algorithm}");
    }
}
