//! Functions of templates, after `funcs.go` of Go's `text/template`.

use std::cmp::Ordering;
use std::fmt::Write as _;

use regorus::Value;

use super::datum::{Basic, Datum};
use super::{Try, gap, wrong};

/// A function. `and` and `or` are for the execution, as they leave out what does not matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Function {
    And,
    Or,
    Not,
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
    Index,
    Len,
    Html,
    UrlQuery,
    Print,
    PrintLine,
    PrintFormat,
}

/// Those that there are, and are not supported.
const UNSUPPORTED: [&str; 3] = ["call", "js", "slice"];

impl Function {
    pub(super) fn named(name: &str) -> Try<Self> {
        Ok(match name {
            "and" => Self::And,
            "or" => Self::Or,
            "not" => Self::Not,
            "eq" => Self::Eq,
            "ne" => Self::Ne,
            "lt" => Self::Lt,
            "le" => Self::Le,
            "gt" => Self::Gt,
            "ge" => Self::Ge,
            "index" => Self::Index,
            "len" => Self::Len,
            "html" => Self::Html,
            "urlquery" => Self::UrlQuery,
            "print" => Self::Print,
            "println" => Self::PrintLine,
            "printf" => Self::PrintFormat,
            name if UNSUPPORTED.contains(&name) => {
                return gap(format_args!("the function {name:?} is not supported"));
            }
            name => return wrong(format_args!("function {name:?} not defined")),
        })
    }

    pub(super) fn call(self, arguments: &[Datum]) -> Try<Datum> {
        let truth = |truth: bool| Ok(Datum::Of(Value::from(truth)));
        match (self, arguments) {
            (Self::Not, [one]) => truth(!one.is_true()),
            (Self::Eq, [one, others @ ..]) if !others.is_empty() => truth(equal(one, others)?),
            (Self::Ne, [one, other]) => truth(!equal(one, std::slice::from_ref(other))?),
            (Self::Lt, [one, other]) => truth(order(one, other)?.is_lt()),
            (Self::Le, [one, other]) => truth(order(one, other)?.is_le()),
            (Self::Gt, [one, other]) => truth(order(one, other)?.is_gt()),
            (Self::Ge, [one, other]) => truth(order(one, other)?.is_ge()),
            (Self::Index, [one, places @ ..]) => index(one, places),
            (Self::Len, [one]) => length(one),
            (Self::Html, arguments) => Ok(text(html(&to_escape(arguments)?))),
            (Self::UrlQuery, arguments) => Ok(text(url_query(&to_escape(arguments)?))),
            (Self::Print, arguments) => Ok(text(sprint(arguments)?)),
            (Self::PrintLine, arguments) => Ok(text(line(arguments)?)),
            (Self::PrintFormat, [format, arguments @ ..]) => Ok(text(sprintf(format, arguments)?)),
            _ => wrong(format_args!("wrong number of args for {self:?}")),
        }
    }
}

fn text(text: String) -> Datum {
    Datum::Of(Value::from(text))
}

fn equal(one: &Datum, others: &[Datum]) -> Try<bool> {
    let first = one.basic()?;
    for other in others {
        let second = other.basic()?;
        let truth = match (&first, &second) {
            (Some(a), Some(b)) => {
                if std::mem::discriminant(a) != std::mem::discriminant(b) {
                    return wrong("incompatible types for comparison");
                }
                a == b
            }
            (None, None) if one.is_nil() || other.is_nil() => one.is_nil() && other.is_nil(),
            _ if one.is_nil() || other.is_nil() => false,
            _ => return wrong("non-comparable types"),
        };
        if truth {
            return Ok(true);
        }
    }
    Ok(false)
}

fn order(one: &Datum, other: &Datum) -> Try<Ordering> {
    match (one.basic()?, other.basic()?) {
        (Some(Basic::Int(a)), Some(Basic::Int(b))) => Ok(a.cmp(&b)),
        (Some(Basic::Text(a)), Some(Basic::Text(b))) => Ok(a.cmp(&b)),
        _ => wrong("incompatible types for comparison"),
    }
}

