//! Regular expressions (`v1/topdown/regex.go`, `v1/topdown/regex_template.go`), in Go's syntax, with
//! one compiled expression for each thread.
//!
//! The engine clones a shared one for every call, which throws its caches away; that was 17 % of
//! the interpreter's time. And it reads the syntax of the crate `regex`, which is not Go's.

mod class;
mod escape;
mod expand;
mod syntax;
mod template;
#[cfg(test)]
mod tests;

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use regex::{Regex, RegexBuilder};
use regorus::Value;

use super::{Failure, MAX_ITEMS, MAX_TEXT, Own, Result, text, too_long, too_many};
use syntax::{Refusal, translate};

pub(super) const TABLE: &[Own] = &[
    Own {
        name: "regex.find_all_string_submatch_n",
        arity: 3,
        call: find_groups,
    },
    Own {
        name: "regex.find_n",
        arity: 3,
        call: find,
    },
    Own {
        name: "regex.is_valid",
        arity: 1,
        call: is_valid,
    },
    Own {
        name: "regex.match",
        arity: 2,
        call: is_match,
    },
    Own {
        name: "regex.replace",
        arity: 3,
        call: replace,
    },
    Own {
        name: "regex.split",
        arity: 2,
        call: split,
    },
    Own {
        name: "regex.template_match",
        arity: 4,
        call: template::is_match,
    },
];

/// Largest compiled expression in bytes, as in the engine.
const MAX_COMPILED: usize = 100 << 10;
/// Most expressions that a thread keeps. A policy that makes more loses them all at once, which
/// costs time and nothing else.
const MAX_KEPT: usize = 256;

type Try<T> = std::result::Result<T, Failure>;

/// A compiled expression, and the names of its groups.
struct Expression {
    regex: Regex,
    names: Vec<String>,
}

thread_local! {
    static KEPT: RefCell<HashMap<String, Rc<Expression>>> = RefCell::default();
}

fn operands<'a, const N: usize>(name: &str, arguments: &'a [Value]) -> Try<&'a [Value; N]> {
    arguments
        .try_into()
        .map_err(|_| Failure::Builtin(format!("`{name}` expects {N} operands")))
}

/// The compiled expression of a pattern.
fn expression(pattern: &str) -> Try<Rc<Expression>> {
    KEPT.with_borrow_mut(|kept| {
        if let Some(expression) = kept.get(pattern) {
            return Ok(Rc::clone(expression));
        }
        let expression = Rc::new(compile(pattern)?);
        if kept.len() >= MAX_KEPT {
            kept.clear();
        }
        kept.insert(pattern.to_owned(), Rc::clone(&expression));
        Ok(expression)
    })
}

fn compile(pattern: &str) -> Try<Expression> {
    let translated = translate(pattern).map_err(|refusal| match refusal {
        Refusal::Invalid(why) => {
            Failure::Builtin(format!("error parsing regexp: {why}: `{pattern}`"))
        }
        Refusal::Unsupported(what) => Failure::Limit(format!(
            "the regular expression `{pattern}` has {what}, which is not supported here"
        )),
    })?;
    let regex = RegexBuilder::new(&translated.pattern)
        .size_limit(MAX_COMPILED)
        .build()
        .map_err(|error| match error {
            regex::Error::CompiledTooBig(_) => Failure::Limit(format!(
                "a regular expression compiles to more than {MAX_COMPILED} bytes"
            )),
            _ => Failure::Builtin(format!("error parsing regexp: `{pattern}`")),
        })?;
    Ok(Expression {
        regex,
        names: translated.names,
    })
}

pub(super) fn is_match(arguments: &[Value]) -> Result {
    let name = "regex.match";
    let [pattern, value] = operands(name, arguments)?;
    let (pattern, value) = (text(name, pattern)?, text(name, value)?);
    Ok(Value::from(expression(pattern)?.regex.is_match(value)))
}

