//! A source in words that the engine understands.
//!
//! The engine's parser has no template strings, `$"{name} is public"` (OPA 1.12). A source that it does
//! not take is given to it with calls in their place, `internal.template_string([…])`, which is what
//! OPA's own compiler makes of them. Lines stay where they are; [`Wording::place`] finds a column again.

mod scan;

use crate::position::position;

/// A source as it was written, and as the engine reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wording {
    written: String,
    other: Option<Rewritten>,
}

/// A text made of pieces of another one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Rewritten {
    text: String,
    /// In order of `to`.
    pieces: Vec<Piece>,
}

/// From `to` on, the text is what stood at `from`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    to: usize,
    from: usize,
    /// Whether it was copied: else it is an addition, and all of it stands for the place `from`.
    is_copy: bool,
}

impl Wording {
    /// As it was written.
    pub(crate) fn plain(text: &str) -> Self {
        Self {
            written: text.to_owned(),
            other: None,
        }
    }

    /// In other words; `None` where there is nothing to say otherwise.
    pub(crate) fn other(text: &str) -> Option<Self> {
        let other = scan::rewrite(text)?;
        Some(Self {
            written: text.to_owned(),
            other: Some(other),
        })
    }

    /// What the engine reads.
    pub(crate) fn read(&self) -> &str {
        match &self.other {
            Some(other) => &other.text,
            None => &self.written,
        }
    }

    /// Where a place of what the engine reads stands in what was written.
    pub(crate) fn place(&self, line: u32, column: u32) -> (u32, u32) {
        let Some(other) = &self.other else {
            return (line, column);
        };
        match offset(&other.text, line, column) {
            Some(offset) => position(&self.written, other.origin(offset)),
            None => (line, column),
        }
    }
}

impl Rewritten {
    fn push(&mut self, text: &str, from: usize, is_copy: bool) {
        if text.is_empty() {
            return;
        }
        self.pieces.push(Piece {
            to: self.text.len(),
            from,
            is_copy,
        });
        self.text.push_str(text);
    }

    fn origin(&self, offset: usize) -> usize {
        let behind = self.pieces.partition_point(|piece| piece.to <= offset);
        match behind.checked_sub(1).and_then(|at| self.pieces.get(at)) {
            Some(piece) if piece.is_copy => piece.from + (offset - piece.to),
            Some(piece) => piece.from,
            None => offset,
        }
    }
}

/// The byte offset of a line and column.
fn offset(text: &str, line: u32, column: u32) -> Option<usize> {
    let mut start = 0;
    for _ in 1..line {
        start += text.get(start..)?.find('\n')? + 1;
    }
    let rest = text.get(start..)?;
    let before: usize = rest
        .chars()
        .take(column.saturating_sub(1) as usize)
        .map(char::len_utf8)
        .sum();
    Some(start + before)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_found_again_behind_what_was_said_otherwise() {
        let written = "package a\nx := $\"{input}\" + y\nz := $\"é {q} {r}\"";
        let wording = Wording::other(written).unwrap();
        for word in ["package", "x :=", "input", "y\n", "z :=", "q", "r}"] {
            let expected = position(written, written.find(word).unwrap());
            let bare = word.trim_end_matches(['}', '\n']);
            let found = position(wording.read(), wording.read().rfind(bare).unwrap());
            assert_eq!(wording.place(found.0, found.1), expected, "{word}");
        }
        assert_eq!(Wording::plain(written).place(2, 7), (2, 7));
    }
}
