//! Schemas, after gqlparser's `parser/schema.go`.

mod fields;

use super::Parser;
use crate::builtins::graphql::ast::{
    Comments, Definition, DirectiveDefinition, OperationTypeDefinition, SchemaDefinition,
    SchemaDocument,
};
use crate::builtins::graphql::lexer::{Kind, wrong_at};
use crate::builtins::graphql::member::Try;

/// Where a directive may stand.
const LOCATIONS: [&str; 19] = [
    "QUERY",
    "MUTATION",
    "SUBSCRIPTION",
    "FIELD",
    "FRAGMENT_DEFINITION",
    "FRAGMENT_SPREAD",
    "INLINE_FRAGMENT",
    "VARIABLE_DEFINITION",
    "SCHEMA",
    "SCALAR",
    "OBJECT",
    "FIELD_DEFINITION",
    "ARGUMENT_DEFINITION",
    "INTERFACE",
    "UNION",
    "ENUM",
    "ENUM_VALUE",
    "INPUT_OBJECT",
    "INPUT_FIELD_DEFINITION",
];

/// What is said before a definition.
#[derive(Default)]
struct Description {
    text: String,
    comments: Comments,
}

impl Parser<'_> {
    pub(in crate::builtins::graphql) fn schema_document(mut self) -> Try<SchemaDocument> {
        let mut document = SchemaDocument::default();
        while self.kind()? != Kind::End {
            let begin = self.position()?;
            let description = self.description()?;
            let token = self.peek()?;
            if token.kind != Kind::Name {
                return self.unexpected();
            }
            match token.value.as_str() {
                "scalar" | "type" | "interface" | "union" | "enum" | "input" => {
                    document.definitions.push(self.definition(description)?);
                }
                "schema" => document.schema.push(self.schema_definition(description)?),
                "directive" => {
                    let definition = self.directive_definition(description)?;
                    document.directives.push(definition);
                }
                "extend" if !description.text.is_empty() => {
                    let text = description.text;
                    return Err(wrong_at(begin, format_args!("Unexpected String {text:?}")));
                }
                "extend" => self.extension(&mut document)?,
                _ => return self.unexpected(),
            }
        }
        document.comment = self.comments()?;
        Ok(document)
    }

    fn description(&mut self) -> Try<Description> {
        if !matches!(self.kind()?, Kind::String | Kind::BlockString) {
            return Ok(Description::default());
        }
        let comments = self.comments()?;
        Ok(Description {
            text: self.next()?.value,
            comments,
        })
    }

    /// Of a field, an argument or a value; an empty one counts for none.
    fn inner_description(&mut self) -> Try<Description> {
        let description = self.description()?;
        Ok(if description.text.is_empty() {
            Description::default()
        } else {
            description
        })
    }

    fn schema_definition(&mut self, description: Description) -> Try<SchemaDefinition> {
        let after_description = self.keyword("schema")?;
        let position = self.position()?;
        let directives = self.directives(true)?;
        let (operation_types, before_end) =
            self.some(b'{', b'}', Self::operation_type_definition)?;
        Ok(SchemaDefinition {
            description: description.text,
            directives,
            operation_types,
            before_description: description.comments,
            after_description,
            before_end,
            position,
        })
    }

    fn operation_type_definition(&mut self) -> Try<OperationTypeDefinition> {
        let (position, comment) = (self.position()?, self.comments()?);
        let operation = self.operation_type()?;
        self.expect(Kind::Mark(b':'))?;
        Ok(OperationTypeDefinition {
            operation,
            r#type: self.name()?,
            comment,
            position,
        })
    }

    /// A definition of a type.
    fn definition(&mut self, description: Description) -> Try<Definition> {
        let word = self.peek()?.value.clone();
        let after_description = self.keyword(&word)?;
        let mut read = Definition {
            description: description.text,
            before_description: description.comments,
            after_description,
            position: self.position()?,
            ..Definition::default()
        };
        read.name = self.name()?;
        let implements = matches!(word.as_str(), "type" | "interface");
        if implements {
            read.interfaces = self.interfaces()?;
        }
        read.directives = self.directives(true)?;
        self.definition_body(&word, &mut read)?;
        Ok(read)
    }

    fn definition_body(&mut self, word: &str, read: &mut Definition) -> Try<()> {
        let kind = match word {
            "scalar" => "SCALAR",
            "union" => {
                read.types = self.union_members()?;
                "UNION"
            }
            "enum" => {
                (read.enum_values, read.before_end) = self.some(b'{', b'}', Self::enum_value)?;
                "ENUM"
            }
            "input" => {
                (read.fields, read.before_end) = self.some(b'{', b'}', Self::input_field)?;
                "INPUT_OBJECT"
            }
            other => {
                (read.fields, read.before_end) = self.some(b'{', b'}', Self::field_of)?;
                if other == "type" {
                    "OBJECT"
                } else {
                    "INTERFACE"
                }
            }
        };
        kind.clone_into(&mut read.kind);
        Ok(())
    }

    fn interfaces(&mut self) -> Try<Vec<String>> {
        if !self.says("implements")? {
            return Ok(Vec::new());
        }
        self.next()?;
        self.skip(b'&')?;
        self.names_between(b'&')
    }

    fn union_members(&mut self) -> Try<Vec<String>> {
        if !self.skip(b'=')? {
            return Ok(Vec::new());
        }
        self.skip(b'|')?;
        self.names_between(b'|')
    }

    fn names_between(&mut self, mark: u8) -> Try<Vec<String>> {
        let mut names = vec![self.name()?];
        while self.skip(mark)? {
            names.push(self.name()?);
        }
        Ok(names)
    }

    /// An extension: it adds something.
    fn extension(&mut self, document: &mut SchemaDocument) -> Try<()> {
        let after_description = self.keyword("extend")?;
        let word = self.peek()?.value.clone();
        let known = [
            "schema",
            "scalar",
            "type",
            "interface",
            "union",
            "enum",
            "input",
        ];
        if !known.contains(&word.as_str()) {
            return self.unexpected();
        }
        self.keyword(&word)?;
        let position = self.position()?;
        if word == "schema" {
            let directives = self.directives(true)?;
            let (operation_types, before_end) =
                self.some(b'{', b'}', Self::operation_type_definition)?;
            if directives.is_empty() && operation_types.is_empty() {
                return self.unexpected();
            }
            document.schema_extensions.push(SchemaDefinition {
                directives,
                operation_types,
                after_description,
                before_end,
                position,
                ..SchemaDefinition::default()
            });
            return Ok(());
        }
        let mut read = Definition {
            after_description,
            position,
            name: self.name()?,
            ..Definition::default()
        };
        if word == "type" {
            read.interfaces = self.interfaces()?;
        }
        // As gqlparser has it: those of inputs may have variables.
        read.directives = self.directives(word != "input")?;
        self.definition_body(&word, &mut read)?;
        let adds = !read.directives.is_empty()
            || !read.interfaces.is_empty()
            || !read.fields.is_empty()
            || !read.types.is_empty()
            || !read.enum_values.is_empty();
        if !adds {
            return self.unexpected();
        }
        document.extensions.push(read);
        Ok(())
    }

    fn directive_definition(&mut self, description: Description) -> Try<DirectiveDefinition> {
        let after_description = self.keyword("directive")?;
        self.expect(Kind::Mark(b'@'))?;
        let position = self.position()?;
        let name = self.name()?;
        let arguments = self.argument_definitions()?;
        let is_repeatable = self.kind()? == Kind::Name && self.says("repeatable")?;
        if is_repeatable {
            // gqlparser drops a token of any name here, and there is one.
            self.next()?;
        }
        self.keyword("on")?;
        self.skip(b'|')?;
        let mut locations = Vec::new();
        loop {
            let location = self.expect(Kind::Name)?;
            if !LOCATIONS.contains(&location.value.as_str()) {
                return Err(wrong_at(
                    location.position,
                    format_args!("Unexpected {location}"),
                ));
            }
            locations.push(location.value);
            if !self.skip(b'|')? {
                break;
            }
        }
        Ok(DirectiveDefinition {
            description: description.text,
            name,
            arguments,
            locations,
            is_repeatable,
            before_description: description.comments,
            after_description,
            position,
        })
    }
}
