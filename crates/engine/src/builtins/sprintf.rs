//! `sprintf`, by the rules of Go's `fmt` package, which is what OPA calls.
//!
//! The engine's own refuses `%q` and loses the value of `%-40s`; most published policies use one
//! of them, and a deny message that is lost is a denial nobody understands.

mod argument;
mod directive;
mod number;
mod quote;
mod term;

use regorus::Value;

use self::argument::Argument;
use self::directive::{Count, Directive, Flags};
pub(super) use self::term::term;
use super::{Failure, MAX_TEXT, Own, Result, kind, text, too_long};

pub(super) const TABLE: &[Own] = &[Own {
    name: "sprintf",
    arity: 2,
    call: sprintf,
}];

/// A fraction with the fewest digits that read back, as Go's `%g` has it.
pub(super) fn shortest_float(float: f64) -> String {
    number::shortest(float, None)
}

fn sprintf(arguments: &[Value]) -> Result {
    let [format, values] = arguments else {
        return Err(Failure::builtin("`sprintf` expects a format and an array"));
    };
    let format = text("sprintf", format)?;
    let Value::Array(values) = values else {
        return Err(Failure::Builtin(format!(
            "`sprintf` expects an array, not {}",
            kind(values)
        )));
    };
    let values: Vec<Argument> = values.iter().map(Argument::of).collect();
    let mut printer = Printer {
        out: String::new(),
        values: &values,
        next: 0,
        reordered: false,
    };
    printer.print(format)?;
    Ok(Value::from(printer.out))
}

struct Printer<'a> {
    out: String,
    values: &'a [Argument],
    /// The argument that the next verb takes.
    next: usize,
    /// Whether the format chose its arguments by number: then unused ones are no error.
    reordered: bool,
}

impl Printer<'_> {
    fn print(&mut self, format: &str) -> std::result::Result<(), Failure> {
        let mut rest = format;
        while let Some(percent) = rest.find('%') {
            self.out.push_str(&rest[..percent]);
            let (directive, after) = Directive::parse(&rest[percent + 1..]);
            rest = after;
            self.directive(&directive);
            if self.out.len() > MAX_TEXT {
                return Err(too_long("sprintf"));
            }
        }
        self.out.push_str(rest);
        if !self.reordered && self.next < self.values.len() {
            let extra: Vec<_> = self.values[self.next..]
                .iter()
                .map(Argument::described)
                .collect();
            self.out.push_str("%!(EXTRA ");
            self.out.push_str(&extra.join(", "));
            self.out.push(')');
        }
        if self.out.len() > MAX_TEXT {
            return Err(too_long("sprintf"));
        }
        Ok(())
    }

    fn directive(&mut self, directive: &Directive) {
        let mut flags = directive.flags;
        let mut is_good = true;
        self.reordered |= directive.is_malformed;
        if let Count::Argument(index) = directive.width {
            is_good &= self.choose(index);
            match self.count() {
                Some(width) => {
                    flags.minus |= width < 0;
                    flags.width = Some(width.unsigned_abs());
                }
                None => self.out.push_str("%!(BADWIDTH)"),
            }
        } else if let Count::Fixed(width) = directive.width {
            flags.width = Some(width);
        }
        if let Count::Argument(index) = directive.precision {
            is_good &= self.choose(index);
            match self.count() {
                Some(precision) => flags.precision = usize::try_from(precision).ok(),
                None => self.out.push_str("%!(BADPREC)"),
            }
        } else if let Count::Fixed(precision) = directive.precision {
            flags.precision = Some(precision);
        }
        let Some(verb) = directive.verb else {
            self.out.push_str("%!(NOVERB)");
            return;
        };
        if verb == '%' {
            self.out.push('%');
            return;
        }
        is_good &= self.choose(directive.index);
        if directive.is_malformed || !is_good {
            self.fault(verb, "BADINDEX");
        } else if let Some(argument) = self.values.get(self.next) {
            self.next += 1;
            argument.print(verb, flags, &mut self.out);
        } else {
            self.fault(verb, "MISSING");
        }
    }

    /// Takes an explicit argument number; false when there is no such argument.
    fn choose(&mut self, index: Option<usize>) -> bool {
        let Some(index) = index else { return true };
        self.reordered = true;
        match index
            .checked_sub(1)
            .filter(|index| *index < self.values.len())
        {
            Some(index) => {
                self.next = index;
                true
            }
            None => false,
        }
    }

    /// The next argument as a width or precision.
    fn count(&mut self) -> Option<isize> {
        let argument = self.values.get(self.next)?;
        self.next += 1;
        argument.as_count()
    }

    fn fault(&mut self, verb: char, what: &str) {
        self.out.push_str("%!");
        self.out.push(verb);
        self.out.push('(');
        self.out.push_str(what);
        self.out.push(')');
    }
}

/// Adds `text`, padded to the width.
fn pad(out: &mut String, text: &str, flags: Flags) {
    let missing = flags
        .width
        .unwrap_or(0)
        .saturating_sub(text.chars().count());
    if flags.minus {
        out.push_str(text);
        out.extend(std::iter::repeat_n(' ', missing));
    } else {
        let fill = if flags.zero { '0' } else { ' ' };
        out.extend(std::iter::repeat_n(fill, missing));
        out.push_str(text);
    }
}

#[cfg(test)]
mod tests;
