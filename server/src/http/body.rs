//! Reading a large body: up to a limit, in time, and with an answer that the client can read.

use std::time::Duration;

use axum::body::Body;
use bytes::{Bytes, BytesMut};
use http::header::CONTENT_LENGTH;
use http::{HeaderMap, StatusCode};
use http_body_util::BodyExt;

use super::error::ErrorAnswer;

/// How long the client may pause between two pieces.
const PAUSE: Duration = Duration::from_secs(30);

/// How much of a body that is too large is still read. A client that is cut off while it sends
/// sees a broken connection instead of the 413.
const DRAIN_BYTES: u64 = 256 << 20;

/// For how long.
const DRAIN_TIME: Duration = Duration::from_secs(20);

/// Reads `body` whole.
///
/// # Errors
/// 413 when it is larger than `limit` bytes, 408 when it stalls, 400 when it breaks off. `noun`
/// is what the message calls it.
pub async fn read(
    headers: &HeaderMap,
    body: Body,
    limit: u64,
    noun: &str,
) -> Result<Bytes, ErrorAnswer> {
    let announced = headers
        .get(CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.parse::<u64>().ok());
    if announced.is_some_and(|length| length > limit) {
        drain(body).await;
        return Err(too_large(noun, limit));
    }
    let mut body = body;
    let mut read = BytesMut::new();
    loop {
        let frame = match tokio::time::timeout(PAUSE, body.frame()).await {
            Err(_) => return Err(stalled(noun)),
            Ok(None) => return Ok(read.freeze()),
            Ok(Some(Err(_))) => return Err(broken_off(noun)),
            Ok(Some(Ok(frame))) => frame,
        };
        let Ok(data) = frame.into_data() else {
            continue;
        };
        if (read.len() + data.len()) as u64 > limit {
            drop(read);
            drain(body).await;
            return Err(too_large(noun, limit));
        }
        read.extend_from_slice(&data);
    }
}

async fn drain(mut body: Body) {
    let reading = async {
        let mut seen = 0u64;
        while let Some(Ok(frame)) = body.frame().await {
            seen += frame.data_ref().map_or(0, |data| data.len() as u64);
            if seen > DRAIN_BYTES {
                break;
            }
        }
    };
    // Whatever is left then, the connection is closed.
    let _ = tokio::time::timeout(DRAIN_TIME, reading).await;
}

fn too_large(noun: &str, limit: u64) -> ErrorAnswer {
    service::Error::too_large(noun, limit).into()
}

fn stalled(noun: &str) -> ErrorAnswer {
    ErrorAnswer::new(
        StatusCode::REQUEST_TIMEOUT,
        "timeout",
        format!("the {noun} stopped arriving; send it again"),
    )
}

fn broken_off(noun: &str) -> ErrorAnswer {
    ErrorAnswer::new(
        StatusCode::BAD_REQUEST,
        "cut_off",
        format!("the {noun} was cut off on its way; send it again"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_body_at_the_limit_is_read_and_one_byte_more_is_not() {
        let headers = HeaderMap::new();
        let whole = read(&headers, Body::from(vec![1u8; 8]), 8, "plan").await;
        assert_eq!(whole.unwrap().len(), 8);
        let error = read(&headers, Body::from(vec![1u8; 9]), 8, "plan")
            .await
            .unwrap_err();
        assert_eq!(error.status(), StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(
            error.message(),
            "the plan is larger than the limit of 8 bytes, which the server's operator sets with \
             PORTCULLIS_MAX_PLAN_MB"
        );
    }

    #[tokio::test]
    async fn an_announced_length_over_the_limit_is_refused_unread() {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_LENGTH, 9.into());
        let error = read(&headers, Body::empty(), 8, "plan").await.unwrap_err();
        assert_eq!(error.status(), StatusCode::PAYLOAD_TOO_LARGE);
    }
}
