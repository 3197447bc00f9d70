//! What server functions answer with: JSON that is read where it is shown.
//!
//! A resource and a response decoder for each page's own type would be compiled to WASM once for
//! each; measured, that was a third of the whole. So a value crosses as text behind one type for
//! all of them, and only the page that shows it knows what it is.

#[cfg(target_arch = "wasm32")]
#[path = "sent/in_browser.rs"]
mod json;
#[cfg(not(target_arch = "wasm32"))]
#[path = "sent/on_server.rs"]
mod json;

use std::marker::PhantomData;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::error::{UiError, UiErrorKind};

/// Some value as JSON text.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Payload(String);

/// A `T` as JSON text.
#[derive(Debug)]
pub struct Sent<T> {
    payload: Payload,
    of: PhantomData<fn() -> T>,
}

impl<T> Sent<T> {
    /// Forgets what it is.
    pub(crate) fn into_payload(self) -> Payload {
        self.payload
    }
}

impl<T: Serialize> Sent<T> {
    /// Writes `value`.
    pub fn of(value: &T) -> Result<Self, UiError> {
        let text = json::write(value).ok_or_else(unreadable)?;
        Ok(Self {
            payload: Payload(text),
            of: PhantomData,
        })
    }
}

impl Payload {
    /// Reads it as what it was written from.
    pub(crate) fn read<T: DeserializeOwned>(&self) -> Result<T, UiError> {
        read(&self.0).ok_or_else(unreadable)
    }
}

/// Reads JSON that the server sent.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    json::read(text)
}

/// The page and the server are of different versions.
fn unreadable() -> UiError {
    UiError {
        kind: UiErrorKind::Unavailable,
        code: "unreadable".to_owned(),
        message: "page and server do not understand each other: reload the page".to_owned(),
        pointer: None,
        request_id: None,
    }
}

impl<T> Serialize for Sent<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.payload.serialize(serializer)
    }
}

impl<'de, T> Deserialize<'de> for Sent<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self {
            payload: Payload::deserialize(deserializer)?,
            of: PhantomData,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_crosses_as_text_and_reads_back() {
        let sent = Sent::of(&vec!["</script>".to_owned()]).unwrap();
        let wire = serde_json::to_string(&sent).unwrap();
        let arrived: Sent<Vec<String>> = serde_json::from_str(&wire).unwrap();
        let read: Vec<String> = arrived.into_payload().read().unwrap();
        assert_eq!(read, ["</script>"]);
    }

    #[test]
    fn another_shape_is_an_error_and_no_panic() {
        let sent = Sent::of(&3).unwrap();
        let error = sent.into_payload().read::<Vec<String>>().unwrap_err();
        assert_eq!(error.code, "unreadable");
    }
}
