//! `regex.template_match`: a text with regular expressions between delimiters.

use regorus::Value;

use super::super::{Failure, Result, text};
use super::{Try, expression, operands};

pub(super) fn is_match(arguments: &[Value]) -> Result {
    let name = "regex.template_match";
    let [template, value, start, end] = operands(name, arguments)?;
    let (template, value) = (text(name, template)?, text(name, value)?);
    let (start, end) = (delimiter(text(name, start)?)?, delimiter(text(name, end)?)?);
    let mut pattern = "^".to_owned();
    let mut literal = 0;
    for (from, to) in enclosed(template, start, end)? {
        pattern.push_str(&regex::escape(&template[literal..from]));
        let inside = &template[from + 1..to];
        // Alone it must be an expression as well.
        expression(&format!("^{inside}$"))?;
        pattern.extend(["(", inside, ")"]);
        literal = to + 1;
    }
    pattern.push_str(&regex::escape(&template[literal..]));
    pattern.push('$');
    Ok(Value::from(expression(&pattern)?.regex.is_match(value)))
}

fn delimiter(written: &str) -> Try<u8> {
    match written.as_bytes() {
        [delimiter] => Ok(*delimiter),
        _ => Err(Failure::builtin(
            "`regex.template_match`: a delimiter has to be exactly one character long",
        )),
    }
}

/// Where what the outermost delimiters enclose begins and ends, both at the delimiter.
fn enclosed(template: &str, start: u8, end: u8) -> Try<Vec<(usize, usize)>> {
    let unbalanced = || Failure::Builtin(format!("unbalanced braces in `{template}`"));
    let mut places = Vec::new();
    let (mut level, mut from) = (0_usize, 0);
    for (at, byte) in template.bytes().enumerate() {
        if byte == start {
            level += 1;
            if level == 1 {
                from = at;
            }
        } else if byte == end {
            level = level.checked_sub(1).ok_or_else(unbalanced)?;
            if level == 0 {
                places.push((from, at));
            }
        }
    }
    if level == 0 {
        Ok(places)
    } else {
        Err(unbalanced())
    }
}
