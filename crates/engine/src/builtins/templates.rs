//! Templates: `strings.render_template`, after OPA's `v1/topdown/template.go` over its
//! `internal/methodlesstemplate`, which is Go's `text/template` without methods.
//!
//! What is not supported is an error that names it: templates in templates, `break` and `continue`,
//! `js`, `slice`, `call`, most verbs of `printf`, fractions.

mod datum;
mod execute;
mod functions;
mod lexer;
mod parser;
#[cfg(test)]
mod tests;

use regorus::Value;

use super::{Failure, MAX_TEXT, Own, Result, kind, text};

pub(super) const TABLE: &[Own] = &[Own {
    name: "strings.render_template",
    arity: 2,
    call: render,
}];

type Try<T> = std::result::Result<T, Failure>;

fn wrong<T>(message: impl std::fmt::Display) -> Try<T> {
    Err(Failure::Builtin(format!(
        "strings.render_template: template: {message}"
    )))
}

/// What OPA can and this cannot: no answer in either mode, lest a message is lost.
fn gap<T>(message: impl std::fmt::Display) -> Try<T> {
    Err(Failure::Limit(format!(
        "strings.render_template: template: {message}"
    )))
}

fn render(arguments: &[Value]) -> Result {
    let name = "strings.render_template";
    let [template, variables] = arguments else {
        return wrong("expects a template and an object");
    };
    let template = text(name, template)?;
    if !matches!(variables, Value::Object(_)) {
        return Err(Failure::Builtin(format!(
            "`{name}` expects an object, not {}",
            kind(variables)
        )));
    }
    if !is_json(variables) {
        return wrong(
            "the variables are no JSON: it has neither sets nor keys that are no strings",
        );
    }
    if template.len() > MAX_TEXT {
        return Err(super::too_long(name));
    }
    let nodes = parser::parse(template)?;
    Ok(Value::from(execute::execute(&nodes, variables)?))
}

/// Whether a value as Rego writes it is JSON, which is how OPA reads the variables.
fn is_json(value: &Value) -> bool {
    match value {
        Value::Set(_) => false,
        Value::Array(items) => items.iter().all(is_json),
        Value::Object(fields) => fields
            .iter()
            .all(|(key, value)| matches!(key, Value::String(_)) && is_json(value)),
        _ => true,
    }
}
