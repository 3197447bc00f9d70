//! What the engine reads, and where each part of it was written.
//!
//! The engine does not understand all of Rego, and some of it otherwise than OPA. So it is given the
//! same in other words: calls for template strings, paths for imports, one module for a package that
//! is spread over files. Every part of such a text knows where it comes from.

mod scan;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::program::Place;
use crate::position::Lines;

/// What the engine reads, by the name that it knows each text by.
pub(crate) type Wordings = BTreeMap<String, Arc<Wording>>;

/// A text made of pieces of what people wrote.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wording {
    text: String,
    lines: OnceLock<Lines>,
    /// In order of `to`.
    pieces: Vec<Piece>,
    written: Vec<Arc<Written>>,
}

/// A file as it was written.
#[derive(Debug)]
struct Written {
    file: String,
    text: String,
    lines: OnceLock<Lines>,
}

/// From `to` on, the text is what stood at `from` in a file.
#[derive(Debug, Clone, Copy)]
struct Piece {
    to: usize,
    written: usize,
    from: usize,
    /// Whether it was copied: else it is an addition, and all of it stands for the place `from`.
    is_copy: bool,
}

/// What is to stand in place of a part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Edit {
    /// The part, in bytes.
    pub(crate) range: Range<usize>,
    pub(crate) with: Vec<Part>,
}

/// A part of what an edit writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    /// What stands there in the same text.
    Copy(Range<usize>),
    Add(String),
}

/// Names for what is written besides, none of which is taken.
pub(super) fn names<T: Fn(&str) -> bool>(
    prefix: impl std::fmt::Display,
    is_taken: T,
) -> impl Iterator<Item = String> {
    (0..)
        .map(move |number| format!("{prefix}{number}__"))
        .filter(move |name| !is_taken(name))
}

impl Wording {
    /// As it was written.
    pub(crate) fn plain(file: &str, text: &str) -> Self {
        let written = Written {
            file: file.to_owned(),
            text: text.to_owned(),
            lines: OnceLock::new(),
        };
        let whole = Piece {
            to: 0,
            written: 0,
            from: 0,
            is_copy: true,
        };
        Self {
            text: text.to_owned(),
            lines: OnceLock::new(),
            pieces: vec![whole],
            written: vec![Arc::new(written)],
        }
    }

    /// With calls for template strings; `None` where there are none, or one that does not end.
    pub(crate) fn without_templates(&self) -> Option<Self> {
        scan::rewrite(self)
    }

    /// With these parts written otherwise. Of edits that meet, the first stays.
    pub(crate) fn edited(&self, mut edits: Vec<Edit>) -> Self {
        edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
        let mut other = Self::default();
        let mut at = 0;
        for edit in edits {
            if edit.range.start < at {
                continue;
            }
            other.copy(self, at..edit.range.start);
            for part in &edit.with {
                match part {
                    Part::Copy(range) => other.copy(self, range.clone()),
                    Part::Add(text) => other.add(text, self, edit.range.start),
                }
            }
            at = edit.range.end;
        }
        other.copy(self, at..self.text.len());
        other
    }

    /// What the engine reads.
    pub(crate) fn read(&self) -> &str {
        &self.text
    }

    /// What was written, when it is of one file.
    pub(crate) fn as_written(&self) -> Option<&str> {
        match &self.written[..] {
            [written] => Some(&written.text),
            _ => None,
        }
    }

    /// Whether it is one file as it was written.
    pub(crate) fn is_plain(&self) -> bool {
        matches!((&self.pieces[..], &self.written[..]), ([piece], [written])
            if piece.is_copy && written.text.len() == self.text.len())
    }

    /// Where a place of what the engine reads was written.
    pub(crate) fn place(&self, line: u32, column: u32) -> Option<Place> {
        let lines = self.lines.get_or_init(|| Lines::of(&self.text));
        let (written, offset) = self.origin(lines.offset(&self.text, line, column)?)?;
        let written = self.written.get(written)?;
        let lines = written.lines.get_or_init(|| Lines::of(&written.text));
        let (line, column) = lines.position(&written.text, offset);
        Some(Place {
            file: written.file.clone(),
            line,
            column,
        })
    }

    /// Where a line of what the engine reads was written: that of the first thing on it.
    pub(crate) fn line(&self, line: u32) -> Option<Place> {
        let lines = self.lines.get_or_init(|| Lines::of(&self.text));
        let text = self.text.get(lines.offset(&self.text, line, 1)?..)?;
        let blanks = text.chars().take_while(|sign| matches!(sign, ' ' | '\t'));
        self.place(line, crate::position::count(blanks.count() + 1))
    }

    /// The file and the byte offset in it that an offset of what the engine reads was copied from;
    /// `None` for what was added.
    pub(crate) fn copied(&self, offset: usize) -> Option<(&str, usize)> {
        let behind = self.pieces.partition_point(|piece| piece.to <= offset);
        let piece = self.pieces.get(behind.checked_sub(1)?)?;
        let written = self.written.get(piece.written)?;
        piece
            .is_copy
            .then(|| (written.file.as_str(), piece.from + offset - piece.to))
    }

    /// The byte offset in a file that an offset of what the engine reads stands for.
    pub(crate) fn origin_in(&self, file: &str, offset: usize) -> Option<usize> {
        let (written, offset) = self.origin(offset)?;
        (self.written.get(written)?.file == file).then_some(offset)
    }

