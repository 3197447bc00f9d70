//! Rules about values: `NoUndefinedVariables`, `UniqueInputFieldNames`, `ValuesOfCorrectType`,
//! `VariablesInAllowedPosition` of gqlparser.

use std::collections::HashSet;

use super::{Walk, present};
use crate::builtins::Failure;
use crate::builtins::graphql::ast::{Definition, Type, Value, ValueKind, VariableDefinition};
use crate::builtins::graphql::lexer::wrong_at;
use crate::builtins::graphql::member::Try;

/// Scalars that GraphQL itself has; of others every value is right.
const SCALARS: [&str; 5] = ["Int", "Float", "String", "Boolean", "ID"];

/// What is wanted where a value stands.
#[derive(Clone, Copy)]
pub(super) struct Expected<'a> {
    pub(super) r#type: Option<&'a Type>,
    pub(super) definition: Option<&'a Definition>,
    pub(super) has_default: bool,
}

impl Expected<'_> {
    pub(super) fn nothing(value: &Value) -> Self {
        Self {
            r#type: None,
            definition: None,
            has_default: value.expected_type_has_default,
        }
    }
}

/// Whether there is a value that is not null.
pub(super) fn is_set(value: Option<&Value>) -> bool {
    value.is_some_and(|value| value.kind != ValueKind::Null)
}

impl<'a> Walk<'a> {
    pub(super) fn value(&mut self, value: &'a Value, expected: Expected<'a>) -> Try<()> {
        let mut variable = None;
        if let (ValueKind::Variable, Some(operation)) = (value.kind, self.operation) {
            self.schema.budget.spend(operation.variables.len())?;
            let mut variables = operation.variables.iter();
            let place = variables.position(|one| one.variable == value.raw);
            variable = place.and_then(|place| operation.variables.get(place));
            self.used_variables.extend(place);
        }
        if matches!(value.kind, ValueKind::Object | ValueKind::List) {
            for child in &value.children {
                let inner = present(child.value.as_deref())?;
                let wanted = self.expected_of(value, &child.name, inner, expected)?;
                let schema = self.schema;
                schema.budget.deeper(|| self.value(inner, wanted))?;
            }
        }
        self.check_variable(value, variable)?;
        if value.kind == ValueKind::Object {
            let mut seen = HashSet::new();
            let mut children = value.children.iter();
            if let Some(twice) = children.find(|child| !seen.insert(&child.name)) {
                return Err(wrong_at(
                    twice.position,
                    format_args!("There can be only one input field named {:?}", twice.name),
                ));
            }
        }
        if let (Some(of), Some(wanted)) = (expected.definition, expected.r#type) {
            self.check_type(value, of, wanted)?;
        }
        if let Some(variable) = variable {
            check_position(value, variable, expected)?;
        }
        self.check_one_of_variables(value, expected)
    }

