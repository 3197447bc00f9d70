//! Whether directives in a schema hold, after `validateDirectives` of gqlparser.

use std::collections::HashSet;

use super::{Schema, check_name};
use crate::builtins::graphql::ast::{Directive, ValueKind};
use crate::builtins::graphql::lexer::wrong_at;
use crate::builtins::graphql::member::Try;

impl Schema {
    /// Directives at a location, `inside` the definition of the directive of this name; those at
    /// one place are there once.
    pub(super) fn check_directives(
        &self,
        directives: &[Directive],
        location: &str,
        inside: Option<&str>,
        at_one_place: bool,
    ) -> Try<()> {
        let mut seen = HashSet::new();
        for directive in directives {
            let name = &directive.name;
            let wrong = |message: String| Err(wrong_at(directive.position, message));
            check_name(directive.position, name)?;
            if inside == Some(name) {
                return wrong(format!("Directive {name} cannot refer to itself"));
            }
            let Some(definition) = self.directives.get(name) else {
                return wrong(format!("Undefined directive {name}"));
            };
            if at_one_place && !seen.insert(name) && !definition.is_repeatable {
                return wrong(format!(
                    "The directive {name} can only be used once at this location"
                ));
            }
            if !definition.locations.iter().any(|one| one == location) {
                return wrong(format!("Directive {name} is not applicable on {location}"));
            }
            for argument in &directive.arguments {
                if self
                    .argument(&definition.arguments, &argument.name)?
                    .is_none()
                {
                    return wrong(format!(
                        "Undefined argument {} for directive {name}",
                        argument.name
                    ));
                }
            }
            for wanted in &definition.arguments {
                if !wanted.r#type.non_null || wanted.default.is_some() {
                    continue;
                }
                self.budget.spend(directive.arguments.len())?;
                let given = directive
                    .arguments
                    .iter()
                    .find(|one| one.name == wanted.name);
                let value = given.and_then(|given| given.value.as_ref());
                if value.is_none_or(|value| value.kind == ValueKind::Null) {
                    return wrong(format!(
                        "Argument {} for directive {name} cannot be null",
                        wanted.name
                    ));
                }
            }
        }
        Ok(())
    }
}
