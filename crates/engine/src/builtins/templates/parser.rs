//! The nodes of a template, after Go's `text/template/parse/parse.go`.

use super::functions::Function;
use super::lexer::{Piece, Token, pieces};
use super::{Try, gap, wrong};
use crate::builtins::Failure;

/// Deepest that blocks and parentheses may stand in each other.
const MAX_DEPTH: usize = 100;

#[derive(Debug)]
pub(super) enum Node {
    Text(String),
    Action(Pipeline),
    If(Branch),
    With(Branch),
    Range(Branch),
}

/// A block with what it depends on.
#[derive(Debug)]
pub(super) struct Branch {
    pub(super) pipeline: Pipeline,
    pub(super) body: Vec<Node>,
    pub(super) otherwise: Vec<Node>,
}

/// Commands, each with the value of the one before, and what keeps the last value.
#[derive(Debug, Default)]
pub(super) struct Pipeline {
    pub(super) variables: Vec<String>,
    /// Whether the variables are there already.
    pub(super) assigns: bool,
    pub(super) commands: Vec<Vec<Operand>>,
}

/// Something and the fields of it that are asked for.
#[derive(Debug)]
pub(super) struct Operand {
    pub(super) term: Term,
    pub(super) fields: Vec<String>,
}

#[derive(Debug)]
pub(super) enum Term {
    /// The value at hand.
    Dot,
    Variable(String),
    Pipeline(Pipeline),
    Function(Function),
    Nil,
    Bool(bool),
    Int(i64),
    Text(String),
}

pub(super) fn parse(template: &str) -> Try<Vec<Node>> {
    let mut parser = Parser {
        pieces: pieces(template)?.into_iter(),
        variables: vec![String::new()],
        depth: 0,
    };
    match parser.block()? {
        (nodes, None) => Ok(nodes),
        (_, Some(End::End)) => wrong("unexpected {{end}}"),
        (_, Some(End::Else(_))) => wrong("unexpected {{else}}"),
    }
}

/// How a block ends.
enum End {
    End,
    /// With what is behind the word.
    Else(Vec<Token>),
}

struct Parser<'a> {
    pieces: std::vec::IntoIter<Piece<'a>>,
    /// Names of the variables that are there.
    variables: Vec<String>,
    depth: usize,
}

