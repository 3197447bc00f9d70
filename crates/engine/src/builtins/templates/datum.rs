//! Values while a template is executed, and how Go's `fmt` prints them.

use std::fmt::Write as _;

use regorus::Value;

use super::{Try, gap, wrong};

/// A value. Go tells one that is not there from a nil that is, until something takes it.
#[derive(Debug, Clone)]
pub(super) enum Datum {
    Missing,
    Nil,
    /// A number of the template or a place in an array; those of the variables are text to Go.
    Int(i64),
    Of(Value),
}

/// What Go can compare.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Basic {
    Bool(bool),
    Int(i64),
    Text(String),
}

impl Datum {
    pub(super) fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Nil,
            value => Self::Of(value.clone()),
        }
    }

    /// As it leaves a pipeline: a nil is nothing then.
    pub(super) fn taken(self) -> Self {
        match self {
            Self::Nil => Self::Missing,
            other => other,
        }
    }

    pub(super) fn is_nil(&self) -> bool {
        matches!(self, Self::Missing | Self::Nil)
    }

    pub(super) fn field(&self, name: &str) -> Try<Self> {
        match self {
            Self::Missing => Ok(Self::Missing),
            Self::Of(Value::Object(members)) => {
                let found = members.get(&Value::from(name));
                Ok(found.map_or(Self::Missing, Self::of))
            }
            _ => wrong(format_args!("can't evaluate field {name}")),
        }
    }

    pub(super) fn is_true(&self) -> bool {
        match self {
            Self::Missing | Self::Nil => false,
            Self::Int(int) => *int != 0,
            Self::Of(value) => match value {
                Value::Bool(truth) => *truth,
                Value::String(text) => !text.is_empty(),
                Value::Array(items) => !items.is_empty(),
                Value::Set(items) => !items.is_empty(),
                Value::Object(items) => !items.is_empty(),
                // To Go it is a text, and none is empty.
                _ => true,
            },
        }
    }

    /// What it is to a comparison; none for nil, arrays and objects.
    pub(super) fn basic(&self) -> Try<Option<Basic>> {
        Ok(match self {
            Self::Int(int) => Some(Basic::Int(*int)),
            Self::Of(Value::Bool(truth)) => Some(Basic::Bool(*truth)),
            Self::Of(Value::String(text)) => Some(Basic::Text(text.to_string())),
            Self::Of(number @ Value::Number(_)) => Some(Basic::Text(digits(number)?)),
            _ => None,
        })
    }

    /// Whether Go takes it for a text where it prints several.
    pub(super) fn is_text(&self) -> bool {
        matches!(self, Self::Of(Value::String(_) | Value::Number(_)))
    }

    pub(super) fn print(&self, out: &mut String) -> Try<()> {
        match self {
            Self::Missing | Self::Nil => out.push_str("<nil>"),
            Self::Int(int) => {
                let _ = write!(out, "{int}");
            }
            Self::Of(value) => print(value, out)?,
        }
        Ok(())
    }
}

/// The digits of a number. Go has it as it was written; of a whole number that is its digits.
fn digits(number: &Value) -> Try<String> {
    let written = number.to_string();
    let is_whole = written
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'-');
    if !is_whole || written.len() > 20 {
        return gap(format_args!(
            "the number {written} is not supported, as its spelling is lost"
        ));
    }
    Ok(written)
}

fn print(value: &Value, out: &mut String) -> Try<()> {
    match value {
        Value::Null | Value::Undefined => out.push_str("<nil>"),
        Value::Bool(truth) => {
            let _ = write!(out, "{truth}");
        }
        Value::String(text) => out.push_str(text),
        Value::Number(_) => out.push_str(&digits(value)?),
        Value::Array(items) => print_list(items.iter(), out)?,
        Value::Set(items) => print_list(items.iter(), out)?,
        Value::Object(items) => {
            out.push_str("map[");
            for (place, (key, item)) in items.iter().enumerate() {
                let Value::String(key) = key else {
                    return gap("an object with a key that is no string is not supported");
                };
                let space = if place > 0 { " " } else { "" };
                let _ = write!(out, "{space}{key}:");
                print(item, out)?;
            }
            out.push(']');
        }
    }
    Ok(())
}

fn print_list<'a>(items: impl Iterator<Item = &'a Value>, out: &mut String) -> Try<()> {
    out.push('[');
    for (place, item) in items.enumerate() {
        if place > 0 {
            out.push(' ');
        }
        print(item, out)?;
    }
    out.push(']');
    Ok(())
}
