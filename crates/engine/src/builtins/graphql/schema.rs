//! A schema that is checked, after `ValidateSchemaDocument` of gqlparser's `validator/schema.go`
//! (version 2.5.36, which OPA 1.20 is built with).

mod definitions;
mod directives;
mod implementations;

use std::collections::{BTreeMap, HashMap};

use super::ast::{
    ArgumentDefinition, Definition, DirectiveDefinition, FieldDefinition, Position,
    SchemaDefinition, SchemaDocument, Type,
};
use super::budget::Budget;
use super::lexer::wrong_at;
use super::member::Try;
use super::parser::Parser;

/// What every schema has, by GraphQL's specification.
const PRELUDE: &str = include_str!("prelude.graphql");
/// Directives that a schema may define again.
const REDEFINABLE: [&str; 6] = [
    "include",
    "skip",
    "deprecated",
    "specifiedBy",
    "defer",
    "oneOf",
];

/// A schema, by names.
#[derive(Debug, Default)]
pub(super) struct Schema {
    pub(super) types: BTreeMap<String, Definition>,
    pub(super) directives: BTreeMap<String, DirectiveDefinition>,
    /// Of interfaces, unions and objects: the names of what they may be.
    possible: HashMap<String, Vec<String>>,
    /// Names of the types of the operations.
    roots: BTreeMap<String, String>,
    /// The field that everything has.
    pub(super) typename: FieldDefinition,
    pub(super) budget: Budget,
}

impl Schema {
    /// Checks a document.
    pub(super) fn of(document: SchemaDocument) -> Try<Self> {
        let mut prelude = Parser::new(PRELUDE).schema_document()?;
        for definition in &mut prelude.definitions {
            definition.built_in = true;
        }
        let mut schema = Self {
            typename: FieldDefinition {
                name: "__typename".to_owned(),
                r#type: named("String"),
                ..FieldDefinition::default()
            },
            ..Self::default()
        };
        for definition in prelude.definitions.into_iter().chain(document.definitions) {
            if schema.types.contains_key(&definition.name) {
                return Err(wrong_at(
                    definition.position,
                    format_args!("Cannot redeclare type {}", definition.name),
                ));
            }
            schema.types.insert(definition.name.clone(), definition);
        }
        for extension in document.extensions {
            schema.extend(extension)?;
        }
        schema.find_possible();
        for directive in prelude.directives.into_iter().chain(document.directives) {
            let name = directive.name.clone();
            let is_known = schema.directives.contains_key(&name);
            if is_known && !REDEFINABLE.contains(&name.as_str()) {
                return Err(wrong_at(
                    directive.position,
                    format_args!("Cannot redeclare directive {name}"),
                ));
            }
            schema.directives.insert(name, directive);
        }
        if let Some(second) = document.schema.get(1) {
            return Err(wrong_at(
                second.position,
                "Cannot have multiple schema entry points, consider schema extensions instead",
            ));
        }
        for definition in document.schema.iter().chain(&document.schema_extensions) {
            schema.enter(definition)?;
        }
        for definition in schema.types.values() {
            schema.check_definition(definition)?;
        }
        for directive in schema.directives.values() {
            check_name(directive.position, &directive.name)?;
            schema.check_arguments(&directive.arguments, Some(&directive.name))?;
        }
        schema.infer_roots(document.schema.is_empty());
        Ok(schema)
    }

    fn extend(&mut self, extension: Definition) -> Try<()> {
        let base = self
            .types
            .entry(extension.name.clone())
            .or_insert_with(|| Definition {
                kind: extension.kind.clone(),
                name: extension.name.clone(),
                position: extension.position,
                ..Definition::default()
            });
        if base.kind != extension.kind {
            return Err(wrong_at(
                extension.position,
                format_args!(
                    "Cannot extend type {} because the base type is a {}, not {}",
                    extension.name, base.kind, extension.kind
                ),
            ));
        }
        base.directives.extend(extension.directives);
        base.interfaces.extend(extension.interfaces);
        base.fields.extend(extension.fields);
        base.types.extend(extension.types);
        base.enum_values.extend(extension.enum_values);
        Ok(())
    }

