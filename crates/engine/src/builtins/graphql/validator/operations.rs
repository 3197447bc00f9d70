//! Rules about operations: `KnownRootType`, `KnownTypeNames`, `LoneAnonymousOperation`,
//! `NoUnusedVariables`, `SingleFieldSubscriptions`, `UniqueOperationNames`, `UniqueVariableNames`,
//! `VariablesAreInputTypes` of gqlparser.

use std::collections::HashSet;

use super::Walk;
use crate::builtins::graphql::ast::{
    Definition, OperationDefinition, Selection, SelectionSet, VariableDefinition,
};
use crate::builtins::graphql::lexer::wrong_at;
use crate::builtins::graphql::member::{Try, named};

impl<'a> Walk<'a> {
    pub(super) fn check_variable_type(&self, variable: &VariableDefinition) -> Try<()> {
        let name = named(&variable.r#type)?;
        if self.r#type(name).is_some() {
            return Ok(());
        }
        Err(wrong_at(
            variable.position,
            format_args!("Unknown type {name:?}"),
        ))
    }

    pub(super) fn check_operation(
        &mut self,
        operation: &'a OperationDefinition,
        root: Option<&'a Definition>,
    ) -> Try<()> {
        let name = &operation.name;
        let wrong = |message: String| Err(wrong_at(operation.position, message));
        if root.is_none() {
            return wrong(format!(
                "Schema does not support operation type {:?}",
                operation.operation
            ));
        }
        if name.is_empty() && self.document.operations.len() > 1 {
            return wrong("This anonymous operation must be the only defined operation".to_owned());
        }
        for (place, variable) in operation.variables.iter().enumerate() {
            if !variable.used && !self.used_variables.contains(&place) {
                return Err(wrong_at(
                    variable.position,
                    format_args!("Variable \"${}\" is never used", variable.variable),
                ));
            }
        }
        self.check_overlap(root, &operation.selections)?;
        self.check_subscription(operation)?;
        if !self.operation_names.insert(name) {
            return wrong(format!("There can be only one operation named {name:?}"));
        }
        let mut seen = HashSet::new();
        for variable in &operation.variables {
            let (name, of) = (&variable.variable, &variable.r#type);
            if !seen.insert(name) {
                return Err(wrong_at(
                    variable.position,
                    format_args!("There can be only one variable named \"${name}\""),
                ));
            }
            if self.r#type(of.name()).is_some_and(|of| !of.is_input()) {
                return Err(wrong_at(
                    variable.position,
                    format_args!("Variable \"${name}\" cannot be non-input type \"{of}\""),
                ));
            }
        }
        Ok(())
    }

    fn check_subscription(&self, operation: &'a OperationDefinition) -> Try<()> {
        if operation.operation != "subscription" {
            return Ok(());
        }
        let mut names = HashSet::new();
        self.collect_top(&operation.selections, &mut HashSet::new(), &mut names)?;
        let position = operation.position;
        if names.len() > 1 {
            return Err(wrong_at(
                position,
                "A subscription must select only one top level field",
            ));
        }
        if names.iter().any(|name| name.starts_with("__")) {
            return Err(wrong_at(
                position,
                "A subscription must not select an introspection top level field",
            ));
        }
        Ok(())
    }

    fn collect_top(
        &self,
        selections: &'a SelectionSet,
        entered: &mut HashSet<&'a str>,
        names: &mut HashSet<&'a str>,
    ) -> Try<()> {
        for selection in selections {
            self.schema.budget.deeper(|| match selection {
                Selection::Field(field) => {
                    names.insert(&field.name);
                    Ok(())
                }
                Selection::Inline(inline) => self.collect_top(&inline.selections, entered, names),
                Selection::Spread(spread) => match self.fragment_named(&spread.name)? {
                    Some(fragment) if entered.insert(&fragment.name) => {
                        self.collect_top(&fragment.selections, entered, names)
                    }
                    _ => Ok(()),
                },
            })?;
        }
        Ok(())
    }
}