/// What is no text is no valid expression, and no error.
fn is_valid(arguments: &[Value]) -> Result {
    let [Value::String(pattern)] = arguments else {
        return Ok(Value::from(false));
    };
    match expression(pattern) {
        Ok(_) => Ok(Value::from(true)),
        Err(Failure::Builtin(_)) => Ok(Value::from(false)),
        Err(limit) => Err(limit),
    }
}

/// How many matches are wanted; all, for a negative number.
fn wanted(name: &str, number: &Value) -> Try<usize> {
    match number {
        Value::Number(number) if number.is_integer() => number
            .as_i64()
            .map(|wanted| usize::try_from(wanted).unwrap_or(usize::MAX))
            .ok_or_else(|| Failure::Builtin(format!("`{name}`: the number is too large"))),
        _ => Err(Failure::Builtin(format!("`{name}` expects a whole number"))),
    }
}

fn find(arguments: &[Value]) -> Result {
    let name = "regex.find_n";
    let [pattern, value, number] = operands(name, arguments)?;
    let (pattern, value) = (text(name, pattern)?, text(name, value)?);
    let wanted = wanted(name, number)?;
    let expression = expression(pattern)?;
    let found = expression.regex.find_iter(value).take(wanted);
    let found = found.map(|found| Value::from(found.as_str()));
    bounded(name, found)
}

fn find_groups(arguments: &[Value]) -> Result {
    let name = "regex.find_all_string_submatch_n";
    let [pattern, value, number] = operands(name, arguments)?;
    let (pattern, value) = (text(name, pattern)?, text(name, value)?);
    let wanted = wanted(name, number)?;
    let expression = expression(pattern)?;
    let found = expression.regex.captures_iter(value).take(wanted);
    let found = found.map(|captures| {
        let groups = captures.iter();
        let groups = groups.map(|group| Value::from(group.map_or("", |group| group.as_str())));
        Value::from(groups.collect::<Vec<_>>())
    });
    bounded(name, found)
}

fn bounded(name: &str, found: impl Iterator<Item = Value>) -> Result {
    let items: Vec<Value> = found.take(MAX_ITEMS + 1).collect();
    if items.len() > MAX_ITEMS {
        return Err(too_many(name));
    }
    Ok(Value::from(items))
}

/// As Go's `Regexp.Split`: an empty match at the beginning splits nothing off, nor does one at the end.
fn split(arguments: &[Value]) -> Result {
    let name = "regex.split";
    let [pattern, value] = operands(name, arguments)?;
    let (pattern, value) = (text(name, pattern)?, text(name, value)?);
    let expression = expression(pattern)?;
    if value.is_empty() && !pattern.is_empty() {
        return Ok(Value::from(vec![Value::from("")]));
    }
    let mut parts = Vec::new();
    let (mut begin, mut end) = (0, 0);
    for found in expression.regex.find_iter(value) {
        end = found.start();
        if found.end() != 0 {
            parts.push(Value::from(&value[begin..end]));
        }
        begin = found.end();
        if parts.len() > MAX_ITEMS {
            return Err(too_many(name));
        }
    }
    if end != value.len() {
        parts.push(Value::from(&value[begin..]));
    }
    Ok(Value::from(parts))
}

fn replace(arguments: &[Value]) -> Result {
    let name = "regex.replace";
    let [value, pattern, template] = operands(name, arguments)?;
    let (value, pattern) = (text(name, value)?, text(name, pattern)?);
    let template = text(name, template)?;
    let expression = expression(pattern)?;
    let mut replaced = String::with_capacity(value.len());
    let mut begin = 0;
    for captures in expression.regex.captures_iter(value) {
        let Some(found) = captures.get(0) else {
            continue;
        };
        replaced.push_str(&value[begin..found.start()]);
        expand::expand(template, &captures, &expression.names, &mut replaced);
        begin = found.end();
        if replaced.len() > MAX_TEXT {
            return Err(too_long(name));
        }
    }
    replaced.push_str(&value[begin..]);
    Ok(Value::from(replaced))
}
