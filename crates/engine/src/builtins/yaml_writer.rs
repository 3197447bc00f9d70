//! `yaml.marshal`: the JSON of a value, read as YAML and written by go-yaml 2.4, which OPA calls through
//! sigs.k8s.io/yaml. Its style is part of the answer: which texts have which quotes, where lines are folded
//! and in which order keys stand.

mod keys;
mod resolve;
mod scalar;

use regorus::Value;

pub(super) use self::resolve::is_text;
use self::scalar::{Style, style};
use super::go_json::write_shortest;
use super::sprintf::shortest_float;
use super::{Failure, MAX_TEXT, Own, Result, too_long};

pub(super) const TABLE: &[Own] = &[Own {
    name: NAME,
    arity: 1,
    call: marshal,
}];

const NAME: &str = "yaml.marshal";

/// Spaces of a level.
const INDENT: usize = 2;
/// Longest key, in bytes, that stands on one line with its value.
const SIMPLE_KEY: usize = 128;
/// Longest key that go-yaml reads in front of its value, in characters of JSON.
const READABLE_KEY: usize = 1024;

fn marshal(arguments: &[Value]) -> Result {
    let [value] = arguments else {
        return Err(Failure::Builtin(format!("`{NAME}` expects one operand")));
    };
    let json = write_shortest(NAME, value)?;
    let value = Value::from_json_str(&json)
        .map_err(|error| Failure::Limit(format!("`{NAME}`: {error}")))?;
    let mut writer = Writer::default();
    writer.node(&value, false)?;
    writer.indent(0);
    Ok(Value::from(writer.out))
}

/// What was written, and where (`emitterc.go`). Collections are written as blocks, empty ones in brackets.
struct Writer {
    out: String,
    column: usize,
    /// How far the innermost collection is indented; none is open at first.
    level: Option<usize>,
    /// Whether a blank or the begin of the line is before the place.
    is_blank: bool,
    /// Whether nothing but indentation and marks of items is before it.
    is_indentation: bool,
}

impl Default for Writer {
    fn default() -> Self {
        Self {
            out: String::new(),
            column: 0,
            level: None,
            is_blank: true,
            is_indentation: true,
        }
    }
}

impl Writer {
    fn put(&mut self, character: char) {
        self.out.push(character);
        self.column += 1;
    }

    fn put_break(&mut self, character: char) {
        self.out.push(character);
        self.column = 0;
    }

    /// Goes to the line and the column where the next part of this level begins.
    fn indent(&mut self, level: usize) {
        let is_there = self.column == level && self.is_blank;
        if !self.is_indentation || self.column >= level && !is_there {
            self.put_break('\n');
        }
        while self.column < level {
            self.put(' ');
        }
        self.is_blank = true;
        self.is_indentation = true;
    }

    fn mark(&mut self, mark: &str, is_apart: bool, is_blank: bool, is_indentation: bool) {
        if is_apart && !self.is_blank {
            self.put(' ');
        }
        mark.chars().for_each(|character| self.put(character));
        self.is_blank = is_blank;
        self.is_indentation &= is_indentation;
    }

    /// Writes a value; of a mapping's value, a sequence is no further to the right than its key.
    fn node(&mut self, value: &Value, is_in_mapping: bool) -> std::result::Result<(), Failure> {
        if self.out.len() > MAX_TEXT {
            return Err(too_long(NAME));
        }
        match value {
            Value::Array(items) if items.is_empty() => self.mark("[]", true, false, false),
            Value::Object(fields) if fields.is_empty() => self.mark("{}", true, false, false),
            Value::Array(items) => {
                let outer = self.level;
                let is_flush = is_in_mapping && !self.is_indentation;
                let level = match outer {
                    None => 0,
                    Some(outer) if is_flush => outer,
                    Some(outer) => outer + INDENT,
                };
                self.level = Some(level);
                for item in items.iter() {
                    self.indent(level);
                    self.mark("-", true, false, true);
                    self.node(item, false)?;
                }
                self.level = outer;
            }
            Value::Object(fields) => {
                let outer = self.level;
                let level = outer.map_or(0, |outer| outer + INDENT);
                self.level = Some(level);
                let texts = fields.iter().filter_map(|(key, value)| match key {
                    Value::String(key) => Some((key.as_ref(), value)),
                    _ => None,
                });
                for (key, value) in keys::sorted(texts)? {
                    self.indent(level);
                    self.field(key, value, level)?;
                }
                self.level = outer;
            }
            Value::String(text) => self.text(text, false)?,
            Value::Number(_) => self.plain(&number(value)?, true),
            Value::Bool(truth) => self.plain(if *truth { "true" } else { "false" }, true),
            Value::Null | Value::Undefined | Value::Set(_) => self.plain("null", true),
        }
        Ok(())
    }

    fn field(
        &mut self,
        key: &str,
        value: &Value,
        level: usize,
    ) -> std::result::Result<(), Failure> {
        let written = write_shortest(NAME, &Value::from(key))?;
        if written.chars().count() > READABLE_KEY {
            return Err(Failure::Builtin(format!(
                "{NAME}: yaml: did not find expected ',' or '}}'"
            )));
        }
        if key.len() <= SIMPLE_KEY && !key.contains(scalar::is_break) {
            self.text(key, true)?;
            self.mark(":", false, false, false);
        } else {
            self.mark("?", true, false, true);
            self.text(key, false)?;
            self.indent(level);
            self.mark(":", true, false, true);
        }
        self.node(value, true)
    }

    fn text(&mut self, text: &str, is_simple_key: bool) -> std::result::Result<(), Failure> {
        scalar::readable(text)?;
        match style(text, is_simple_key) {
            Style::Plain => self.plain(text, !is_simple_key),
            Style::Single => self.single_quoted(text, !is_simple_key),
            Style::Double => self.double_quoted(text, !is_simple_key),
            Style::Literal => self.literal(text),
        }
        Ok(())
    }

    /// Where the lines of a text begin behind its first.
    fn inside(&self) -> usize {
        self.level.map_or(INDENT, |level| level + INDENT)
    }
}

/// A number, as go-yaml writes what it reads it as: 64 bits, or a fraction.
fn number(value: &Value) -> std::result::Result<String, Failure> {
    let written = write_shortest(NAME, value)?;
    if written.parse::<i64>().is_ok() || written.parse::<u64>().is_ok() {
        return Ok(written);
    }
    let float: f64 = written
        .parse()
        .map_err(|_| Failure::Limit(format!("`{NAME}` cannot write the number {written}")))?;
    Ok(shortest_float(float))
}

#[cfg(test)]
mod tests;
