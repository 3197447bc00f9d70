//! Switches in a query: `?dry=true`, `?dry=1`, or just `?dry`.

use serde::{Deserialize, Deserializer};

/// Reads a switch.
pub(super) fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    let text = String::deserialize(deserializer)?;
    match text.as_str() {
        "" | "true" | "1" | "yes" => Ok(true),
        "false" | "0" | "no" => Ok(false),
        other => Err(serde::de::Error::custom(format!(
            "`{}` is neither `true` nor `false`",
            other.chars().take(40).collect::<String>()
        ))),
    }
}
