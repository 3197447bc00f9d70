//! What stands inside a definition of a type, after gqlparser's `parser/schema.go`.

use super::super::Parser;
use crate::builtins::graphql::ast::{ArgumentDefinition, EnumValueDefinition, FieldDefinition};
use crate::builtins::graphql::lexer::Kind;
use crate::builtins::graphql::member::Try;

impl Parser<'_> {
    /// A field of an object or an interface.
    pub(super) fn field_of(&mut self) -> Try<FieldDefinition> {
        let description = self.inner_description()?;
        let after_description = self.comments()?;
        let position = self.position()?;
        let name = self.name()?;
        let arguments = self.argument_definitions()?;
        self.expect(Kind::Mark(b':'))?;
        Ok(FieldDefinition {
            description: description.text,
            name,
            arguments,
            default: None,
            r#type: self.r#type()?,
            directives: self.directives(true)?,
            before_description: description.comments,
            after_description,
            position,
        })
    }

    pub(super) fn argument_definitions(&mut self) -> Try<Vec<ArgumentDefinition>> {
        let argument = |parser: &mut Self| {
            let read = parser.input_field()?;
            Ok(ArgumentDefinition {
                description: read.description,
                name: read.name,
                default: read.default,
                r#type: read.r#type,
                directives: read.directives,
                before_description: read.before_description,
                after_description: read.after_description,
                position: read.position,
            })
        };
        Ok(self.some(b'(', b')', argument)?.0)
    }

    /// A field of an input, which is written as an argument is.
    pub(super) fn input_field(&mut self) -> Try<FieldDefinition> {
        let description = self.inner_description()?;
        let after_description = self.comments()?;
        let position = self.position()?;
        let name = self.name()?;
        self.expect(Kind::Mark(b':'))?;
        Ok(FieldDefinition {
            description: description.text,
            name,
            arguments: Vec::new(),
            r#type: self.r#type()?,
            default: self.default_value()?,
            directives: self.directives(true)?,
            before_description: description.comments,
            after_description,
            position,
        })
    }

    pub(super) fn enum_value(&mut self) -> Try<EnumValueDefinition> {
        let description = self.inner_description()?;
        let after_description = self.comments()?;
        let position = self.position()?;
        Ok(EnumValueDefinition {
            description: description.text,
            name: self.name()?,
            directives: self.directives(true)?,
            before_description: description.comments,
            after_description,
            position,
        })
    }
}
