use regorus::Value;

use super::TABLE;
use crate::builtins::clock::{self, Moment};
use crate::builtins::{Failure, Result};

/// Made with OpenSSL: a root for P-256 with the name `root`, and a leaf for `a.example`.
const ROOT: &str = include_str!("tests/root.pem");
const LEAF: &str = include_str!("tests/leaf.pem");
const KEY: &str = include_str!("tests/leaf.key");

fn call(name: &str, arguments: &[Value]) -> Result {
    let own = TABLE.iter().find(|own| own.name == name).unwrap();
    (own.call)(arguments)
}

fn verified(certificates: &str, options: &str) -> Result {
    let arguments = [
        Value::from(certificates),
        Value::from_json_str(options).unwrap(),
    ];
    call(
        "crypto.x509.parse_and_verify_certificates_with_options",
        &arguments,
    )
}

fn holds(certificates: &str, options: &str) -> bool {
    verified(certificates, options).unwrap()[0_usize] == Value::from(true)
}

#[test]
fn a_certificate_is_printed_as_go_does() {
    let printed = call("crypto.x509.parse_certificates", &[Value::from(LEAF)]).unwrap();
    let leaf = &printed[0_usize];
    assert_eq!(leaf["Subject"]["CommonName"], Value::from("leaf"));
    assert_eq!(
        leaf["DNSNames"],
        Value::from_json_str(r#"["a.example"]"#).unwrap()
    );
    assert_eq!(leaf["URIStrings"], Value::Null);
    assert_eq!(leaf["PublicKeyAlgorithm"], Value::from(3_u64));
}

#[test]
fn a_chain_holds_at_its_time_for_its_host_and_usage() {
    let chain = [ROOT, LEAF].concat();
    let at = |rest: &str| format!("{{\"CurrentTime\": 1900000000000000000{rest}}}");
    assert!(holds(&chain, &at("")));
    assert!(holds(&chain, &at(r#", "DNSName": "a.example""#)));
    assert!(holds(
        &chain,
        &at(r#", "KeyUsages": ["KeyUsageServerAuth"]"#)
    ));
    for rest in [
        r#", "DNSName": "b.example""#,
        r#", "KeyUsages": ["KeyUsageCodeSigning"]"#,
    ] {
        assert!(!holds(&chain, &at(rest)), "{rest}");
    }
    assert!(!holds(&chain, r#"{"CurrentTime": 1}"#));
    assert!(
        !holds(&[LEAF, ROOT].concat(), &at("")),
        "a leaf signs nothing"
    );
    assert!(!holds(ROOT, &at("")), "one is not enough");
}

#[test]
fn a_chain_is_held_against_the_time_of_the_evaluation() {
    let chain = [ROOT, LEAF].concat();
    for (nanoseconds, holds) in [(1, false), (2_000_000_000_000_000_000, true)] {
        clock::set(Moment {
            nanoseconds,
            seed: [0; 32],
        });
        let answers = [
            verified(&chain, "{}"),
            call(
                "crypto.x509.parse_and_verify_certificates",
                &[Value::from(chain.clone())],
            ),
        ];
        for answer in answers {
            assert_eq!(answer.unwrap()[0u64], Value::from(holds));
        }
    }
}

#[test]
fn an_unknown_option_is_an_error() {
    for options in [
        r#"{"Foo": 1}"#,
        r#"{"KeyUsages": ["foo"]}"#,
        r#"{"CurrentTime": "1"}"#,
    ] {
        let answer = verified(&[ROOT, LEAF].concat(), options);
        assert!(matches!(answer, Err(Failure::Builtin(_))), "{answer:?}");
    }
}

#[test]
fn a_pair_is_of_a_certificate_and_its_key() {
    let pair = |certificate: &str| {
        let arguments = [Value::from(certificate), Value::from(KEY)];
        call("crypto.x509.parse_keypair", &arguments)
    };
    assert_eq!(pair(LEAF).unwrap()["OCSPStaple"], Value::Null);
    assert!(matches!(pair(ROOT), Err(Failure::Builtin(_))));
}

#[test]
fn a_private_key_is_a_jwk() {
    let key = call("crypto.x509.parse_rsa_private_key", &[Value::from(KEY)]).unwrap();
    assert_eq!(
        (&key["kty"], &key["crv"]),
        (&Value::from("EC"), &Value::from("P-256"))
    );
    let keys = call("crypto.parse_private_keys", &[Value::from("")]);
    assert_eq!(keys, Ok(Value::Null));
}

/// An element of DER.
fn element(tag: u8, contents: &[u8]) -> Vec<u8> {
    let length = u32::try_from(contents.len()).unwrap().to_be_bytes();
    let length = match contents.len() {
        0..128 => length[3..].to_vec(),
        128..256 => [&[0x81], &length[3..]].concat(),
        256..65_536 => [&[0x82], &length[2..]].concat(),
        65_536..16_777_216 => [&[0x83], &length[1..]].concat(),
        _ => [&[0x84], &length[..]].concat(),
    };
    [&[tag], &length[..], contents].concat()
}

#[test]
fn what_would_take_long_to_print_is_refused() {
    let number = |length: usize| element(2, &vec![0x7f; length]);
    let key = [number(200_000), vec![2, 1, 3]].concat();
    let algorithm = [6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 1, 1, 5, 0];
    let key = [&[0][..], &element(0x30, &key)].concat();
    let info = element(
        0x30,
        &[element(0x30, &algorithm), element(3, &key)].concat(),
    );
    let error = crate::builtins::keys::PublicKey::from_info(&info).unwrap_err();
    assert!(matches!(error.of("f"), Failure::Limit(_)));

    let mut numbers = [&[2, 1, 0][..], &number(100_000), &[2, 1, 3]].concat();
    for _ in 0..6 {
        numbers.extend(number(100_000));
    }
    let error = crate::builtins::keys::PrivateKey::from_pkcs1(&element(0x30, &numbers));
    assert!(matches!(error.unwrap_err().of("f"), Failure::Limit(_)));
    let long = Value::from("A".repeat(2 << 20));
    let answer = call("crypto.x509.parse_certificates", &[long]);
    assert!(matches!(answer, Err(Failure::Limit(_))), "{answer:?}");
}
