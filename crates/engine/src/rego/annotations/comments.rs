//! The comments that are annotations (`parseAnnotations` of `v1/ast/parser.go`).

/// Comments in lines that follow each other, behind one that says so.
pub(super) struct Comments {
    /// The line of that one.
    pub(super) line: u32,
    /// What the others say.
    pub(super) text: String,
}

const HINT: &str = "METADATA";

/// Each of them, in order.
pub(super) fn blocks(text: &str) -> Vec<Comments> {
    let mut blocks: Vec<Comments> = Vec::new();
    let mut last = None;
    for (line, comment) in comments(text) {
        let follows = last.is_some_and(|last: u32| last + 1 == line);
        if comment.trim().starts_with(HINT) {
            blocks.push(Comments {
                line,
                text: String::new(),
            });
            last = Some(line);
            continue;
        }
        last = None;
        if let (true, Some(block)) = (follows, blocks.last_mut()) {
            block
                .text
                .push_str(comment.strip_prefix(' ').unwrap_or(comment));
            block.text.push('\n');
            last = Some(line);
        }
    }
    blocks
}

/// The comments that begin their line, with its number and without their sign.
fn comments(text: &str) -> Vec<(u32, &str)> {
    let mut found = Vec::new();
    let mut is_raw = false;
    for (number, line) in (1..).zip(text.lines()) {
        if let (false, Some(comment)) = (is_raw, line.strip_prefix('#')) {
            found.push((number, comment));
            continue;
        }
        is_raw = ends_in_raw(line, is_raw);
    }
    found
}

/// Whether the line ends inside of a raw string.
fn ends_in_raw(line: &str, mut is_raw: bool) -> bool {
    let mut is_string = false;
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        match character {
            '`' if !is_string => is_raw = !is_raw,
            _ if is_raw => {}
            '\\' if is_string => drop(characters.next()),
            '"' => is_string = !is_string,
            '#' if !is_string => return false,
            _ => {}
        }
    }
    is_raw
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_the_comments_at_once_behind_the_word() {
        let text = "# METADATA\n# a: 1\n#b: 2\n#  METADATA\n# n: 1\n\n# c\nx := \"`\"\n#METADATA d\n #e\n#f\ny := `\n# METADATA\n`\n";
        let found: Vec<_> = blocks(text)
            .into_iter()
            .map(|one| (one.line, one.text))
            .collect();
        let expected = [
            (1, "a: 1\nb: 2\n".to_owned()),
            (4, "n: 1\n".to_owned()),
            (9, String::new()),
        ];
        assert_eq!(found, expected);
    }
}