    /// The text of a file as it was written.
    pub(crate) fn written(&self, file: &str) -> Option<&str> {
        let written = self.written.iter().find(|written| written.file == file)?;
        Some(&written.text)
    }

    /// Adds a part of another text, or of itself as it was.
    pub(crate) fn copy(&mut self, of: &Self, range: Range<usize>) {
        let Some(text) = of.text.get(range.clone()).filter(|text| !text.is_empty()) else {
            return;
        };
        let to = self.text.len();
        let first = of.pieces.partition_point(|piece| piece.to <= range.start);
        let pieces = of.pieces.get(first.saturating_sub(1)..).unwrap_or_default();
        for piece in pieces.iter().take_while(|piece| piece.to < range.end) {
            let start = piece.to.max(range.start);
            let skipped = if piece.is_copy { start - piece.to } else { 0 };
            let written = self.written_of(of, piece.written);
            self.pieces.push(Piece {
                to: to + (start - range.start),
                written,
                from: piece.from + skipped,
                is_copy: piece.is_copy,
            });
        }
        self.text.push_str(text);
    }

    /// Adds a text that stands for a place of another one.
    pub(crate) fn add(&mut self, text: &str, of: &Self, at: usize) {
        let Some((written, from)) = of.origin(at).filter(|_| !text.is_empty()) else {
            return;
        };
        let written = self.written_of(of, written);
        self.pieces.push(Piece {
            to: self.text.len(),
            written,
            from,
            is_copy: false,
        });
        self.text.push_str(text);
    }

    /// Its number of a file of another one.
    fn written_of(&mut self, of: &Self, number: usize) -> usize {
        let Some(written) = of.written.get(number) else {
            return number;
        };
        let known = self.written.iter();
        // Files come one behind the other, so it is nearly always the last.
        if let Some(known) = known.rev().position(|known| Arc::ptr_eq(known, written)) {
            return self.written.len() - 1 - known;
        }
        self.written.push(Arc::clone(written));
        self.written.len() - 1
    }

    /// The file and its byte offset where an offset of the text was written.
    fn origin(&self, offset: usize) -> Option<(usize, usize)> {
        let behind = self.pieces.partition_point(|piece| piece.to <= offset);
        let piece = self.pieces.get(behind.saturating_sub(1))?;
        let skipped = if piece.is_copy {
            offset.saturating_sub(piece.to)
        } else {
            0
        };
        Some((piece.written, piece.from + skipped))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::position::position;

    fn place(wording: &Wording, word: &str) -> (String, u32, u32) {
        let (line, column) = position(wording.read(), wording.read().rfind(word).unwrap());
        let place = wording.place(line, column).unwrap();
        (place.file, place.line, place.column)
    }

    fn written(file: &str, text: &str, word: &str) -> (String, u32, u32) {
        let (line, column) = position(text, text.find(word).unwrap());
        (file.to_owned(), line, column)
    }

    #[test]
    fn a_place_is_found_again_behind_what_was_said_otherwise() {
        let text = "package a\nx := $\"{input}\" + y\nz := $\"é {q} {r}\"";
        let plain = Wording::plain("a.rego", text);
        assert!(plain.is_plain());
        let wording = plain.without_templates().unwrap();
        assert!(!wording.is_plain());
        for word in ["package", "x :=", "input", "y\n", "z :=", "q", "r}"] {
            let bare = word.trim_end_matches(['}', '\n']);
            assert_eq!(
                place(&wording, bare),
                written("a.rego", text, word),
                "{word}"
            );
        }
    }

    #[test]
    fn edits_of_edits_lead_back_to_the_first_text() {
        let text = "ab cd ef gh";
        let once = Wording::plain("a", text).edited(vec![
            Edit {
                range: 3..5,
                with: vec![Part::Add("(long)".to_owned()), Part::Copy(6..8)],
            },
            Edit {
                range: 0..2,
                with: vec![],
            },
        ]);
        assert_eq!(once.read(), " (long)ef ef gh");
        let twice = once.edited(vec![Edit {
            range: 0..1,
            with: vec![Part::Add("\n\n".to_owned())],
        }]);
        assert_eq!(twice.read(), "\n\n(long)ef ef gh");
        assert_eq!(place(&twice, "(long)"), written("a", text, "cd"));
        assert_eq!(place(&twice, "ef"), written("a", text, "ef"));
        assert_eq!(place(&twice, "gh"), written("a", text, "gh"));
    }

    #[test]
    fn a_text_of_several_files_knows_which() {
        let (one, two) = ("x\ny\n", "v\nw");
        let (first, second) = (Wording::plain("1", one), Wording::plain("2", two));
        let mut both = Wording::default();
        both.copy(&first, 2..4);
        both.copy(&second, 0..3);
        both.add("+", &first, 0);
        assert_eq!(both.read(), "y\nv\nw+");
        assert_eq!(place(&both, "y"), written("1", one, "y"));
        assert_eq!(place(&both, "v"), written("2", two, "v"));
        assert_eq!(place(&both, "w"), written("2", two, "w"));
        assert_eq!(place(&both, "+"), written("1", one, "x"));
        let at = |word| both.copied(both.read().find(word).unwrap());
        assert_eq!(at("w"), Some(("2", 2)));
        assert_eq!(at("+"), None);
        assert_eq!(both.written("2"), Some(two));
        assert_eq!(both.line(2), both.place(2, 1));
    }
}
