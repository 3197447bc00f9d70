//! Places in a text. Lines and columns count from 1, columns in characters.

/// The line and column of a byte offset.
pub(crate) fn position(text: &str, offset: usize) -> (u32, u32) {
    let offset = boundary(text, offset);
    let line = text[..offset].bytes().filter(|byte| *byte == b'\n').count() + 1;
    (count(line), column(text, offset))
}

/// The column of a byte offset at a character's boundary.
pub(crate) fn column(text: &str, offset: usize) -> u32 {
    let before = text.get(..offset).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    count(before[start..].chars().count() + 1)
}

fn boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// Where the lines of a text begin: for texts of which many places are asked.
#[derive(Debug, Clone)]
pub(crate) struct Lines(Vec<usize>);

impl Lines {
    pub(crate) fn of(text: &str) -> Self {
        let behind = text.match_indices('\n').map(|(newline, _)| newline + 1);
        Self(std::iter::once(0).chain(behind).collect())
    }

    /// As [`position`], of the same text.
    pub(crate) fn position(&self, text: &str, offset: usize) -> (u32, u32) {
        let offset = boundary(text, offset);
        let line = self.0.partition_point(|start| *start <= offset);
        (count(line), column(text, offset))
    }

    /// The byte offset of a line and column, in the same text.
    pub(crate) fn offset(&self, text: &str, line: u32, column: u32) -> Option<usize> {
        let start = *self.0.get((line as usize).checked_sub(1)?)?;
        let before = text.get(start..)?.chars();
        let before = before.take(column.saturating_sub(1) as usize);
        Some(start + before.map(char::len_utf8).sum::<usize>())
    }
}

/// A count as it is shown; more than four thousand millions are all the same to a reader.
pub(crate) fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Lines, position};

    #[test]
    fn lines_and_columns_count_from_one_in_characters() {
        let text = "a\nbé\n\nc";
        let lines = Lines::of(text);
        for (offset, place) in [
            (0, (1, 1)),
            (1, (1, 2)),
            (2, (2, 1)),
            (3, (2, 2)),
            (4, (2, 2)),
            (5, (2, 3)),
            (6, (3, 1)),
            (7, (4, 1)),
            (99, (4, 2)),
        ] {
            assert_eq!(position(text, offset), place, "{offset}");
            assert_eq!(lines.position(text, offset), place, "{offset}");
        }
        for offset in [0, 1, 2, 3, 5, 6, 7, 8] {
            let (line, column) = position(text, offset);
            assert_eq!(lines.offset(text, line, column), Some(offset));
        }
        assert_eq!(lines.offset(text, 5, 1), None);
    }
}
