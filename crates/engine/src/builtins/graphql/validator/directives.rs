//! Rules about directives: `KnownArgumentNames`, `KnownDirectives`, `ProvidedRequiredArguments`,
//! `UniqueArgumentNames`, `UniqueDirectivesPerLocation` of gqlparser.

use std::collections::HashSet;

use super::Walk;
use super::fields::check_unique;
use crate::builtins::graphql::ast::{Directive, DirectiveDefinition};
use crate::builtins::graphql::lexer::wrong_at;
use crate::builtins::graphql::member::Try;

impl Walk<'_> {
    pub(super) fn check_directive(
        &self,
        directive: &Directive,
        definition: Option<&DirectiveDefinition>,
        location: &str,
    ) -> Try<()> {
        let Directive {
            name,
            arguments,
            position,
            ..
        } = directive;
        let Some(definition) = definition else {
            return Err(wrong_at(
                *position,
                format_args!("Unknown directive \"@{name}\""),
            ));
        };
        let owner = format!("directive \"@{name}\"");
        self.check_known(arguments, &definition.arguments, &owner, *position)?;
        if !definition.locations.iter().any(|one| one == location) {
            return Err(wrong_at(
                *position,
                format_args!("Directive \"@{name}\" may not be used on {location}"),
            ));
        }
        let owner = format!("Directive \"@{name}\"");
        self.check_required(arguments, &definition.arguments, &owner, *position)?;
        check_unique(arguments)
    }

    pub(super) fn check_directive_list(&self, directives: &[Directive]) -> Try<()> {
        let mut seen = HashSet::new();
        for directive in directives {
            let definition = self.schema.directives.get(&directive.name);
            let is_repeatable = definition.is_some_and(|found| found.is_repeatable);
            if !seen.insert(&directive.name) && !is_repeatable {
                return Err(wrong_at(
                    directive.position,
                    format_args!(
                        "The directive \"@{}\" can only be used once at this location",
                        directive.name
                    ),
                ));
            }
        }
        Ok(())
    }
}
