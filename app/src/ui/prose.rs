//! Sentences of the server.

use leptos::prelude::*;

use super::Code;

/// A sentence in which the server has put names between backticks, as messages of programs do: they
/// become code. Where the backticks do not pair up, somebody else wrote them, and they stay.
pub(crate) fn prose(text: &str) -> AnyView {
    let parts: Vec<&str> = text.split('`').collect();
    let has_nameless = parts.iter().skip(1).step_by(2).any(|name| name.is_empty());
    if parts.len() < 3 || parts.len().is_multiple_of(2) || has_nameless {
        return text.to_owned().into_any();
    }
    let parts: Vec<AnyView> = parts
        .into_iter()
        .enumerate()
        .map(|(index, part)| {
            if index % 2 == 1 {
                view! { <Code text=part.to_owned() /> }.into_any()
            } else {
                part.to_owned().into_any()
            }
        })
        .collect();
    parts.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::{assert_harmless, html};

    #[test]
    fn what_is_between_backticks_is_code() {
        let html = html(|| prose("policy `a/b` failed, `c` too"));
        assert_eq!(html.matches("<code").count(), 2, "{html}");
        assert!(!html.contains('`'), "{html}");
    }

    #[test]
    fn backticks_that_do_not_pair_up_stay() {
        for text in ["it`s fine", "a `b` and c`", "a `` b"] {
            assert!(html(|| prose(text)).contains(text), "{text}");
        }
    }

    #[test]
    fn what_is_between_backticks_stays_text() {
        assert_harmless(&html(|| prose("`<script>alert(1)</script>` is no name")));
    }
}
