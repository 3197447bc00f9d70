//! Whether a type implements its interfaces, after `validateImplements` of gqlparser.

use super::Schema;
use crate::builtins::graphql::ast::{Definition, FieldDefinition, Type};
use crate::builtins::graphql::lexer::wrong_at;
use crate::builtins::graphql::member::Try;

impl Schema {
    pub(super) fn check_implementation(&self, definition: &Definition, name: &str) -> Try<()> {
        let wrong = |message: String| Err(wrong_at(definition.position, message));
        let Some(interface) = self.types.get(name) else {
            return wrong(format!("Undefined type {name:?}"));
        };
        if interface.kind != "INTERFACE" {
            return wrong(format!(
                "{name:?} is a non interface type {}",
                interface.kind
            ));
        }
        for required in &interface.fields {
            let Some(found) = self.field(definition, &required.name)? else {
                return wrong(format!(
                    "For {} to implement {name} it must have a field called {}",
                    definition.name, required.name
                ));
            };
            if !self.is_covariant(&required.r#type, &found.r#type)? {
                return Err(wrong_at(
                    found.position,
                    format_args!(
                        "For {} to implement {name} the field {} must have type {}",
                        definition.name, required.name, required.r#type
                    ),
                ));
            }
            self.check_same_arguments(definition, name, required, found)?;
        }
        for ancestor in &interface.interfaces {
            self.budget.spend(definition.interfaces.len())?;
            if definition.interfaces.contains(ancestor) {
                continue;
            }
            if *ancestor == definition.name {
                return wrong(format!(
                    "Type {} cannot implement {name} because it would create a circular reference",
                    definition.name
                ));
            }
            return wrong(format!(
                "Type {} must implement {ancestor} because it is implemented by {name}",
                definition.name
            ));
        }
        Ok(())
    }

    fn check_same_arguments(
        &self,
        definition: &Definition,
        interface: &str,
        required: &FieldDefinition,
        found: &FieldDefinition,
    ) -> Try<()> {
        let of = &definition.name;
        for argument in &required.arguments {
            let same = self.argument(&found.arguments, &argument.name)?;
            if !same.is_some_and(|same| argument.r#type.is_compatible(&same.r#type)) {
                return Err(wrong_at(
                    found.position,
                    format_args!(
                        "For {of} to implement {interface} the field {} must have the same \
                         arguments, {} with its type among them",
                        required.name, argument.name
                    ),
                ));
            }
        }
        for argument in &found.arguments {
            let is_more = self
                .argument(&required.arguments, &argument.name)?
                .is_none();
            if is_more && argument.r#type.non_null && argument.default.is_none() {
                return Err(wrong_at(
                    argument.position,
                    format_args!(
                        "For {of} to implement {interface} any additional arguments on {} must be \
                         optional or have a default value but {} is required",
                        found.name, argument.name
                    ),
                ));
            }
        }
        Ok(())
    }

    fn is_covariant(&self, required: &Type, actual: &Type) -> Try<bool> {
        if required.non_null && !actual.non_null {
            return Ok(false);
        }
        if !required.named.is_empty() {
            let possible = self.possible(&required.named);
            self.budget.spend(possible.len())?;
            return Ok(required.named == actual.named || possible.contains(&actual.named));
        }
        match (&required.element, &actual.element) {
            (Some(required), Some(actual)) => self.is_covariant(required, actual),
            _ => Ok(false),
        }
    }
}
