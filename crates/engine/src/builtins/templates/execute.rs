//! Executes a template, after `exec.go` of Go's `text/template`.

use regorus::Value;

use super::datum::Datum;
use super::functions::Function;
use super::parser::{Branch, Node, Operand, Pipeline, Term};
use super::{Try, gap, wrong};
use crate::builtins::{Failure, MAX_TEXT, too_long};

/// Most nodes and operands that are executed.
const MAX_STEPS: usize = 5_000_000;

pub(super) fn execute(nodes: &[Node], variables: &Value) -> Try<String> {
    let all = Datum::Of(variables.clone());
    let mut execution = Execution {
        variables: vec![(String::new(), all.clone())],
        out: String::new(),
        steps: 0,
    };
    execution.nodes(nodes, &all)?;
    Ok(execution.out)
}

struct Execution {
    variables: Vec<(String, Datum)>,
    out: String,
    steps: usize,
}

impl Execution {
    fn step(&mut self) -> Try<()> {
        self.steps += 1;
        if self.steps > MAX_STEPS {
            return Err(Failure::Limit(
                "`strings.render_template` takes too many steps".to_owned(),
            ));
        }
        if self.out.len() > MAX_TEXT {
            return Err(too_long("strings.render_template"));
        }
        Ok(())
    }

    fn nodes(&mut self, nodes: &[Node], dot: &Datum) -> Try<()> {
        for node in nodes {
            self.step()?;
            match node {
                Node::Text(text) => self.out.push_str(text),
                Node::Action(pipeline) => {
                    let value = self.declare(pipeline, dot)?;
                    if !pipeline.variables.is_empty() {
                        continue;
                    }
                    if value.is_nil() {
                        self.out.push_str("<undefined>");
                    } else {
                        value.print(&mut self.out)?;
                    }
                }
                Node::If(branch) | Node::With(branch) | Node::Range(branch) => {
                    let before = self.variables.len();
                    match node {
                        Node::Range(_) => self.range(branch, dot)?,
                        _ => self.branch(branch, dot, matches!(node, Node::With(_)))?,
                    }
                    self.variables.truncate(before);
                }
            }
        }
        self.step()
    }

    fn branch(&mut self, branch: &Branch, dot: &Datum, with: bool) -> Try<()> {
        let value = self.declare(&branch.pipeline, dot)?;
        if !value.is_true() {
            return self.nodes(&branch.otherwise, dot);
        }
        self.nodes(&branch.body, if with { &value } else { dot })
    }

    fn range(&mut self, branch: &Branch, dot: &Datum) -> Try<()> {
        let over = self.pipeline(&branch.pipeline, dot)?;
        let number = |place: usize| Datum::Int(i64::try_from(place).unwrap_or(i64::MAX));
        let items: Vec<(Datum, Datum)> = match &over {
            Datum::Missing | Datum::Nil => Vec::new(),
            Datum::Of(Value::Array(items)) => {
                let items = items.iter().enumerate();
                items
                    .map(|(at, one)| (number(at), Datum::of(one)))
                    .collect()
            }
            Datum::Of(Value::Set(items)) => {
                let items = items.iter().enumerate();
                items
                    .map(|(at, one)| (number(at), Datum::of(one)))
                    .collect()
            }
            Datum::Of(Value::Object(items)) => {
                let items = items.iter();
                items
                    .map(|(key, one)| (Datum::of(key), Datum::of(one)))
                    .collect()
            }
            _ => return gap("range can't iterate over this, or it is not supported"),
        };
        if items.is_empty() {
            return self.nodes(&branch.otherwise, dot);
        }
        let pipeline = &branch.pipeline;
        for (place, item) in items {
            self.step()?;
            let before = self.variables.len();
            let values = match pipeline.variables.as_slice() {
                [_] => vec![item.clone()],
                [_, _] => vec![place, item.clone()],
                _ => Vec::new(),
            };
            for (name, value) in pipeline.variables.iter().zip(values) {
                self.set(name, value, pipeline.assigns);
            }
            self.nodes(&branch.body, &item)?;
            self.variables.truncate(before);
        }
        Ok(())
    }

    fn set(&mut self, name: &str, value: Datum, assigns: bool) {
        let mut known = self.variables.iter_mut().rev();
        match known.find(|(known, _)| assigns && known == name) {
            Some((_, before)) => *before = value,
            None => self.variables.push((name.to_owned(), value)),
        }
    }

    /// The value of a pipeline, which its variables keep.
    fn declare(&mut self, pipeline: &Pipeline, dot: &Datum) -> Try<Datum> {
        let value = self.pipeline(pipeline, dot)?;
        for name in &pipeline.variables {
            self.set(name, value.clone(), pipeline.assigns);
        }
        Ok(value)
    }

    fn pipeline(&mut self, pipeline: &Pipeline, dot: &Datum) -> Try<Datum> {
        let mut value = None;
        for command in &pipeline.commands {
            value = Some(self.command(command, dot, value)?.taken());
        }
        Ok(value.unwrap_or(Datum::Missing))
    }

    fn command(&mut self, command: &[Operand], dot: &Datum, last: Option<Datum>) -> Try<Datum> {
        let [first, rest @ ..] = command else {
            return wrong("empty command");
        };
        match first.term {
            Term::Function(function @ (Function::And | Function::Or)) => {
                self.choose(function, rest, dot, last)
            }
            Term::Function(function) => {
                let mut arguments = Vec::with_capacity(rest.len() + 1);
                for operand in rest {
                    arguments.push(self.argument(operand, dot)?);
                }
                arguments.extend(last);
                function.call(&arguments)
            }
            _ if !rest.is_empty() || last.is_some() => wrong("can't give argument to non-function"),
            Term::Nil => wrong("nil is not a command"),
            _ => self.operand(first, dot),
        }
    }

    /// The first argument that decides.
    fn choose(
        &mut self,
        function: Function,
        operands: &[Operand],
        dot: &Datum,
        last: Option<Datum>,
    ) -> Try<Datum> {
        let mut value = None;
        for operand in operands {
            let next = self.argument(operand, dot)?;
            if next.is_true() == (function == Function::Or) {
                return Ok(next);
            }
            value = Some(next);
        }
        match last.or(value) {
            Some(value) => Ok(value),
            None => wrong(format_args!("wrong number of args for {function:?}")),
        }
    }

    /// An argument; a function needs no parentheses where it has no arguments itself.
    fn argument(&mut self, operand: &Operand, dot: &Datum) -> Try<Datum> {
        match operand.term {
            Term::Function(function) => function.call(&[]),
            Term::Nil => Ok(Datum::Nil),
            _ => self.operand(operand, dot),
        }
    }

    fn operand(&mut self, operand: &Operand, dot: &Datum) -> Try<Datum> {
        self.step()?;
        let mut value = match &operand.term {
            Term::Dot => dot.clone(),
            Term::Variable(name) => {
                let mut known = self.variables.iter().rev();
                let found = known.find(|(known, _)| known == name);
                found.map_or(Datum::Missing, |(_, value)| value.clone())
            }
            Term::Pipeline(pipeline) => self.pipeline(pipeline, dot)?,
            Term::Bool(truth) => Datum::Of(Value::from(*truth)),
            Term::Int(int) => Datum::Int(*int),
            Term::Text(text) => Datum::Of(Value::from(text.as_str())),
            Term::Nil | Term::Function(_) => return gap("this operand is not supported"),
        };
        for name in &operand.fields {
            value = value.field(name)?;
        }
        Ok(value)
    }
}
