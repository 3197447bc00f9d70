//! Compiling: sources and data become engines that are ready to be asked.

mod assembly;

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::Problem;
use regorus::unstable::{Module, Ref};
use regorus::{Engine, Value};

use self::assembly::{Assembled, Purpose, assemble, laid_out, module_of};
pub(crate) use self::assembly::{read_in_part, worded};
use crate::SetOptions;
use crate::builtins;
use crate::rego::check::check;
use crate::rego::check::unbound::unsafe_variable;
use crate::rego::dialect::{Dialect, add_declared, add_detecting, empty_engine};
use crate::rego::negations::DEFINED;
use crate::rego::place::Located;
use crate::rego::prescan::prescan;
use crate::rego::program::Program;
use crate::rego::wording::{Wording, Wordings};

/// A source that parses, with the dialect that it is written in.
#[derive(Debug, Clone)]
pub(crate) struct Source<'a> {
    pub(crate) file: &'a str,
    pub(crate) wording: Arc<Wording>,
    pub(crate) dialect: Dialect,
    pub(crate) package: Vec<String>,
}

/// Parses each file on its own, in the dialect that is declared; where none is, each file says itself. Those
/// that are wrong are reported and left out.
pub(crate) fn parse<'a>(
    declared: Option<Dialect>,
    files: impl IntoIterator<Item = (&'a str, &'a [u8])>,
    problems: &mut Vec<Problem>,
) -> Vec<Source<'a>> {
    let mut sources = Vec::new();
    for (file, content) in files {
        let text = match prescan(file, content) {
            Ok(text) => text,
            Err(problem) => {
                problems.push(problem);
                continue;
            }
        };
        let mut engine = empty_engine();
        let added = match declared {
            Some(dialect) => {
                add_declared(&mut engine, file, text, dialect).map(|wording| (dialect, wording))
            }
            None => add_detecting(&mut engine, file, text),
        };
        match added {
            Ok((dialect, wording)) => {
                let packages = engine.get_policy_package_components().unwrap_or_default();
                let package = packages
                    .into_iter()
                    .next()
                    .map(|package| package.components);
                sources.push(Source {
                    file,
                    wording: Arc::new(wording),
                    dialect,
                    package: package.unwrap_or_default(),
                });
            }
            Err(error) => problems.push(error.into_problem(Some(file))),
        }
    }
    sources
}

/// The syntax tree of one source as it is; `None` should it not be read a second time.
pub(crate) fn tree(source: &Source<'_>) -> Option<Ref<Module>> {
    module_of(source.file, &source.wording, source.dialect).ok()
}

/// An engine that holds a program, and what is known of it.
#[derive(Debug, Clone)]
pub(crate) struct Unit {
    pub(crate) engine: Engine,
    /// What it reads, to find again what an error points to.
    pub(crate) wordings: Arc<Wordings>,
}

/// What compiling found.
pub(crate) struct Compiled {
    pub(crate) unit: Unit,
    pub(crate) program: Program,
}

/// Compiles sources that parse, together, to be asked for the rules at some paths behind `data`.
///
/// Everything that is wrong goes into `problems`; nothing is returned when they cannot stand
/// together at all.
pub(crate) fn compile(
    sources: &[Source<'_>],
    asked: &[&[String]],
    data: &Value,
    options: SetOptions,
    problems: &mut Vec<Problem>,
) -> Option<Compiled> {
    let assembled = assemble(sources, Purpose::Answers(asked));
    finish(assembled, &BTreeSet::new(), data, options, problems)
}

/// The same for a question that calls these built-ins itself, besides those of the sources.
pub(crate) fn compile_for(
    called: &BTreeSet<String>,
    sources: &[Source<'_>],
    data: &Value,
    options: SetOptions,
    problems: &mut Vec<Problem>,
) -> Option<Compiled> {
    let assembled = assemble(sources, Purpose::Answers(&[]));
    finish(assembled, called, data, options, problems)
}

/// The same with every statement on lines of its own, where that can be done: whether one was
/// evaluated can be told then.
pub(crate) fn compile_laid_out(
    sources: &[Source<'_>],
    data: &Value,
    options: SetOptions,
    problems: &mut Vec<Problem>,
) -> Option<Compiled> {
    let assembled = assemble(sources, Purpose::Coverage);
    let assembled = assembled.map(|mut assembled| laid_out(&mut assembled).unwrap_or(assembled));
    finish(assembled, &BTreeSet::new(), data, options, problems)
}

fn finish(
    assembled: Result<Assembled, Located>,
    called: &BTreeSet<String>,
    data: &Value,
    options: SetOptions,
    problems: &mut Vec<Problem>,
) -> Option<Compiled> {
    let Assembled {
        mut engine,
        program,
        texts,
    } = assembled
        .map_err(|error| problems.push(error.into_problem(None)))
        .ok()?;
    let wordings: Wordings = texts
        .into_iter()
        .map(|text| (text.name, text.wording))
        .collect();
    problems.extend(check(&program, data, options.network));
    if let Err(error) = engine.add_data(data.clone()) {
        problems.push(Problem::bundle(format!(
            "the data cannot be loaded: {error}"
        )));
        return None;
    }
    let mut names = program.builtins();
    names.extend(called.iter().cloned());
    builtins::register(&mut engine, &names, options.strict);
    // Every built-in is one of ours, which settles its errors itself. An engine that is not strict drops
    // whatever goes wrong in one clause of a function when another has a value.
    engine.set_strict_builtin_errors(true);
    if let Err(error) = prepare(&mut engine) {
        problems.push(error.written(&wordings).into_problem(None));
        return None;
    }
    Some(Compiled {
        unit: Unit {
            engine,
            wordings: Arc::new(wordings),
        },
        program,
    })
}

/// Makes the engine do now what it would do at its first question: order statements, find unsafe
/// variables, gather rules.
fn prepare(engine: &mut Engine) -> Result<(), Located> {
    // The engine has no call for this; asking for a rule that cannot exist prepares and then fails.
    const NO_RULE: &str = "data[\"\"]";
    match engine.eval_rule(NO_RULE.to_owned()) {
        Err(error) if error.to_string() == "not a valid rule path" => Ok(()),
        Err(error) => Err(in_our_words(Located::parse(&error.to_string()))),
        Ok(_) => Ok(()),
    }
}

/// The same of a variable without a value as where a head has it.
fn in_our_words(mut error: Located) -> Located {
    let name = error.message.strip_prefix("use of undefined variable `");
    if let Some(name) = name.and_then(|rest| rest.strip_suffix("` is unsafe")) {
        error.message = unsafe_variable(name);
    }
    // The engine means to show the query, and shows how it would.
    if error.message.starts_with("statements not scheduled") {
        "the statements of a body cannot be put in an order in which each has what it needs: a name has no \
         value, or two need each other"
            .clone_into(&mut error.message);
    }
    if error.message.starts_with(&format!("var `{DEFINED}")) {
        "what is negated gets its value in a statement behind it: put the `not` last"
            .clone_into(&mut error.message);
    }
    error
}
