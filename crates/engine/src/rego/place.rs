//! Where the engine's errors point to.

use domain::{ErrorDetail, Problem};

use super::wording::{Wording, Wordings};

/// An error of the engine, taken apart. The engine gives text only:
///
/// ```text
/// --> deny.rego:3:5
///   |
/// 3 |     x := 1 +
///   |     ^
/// error: expecting expression
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Located {
    pub(crate) file: Option<String>,
    pub(crate) line: Option<u32>,
    /// As the engine counts, a tab for four.
    pub(crate) column: Option<u32>,
    pub(crate) message: String,
}

impl Located {
    /// Takes an error text apart. An error inside another keeps the outer place, which is the one
    /// in the policy, and the inner message.
    pub(crate) fn parse(text: &str) -> Self {
        let text = text.trim();
        let mut located = Self {
            file: None,
            line: None,
            column: None,
            message: String::new(),
        };
        let mut rest = text;
        while let Some(after) = rest.strip_prefix("--> ") {
            let first = after.lines().next().unwrap_or_default();
            if located.file.is_none() {
                located.set_place(first);
            }
            match split_message(after) {
                Some(message) => rest = message.trim_start(),
                None => break,
            }
        }
        let lines: Vec<_> = rest
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .collect();
        located.message = lines.join("; ");
        located
    }

    fn set_place(&mut self, line: &str) {
        let mut parts = line.rsplitn(3, ':');
        let column = parts.next().and_then(|text| text.parse().ok());
        let row = parts.next().and_then(|text| text.parse().ok());
        if let (Some(column), Some(row), Some(file)) = (column, row, parts.next()) {
            self.file = Some(file.to_owned());
            self.line = Some(row);
            self.column = Some(column);
        }
    }

    /// Counts the column in characters instead of the engine's four for a tab.
    fn in_source(mut self, source: Option<&str>) -> Self {
        let text = self
            .line
            .and_then(|line| source?.lines().nth(line as usize - 1));
        if let (Some(column), Some(text)) = (self.column, text) {
            let mut width = 1;
            let mut characters = 1;
            for character in text.chars() {
                if width >= column {
                    break;
                }
                width += if character == '\t' { 4 } else { 1 };
                characters += 1;
            }
            self.column = Some(characters);
        }
        self
    }

    /// With the place in what was written instead of in what the engine read, counted in characters.
    pub(crate) fn written(self, wordings: &Wordings) -> Self {
        let name = self.file.clone();
        match name.and_then(|name| wordings.get(&name)) {
            Some(wording) => self.in_wording(wording),
            None => self,
        }
    }

    /// The same of an error in the text of this name.
    pub(crate) fn written_in(self, name: &str, wording: &Wording) -> Self {
        match &self.file {
            Some(file) if file == name => self.in_wording(wording),
            _ => self,
        }
    }

    fn in_wording(self, wording: &Wording) -> Self {
        let mut located = self.in_source(Some(wording.read()));
        if let (Some(line), Some(column)) = (located.line, located.column)
            && let Some(place) = wording.place(line, column)
        {
            located.file = Some(place.file);
            located.line = Some(place.line);
            located.column = Some(place.column);
        }
        located
    }

    /// As a problem of an upload; of `file` when the error names none.
    pub(crate) fn into_problem(self, file: Option<&str>) -> Problem {
        Problem {
            file: self.file.or_else(|| file.map(str::to_owned)),
            line: self.line,
            column: self.column,
            message: self.message,
            ..Problem::default()
        }
    }

    /// As the reason why a policy has no answer.
    pub(crate) fn into_detail(self) -> ErrorDetail {
        ErrorDetail {
            message: self.message,
            file: self.file,
            line: self.line,
            column: self.column,
        }
    }
}

/// The message behind the quoted line.
fn split_message(text: &str) -> Option<&str> {
    ["\nerror: ", "\nwarning: "]
        .into_iter()
        .filter_map(|marker| text.find(marker).map(|at| (at, &text[at + marker.len()..])))
        .min_by_key(|(at, _)| *at)
        .map(|(_, message)| message)
}

#[cfg(test)]
mod tests {
    use super::Located;

    #[test]
    fn place_and_message_are_found() {
        let text =
            "\n--> a/deny.rego:3:9\n  |\n3 |\tx := 1 +\n  |        ^\nerror: expecting expression";
        let located = Located::parse(text).in_source(Some("package a\n\n\t\tx := 1 +\n"));
        assert_eq!(located.file.as_deref(), Some("a/deny.rego"));
        assert_eq!((located.line, located.column), (Some(3), Some(3)));
        assert_eq!(located.message, "expecting expression");
    }

    #[test]
    fn an_error_in_an_error_keeps_the_outer_place_and_the_inner_message() {
        let text =
            "\n--> a.rego:3:5\n |\nerror: \n--> builtin:1:1\n |\nerror: `count` expects array";
        let located = Located::parse(text);
        assert_eq!(located.file.as_deref(), Some("a.rego"));
        assert_eq!(located.message, "`count` expects array");
    }

    #[test]
    fn text_without_a_place_is_the_message() {
        let located = Located::parse("execution exceeded time limit");
        assert_eq!(located.message, "execution exceeded time limit");
        assert_eq!(located.file, None);
    }
}
