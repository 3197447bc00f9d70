//! Words and characters.

use std::fmt::Write as _;

/// A number and its noun: "1 policy", "3 policies".
pub fn count(number: u32, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// A message as a sentence: its first letter large, a full stop at its end.
pub fn sentence(message: &str) -> String {
    let trimmed = message.trim();
    let mut characters = trimmed.chars();
    let Some(first) = characters.next() else {
        return String::new();
    };
    let mut out = String::from(first.to_ascii_uppercase());
    out.push_str(characters.as_str());
    if !out.ends_with(['.', '!', '?', ':', '`', '…']) {
        out.push('.');
    }
    out
}

/// The letters of an avatar: the first of the first and of the last word, or the first two. The
/// style sheet makes those large that are not ASCII: to know how is a sixtieth of the WASM.
pub fn initials(name: &str) -> String {
    let mut words = name.split(|c: char| c.is_whitespace() || matches!(c, '.' | '@' | '-' | '_'));
    let first = words.by_ref().find(|word| !word.is_empty()).unwrap_or("?");
    let last = words.rfind(|word| !word.is_empty());
    let letters: String = match last {
        Some(last) => first.chars().take(1).chain(last.chars().take(1)).collect(),
        None => first.chars().take(2).collect(),
    };
    letters.to_ascii_uppercase()
}

/// At most `most` characters; a cut is shown by an ellipsis.
pub fn shorten(text: &str, most: u32) -> String {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut out: String = text.chars().take(most.saturating_sub(1)).collect();
    out.push('…');
    out
}

/// A commit in short: hashes are cut as git does, anything else is kept.
pub fn shorten_commit(commit: &str) -> String {
    let is_hash = commit.len() >= 20 && commit.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_hash {
        commit.chars().take(8).collect()
    } else {
        shorten(commit, 40)
    }
}

/// Everything but RFC 3986's unreserved characters as `%XX`: for a path segment, a query value, a
/// fragment.
pub fn percent_encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// The text with `& < > " '` as entities: for the one place that leptos does not escape itself.
pub fn escape_html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_singular_and_everything_else_is_plural() {
        assert_eq!(count(0, "policy", "policies"), "0 policies");
        assert_eq!(count(1, "policy", "policies"), "1 policy");
        assert_eq!(count(2, "policy", "policies"), "2 policies");
    }

    #[test]
    fn a_message_becomes_a_sentence_once() {
        assert_eq!(sentence("a name is missing"), "A name is missing.");
        assert_eq!(sentence("Done."), "Done.");
        assert_eq!(sentence("  "), "");
    }

    #[test]
    fn initials_come_from_first_and_last_word() {
        for (name, letters) in [
            ("Alice Lindqvist", "AL"),
            ("Bo", "BO"),
            ("ci-bot", "CB"),
            ("dana.k@example.com", "DC"),
            ("Ana Maria de Souza", "AS"),
            ("", "?"),
            ("émile zola", "éZ"),
        ] {
            assert_eq!(initials(name), letters, "{name}");
        }
    }

    #[test]
    fn a_cut_text_says_so_and_counts_characters() {
        assert_eq!(shorten("äöü", 3), "äöü");
        assert_eq!(shorten("äöüß", 3), "äö…");
    }

    #[test]
    fn resource_addresses_survive_a_fragment() {
        assert_eq!(
            percent_encode("aws_x.y[\"a/b\"]"),
            "aws_x.y%5B%22a%2Fb%22%5D"
        );
    }

    #[test]
    fn nothing_can_close_a_textarea() {
        assert_eq!(
            escape_html("</textarea><script>'\"&"),
            "&lt;/textarea&gt;&lt;script&gt;&#39;&quot;&amp;"
        );
    }
}
