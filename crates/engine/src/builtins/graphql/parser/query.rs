//! Queries, after gqlparser's `parser/query.go`.

use super::Parser;
use crate::builtins::graphql::ast::{
    Field, FragmentDefinition, FragmentSpread, InlineFragment, OperationDefinition, QueryDocument,
    Selection, SelectionSet, VariableDefinition,
};
use crate::builtins::graphql::lexer::{Kind, wrong_at};
use crate::builtins::graphql::member::Try;

impl Parser<'_> {
    pub(in crate::builtins::graphql) fn query_document(mut self) -> Try<QueryDocument> {
        let mut document = QueryDocument::default();
        loop {
            let token = self.peek()?;
            match (token.kind, token.value.as_str()) {
                (Kind::End, _) => return Ok(document),
                (Kind::Mark(b'{'), _) | (Kind::Name, "query" | "mutation" | "subscription") => {
                    document.operations.push(self.operation()?);
                }
                (Kind::Name, "fragment") => document.fragments.push(self.fragment_definition()?),
                _ => return self.unexpected(),
            }
        }
    }

    fn operation(&mut self) -> Try<OperationDefinition> {
        let position = self.position()?;
        if self.is_mark(b'{')? {
            // gqlparser loses the comment here.
            return Ok(OperationDefinition {
                operation: "query".to_owned(),
                selections: self.selections()?,
                position,
                ..OperationDefinition::default()
            });
        }
        let comment = self.comments()?;
        Ok(OperationDefinition {
            position,
            comment,
            operation: self.operation_type()?,
            name: if self.kind()? == Kind::Name {
                self.name()?
            } else {
                String::new()
            },
            variables: self.variable_definitions()?,
            directives: self.directives(false)?,
            selections: self.selections()?,
        })
    }

    pub(super) fn operation_type(&mut self) -> Try<String> {
        let known = ["query", "mutation", "subscription"];
        if !known.contains(&self.peek()?.value.as_str()) {
            return self.unexpected();
        }
        Ok(self.next()?.value)
    }

    fn variable_definitions(&mut self) -> Try<Vec<VariableDefinition>> {
        let definition = |parser: &mut Self| {
            let (position, comment) = (parser.position()?, parser.comments()?);
            let variable = parser.variable()?;
            parser.expect(Kind::Mark(b':'))?;
            Ok(VariableDefinition {
                variable,
                r#type: parser.r#type()?,
                default: parser.default_value()?,
                directives: parser.directives(false)?,
                comment,
                position,
                used: false,
            })
        };
        Ok(self.some(b'(', b')', definition)?.0)
    }

    fn selections(&mut self) -> Try<SelectionSet> {
        let token = self.peek()?;
        if token.kind != Kind::Mark(b'{') {
            return Err(wrong_at(
                token.position,
                format_args!("Expected {{, found {}", token.kind),
            ));
        }
        Ok(self.some(b'{', b'}', Self::selection)?.0)
    }

    fn selection(&mut self) -> Try<Selection> {
        if self.kind()? == Kind::Spread {
            self.fragment()
        } else {
            Ok(Selection::Field(self.field()?))
        }
    }

    fn field(&mut self) -> Try<Field> {
        let (position, comment) = (self.position()?, self.comments()?);
        let alias = self.name()?;
        let name = if self.skip(b':')? {
            self.name()?
        } else {
            alias.clone()
        };
        Ok(Field {
            alias,
            name,
            arguments: self.arguments(false)?,
            directives: self.directives(false)?,
            selections: if self.is_mark(b'{')? {
                self.selections()?
            } else {
                SelectionSet::new()
            },
            comment,
            position,
        })
    }

    fn fragment(&mut self) -> Try<Selection> {
        let comment = self.comments()?;
        self.expect(Kind::Spread)?;
        let position = self.position()?;
        if self.kind()? == Kind::Name && !self.says("on")? {
            return Ok(Selection::Spread(FragmentSpread {
                name: self.name()?,
                directives: self.directives(false)?,
                comment,
                position,
            }));
        }
        let condition = if self.says("on")? {
            self.next()?;
            self.name()?
        } else {
            String::new()
        };
        Ok(Selection::Inline(InlineFragment {
            condition,
            directives: self.directives(false)?,
            selections: self.selections()?,
            comment,
            position,
        }))
    }

    fn fragment_definition(&mut self) -> Try<FragmentDefinition> {
        let position = self.position()?;
        let comment = self.keyword("fragment")?;
        if self.says("on")? {
            return self.unexpected();
        }
        let name = self.name()?;
        let variables = self.variable_definitions()?;
        self.keyword("on")?;
        Ok(FragmentDefinition {
            name,
            variables,
            condition: self.name()?,
            directives: self.directives(false)?,
            selections: self.selections()?,
            comment,
            position,
        })
    }
}
