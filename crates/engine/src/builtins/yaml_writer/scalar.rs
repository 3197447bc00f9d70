//! How a text is written (`yaml_emitter_analyze_scalar` and what writes each style).

use super::resolve::is_text;
use super::{INDENT, NAME, Writer};
use crate::builtins::Failure;

/// Where lines are folded.
const WIDTH: usize = 80;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Plain,
    Single,
    Double,
    Literal,
}

/// Whether go-yaml reads a text in JSON as it is.
///
/// # Errors
/// Characters that no YAML may have, as OPA says; and those that it takes for others, a limit.
pub(super) fn readable(text: &str) -> Result<(), Failure> {
    if text.contains(
        |c| matches!(c, '\u{7f}'..='\u{84}' | '\u{86}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}'),
    ) {
        return Err(Failure::Builtin(format!(
            "{NAME}: yaml: control characters are not allowed"
        )));
    }
    if text.contains('\u{85}') {
        return Err(Failure::Limit(format!(
            "`{NAME}` does not write the character U+0085, which OPA takes for the end of a line"
        )));
    }
    Ok(())
}

pub(super) fn is_break(character: char) -> bool {
    matches!(character, '\r' | '\n' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn is_printable(character: char) -> bool {
    matches!(character, '\n' | ' '..='~' | '\u{a0}'..='\u{fffd}') && character != '\u{feff}'
}

/// The style of a text; a simple key stands on one line with its value.
pub(super) fn style(text: &str, is_simple_key: bool) -> Style {
    let allowed = Allowed::of(text);
    if text.contains('\n') && allowed.literal && !is_simple_key {
        Style::Literal
    } else if text.contains('\n') || !is_text(text) {
        Style::Double
    } else if allowed.plain {
        Style::Plain
    } else if allowed.single {
        Style::Single
    } else {
        Style::Double
    }
}

/// Which styles a text can be written in.
struct Allowed {
    plain: bool,
    single: bool,
    literal: bool,
}

impl Allowed {
    fn of(text: &str) -> Self {
        let characters: Vec<char> = text.chars().collect();
        let is_begin = |which: fn(char) -> bool| characters.first().is_some_and(|c| which(*c));
        let is_end = |which: fn(char) -> bool| characters.last().is_some_and(|c| which(*c));
        let is_space: fn(char) -> bool = |c| c == ' ';
        let pairs = || characters.windows(2);
        let has_break = characters.iter().any(|c| is_break(*c));
        let break_space = pairs().any(|pair| is_break(pair[0]) && pair[1] == ' ');
        let space_break = pairs().any(|pair| pair[0] == ' ' && is_break(pair[1]));
        let special = !characters.iter().all(|c| is_printable(*c));
        let literal = !is_end(is_space) && !space_break && !special;
        let single = !break_space && !space_break && !special;
        let is_edged = is_begin(is_space) || is_end(is_space);
        Self {
            plain: single && !has_break && !is_edged && !has_indicators(&characters),
            single,
            literal: literal && !characters.is_empty(),
        }
    }
}

/// Whether a part of a text would mean something in a block.
fn has_indicators(text: &[char]) -> bool {
    if matches!(text, ['-', '-', '-', ..] | ['.', '.', '.', ..]) {
        return true;
    }
    let is_blank = |character: &char| matches!(character, ' ' | '\t');
    text.iter().enumerate().any(|(place, character)| {
        let is_followed = text.get(place + 1).is_none_or(is_blank);
        let before = place.checked_sub(1).and_then(|before| text.get(before));
        match character {
            '#' | ',' | '[' | ']' | '{' | '}' | '&' | '*' | '!' | '|' | '>' | '\'' | '"' | '%'
            | '@' | '`'
                if place == 0 =>
            {
                true
            }
            '?' | '-' if place == 0 => is_followed,
            ':' => is_followed,
            '#' => before.is_some_and(|c| is_blank(c) || is_break(*c) || *c == '\0'),
            _ => false,
        }
    })
}

impl Writer {
    /// Whether a line is folded at this space.
    fn is_folded(&self, text: &[char], place: usize, may_fold: bool, was_space: bool) -> bool {
        may_fold && !was_space && self.column > WIDTH && place > 0 && place + 1 < text.len()
    }

    pub(super) fn plain(&mut self, text: &str, may_fold: bool) {
        if !self.is_blank {
            self.put(' ');
        }
        self.lines(text, may_fold);
        self.is_blank = false;
        self.is_indentation = false;
    }

    pub(super) fn single_quoted(&mut self, text: &str, may_fold: bool) {
        self.mark("'", true, false, false);
        self.lines(&text.replace('\'', "''"), may_fold);
        self.mark("'", false, false, false);
        self.is_blank = false;
        self.is_indentation = false;
    }

    fn lines(&mut self, text: &str, may_fold: bool) {
        let text: Vec<char> = text.chars().collect();
        let (mut spaces, mut breaks) = (false, false);
        for (place, character) in text.iter().copied().enumerate() {
            if character == ' ' {
                let is_last = text.get(place + 1) != Some(&' ');
                if is_last && self.is_folded(&text, place, may_fold, spaces) {
                    self.indent(self.inside());
                } else {
                    self.put(' ');
                }
                spaces = true;
            } else if is_break(character) {
                if !breaks && character == '\n' {
                    self.put_break('\n');
                }
                self.put_break(character);
                self.is_indentation = true;
                breaks = true;
            } else {
                if breaks {
                    self.indent(self.inside());
                }
                self.put(character);
                self.is_indentation = false;
                (spaces, breaks) = (false, false);
            }
        }
    }

    pub(super) fn double_quoted(&mut self, text: &str, may_fold: bool) {
        self.mark("\"", true, false, false);
        let text: Vec<char> = text.chars().collect();
        let mut spaces = false;
        for (place, character) in text.iter().copied().enumerate() {
            if !is_printable(character) || is_break(character) || matches!(character, '"' | '\\') {
                escaped(character).chars().for_each(|c| self.put(c));
                spaces = false;
            } else if character == ' ' {
                if self.is_folded(&text, place, may_fold, spaces) {
                    self.indent(self.inside());
                    if text.get(place + 1) == Some(&' ') {
                        self.put('\\');
                    }
                } else {
                    self.put(' ');
                }
                spaces = true;
            } else {
                self.put(character);
                spaces = false;
            }
        }
        self.mark("\"", false, false, false);
        self.is_blank = false;
        self.is_indentation = false;
    }

    pub(super) fn literal(&mut self, text: &str) {
        self.mark("|", true, false, false);
        if text.starts_with(|c| c == ' ' || is_break(c)) {
            self.mark(&INDENT.to_string(), false, false, false);
        }
        // Whether the line breaks at the end are fewer or more than the one that is there anyway.
        let mut ends = text.chars().rev();
        let (last, before) = (ends.next(), ends.next());
        if !last.is_some_and(is_break) {
            self.mark("-", false, false, false);
        } else if before.is_none_or(is_break) {
            self.mark("+", false, false, false);
        }
        self.put_break('\n');
        self.is_indentation = true;
        self.is_blank = true;
        let mut breaks = true;
        for character in text.chars() {
            if is_break(character) {
                self.put_break(character);
                self.is_indentation = true;
                breaks = true;
            } else {
                if breaks {
                    self.indent(self.inside());
                }
                self.put(character);
                self.is_indentation = false;
                breaks = false;
            }
        }
    }
}

fn escaped(character: char) -> String {
    let code = u32::from(character);
    let short = match character {
        '\0' => '0',
        '\u{7}' => 'a',
        '\u{8}' => 'b',
        '\t' => 't',
        '\n' => 'n',
        '\u{b}' => 'v',
        '\u{c}' => 'f',
        '\r' => 'r',
        '\u{1b}' => 'e',
        '"' | '\\' => character,
        '\u{85}' => 'N',
        '\u{a0}' => '_',
        '\u{2028}' => 'L',
        '\u{2029}' => 'P',
        _ if code <= 0xff => return format!("\\x{code:02X}"),
        _ if code <= 0xffff => return format!("\\u{code:04X}"),
        _ => return format!("\\U{code:08X}"),
    };
    format!("\\{short}")
}