fn index(one: &Datum, places: &[Datum]) -> Try<Datum> {
    let mut item = one.clone();
    if item.is_nil() {
        return wrong("index of untyped nil");
    }
    for place in places {
        let found = match (&item, place) {
            (Datum::Of(Value::Array(items)), Datum::Int(place)) => {
                let place = usize::try_from(*place).ok();
                place.and_then(|place| items.get(place)).map(Datum::of)
            }
            (Datum::Of(Value::String(text)), Datum::Int(place)) => {
                let place = usize::try_from(*place).ok();
                let byte = place.and_then(|place| text.as_bytes().get(place));
                byte.map(|byte| Datum::Int(i64::from(*byte)))
            }
            (Datum::Of(Value::Object(members)), Datum::Of(key @ Value::String(_))) => {
                Some(members.get(key).map_or(Datum::Nil, Datum::of))
            }
            _ => None,
        };
        match found {
            Some(found) => item = found,
            None => return wrong("error calling index"),
        }
    }
    Ok(item)
}

fn length(one: &Datum) -> Try<Datum> {
    let length = match one {
        Datum::Of(Value::Array(items)) => items.len(),
        Datum::Of(Value::Set(items)) => items.len(),
        Datum::Of(Value::Object(items)) => items.len(),
        Datum::Of(Value::String(text)) => text.len(),
        Datum::Of(Value::Number(_)) => {
            let mut digits = String::new();
            one.print(&mut digits)?;
            digits.len()
        }
        _ => return wrong("error calling len"),
    };
    Ok(Datum::Int(i64::try_from(length).unwrap_or(i64::MAX)))
}

/// As text to escape, where Go has words for a nil.
fn to_escape(arguments: &[Datum]) -> Try<String> {
    let said = |argument: &Datum| {
        if argument.is_nil() {
            text("<no value>".to_owned())
        } else {
            argument.clone()
        }
    };
    sprint(&arguments.iter().map(said).collect::<Vec<_>>())
}

fn line(arguments: &[Datum]) -> Try<String> {
    let mut out = String::new();
    for (place, argument) in arguments.iter().enumerate() {
        if place > 0 {
            out.push(' ');
        }
        argument.print(&mut out)?;
    }
    out.push('\n');
    Ok(out)
}

/// Printed with a space where no text is beside.
fn sprint(arguments: &[Datum]) -> Try<String> {
    let mut out = String::new();
    let mut before: Option<&Datum> = None;
    for argument in arguments {
        if before.is_some_and(|before| !before.is_text() && !argument.is_text()) {
            out.push(' ');
        }
        argument.print(&mut out)?;
        before = Some(argument);
    }
    Ok(out)
}

fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\0' => out.push(char::REPLACEMENT_CHARACTER),
            '"' => out.push_str("&#34;"),
            '\'' => out.push_str("&#39;"),
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            plain => out.push(plain),
        }
    }
    out
}

fn url_query(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b' ' => out.push('+'),
            b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => out.push(char::from(byte)),
            byte => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

/// `%v` of everything, `%s` of texts, `%d` of numbers of the template, `%%`.
fn sprintf(format: &Datum, arguments: &[Datum]) -> Try<String> {
    let Datum::Of(Value::String(format)) = format else {
        return wrong("printf expects a string");
    };
    let mut out = String::new();
    let mut arguments = arguments.iter();
    let mut characters = format.chars();
    while let Some(character) = characters.next() {
        if character != '%' {
            out.push(character);
            continue;
        }
        let verb = characters.next();
        if verb == Some('%') {
            out.push('%');
            continue;
        }
        let suits = |argument: &Datum| match verb {
            Some('v') => true,
            Some('s') => argument.is_text(),
            Some('d') => matches!(argument, Datum::Int(_)),
            _ => false,
        };
        match arguments.next() {
            Some(argument) if suits(argument) => argument.print(&mut out)?,
            _ => return gap(format_args!("printf of {format:?} is not supported")),
        }
    }
    if arguments.next().is_some() {
        return gap(format_args!("printf of {format:?} is not supported"));
    }
    Ok(out)
}
