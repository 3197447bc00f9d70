//! Numbers in a query, whose refusals say what is expected.

use serde::{Deserialize, Deserializer};

/// Reads a number; nothing at all is none.
pub(super) fn number<'de, D: Deserializer<'de>>(
    deserializer: D,
    name: &str,
    expected: &str,
) -> Result<Option<u32>, D::Error> {
    let text = String::deserialize(deserializer)?;
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| {
        serde::de::Error::custom(format!(
            "`{name}` is {expected}, not `{}`",
            text.chars().take(40).collect::<String>()
        ))
    })
}
