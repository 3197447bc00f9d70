//! JSON by `serde_json`.

use serde::Serialize;
use serde::de::DeserializeOwned;

pub(super) fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_str(text).ok()
}

pub(super) fn write<T: Serialize>(value: &T) -> Option<String> {
    serde_json::to_string(value).ok()
}
