//! What a block string means, after gqlparser's `lexer/blockstring.go`.

/// Without its common indentation, which the first line counts for too, and without blank lines
/// at its ends.
pub(super) fn value(raw: &str) -> String {
    let indentation = |line: &str| line.find(|c| c != ' ' && c != '\t');
    let mut lines: Vec<&str> = raw.split('\n').collect();
    let common = lines.iter().filter_map(|line| indentation(line)).min();
    for line in lines.iter_mut().skip(1) {
        *line = line.get(common.unwrap_or(0)..).unwrap_or_default();
    }
    let is_blank = |line: &&str| indentation(line).is_none();
    let start = lines.iter().take_while(|line| is_blank(line)).count();
    let lines = lines.get(start..).unwrap_or_default();
    let end = lines.iter().rev().take_while(|line| is_blank(line)).count();
    lines[..lines.len() - end].join("\n")
}

#[cfg(test)]
mod tests {
    use super::value;

    #[test]
    fn the_first_line_counts_for_the_indentation() {
        assert_eq!(value("\n    a\n      b\n\n  "), "a\n  b");
        assert_eq!(value("a\n  b"), "a\n  b");
        assert_eq!(value("  a\n    b"), "  a\n  b");
        assert_eq!(value(" \n\t"), "");
    }
}
