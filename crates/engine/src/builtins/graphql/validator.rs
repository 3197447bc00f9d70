//! Whether a query holds against a schema, after gqlparser's `validator`: the walk of
//! `validator/core/walk.go`, and at each place its rules in the order of their names.
//!
//! What gqlparser notes in the tree while it walks depends on nothing but the place, so it is
//! passed along here. The first error ends it; its suggestions, "Did you mean", are left out.

mod directives;
mod fields;
mod fragments;
mod operations;
mod overlap;
mod values;

use std::collections::HashSet;

use super::ast::{
    Argument, ArgumentDefinition, Definition, Directive, Field, FieldDefinition,
    FragmentDefinition, OperationDefinition, QueryDocument, Selection, SelectionSet, Value,
};
use super::member::Try;
use super::schema::Schema;
use crate::builtins::Failure;
use overlap::Compared;
use values::Expected;

/// Checks a query.
pub(super) fn validate(schema: &Schema, document: &QueryDocument) -> Try<()> {
    let mut walk = Walk {
        schema,
        document,
        operation: None,
        entered: HashSet::new(),
        used_variables: HashSet::new(),
        used_fragments: HashSet::new(),
        operation_names: HashSet::new(),
        fragment_names: HashSet::new(),
        cycles_visited: HashSet::new(),
        compared: Compared::default(),
    };
    for operation in &document.operations {
        walk.entered.clear();
        walk.operation(operation)?;
    }
    for fragment in &document.fragments {
        walk.entered.clear();
        walk.fragment(fragment)?;
    }
    Ok(())
}

struct Walk<'a> {
    schema: &'a Schema,
    document: &'a QueryDocument,
    /// The operation that is walked; none while fragments are.
    operation: Option<&'a OperationDefinition>,
    /// Fragments that were walked already where they are spread.
    entered: HashSet<&'a str>,
    /// Of the operation, by their places.
    used_variables: HashSet<usize>,
    used_fragments: HashSet<&'a str>,
    operation_names: HashSet<&'a str>,
    fragment_names: HashSet<&'a str>,
    cycles_visited: HashSet<&'a str>,
    compared: Compared<'a>,
}

/// A field where it stands.
#[derive(Clone, Copy)]
struct Visited<'a> {
    field: &'a Field,
    /// The type that it is selected of.
    parent: Option<&'a Definition>,
    definition: Option<&'a FieldDefinition>,
    /// The type that it has.
    of: Option<&'a Definition>,
}

