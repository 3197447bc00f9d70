//! Any query over modules, data and input, with the bindings that OPA's own tests speak of.
//!
//! Policies are asked by the path of a rule; this is for what compares this engine with another.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;
use std::time::Instant;

use domain::Problem;
use regex::Regex;
use regorus::{Engine, QueryResults, Value};

use crate::compile::{Source, compile_for, parse, read_in_part, worded};
use crate::evaluation::prepared;
use crate::machine::machines;
use crate::reads;
use crate::rego::place::Located;
use crate::rego::wording::Wording;
use crate::{Dialect, EvaluationLimits, Network, SetOptions, builtins};

/// What is asked, and of what.
#[derive(Debug, Clone, Copy)]
pub struct Query<'a> {
    /// The query, `data.a.b = x`.
    pub text: &'a str,
    /// Sources of the modules.
    pub modules: &'a [String],
    /// The dialect that all of them are written in.
    pub dialect: Dialect,
    /// The data document as JSON.
    pub data: Option<&'a str>,
    /// The input document, when there is one.
    pub input: Option<QueryInput<'a>>,
    /// Whether errors of built-ins are errors; else they are undefined.
    pub strict: bool,
}

/// An input document.
#[derive(Debug, Clone, Copy)]
pub enum QueryInput<'a> {
    /// As JSON.
    Json(&'a str),
    /// As a term of Rego, for what JSON cannot say.
    Term(&'a str),
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoAnswer {
    /// The modules cannot be accepted: what is wrong with them.
    Refused(Vec<Problem>),
    /// Evaluating went wrong.
    Failed(String),
}

/// One answer: the variables of the query with their values, as JSON; sets are sorted arrays.
pub type Bindings = serde_json::Map<String, serde_json::Value>;

/// Asks. No answer at all is an empty list: the query is undefined or false.
///
/// # Errors
/// See [`NoAnswer`].
pub fn query(asked: &Query<'_>, limits: &EvaluationLimits) -> Result<Vec<Bindings>, NoAnswer> {
    let mut problems = Vec::new();
    let names: Vec<String> = (0..asked.modules.len())
        .map(|number| format!("module_{number}.rego"))
        .collect();
    let files = names.iter().zip(asked.modules);
    let files = files.map(|(name, text)| (name.as_str(), text.as_bytes()));
    let sources = parse(Some(asked.dialect), files, &mut problems);
    if sources.len() != asked.modules.len() {
        return Err(NoAnswer::Refused(problems));
    }
    let data = match asked.data {
        Some(text) => Value::from_json_str(text).map_err(|error| failed(&error))?,
        None => Value::new_object(),
    };
    let text = &text_of(asked, &sources).map_err(NoAnswer::Refused)?;
    let called = called_by(text);
    let options = SetOptions {
        strict: asked.strict,
        dialect: Some(asked.dialect),
        network: Network::Unreachable,
    };
    let compiled = compile_for(&called, &sources, &data, options, &mut problems);
    let errors: Vec<Problem> = problems.into_iter().filter(Problem::is_error).collect();
    let (Some(compiled), true) = (compiled, errors.is_empty()) else {
        return Err(NoAnswer::Refused(errors));
    };
    let input = match asked.input {
        None => Value::Undefined,
        Some(QueryInput::Json(text)) => {
            Value::from_json_str(text).map_err(|error| failed(&error))?
        }
        Some(QueryInput::Term(text)) => term(&compiled.unit.engine, text)?,
    };
    // As for policies, of whose input nothing is built but what they read.
    let path = path_of(text);
    let input = match &path {
        Some(path) => reads::needs(&compiled.program, [&path[..]])
            .iter()
            .fold(input, |input, needs| needs.taken_from(&input)),
        None => input,
    };
    let mut engine = prepared(&compiled.unit.engine, &input, limits.timer);
    builtins::take_swallowed();
    builtins::clock::set(builtins::clock::Moment::here());
    builtins::runtime::show(false);
    let paths = path.iter().map(|path| &path[..]);
    let machine = machines(&compiled.program, &data, paths, asked.strict).pop();
    let until = Instant::now().checked_add(limits.timer);
    let known = machine.flatten().zip(until);
    let known = known.and_then(|(machine, until)| machine.answer(&input, until));
    let answer = engine.eval_query(text.to_owned(), false);
    builtins::take_swallowed();
    builtins::selection::forget();
    if let Some(known) = known {
        // As for policies: the engine is asked where our own evaluator has no answer.
        let is_bound = text.ends_with("= x");
        if let Ok(theirs) = &answer {
            let theirs = value_of(theirs, is_bound);
            if known != theirs {
                let differ = format!("our own evaluator says {known}, and the engine {theirs}");
                return Err(NoAnswer::Failed(differ));
            }
        }
        if known == Value::Undefined || (!is_bound && known == Value::Bool(false)) {
            return Ok(Vec::new());
        }
        let mut found = BTreeMap::new();
        if is_bound {
            found.insert(Value::from("x"), known);
        }
        return Ok(vec![bindings(&Value::from(found))?]);
    }
    let holds = |value: &Value| !matches!(value, Value::Bool(false) | Value::Undefined);
    answer
        .map_err(|error| failed(&error))?
        .result
        .into_iter()
        .filter(|result| result.expressions.iter().all(|one| holds(&one.value)))
        .map(|result| bindings(&result.bindings))
        .collect()
}

/// The value that the engine found at a path, which `x` is bound to or which is the answer itself.
fn value_of(results: &QueryResults, is_bound: bool) -> Value {
    let Some(result) = results.result.first() else {
        return Value::Undefined;
    };
    if is_bound {
        return result.bindings["x"].clone();
    }
    let expression = result.expressions.first();
    expression.map_or(Value::Undefined, |expression| expression.value.clone())
}

/// The query in words that the engine understands, as modules are put into them.
///
/// # Errors
/// What it reads of the modules and cannot.
fn text_of(asked: &Query<'_>, modules: &[Source<'_>]) -> Result<String, Vec<Problem>> {
    let before = match asked.dialect {
        Dialect::V0 => "package query\n\np {",
        Dialect::V1 => "package query\n\np if {",
    };
    let wording = Wording::plain("query", asked.text).without_templates();
    let text = wording.as_ref().map_or(asked.text, Wording::read);
    let module = format!("{before}{text}\n}}");
    let mut problems = Vec::new();
    let sources = parse(
        Some(asked.dialect),
        [("query.rego", module.as_bytes())],
        &mut problems,
    );
    let written = worded(&sources).and_then(|texts| {
        let text = texts.first()?.read();
        let text = text.strip_prefix(before)?.strip_suffix('}')?;
        Some(text.trim_end().to_owned())
    });
    let read = read_in_part(modules.iter().chain(&sources));
    if read.is_empty() {
        Ok(written.unwrap_or_else(|| text.to_owned()))
    } else {
        Err(read)
    }
}

fn bindings(value: &Value) -> Result<Bindings, NoAnswer> {
    let text = value.to_json_str().map_err(|error| failed(&error))?;
    match serde_json::from_str(&text) {
        Ok(serde_json::Value::Object(bindings)) => Ok(bindings),
        _ => Ok(Bindings::new()),
    }
}

/// The value of a term.
fn term(engine: &Engine, text: &str) -> Result<Value, NoAnswer> {
    let answer = engine.clone().eval_query(text.to_owned(), false);
    let results = answer.map_err(|error| failed(&error))?.result.into_iter();
    let mut expressions = results.flat_map(|result| result.expressions);
    Ok(expressions.next().map_or(Value::Undefined, |one| one.value))
}

/// The path behind `data`, when a query asks for the value there and for nothing else.
fn path_of(text: &str) -> Option<Vec<String>> {
    static PATH: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"^data((?:\.[A-Za-z_][A-Za-z0-9_]*)+)(?: :?= x)?$").ok());
    let found = PATH.as_ref()?.captures(text)?;
    Some(found[1].split('.').skip(1).map(str::to_owned).collect())
}

/// What looks like a call in a query.
fn called_by(text: &str) -> BTreeSet<String> {
    static CALL: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"([a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)*)\(").ok());
    let Some(call) = CALL.as_ref() else {
        return BTreeSet::new();
    };
    let found = call.captures_iter(text);
    found.map(|found| found[1].to_owned()).collect()
}

fn failed(error: &anyhow::Error) -> NoAnswer {
    NoAnswer::Failed(Located::parse(&error.to_string()).message)
}
