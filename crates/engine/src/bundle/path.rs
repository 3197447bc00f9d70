//! Which paths a bundle may hold.

/// Most folders above a file, itself included.
const MAX_DEPTH: usize = 32;
/// Longest path in bytes.
const MAX_LENGTH: usize = 512;

/// The path as we keep it, without a leading `./` or a trailing `/`.
///
/// The grammar is narrow on purpose: no control character, no backslash, no non-ASCII twin can
/// make two tools see two different files.
///
/// # Errors
/// What is wrong with it.
pub(super) fn normalise(raw: &[u8]) -> Result<String, String> {
    let shown = || {
        String::from_utf8_lossy(&raw[..raw.len().min(200)])
            .escape_debug()
            .to_string()
    };
    let text =
        std::str::from_utf8(raw).map_err(|_| format!("the path `{}` is not UTF-8", shown()))?;
    if text.starts_with('/') {
        return Err(format!(
            "the path `{}` is absolute: pack paths relative to the bundle",
            shown()
        ));
    }
    let mut text = text;
    while let Some(rest) = text.strip_prefix("./") {
        text = rest;
    }
    let text = text.strip_suffix('/').unwrap_or(text);
    if text.is_empty() || text == "." {
        return Ok(String::new());
    }
    if text.len() > MAX_LENGTH {
        return Err(format!(
            "the path `{}…` is longer than {MAX_LENGTH} bytes",
            shown()
        ));
    }
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"._/-".contains(&byte);
    if let Some(bad) = text.chars().find(|c| !c.is_ascii() || !allowed(*c as u8)) {
        return Err(format!(
            "the path `{}` has the character {bad:?}: use letters, digits, `.`, `_`, `-` and `/`",
            shown()
        ));
    }
    let mut depth = 0;
    for part in text.split('/') {
        depth += 1;
        if matches!(part, "" | "." | "..") {
            return Err(format!("the path `{}` has the part `{part}`", shown()));
        }
    }
    if depth > MAX_DEPTH {
        return Err(format!("the path `{}` is deeper than {MAX_DEPTH}", shown()));
    }
    Ok(text.to_owned())
}

/// What stands behind the last dot of a file's name.
pub(crate) fn extension(path: &str) -> Option<&str> {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map(|(_, extension)| extension)
}

#[cfg(test)]
mod tests {
    use super::normalise;

    #[test]
    fn a_leading_dot_and_a_trailing_slash_are_dropped() {
        for (raw, path) in [
            ("a.rego", "a.rego"),
            ("./a/b.rego", "a/b.rego"),
            ("././x", "x"),
            ("a/", "a"),
            ("./", ""),
            (".", ""),
            (".manifest", ".manifest"),
        ] {
            assert_eq!(normalise(raw.as_bytes()).as_deref(), Ok(path), "{raw}");
        }
    }

    #[test]
    fn whatever_could_mean_two_files_is_refused() {
        let deep = "a/".repeat(33) + "b";
        let long = "a".repeat(600);
        for raw in [
            "/etc/passwd",
            "../a",
            "a/../b",
            "a/..",
            "..",
            "a//b",
            "a/./b",
            "a\\b",
            "a\0b",
            "a b",
            "a\nb",
            "ä.rego",
            "a\u{301}",
            "~x",
            "c:x",
            &deep,
            &long,
            "//",
            "a//",
        ] {
            assert!(normalise(raw.as_bytes()).is_err(), "{raw:?}");
        }
        assert!(normalise(b"\xff\xfe").is_err());
    }
}
