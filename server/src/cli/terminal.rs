//! Colours and the progress line: only where a person looks.

use std::io::{IsTerminal, Write};

/// Whether and how text is coloured.
#[derive(Debug, Clone, Copy)]
pub(super) struct Palette {
    is_on: bool,
}

impl Palette {
    /// Colours on a terminal, unless `NO_COLOR` is set (to anything) or the terminal is dumb.
    pub(super) fn of_stdout() -> Self {
        let is_unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let is_dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
        Self {
            is_on: std::io::stdout().is_terminal() && !is_unwanted && !is_dumb,
        }
    }

    #[cfg(test)]
    pub(super) const fn plain() -> Self {
        Self { is_on: false }
    }

    fn paint(self, code: &str, text: &str) -> String {
        if self.is_on {
            format!("\x1b[{code}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }

    pub(super) fn red(self, text: &str) -> String {
        self.paint("31", text)
    }

    pub(super) fn green(self, text: &str) -> String {
        self.paint("32", text)
    }

    pub(super) fn yellow(self, text: &str) -> String {
        self.paint("33", text)
    }

    pub(super) fn bold(self, text: &str) -> String {
        self.paint("1", text)
    }

    pub(super) fn faint(self, text: &str) -> String {
        self.paint("2", text)
    }
}

/// Text from elsewhere without what could command the terminal: policies and plans are not ours.
pub(super) fn harmless(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c.is_control() && c != '\n' && c != '\t' {
                '\u{fffd}'
            } else {
                c
            }
        })
        .collect()
}

/// Writes to standard output. A reader that is gone (`| head`) is no error.
pub(super) fn print(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes());
    let _ = out.flush();
}

/// One line on standard error that is written over; nothing when nobody looks.
#[derive(Debug)]
pub(super) struct ProgressLine {
    is_shown: bool,
}

impl ProgressLine {
    pub(super) fn new() -> Self {
        Self {
            is_shown: std::io::stderr().is_terminal(),
        }
    }

    /// Whether somebody looks.
    pub(super) fn is_shown(&self) -> bool {
        self.is_shown
    }

    /// Writes `text` over what was there.
    pub(super) fn say(&self, text: &str) {
        if self.is_shown {
            eprint!("\r\x1b[K{text}");
            let _ = std::io::stderr().flush();
        }
    }
}

impl Drop for ProgressLine {
    /// Leaves no trace.
    fn drop(&mut self) {
        if self.is_shown {
            eprint!("\r\x1b[K");
        }
    }
}
