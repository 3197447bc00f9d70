//! Rules about fields: `FieldsOnCorrectType`, `KnownArgumentNames`, `MaxIntrospectionDepth`,
//! `ProvidedRequiredArguments`, `ScalarLeafs`, `UniqueArgumentNames` of gqlparser.

use std::collections::HashSet;

use super::{Visited, Walk};
use crate::builtins::graphql::ast::{
    Argument, ArgumentDefinition, Field, Position, Selection, SelectionSet,
};
use crate::builtins::graphql::lexer::wrong_at;
use crate::builtins::graphql::member::Try;

/// How many lists introspection may go through.
const MAX_LISTS: usize = 3;

impl<'a> Walk<'a> {
    pub(super) fn check_field(&mut self, visited: Visited<'a>) -> Try<()> {
        let Visited {
            field,
            parent,
            definition,
            of,
        } = visited;
        let name = &field.name;
        let wrong = |message: String| Err(wrong_at(field.position, message));
        if let (Some(parent), None) = (parent, definition) {
            return wrong(format!(
                "Cannot query field {name:?} on type {:?}",
                parent.name
            ));
        }
        if let (Some(definition), Some(parent)) = (definition, parent) {
            let owner = format!("field \"{}.{name}\"", parent.name);
            self.check_known(
                &field.arguments,
                &definition.arguments,
                &owner,
                field.position,
            )?;
        }
        let is_introspection = name == "__schema" || name == "__type";
        if is_introspection && self.is_too_deep(field, &mut HashSet::new(), 0)? {
            return wrong("Maximum introspection depth exceeded".to_owned());
        }
        // Else what is wrong in a fragment would be said twice.
        if self.operation.is_some() {
            self.check_overlap(of, &field.selections)?;
        }
        if let Some(definition) = definition {
            let owner = format!("Field {name:?}");
            self.check_required(
                &field.arguments,
                &definition.arguments,
                &owner,
                field.position,
            )?;
        }
        if let (Some(definition), Some(of)) = (definition, of) {
            if of.is_leaf() && !field.selections.is_empty() {
                return wrong(format!(
                    "Field {name:?} must not have a selection since type {:?} has no subfields",
                    of.name
                ));
            }
            if !of.is_leaf() && field.selections.is_empty() {
                return wrong(format!(
                    "Field {name:?} of type \"{}\" must have a selection of subfields",
                    definition.r#type
                ));
            }
        }
        check_unique(&field.arguments)
    }

    pub(super) fn check_known(
        &self,
        arguments: &[Argument],
        definitions: &[ArgumentDefinition],
        owner: &str,
        position: Position,
    ) -> Try<()> {
        for argument in arguments {
            if self.schema.argument(definitions, &argument.name)?.is_none() {
                let name = &argument.name;
                return Err(wrong_at(
                    position,
                    format_args!("Unknown argument {name:?} on {owner}"),
                ));
            }
        }
        Ok(())
    }

    pub(super) fn check_required(
        &self,
        arguments: &[Argument],
        definitions: &[ArgumentDefinition],
        owner: &str,
        position: Position,
    ) -> Try<()> {
        for wanted in definitions {
            if !wanted.r#type.non_null || wanted.default.is_some() {
                continue;
            }
            self.schema.budget.spend(arguments.len())?;
            if !arguments.iter().any(|given| given.name == wanted.name) {
                return Err(wrong_at(
                    position,
                    format_args!(
                        "{owner} argument {:?} of type \"{}\" is required, but it was not provided",
                        wanted.name, wanted.r#type
                    ),
                ));
            }
        }
        Ok(())
    }

    /// Whether introspection goes through too many lists, fragments included.
    fn is_too_deep(
        &self,
        field: &'a Field,
        inside: &mut HashSet<&'a str>,
        lists: usize,
    ) -> Try<bool> {
        let names = ["fields", "interfaces", "possibleTypes", "inputFields"];
        let lists = lists + usize::from(names.contains(&field.name.as_str()));
        if lists >= MAX_LISTS {
            return Ok(true);
        }
        self.is_any_too_deep(&field.selections, inside, lists)
    }

    fn is_any_too_deep(
        &self,
        selections: &'a SelectionSet,
        inside: &mut HashSet<&'a str>,
        lists: usize,
    ) -> Try<bool> {
        for selection in selections {
            let is_too_deep = self.schema.budget.deeper(|| match selection {
                Selection::Field(field) => self.is_too_deep(field, inside, lists),
                Selection::Inline(inline) => {
                    self.is_any_too_deep(&inline.selections, inside, lists)
                }
                Selection::Spread(spread) => match self.fragment_named(&spread.name)? {
                    Some(fragment) if inside.insert(&fragment.name) => {
                        let found = self.is_any_too_deep(&fragment.selections, inside, lists);
                        inside.remove(fragment.name.as_str());
                        found
                    }
                    _ => Ok(false),
                },
            })?;
            if is_too_deep {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Whether every argument is there once.
pub(super) fn check_unique(arguments: &[Argument]) -> Try<()> {
    let mut seen = HashSet::new();
    match arguments.iter().find(|one| !seen.insert(&one.name)) {
        Some(twice) => Err(wrong_at(
            twice.position,
            format_args!("There can be only one argument named {:?}", twice.name),
        )),
        None => Ok(()),
    }
}