impl<'a> Walk<'a> {
    fn r#type(&self, name: &str) -> Option<&'a Definition> {
        self.schema.types.get(name)
    }

    fn fragment_named(&self, name: &str) -> Try<Option<&'a FragmentDefinition>> {
        let fragments = &self.document.fragments;
        self.schema.budget.spend(fragments.len())?;
        Ok(fragments.iter().find(|fragment| fragment.name == name))
    }

    /// A field of a type where it is selected.
    fn visit(&self, parent: Option<&'a Definition>, field: &'a Field) -> Try<Visited<'a>> {
        let definition = match parent {
            _ if field.name == "__typename" => Some(&self.schema.typename),
            Some(parent) => self.schema.field(parent, &field.name)?,
            None => None,
        };
        let of = definition.and_then(|found| self.r#type(found.r#type.name()));
        Ok(Visited {
            field,
            parent,
            definition,
            of,
        })
    }

    fn operation(&mut self, operation: &'a OperationDefinition) -> Try<()> {
        self.operation = Some(operation);
        self.used_variables.clear();
        for variable in &operation.variables {
            self.check_variable_type(variable)?;
        }
        for variable in &operation.variables {
            let of = self.r#type(variable.r#type.name());
            if let Some(default) = &variable.default {
                let expected = Expected {
                    r#type: Some(&variable.r#type),
                    definition: of,
                    has_default: default.expected_type_has_default,
                };
                self.value(default, expected)?;
            }
            self.directives(&variable.directives, "VARIABLE_DEFINITION")?;
        }
        let root = self.schema.root(&operation.operation);
        let location = match operation.operation.as_str() {
            "" | "query" => "QUERY",
            "mutation" => "MUTATION",
            "subscription" => "SUBSCRIPTION",
            other => {
                return Err(Failure::Limit(format!(
                    "OPA has no answer to a GraphQL operation of the type {other:?}"
                )));
            }
        };
        self.directives(&operation.directives, location)?;
        self.selections(root, &operation.selections)?;
        self.check_operation(operation, root)?;
        self.operation = None;
        Ok(())
    }

    fn fragment(&mut self, fragment: &'a FragmentDefinition) -> Try<()> {
        let of = self.r#type(&fragment.condition);
        self.directives(&fragment.directives, "FRAGMENT_DEFINITION")?;
        self.selections(of, &fragment.selections)?;
        self.check_fragment(fragment, of)
    }

    fn directives(&mut self, directives: &'a [Directive], location: &str) -> Try<()> {
        for directive in directives {
            let definition = self.schema.directives.get(&directive.name);
            let arguments = definition.map(|found| found.arguments.as_slice());
            self.arguments(arguments, &directive.arguments)?;
            self.check_directive(directive, definition, location)?;
        }
        self.check_directive_list(directives)
    }

    fn arguments(
        &mut self,
        definitions: Option<&'a [ArgumentDefinition]>,
        arguments: &'a [Argument],
    ) -> Try<()> {
        for argument in arguments {
            let value = present(argument.value.as_deref())?;
            let definition = match definitions {
                Some(definitions) => self.schema.argument(definitions, &argument.name)?,
                None => None,
            };
            let expected = match definition {
                Some(found) => Expected {
                    r#type: Some(&found.r#type),
                    definition: self.r#type(found.r#type.name()),
                    has_default: values::is_set(found.default.as_deref()),
                },
                None => Expected::nothing(value),
            };
            self.value(value, expected)?;
        }
        Ok(())
    }

    fn selections(
        &mut self,
        parent: Option<&'a Definition>,
        selections: &'a SelectionSet,
    ) -> Try<()> {
        let schema = self.schema;
        for selection in selections {
            schema.budget.deeper(|| self.selection(parent, selection))?;
        }
        Ok(())
    }

    fn selection(&mut self, parent: Option<&'a Definition>, selection: &'a Selection) -> Try<()> {
        match selection {
            Selection::Field(field) => {
                let visited = self.visit(parent, field)?;
                let arguments = visited.definition.map(|found| found.arguments.as_slice());
                self.arguments(arguments, &field.arguments)?;
                self.directives(&field.directives, "FIELD")?;
                self.selections(visited.of, &field.selections)?;
                self.check_field(visited)
            }
            Selection::Inline(inline) => {
                let of = if inline.condition.is_empty() {
                    parent
                } else {
                    self.r#type(&inline.condition)
                };
                self.directives(&inline.directives, "INLINE_FRAGMENT")?;
                self.selections(of, &inline.selections)?;
                self.check_inline_fragment(inline, parent, of)
            }
            Selection::Spread(spread) => {
                let fragment = self.fragment_named(&spread.name)?;
                self.directives(&spread.directives, "FRAGMENT_SPREAD")?;
                if let Some(fragment) = fragment
                    && self.entered.insert(&fragment.name)
                {
                    let of = self.r#type(&fragment.condition);
                    self.directives(&fragment.directives, "FRAGMENT_DEFINITION")?;
                    self.selections(of, &fragment.selections)?;
                }
                self.check_spread(spread, fragment, parent)
            }
        }
    }
}

/// The value of an argument or a member, which a tree that was written by hand may lack.
fn present(value: Option<&Value>) -> Try<&Value> {
    value.ok_or_else(|| {
        Failure::Limit("OPA has no answer to a GraphQL argument without a value".to_owned())
    })
}
