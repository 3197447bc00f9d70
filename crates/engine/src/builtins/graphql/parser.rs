//! What queries and schemas have in common, after gqlparser's `parser` package.

mod query;
mod schema;

use super::ast::{
    Argument, ChildValue, Comment, CommentGroup, Comments, Directive, Position, Type, Value,
    ValueKind,
};
use super::lexer::{Kind, Lexer, Token, wrong_at};
use super::member::Try;
use crate::builtins::Failure;

/// Most tokens of a text.
const MAX_TOKENS: usize = 500_000;
/// Deepest that lists, objects and selections may stand in each other.
const MAX_DEPTH: usize = 100;

pub(super) struct Parser<'a> {
    lexer: Lexer<'a>,
    peeked: Option<Token>,
    /// What is said before the token that is peeked.
    comments: Comments,
    tokens: usize,
    depth: usize,
}

impl<'a> Parser<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            lexer: Lexer::new(text),
            peeked: None,
            comments: None,
            tokens: 0,
            depth: 0,
        }
    }

    fn peek(&mut self) -> Try<&Token> {
        if self.peeked.is_none() {
            let mut comments = CommentGroup::default();
            let token = loop {
                self.tokens += 1;
                if self.tokens > MAX_TOKENS {
                    return Err(Failure::Limit(format!(
                        "a GraphQL text has more than {MAX_TOKENS} tokens"
                    )));
                }
                let token = self.lexer.token()?;
                if token.kind != Kind::Comment {
                    break token;
                }
                comments.list.push(Comment { value: token.value });
            };
            self.comments = (!comments.list.is_empty()).then(|| Box::new(comments));
            self.peeked = Some(token);
        }
        self.peeked
            .as_ref()
            .ok_or_else(|| Failure::builtin("no token"))
    }

    fn kind(&mut self) -> Try<Kind> {
        Ok(self.peek()?.kind)
    }

    fn is_mark(&mut self, mark: u8) -> Try<bool> {
        Ok(self.kind()? == Kind::Mark(mark))
    }

    /// Whether the next token says this, as a name or as a string: gqlparser does not ask which.
    fn says(&mut self, word: &str) -> Try<bool> {
        Ok(self.peek()?.value == word)
    }

    fn position(&mut self) -> Try<Position> {
        Ok(self.peek()?.position)
    }

    /// What is said before the next token.
    fn comments(&mut self) -> Try<Comments> {
        self.peek()?;
        Ok(self.comments.clone())
    }

    fn next(&mut self) -> Try<Token> {
        self.peek()?;
        self.comments = None;
        self.peeked
            .take()
            .ok_or_else(|| Failure::builtin("no token"))
    }

    fn unexpected<T>(&mut self) -> Try<T> {
        let token = self.peek()?;
        Err(wrong_at(token.position, format_args!("Unexpected {token}")))
    }

    fn expect(&mut self, kind: Kind) -> Try<Token> {
        let token = self.peek()?;
        if token.kind == kind {
            return self.next();
        }
        let found = token.kind;
        Err(wrong_at(
            token.position,
            format_args!("Expected {kind}, found {found}"),
        ))
    }

    /// Expects a keyword; what is said before it.
    fn keyword(&mut self, word: &str) -> Try<Comments> {
        let token = self.peek()?;
        if token.kind != Kind::Name || token.value != word {
            return Err(wrong_at(
                token.position,
                format_args!("Expected {word:?}, found {token}"),
            ));
        }
        let comments = self.comments.take();
        self.next()?;
        Ok(comments)
    }

    fn skip(&mut self, mark: u8) -> Try<bool> {
        let found = self.is_mark(mark)?;
        if found {
            self.next()?;
        }
        Ok(found)
    }

    fn name(&mut self) -> Try<String> {
        Ok(self.expect(Kind::Name)?.value)
    }

    /// What stands between two marks, when the first is there: at least one item. And what is said
    /// before the last mark.
    fn some<T>(
        &mut self,
        start: u8,
        end: u8,
        item: impl Fn(&mut Self) -> Try<T>,
    ) -> Try<(Vec<T>, Comments)> {
        let mut items = Vec::new();
        if !self.skip(start)? {
            return Ok((items, None));
        }
        while !self.is_mark(end)? {
            items.push(self.deeper(&item)?);
        }
        if items.is_empty() {
            let token = self.peek()?;
            return Err(wrong_at(
                token.position,
                format_args!("expected at least one definition, found {}", token.kind),
            ));
        }
        let comments = self.comments.take();
        self.next()?;
        Ok((items, comments))
    }

    fn deeper<T>(&mut self, inner: impl Fn(&mut Self) -> Try<T>) -> Try<T> {
        if self.depth == MAX_DEPTH {
            return Err(Failure::Limit(format!(
                "a GraphQL text is nested deeper than {MAX_DEPTH}"
            )));
        }
        self.depth += 1;
        let read = inner(self);
        self.depth -= 1;
        read
    }

    fn r#type(&mut self) -> Try<Type> {
        let mut read = if self.skip(b'[')? {
            let position = self.position()?;
            let element = self.deeper(Self::r#type)?;
            self.expect(Kind::Mark(b']'))?;
            Type {
                element: Some(Box::new(element)),
                position,
                ..Type::default()
            }
        } else {
            Type {
                position: self.position()?,
                named: self.name()?,
                ..Type::default()
            }
        };
        read.non_null = self.skip(b'!')?;
        Ok(read)
    }

    fn directives(&mut self, constant: bool) -> Try<Vec<Directive>> {
        let mut directives = Vec::new();
        while self.skip(b'@')? {
            directives.push(Directive {
                position: self.position()?,
                name: self.name()?,
                arguments: self.arguments(constant)?,
                ..Directive::default()
            });
        }
        Ok(directives)
    }

    fn arguments(&mut self, constant: bool) -> Try<Vec<Argument>> {
        let argument = |parser: &mut Self| {
            let (position, comment) = (parser.position()?, parser.comments()?);
            let name = parser.name()?;
            parser.expect(Kind::Mark(b':'))?;
            Ok(Argument {
                name,
                value: Some(Box::new(parser.value(constant)?)),
                comment,
                position,
            })
        };
        Ok(self.some(b'(', b')', argument)?.0)
    }

    fn default_value(&mut self) -> Try<Option<Box<Value>>> {
        if self.skip(b'=')? {
            Ok(Some(Box::new(self.value(true)?)))
        } else {
            Ok(None)
        }
    }

    /// Comments of a value are kept only where gqlparser keeps them: before lists and objects.
    fn value(&mut self, constant: bool) -> Try<Value> {
        let token = self.peek()?;
        let position = token.position;
        let kind = match token.kind {
            Kind::Mark(b'[') => return self.list(constant),
            Kind::Mark(b'{') => return self.object(constant),
            Kind::Mark(b'$') if !constant => {
                return Ok(Value {
                    raw: self.variable()?,
                    position,
                    ..Value::default()
                });
            }
            Kind::Int => ValueKind::Int,
            Kind::Float => ValueKind::Float,
            Kind::String => ValueKind::String,
            Kind::BlockString => ValueKind::Block,
            Kind::Name => match token.value.as_str() {
                "true" | "false" => ValueKind::Boolean,
                "null" => ValueKind::Null,
                _ => ValueKind::Enum,
            },
            _ => return self.unexpected(),
        };
        Ok(Value {
            raw: self.next()?.value,
            kind,
            position,
            ..Value::default()
        })
    }

    fn variable(&mut self) -> Try<String> {
        self.expect(Kind::Mark(b'$'))?;
        self.name()
    }

    fn list(&mut self, constant: bool) -> Try<Value> {
        self.collection(ValueKind::List, b'[', b']', |parser| {
            Ok(ChildValue {
                value: Some(Box::new(parser.value(constant)?)),
                ..ChildValue::default()
            })
        })
    }

    fn object(&mut self, constant: bool) -> Try<Value> {
        self.collection(ValueKind::Object, b'{', b'}', |parser| {
            let (position, comment) = (parser.position()?, parser.comments()?);
            let name = parser.name()?;
            parser.expect(Kind::Mark(b':'))?;
            Ok(ChildValue {
                name,
                value: Some(Box::new(parser.value(constant)?)),
                comment,
                position,
            })
        })
    }

    fn collection(
        &mut self,
        kind: ValueKind,
        start: u8,
        end: u8,
        child: impl Fn(&mut Self) -> Try<ChildValue>,
    ) -> Try<Value> {
        let (position, comment) = (self.position()?, self.comments()?);
        self.expect(Kind::Mark(start))?;
        let mut children = Vec::new();
        while !self.is_mark(end)? {
            children.push(self.deeper(&child)?);
        }
        self.next()?;
        Ok(Value {
            children,
            kind,
            comment,
            position,
            ..Value::default()
        })
    }
}