impl Parser<'_> {
    fn deeper<T>(&mut self, inner: impl FnOnce(&mut Self) -> Try<T>) -> Try<T> {
        if self.depth == MAX_DEPTH {
            return Err(Failure::Limit(format!(
                "`strings.render_template`: a template is nested deeper than {MAX_DEPTH}"
            )));
        }
        self.depth += 1;
        let read = inner(self);
        self.depth -= 1;
        read
    }

    fn block(&mut self) -> Try<(Vec<Node>, Option<End>)> {
        let mut nodes = Vec::new();
        while let Some(piece) = self.pieces.next() {
            let tokens = match piece {
                Piece::Text("") => continue,
                Piece::Text(text) => {
                    nodes.push(Node::Text(text.to_owned()));
                    continue;
                }
                Piece::Action(tokens) => tokens,
            };
            let mut tokens = Tokens::new(tokens);
            tokens.skip_space();
            let word = match tokens.peek() {
                Some(Token::Name(name)) => name.clone(),
                _ => String::new(),
            };
            let behind = || Tokens::new(tokens.left().get(1..).unwrap_or_default().to_vec());
            nodes.push(match word.as_str() {
                "end" => {
                    behind().expect_end("end")?;
                    return Ok((nodes, Some(End::End)));
                }
                "else" => {
                    return Ok((nodes, Some(End::Else(behind().left()))));
                }
                "if" | "with" | "range" => {
                    let behind = behind();
                    self.deeper(|parser| parser.branch(&word, behind))?
                }
                "define" | "template" | "block" | "break" | "continue" => {
                    return gap(format_args!("{{{{{word}}}}} is not supported"));
                }
                _ => Node::Action(self.pipeline(&mut tokens, "command", 1)?),
            });
        }
        Ok((nodes, None))
    }

    /// `if`, `with` and `range`.
    fn branch(&mut self, word: &str, mut tokens: Tokens) -> Try<Node> {
        let before = self.variables.len();
        let most = if word == "range" { 2 } else { 1 };
        let pipeline = self.pipeline(&mut tokens, word, most)?;
        let (body, end) = self.block()?;
        let mut otherwise = Vec::new();
        match end {
            None => return wrong("unexpected EOF"),
            Some(End::End) => {}
            Some(End::Else(behind)) => {
                let mut behind = Tokens::new(behind);
                behind.skip_space();
                let chained = matches!(behind.peek(), Some(Token::Name(name)) if name == word);
                if chained && word != "range" {
                    behind.next();
                    let inner = self.deeper(|parser| parser.branch(word, behind))?;
                    otherwise.push(inner);
                } else {
                    behind.expect_end("else")?;
                    let (nodes, end) = self.block()?;
                    if !matches!(end, Some(End::End)) {
                        return wrong("expected {{end}}");
                    }
                    otherwise = nodes;
                }
            }
        }
        self.variables.truncate(before);
        let branch = Branch {
            pipeline,
            body,
            otherwise,
        };
        Ok(match word {
            "if" => Node::If(branch),
            "with" => Node::With(branch),
            _ => Node::Range(branch),
        })
    }

    fn pipeline(&mut self, tokens: &mut Tokens, context: &str, most: usize) -> Try<Pipeline> {
        let mut pipeline = Pipeline::default();
        self.declarations(tokens, &mut pipeline, most)?;
        loop {
            let command = self.command(tokens)?;
            let is_first = pipeline.commands.is_empty();
            let can_take = command.first().is_some_and(|first| {
                !first.fields.is_empty()
                    || matches!(
                        first.term,
                        Term::Function(_) | Term::Variable(_) | Term::Pipeline(_)
                    )
            });
            if command.is_empty() {
                return wrong(format_args!("missing value for {context}"));
            }
            if !is_first && !can_take {
                return wrong("non executable command in pipeline");
            }
            pipeline.commands.push(command);
            match tokens.next() {
                Some(Token::Pipe) => {}
                None => break,
                Some(other) => {
                    tokens.back(other);
                    break;
                }
            }
        }
        match tokens.peek() {
            Some(Token::ParenRight) if context == "parenthesized pipeline" => {}
            None if context != "parenthesized pipeline" => {}
            other => return wrong(format_args!("unexpected {other:?} in {context}")),
        }
        // What is declared here is not there before.
        if !pipeline.assigns {
            self.variables.extend(pipeline.variables.iter().cloned());
        }
        Ok(pipeline)
    }

    fn declarations(
        &mut self,
        tokens: &mut Tokens,
        pipeline: &mut Pipeline,
        most: usize,
    ) -> Try<()> {
        let mut look = tokens.clone();
        let mut names = Vec::new();
        loop {
            look.skip_space();
            let Some(Token::Variable(name)) = look.next() else {
                return Ok(());
            };
            names.push(name);
            look.skip_space();
            match look.next() {
                Some(Token::Comma) if names.len() < most => {}
                Some(mark @ (Token::Declare | Token::Assign)) => {
                    pipeline.assigns = mark == Token::Assign;
                    if pipeline.assigns && !names.iter().all(|name| self.variables.contains(name)) {
                        return wrong("undefined variable");
                    }
                    if names.iter().any(String::is_empty) {
                        return gap("an assignment to $ is not supported");
                    }
                    pipeline.variables = names;
                    *tokens = look;
                    return Ok(());
                }
                _ => return Ok(()),
            }
        }
    }

    /// Operands up to a pipe or the end.
    fn command(&mut self, tokens: &mut Tokens) -> Try<Vec<Operand>> {
        let mut operands = Vec::new();
        loop {
            tokens.skip_space();
            let Some(operand) = self.operand(tokens)? else {
                return Ok(operands);
            };
            operands.push(operand);
            match tokens.peek() {
                None | Some(Token::Space | Token::Pipe | Token::ParenRight) => {}
                other => return wrong(format_args!("unexpected {other:?} in operand")),
            }
        }
    }

    fn operand(&mut self, tokens: &mut Tokens) -> Try<Option<Operand>> {
        let mut fields = Vec::new();
        let term = match tokens.next() {
            None => return Ok(None),
            Some(Token::Dot) => Term::Dot,
            Some(Token::Field(name)) => {
                fields.push(name);
                Term::Dot
            }
            Some(Token::Variable(name)) if self.variables.contains(&name) => Term::Variable(name),
            Some(Token::Variable(name)) => {
                return wrong(format_args!("undefined variable \"${name}\""));
            }
            Some(Token::Bool(truth)) => Term::Bool(truth),
            Some(Token::Int(int)) => Term::Int(int),
            Some(Token::Text(text)) => Term::Text(text),
            Some(Token::Name(name)) if name == "nil" => Term::Nil,
            Some(Token::Name(name)) => Term::Function(Function::named(&name)?),
            Some(Token::ParenLeft) => {
                let inner =
                    self.deeper(|parser| parser.pipeline(tokens, "parenthesized pipeline", 0))?;
                tokens.next();
                Term::Pipeline(inner)
            }
            Some(other) => {
                tokens.back(other);
                return Ok(None);
            }
        };
        // A dot alone has none.
        let has_field = !fields.is_empty();
        while let Some(Token::Field(name)) = tokens.peek() {
            fields.push(name.clone());
            tokens.next();
        }
        let may_have = has_field || matches!(term, Term::Variable(_) | Term::Pipeline(_));
        if !fields.is_empty() && !may_have {
            return wrong("unexpected . after term");
        }
        Ok(Some(Operand { term, fields }))
    }
}

/// The tokens that are left of an action.
#[derive(Clone)]
struct Tokens(Vec<Token>);

impl Tokens {
    fn new(mut tokens: Vec<Token>) -> Self {
        tokens.reverse();
        Self(tokens)
    }

    fn left(&self) -> Vec<Token> {
        self.0.iter().rev().cloned().collect()
    }

    fn peek(&self) -> Option<&Token> {
        self.0.last()
    }

    fn next(&mut self) -> Option<Token> {
        self.0.pop()
    }

    fn back(&mut self, token: Token) {
        self.0.push(token);
    }

    fn skip_space(&mut self) {
        while self.peek() == Some(&Token::Space) {
            self.next();
        }
    }

    fn expect_end(mut self, context: &str) -> Try<()> {
        self.skip_space();
        match self.peek() {
            None => Ok(()),
            other => wrong(format_args!("unexpected {other:?} in {context}")),
        }
    }
}
