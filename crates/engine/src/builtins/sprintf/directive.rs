//! One `%…` of a format.

/// Flags of a directive, with its width and precision once they are known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "Go's flags are five switches"
)]
pub(super) struct Flags {
    pub(super) plus: bool,
    pub(super) minus: bool,
    pub(super) sharp: bool,
    pub(super) space: bool,
    pub(super) zero: bool,
    pub(super) width: Option<usize>,
    pub(super) precision: Option<usize>,
}

/// A width or precision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Count {
    Absent,
    Fixed(usize),
    /// `*`: an argument, the next one or that of this number.
    Argument(Option<usize>),
}

/// One `%…`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Directive {
    pub(super) flags: Flags,
    pub(super) width: Count,
    pub(super) precision: Count,
    /// `[n]` before the verb.
    pub(super) index: Option<usize>,
    /// Whether a `[…]` is no number.
    pub(super) is_malformed: bool,
    pub(super) verb: Option<char>,
}

/// Widths and precisions over this are refused, as in Go.
const MAX_COUNT: usize = 1_000_000;

impl Directive {
    /// Reads what follows a `%`; and what follows that.
    pub(super) fn parse(format: &str) -> (Self, &str) {
        let mut directive = Self {
            flags: Flags::default(),
            width: Count::Absent,
            precision: Count::Absent,
            index: None,
            is_malformed: false,
            verb: None,
        };
        let mut rest = directive.read_flags(format);
        rest = directive.read_index(rest);
        let mut had_index = directive.index.is_some();
        (directive.width, rest) = directive.read_count(rest);
        if had_index && matches!(directive.width, Count::Fixed(_)) {
            directive.is_malformed = true; // "%[3]2d"
        }
        if let Some(after) = rest.strip_prefix('.') {
            if had_index && directive.index.is_some() {
                directive.is_malformed = true; // "%[3].2d"
            }
            rest = directive.read_index(after);
            had_index = directive.index.is_some();
            (directive.precision, rest) = directive.read_count(rest);
            match directive.precision {
                Count::Absent => directive.precision = Count::Fixed(0),
                Count::Fixed(_) if had_index => directive.is_malformed = true,
                _ => {}
            }
        }
        if directive.index.is_none() {
            rest = directive.read_index(rest);
        }
        let mut characters = rest.chars();
        directive.verb = characters.next();
        (directive, characters.as_str())
    }

    fn read_flags<'a>(&mut self, format: &'a str) -> &'a str {
        let end = format
            .find(|c| !"+-# 0".contains(c))
            .unwrap_or(format.len());
        for flag in format[..end].chars() {
            match flag {
                '+' => self.flags.plus = true,
                '-' => self.flags.minus = true,
                '#' => self.flags.sharp = true,
                ' ' => self.flags.space = true,
                _ => self.flags.zero = true,
            }
        }
        &format[end..]
    }

    /// Reads `[n]`.
    fn read_index<'a>(&mut self, format: &'a str) -> &'a str {
        let Some(inner) = format.strip_prefix('[') else {
            return format;
        };
        let Some((number, after)) = inner.split_once(']') else {
            self.is_malformed = true;
            return inner;
        };
        match number.parse::<usize>() {
            Ok(index) if number.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.index = Some(index);
            }
            _ => self.is_malformed = true,
        }
        after
    }

    /// Reads a number or `*`, which takes the index that stands before it.
    fn read_count<'a>(&mut self, format: &'a str) -> (Count, &'a str) {
        if let Some(after) = format.strip_prefix('*') {
            return (Count::Argument(self.index.take()), after);
        }
        let end = format
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(format.len());
        match format[..end].parse() {
            Ok(count) if count <= MAX_COUNT => (Count::Fixed(count), &format[end..]),
            // Go gives up on the whole directive when a number is absurd.
            Ok(_) => (Count::Absent, ""),
            Err(_) if end > 0 => (Count::Absent, ""),
            Err(_) => (Count::Absent, format),
        }
    }
}