    fn find_possible(&mut self) {
        let mut possible: HashMap<String, Vec<String>> = HashMap::new();
        for definition in self.types.values() {
            let mut add = |of: &String, name: &String| {
                possible.entry(of.clone()).or_default().push(name.clone());
            };
            let kind = definition.kind.as_str();
            if kind == "UNION" {
                for member in &definition.types {
                    add(&definition.name, member);
                }
            }
            if ["INPUT_OBJECT", "OBJECT", "INTERFACE"].contains(&kind) {
                for interface in &definition.interfaces {
                    add(interface, &definition.name);
                }
            }
            if ["INPUT_OBJECT", "OBJECT"].contains(&kind) {
                add(&definition.name, &definition.name);
            }
        }
        self.possible = possible;
    }

    /// Takes the types of the operations.
    fn enter(&mut self, definition: &SchemaDefinition) -> Try<()> {
        for entry in &definition.operation_types {
            if !self.types.contains_key(&entry.r#type) {
                return Err(wrong_at(
                    entry.position,
                    format_args!(
                        "Schema root {} refers to a type {} that does not exist",
                        entry.operation, entry.r#type
                    ),
                ));
            }
            self.roots
                .insert(entry.operation.clone(), entry.r#type.clone());
        }
        self.check_directives(&definition.directives, "SCHEMA", None, true)
    }

    /// Without a definition of the schema its operations have types of their names.
    fn infer_roots(&mut self, is_undefined: bool) {
        if is_undefined {
            for (operation, name) in [
                ("query", "Query"),
                ("mutation", "Mutation"),
                ("subscription", "Subscription"),
            ] {
                if !self.roots.contains_key(operation) && self.types.contains_key(name) {
                    self.roots.insert(operation.to_owned(), name.to_owned());
                }
            }
        }
        let query = self.roots.get("query");
        if let Some(query) = query.and_then(|name| self.types.get_mut(name)) {
            query.fields.push(FieldDefinition {
                name: "__schema".to_owned(),
                r#type: required("__Schema"),
                ..FieldDefinition::default()
            });
            query.fields.push(FieldDefinition {
                name: "__type".to_owned(),
                r#type: named("__Type"),
                arguments: vec![ArgumentDefinition {
                    name: "name".to_owned(),
                    r#type: required("String"),
                    ..ArgumentDefinition::default()
                }],
                ..FieldDefinition::default()
            });
        }
    }

    /// The type of an operation.
    pub(super) fn root(&self, operation: &str) -> Option<&Definition> {
        let operation = if operation.is_empty() {
            "query"
        } else {
            operation
        };
        self.types.get(self.roots.get(operation)?)
    }

    /// What something may be: the names of types.
    pub(super) fn possible(&self, name: &str) -> &[String] {
        self.possible.get(name).map_or(&[], Vec::as_slice)
    }

    /// A field of a type.
    pub(super) fn field<'a>(
        &self,
        of: &'a Definition,
        name: &str,
    ) -> Try<Option<&'a FieldDefinition>> {
        self.budget.spend(of.fields.len())?;
        Ok(of.fields.iter().find(|field| field.name == name))
    }

    /// An argument among those of a field or a directive.
    pub(super) fn argument<'a>(
        &self,
        of: &'a [ArgumentDefinition],
        name: &str,
    ) -> Try<Option<&'a ArgumentDefinition>> {
        self.budget.spend(of.len())?;
        Ok(of.iter().find(|argument| argument.name == name))
    }
}

fn named(name: &str) -> Type {
    Type {
        named: name.to_owned(),
        ..Type::default()
    }
}

fn required(name: &str) -> Type {
    Type {
        non_null: true,
        ..named(name)
    }
}

/// Two underscores belong to introspection.
fn check_name(position: Position, name: &str) -> Try<()> {
    if name.starts_with("__") {
        return Err(wrong_at(
            position,
            format_args!(
                "Name {name:?} must not begin with \"__\", which is reserved by GraphQL introspection"
            ),
        ));
    }
    Ok(())
}
