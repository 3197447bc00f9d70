use regorus::Value;

use super::sign_request;
use crate::builtins::{Failure, Result};

fn signed(request: &str) -> Result {
    let configuration = r#"{"aws_access_key": "AK", "aws_secret_access_key": "SK", "aws_service": "s3", "aws_region": "us-east-1"}"#;
    let json = |text: &str| Value::from_json_str(text).unwrap();
    sign_request(&[json(request), json(configuration), Value::from(1_i64)])
}

#[test]
fn a_request_is_signed_as_opa_does() {
    let answer = signed(r#"{"method": "get", "url": "https://example.com"}"#).unwrap();
    let wanted = "AWS4-HMAC-SHA256 Credential=AK/19700101/us-east-1/s3/aws4_request,\
                  SignedHeaders=host;x-amz-content-sha256;x-amz-date,\
                  Signature=d9d9c4e8140795f97d8c947b403135bd73b7bfcb29c4bb9f4f9e784809d8541a";
    assert_eq!(answer["headers"]["Authorization"], Value::from(wanted));
    assert_eq!(
        answer["headers"]["x-amz-date"],
        Value::from("19700101T000000Z")
    );
}

#[test]
fn a_malformed_request_is_an_error() {
    for request in [
        r#"{"method": "get"}"#,
        r#"{"method": "get", "url": 1}"#,
        r#"{"method": "get", "url": "https://a.b", "foo": 1}"#,
        r#"{"method": "get", "url": "https://a.b", "headers": []}"#,
    ] {
        assert!(
            matches!(signed(request), Err(Failure::Builtin(_))),
            "{request}"
        );
    }
}

#[test]
fn headers_that_differ_by_case_are_refused() {
    let request = r#"{"method": "get", "url": "https://a.b", "headers": {"a": "1", "A": "2"}}"#;
    assert!(matches!(signed(request), Err(Failure::Limit(_))));
}

#[test]
fn a_time_before_1970_is_refused() {
    let json = |text: &str| Value::from_json_str(text).unwrap();
    let configuration = r#"{"aws_access_key": "AK", "aws_secret_access_key": "SK", "aws_service": "s3", "aws_region": "r"}"#;
    let request = r#"{"method": "get", "url": "https://a.b"}"#;
    let answer = sign_request(&[json(request), json(configuration), Value::from(-1_i64)]);
    assert!(matches!(answer, Err(Failure::Limit(_))));
}
