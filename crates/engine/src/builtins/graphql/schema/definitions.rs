//! Whether a definition of a type holds, after `validateDefinition` of gqlparser.

use std::collections::HashSet;

use super::{Schema, check_name};
use crate::builtins::graphql::ast::{ArgumentDefinition, Definition, Type};
use crate::builtins::graphql::lexer::wrong_at;
use crate::builtins::graphql::member::{Try, named};

/// Kinds that a field of an object may have.
const OUTPUT: [&str; 5] = ["SCALAR", "OBJECT", "INTERFACE", "UNION", "ENUM"];
/// Kinds that a field of an input may have.
const INPUT: [&str; 3] = ["SCALAR", "ENUM", "INPUT_OBJECT"];

impl Schema {
    pub(super) fn check_definition(&self, definition: &Definition) -> Try<()> {
        let Definition { name, kind, .. } = definition;
        let wrong = |message: String| Err(wrong_at(definition.position, message));
        let is_input = kind == "INPUT_OBJECT";
        let location = if is_input {
            "INPUT_FIELD_DEFINITION"
        } else {
            "FIELD_DEFINITION"
        };
        for field in &definition.fields {
            check_name(field.position, &field.name)?;
            self.check_type(&field.r#type)?;
            self.check_arguments(&field.arguments, None)?;
            self.check_directives(&field.directives, location, None, true)?;
        }
        for member in &definition.types {
            match self.types.get(member) {
                None => return wrong(format!("Undefined type {member:?}")),
                Some(found) if found.kind != "OBJECT" => {
                    return wrong(format!("{kind} type {member:?} must be OBJECT"));
                }
                Some(_) => {}
            }
        }
        for interface in &definition.interfaces {
            self.check_implementation(definition, interface)?;
        }
        match kind.as_str() {
            "OBJECT" | "INTERFACE" | "INPUT_OBJECT" => {
                self.check_fields(definition, if is_input { &INPUT } else { &OUTPUT })?;
            }
            "ENUM" => self.check_enum(definition)?,
            _ => {}
        }
        let fields = definition.fields.iter().map(|field| field.name.as_str());
        if let Some(twice) = repeated(fields) {
            return wrong(format!("Field {name}.{twice} can only be defined once"));
        }
        let values = definition.enum_values.iter().map(|one| one.name.as_str());
        if let Some(twice) = repeated(values) {
            return wrong(format!(
                "Enum value {name}.{twice} can only be defined once"
            ));
        }
        if let Some(twice) = repeated(definition.types.iter().map(String::as_str)) {
            return wrong(format!(
                "Union type {name} can only include type {twice} once"
            ));
        }
        if !definition.built_in {
            check_name(definition.position, name)?;
        }
        // Those of the extensions stand elsewhere, so none is here twice.
        self.check_directives(&definition.directives, kind, None, false)
    }

    fn check_fields(&self, definition: &Definition, kinds: &[&str]) -> Try<()> {
        let Definition { name, kind, .. } = definition;
        if definition.fields.is_empty() {
            return Err(wrong_at(
                definition.position,
                format_args!("{kind} {name}: must define one or more fields"),
            ));
        }
        for field in &definition.fields {
            let found = self.types.get(field.r#type.name());
            if found.is_some_and(|found| !kinds.contains(&found.kind.as_str())) {
                return Err(wrong_at(
                    field.position,
                    format_args!("{kind} {name}: field must be one of {}", kinds.join(", ")),
                ));
            }
        }
        Ok(())
    }

    fn check_enum(&self, definition: &Definition) -> Try<()> {
        let Definition { name, kind, .. } = definition;
        if definition.enum_values.is_empty() {
            return Err(wrong_at(
                definition.position,
                format_args!("{kind} {name}: must define one or more unique enum values"),
            ));
        }
        for value in &definition.enum_values {
            if ["true", "false", "null"].contains(&value.name.as_str()) {
                return Err(wrong_at(
                    value.position,
                    format_args!("{kind} {name}: non-enum value {}", value.name),
                ));
            }
            self.check_directives(&value.directives, "ENUM_VALUE", None, true)?;
        }
        Ok(())
    }

    fn check_type(&self, written: &Type) -> Try<()> {
        let name = named(written)?;
        if self.types.contains_key(name) {
            return Ok(());
        }
        Err(wrong_at(
            written.position,
            format_args!("Undefined type {name}"),
        ))
    }

    /// Arguments of a field, or of the directive of this name.
    pub(super) fn check_arguments(
        &self,
        arguments: &[ArgumentDefinition],
        directive: Option<&str>,
    ) -> Try<()> {
        for argument in arguments {
            check_name(argument.position, &argument.name)?;
            self.check_type(&argument.r#type)?;
            let found = self.types.get(argument.r#type.name());
            if let Some(found) = found.filter(|found| !found.is_input()) {
                return Err(wrong_at(
                    argument.position,
                    format_args!(
                        "cannot use {} as argument {} because {} is not a valid input type",
                        argument.r#type, argument.name, found.kind
                    ),
                ));
            }
            self.check_directives(&argument.directives, "ARGUMENT_DEFINITION", directive, true)?;
        }
        Ok(())
    }
}

/// The first that was there before.
fn repeated<'a>(names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut seen = HashSet::new();
    names.into_iter().find(|name| !seen.insert(*name))
}
