//! A message from what was done just before.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::model::Tone;
use crate::ui::{Icon, prose};

/// A message that a plain form left in the `flash` cookie.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flash {
    /// Whether it is bad news.
    pub is_error: bool,
    /// The sentence.
    pub text: String,
}

impl Flash {
    /// Reads the cookie's text: `ok:` or `error:` in front; without either it is good news. What
    /// begins with `secret:` is no message: the page that it is for shows it.
    pub fn parse(text: &str) -> Option<Self> {
        let (is_error, text) = match text.split_once(':') {
            Some(("secret", _)) => return None,
            Some(("error", rest)) => (true, rest),
            Some(("ok", rest)) => (false, rest),
            _ => (false, text),
        };
        Some(Self {
            is_error,
            text: text.trim().to_owned(),
        })
    }
}

/// Shows a [`Flash`].
#[component]
pub(crate) fn FlashMessage(
    /// The message.
    flash: Flash,
) -> impl IntoView {
    let tone = if flash.is_error { Tone::Bad } else { Tone::Ok };
    view! {
        <div class="flash" data-tone=tone.as_str() role="status">
            <Icon name=tone.icon() />
            <p>{prose(&flash.text)}</p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_news_is_told_from_good_by_its_prefix() {
        let parse = |text| Flash::parse(text).unwrap();
        assert!(parse("error:no").is_error);
        assert!(!parse("ok:saved").is_error);
        assert_eq!(parse("ok: 10:30 is fine").text, "10:30 is fine");
        assert_eq!(parse("note: x").text, "note: x");
    }

    #[test]
    fn a_secret_is_not_a_message() {
        assert_eq!(Flash::parse("secret:token:abc"), None);
    }
}
