//! What server functions answer with: JSON that is read where it is shown.
//!
//! A resource and a response decoder for each page's own type would be compiled to WASM once for
//! each; measured, that was a third of the whole. So a value crosses as text behind one type for
//! all of them, and only the page that shows it knows what it is.

use std::marker::PhantomData;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use crate::error::{UiError, UiErrorKind};

/// Some value as JSON.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Payload(Box<RawValue>);

/// A `T` as JSON.
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
        match serde_json::value::to_raw_value(value) {
            Ok(json) => Ok(Self {
                payload: Payload(json),
                of: PhantomData,
            }),
            Err(_) => Err(unreadable()),
        }
    }
}

impl Payload {
    /// Reads it as what it was written from.
    pub(crate) fn read<T: DeserializeOwned>(&self) -> Result<T, UiError> {
        serde_json::from_str(self.0.get()).map_err(|_| unreadable())
    }
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
    fn a_value_crosses_as_its_own_json_and_reads_back() {
        let sent = Sent::of(&vec!["</script>".to_owned()]).unwrap();
        let wire = serde_json::to_string(&sent).unwrap();
        assert_eq!(wire, "[\"</script>\"]");
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
