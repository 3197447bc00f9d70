//! The words of a source, before it is parsed.

/// A word outside of strings and comments.
pub(super) struct Word<'a> {
    pub(super) at: usize,
    pub(super) text: &'a str,
    /// Whether a dot or a bracket follows at once, and none of that is before it: nor is it the path of a
    /// package or an import.
    pub(super) is_root: bool,
    /// The path that it imports.
    pub(super) imports: Option<&'a str>,
}

fn is_part(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Every word of a source, in order.
pub(super) fn words(text: &str) -> Vec<Word<'_>> {
    let bytes = text.as_bytes();
    let mut words: Vec<Word<'_>> = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at).copied() {
        match byte {
            b'#' | b'`' | b'"' => at = behind(bytes, at),
            _ if is_part(byte) => {
                let length = bytes[at..].iter().position(|byte| !is_part(*byte));
                let end = length.map_or(bytes.len(), |length| at + length);
                let before = at.checked_sub(1).map(|before| bytes[before]);
                let is_path = words.last().is_some_and(|last| {
                    let between = text.get(last.at + last.text.len()..at);
                    matches!(last.text, "package" | "import")
                        && between.is_some_and(|between| between.trim().is_empty())
                });
                let word = &text[at..end];
                words.push(Word {
                    at,
                    text: word,
                    is_root: before != Some(b'.')
                        && !is_path
                        && matches!(bytes.get(end), Some(b'.' | b'[')),
                    imports: (word == "import").then(|| path(&text[end..])).flatten(),
                });
                at = end;
            }
            _ => at += 1,
        }
    }
    words
}

/// The path behind `import`.
fn path(behind: &str) -> Option<&str> {
    behind.split_whitespace().next()
}

/// Where the comment or the string ends that begins at `at`.
fn behind(bytes: &[u8], at: usize) -> usize {
    let find = |from: usize, wanted: u8| {
        let found = bytes.get(from..)?.iter().position(|byte| *byte == wanted);
        found.map(|at| from + at)
    };
    match bytes.get(at) {
        Some(b'#') => find(at, b'\n').unwrap_or(bytes.len()),
        Some(b'`') => find(at + 1, b'`').map_or(bytes.len(), |end| end + 1),
        _ => {
            let mut at = at + 1;
            // A string ends at its line at the latest: the parser refuses one that is not closed.
            while let Some(byte) = bytes.get(at).copied() {
                at += if byte == b'\\' { 2 } else { 1 };
                if matches!(byte, b'"' | b'\n') {
                    break;
                }
            }
            at.min(bytes.len())
        }
    }
}

/// Where the next that is neither blank nor a comment stands, at `at` or behind it.
pub(super) fn next(text: &str, mut at: usize) -> Option<(usize, u8)> {
    let bytes = text.as_bytes();
    loop {
        match *bytes.get(at)? {
            b'#' => at = behind(bytes, at),
            byte if byte.is_ascii_whitespace() => at += 1,
            byte => return Some((at, byte)),
        }
    }
}

/// Where the bracket stands that closes the one at `open`.
pub(super) fn closing(text: &str, open: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut at, mut depth) = (open, 0usize);
    loop {
        match *bytes.get(at)? {
            b'#' | b'`' | b'"' => {
                at = behind(bytes, at);
                continue;
            }
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
        at += 1;
    }
}
