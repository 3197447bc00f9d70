//! What a verb does with an argument.

use regorus::Value;

use super::directive::Flags;
use super::number::{self, Base};
use super::pad;
use super::quote::{back_quote, quote};
use super::term::term;

/// An argument as OPA hands it to Go: numbers as the narrowest of Go's types that holds them,
/// strings, and everything else as text of Rego.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Argument {
    Int(i64),
    /// Beyond 64 bits: its decimal and hexadecimal digits.
    Big {
        decimal: String,
        hex: String,
    },
    Float(f64),
    Text(String),
}

impl Argument {
    pub(super) fn of(value: &Value) -> Self {
        match value {
            Value::String(text) => Self::Text(text.to_string()),
            Value::Number(number) => {
                if let Some(int) = number.as_i64() {
                    Self::Int(int)
                } else if number.is_integer() {
                    Self::Big {
                        decimal: number.format_decimal(),
                        hex: number.format_hex(),
                    }
                } else if let Some(float) = number.as_f64() {
                    Self::Float(float)
                } else {
                    Self::Text(number.format_decimal())
                }
            }
            other => Self::Text(term(other)),
        }
    }

    /// As a width or precision.
    pub(super) fn as_count(&self) -> Option<isize> {
        match self {
            Self::Int(int) => isize::try_from(*int)
                .ok()
                .filter(|count| count.abs() <= 1_000_000),
            _ => None,
        }
    }

    /// `int64=7`, as Go names arguments that it could not use.
    pub(super) fn described(&self) -> String {
        let mut out = format!("{}=", self.type_name());
        self.print('v', Flags::default(), &mut out);
        out
    }

    fn type_name(&self) -> &'static str {
        match self {
            Self::Int(_) => "int64",
            Self::Big { .. } => "*big.Int",
            Self::Float(_) => "float64",
            Self::Text(_) => "string",
        }
    }

    /// Adds the argument as `verb` shows it.
    pub(super) fn print(&self, verb: char, flags: Flags, out: &mut String) {
        if verb == 'T' {
            return print_text(self.type_name(), 's', flags, out);
        }
        let is_done = match self {
            Self::Int(int) => print_int(*int, verb, flags, out),
            Self::Big { decimal, hex } => print_big(decimal, hex, verb, flags, out),
            Self::Float(float) => number::print_float(*float, verb, flags, out),
            Self::Text(text) => {
                let is_known = matches!(verb, 'v' | 's' | 'x' | 'X' | 'q');
                if is_known {
                    print_text(text, verb, flags, out);
                }
                is_known
            }
        };
        if !is_done {
            out.push_str("%!");
            out.push(verb);
            out.push('(');
            // A big number prints itself, and says this of itself.
            if let Self::Big { decimal, .. } = self {
                out.push_str("big.Int=");
                out.push_str(decimal);
                out.push(')');
                return;
            }
            out.push_str(self.type_name());
            out.push('=');
            match self {
                // `#` asks `%v` alone for Go source.
                Self::Text(text) => print_text(text, 's', flags, out),
                _ => self.print('v', flags, out),
            }
            out.push(')');
        }
    }
}

fn print_int(int: i64, verb: char, flags: Flags, out: &mut String) -> bool {
    match verb {
        'v' | 'd' => number::print_int(int, Base::Decimal, flags, out),
        'b' => number::print_int(int, Base::Binary, flags, out),
        'o' => number::print_int(int, Base::Octal, flags, out),
        'O' => number::print_int(int, Base::OctalWithPrefix, flags, out),
        'x' => number::print_int(int, Base::Hex, flags, out),
        'X' => number::print_int(int, Base::UpperHex, flags, out),
        'c' => pad(out, &number::character(int).to_string(), flags),
        'q' => {
            let quoted = super::quote::quote_char(number::character(int), flags.plus);
            pad(out, &quoted, flags);
        }
        'U' => number::print_unicode(int, flags, out),
        _ => return false,
    }
    true
}

fn print_big(decimal: &str, hex: &str, verb: char, flags: Flags, out: &mut String) -> bool {
    let digits = match verb {
        'v' | 'd' | 's' => decimal.to_owned(),
        'x' => hex.to_ascii_lowercase(),
        'X' => hex.to_ascii_uppercase(),
        _ => return false,
    };
    let (is_negative, digits) = match digits.strip_prefix('-') {
        Some(digits) => (true, digits.to_owned()),
        None => (false, digits),
    };
    number::print_digits(is_negative, digits, "", flags, out);
    true
}

fn print_text(text: &str, verb: char, flags: Flags, out: &mut String) {
    let cut = |text: &str| match flags.precision {
        Some(precision) => text.chars().take(precision).collect(),
        None => text.to_owned(),
    };
    match verb {
        'x' | 'X' => pad(out, &hex(text, verb == 'X', flags), flags),
        'q' => {
            let text = cut(text);
            let quoted = Some(text.as_str())
                .filter(|_| flags.sharp)
                .and_then(back_quote);
            pad(
                out,
                &quoted.unwrap_or_else(|| quote(&text, flags.plus)),
                flags,
            );
        }
        // `%#v` is Go source.
        'v' if flags.sharp => {
            pad(out, &quote(&cut(text), false), flags);
        }
        _ => pad(out, &cut(text), flags),
    }
}

/// The bytes in hexadecimal; a precision counts bytes.
fn hex(text: &str, upper: bool, flags: Flags) -> String {
    let bytes = text.as_bytes();
    let bytes = &bytes[..bytes.len().min(flags.precision.unwrap_or(usize::MAX))];
    let prefix = match (flags.sharp, upper) {
        (false, _) => "",
        (true, false) => "0x",
        (true, true) => "0X",
    };
    let digits = bytes.iter().map(|byte| {
        if upper {
            format!("{byte:02X}")
        } else {
            format!("{byte:02x}")
        }
    });
    if flags.space {
        digits
            .map(|digits| format!("{prefix}{digits}"))
            .collect::<Vec<_>>()
            .join(" ")
    } else if bytes.is_empty() {
        String::new()
    } else {
        format!("{prefix}{}", digits.collect::<String>())
    }
}