    /// What is wanted of a child of a list or an object.
    fn expected_of(
        &self,
        value: &'a Value,
        name: &str,
        child: &'a Value,
        expected: Expected<'a>,
    ) -> Try<Expected<'a>> {
        let nothing = Expected::nothing(child);
        if value.kind == ValueKind::List {
            let element = expected.r#type.and_then(|wanted| wanted.element.as_deref());
            return Ok(match element {
                Some(element) => Expected {
                    r#type: Some(element),
                    definition: expected.definition,
                    ..nothing
                },
                None => nothing,
            });
        }
        let Some(of) = expected.definition else {
            return Ok(nothing);
        };
        Ok(match self.schema.field(of, name)? {
            Some(field) => Expected {
                r#type: Some(&field.r#type),
                definition: self.r#type(field.r#type.name()),
                has_default: is_set(field.default.as_deref()),
            },
            None => nothing,
        })
    }

    fn check_variable(&self, value: &Value, variable: Option<&VariableDefinition>) -> Try<()> {
        let is_missing = value.kind == ValueKind::Variable && variable.is_none();
        if is_missing && self.operation.is_some() {
            return Err(wrong_at(
                value.position,
                format_args!("Variable \"${}\" is not defined", value.raw),
            ));
        }
        Ok(())
    }

    fn check_type(&self, value: &'a Value, of: &'a Definition, wanted: &'a Type) -> Try<()> {
        let unexpected = || {
            Err(wrong_at(
                value.position,
                format_args!(
                    "Expected value of type \"{wanted}\", found {:?} {}",
                    value.kind, value.raw
                ),
            ))
        };
        if value.kind == ValueKind::Null && wanted.non_null {
            return unexpected();
        }
        let name = of.name.as_str();
        if of.kind == "SCALAR" && !SCALARS.contains(&name) {
            return Ok(());
        }
        if !self.is_readable(value)? {
            return unexpected();
        }
        let is_right = match value.kind {
            ValueKind::Null | ValueKind::Variable => true,
            ValueKind::List => wanted.element.is_some(),
            ValueKind::Int => ["Int", "Float", "ID"].contains(&name),
            ValueKind::Float => name == "Float",
            ValueKind::String | ValueKind::Block => {
                of.kind != "ENUM" && ["String", "ID"].contains(&name)
            }
            ValueKind::Enum => {
                self.schema.budget.spend(of.enum_values.len())?;
                of.kind == "ENUM" && of.enum_values.iter().any(|one| one.name == value.raw)
            }
            ValueKind::Boolean => name == "Boolean",
            ValueKind::Object => return self.check_object(value, of),
        };
        if is_right { Ok(()) } else { unexpected() }
    }

    fn check_object(&self, value: &'a Value, of: &'a Definition) -> Try<()> {
        let wrong = |message: String| Err(wrong_at(value.position, message));
        let owner = &of.name;
        for field in &of.fields {
            if !field.r#type.non_null || field.default.is_some() {
                continue;
            }
            self.schema.budget.spend(value.children.len())?;
            if !value.children.iter().any(|child| child.name == field.name) {
                return wrong(format!(
                    "Field \"{owner}.{}\" of required type \"{}\" was not provided",
                    field.name, field.r#type
                ));
            }
        }
        if of.directives.iter().any(|one| one.name == "oneOf") {
            let [child] = value.children.as_slice() else {
                return wrong(format!(
                    "OneOf Input Object {owner:?} must specify exactly one key"
                ));
            };
            if !is_set(child.value.as_deref()) {
                return wrong(format!("Field \"{owner}.{}\" must be non-null", child.name));
            }
        }
        for child in &value.children {
            if self.schema.field(of, &child.name)?.is_none() {
                return Err(wrong_at(
                    child.position,
                    format_args!("Field {:?} is not defined by type {owner:?}", child.name),
                ));
            }
        }
        Ok(())
    }

    /// Whether everything in a value can be read, defaults of variables included.
    fn is_readable(&self, value: &'a Value) -> Try<bool> {
        self.schema.budget.spend(1)?;
        match value.kind {
            ValueKind::Int => Ok(value.raw.parse::<i64>().is_ok()),
            ValueKind::Float => is_float(&value.raw),
            ValueKind::Boolean => {
                let truths = ["1", "t", "T", "TRUE", "true", "True"];
                let untruths = ["0", "f", "F", "FALSE", "false", "False"];
                let raw = value.raw.as_str();
                Ok(truths.contains(&raw) || untruths.contains(&raw))
            }
            ValueKind::Variable => {
                let variables = self.operation.map_or(&[][..], |one| &one.variables);
                self.schema.budget.spend(variables.len())?;
                let variable = variables.iter().find(|one| one.variable == value.raw);
                let Some(default) = variable.and_then(|one| one.default.as_deref()) else {
                    return Ok(true);
                };
                self.schema.budget.deeper(|| self.is_readable(default))
            }
            ValueKind::List | ValueKind::Object => {
                for child in &value.children {
                    let Some(inner) = child.value.as_deref() else {
                        continue;
                    };
                    if !self.schema.budget.deeper(|| self.is_readable(inner))? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            ValueKind::String | ValueKind::Block | ValueKind::Enum | ValueKind::Null => Ok(true),
        }
    }

    fn check_one_of_variables(&self, value: &Value, expected: Expected<'_>) -> Try<()> {
        let Some(of) = expected.definition else {
            return Ok(());
        };
        let is_one_of = || of.directives.iter().any(|one| one.name == "oneOf");
        if value.kind != ValueKind::Object || !is_one_of() {
            return Ok(());
        }
        let variables = self.operation.map_or(&[][..], |one| &one.variables);
        for child in &value.children {
            let inner = child.value.as_deref();
            let Some(inner) = inner.filter(|inner| inner.kind == ValueKind::Variable) else {
                continue;
            };
            let variable = variables.iter().find(|one| one.variable == inner.raw);
            if variable.is_some_and(|variable| !variable.r#type.non_null) {
                return Err(wrong_at(
                    inner.position,
                    format_args!(
                        "Variable \"${}\" must be non-nullable to be used for OneOf Input Object \
                         {:?}",
                        inner.raw, of.name
                    ),
                ));
            }
        }
        Ok(())
    }
}

/// Whether a variable may stand where it does.
fn check_position(value: &Value, variable: &VariableDefinition, expected: Expected<'_>) -> Try<()> {
    let Some(wanted) = expected.r#type else {
        return Ok(());
    };
    let may_be_null = is_set(variable.default.as_deref()) || expected.has_default;
    let allowed = Type {
        non_null: wanted.non_null && !may_be_null,
        ..wanted.clone()
    };
    if variable.r#type.is_compatible(&allowed) {
        return Ok(());
    }
    Err(wrong_at(
        value.position,
        format_args!(
            "Variable \"${}\" of type \"{}\" used in position expecting type \"{wanted}\"",
            value.raw, variable.r#type
        ),
    ))
}

/// Whether Go reads it as a finite number. A lexer writes decimals only; of the rest that a tree
/// may hold, Go reads more than is read here.
fn is_float(raw: &str) -> Try<bool> {
    let is_decimal = |byte: u8| byte.is_ascii_digit() || b"+-.eE".contains(&byte);
    if !raw.bytes().all(is_decimal) {
        return Err(Failure::Limit(format!(
            "a GraphQL syntax tree: the number {raw:?} is not supported"
        )));
    }
    Ok(raw.parse::<f64>().is_ok_and(f64::is_finite))
}
