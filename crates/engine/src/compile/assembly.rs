//! Sources that go together, in words that the engine understands.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::Problem;
use regorus::Engine;
use regorus::unstable::{Module, Ref};

use super::Source;
use crate::builtins::is_for_us_alone;
use crate::coverage;
use crate::rego::check;
use crate::rego::dialect::{Dialect, add, engine_for};
use crate::rego::packages::{self, Text};
use crate::rego::place::Located;
use crate::rego::prescan::is_too_deep;
use crate::rego::program::{Place, Program, Target};
use crate::rego::wording::{Edit, Wording};
use crate::rego::{
    annotations, comparisons, defaults, early, empties, filters, heads, imports, keywords, locals,
    members, modifiers, negations, negatives, operators, origins, outputs, patterns, relations,
    renamed, replaced, replacements, stand_ins,
};

/// How often a text is written otherwise, at most: what is inside of something is found a round later.
const MAX_ROUNDS: usize = 24;

/// What the engine reads of sources that go together, each by itself; `None` when they do not.
pub(crate) fn worded(sources: &[Source<'_>]) -> Option<Vec<Arc<Wording>>> {
    let texts = translate(sources).ok()?.texts;
    Some(texts.into_iter().map(|text| text.wording).collect())
}

/// What would be read without a part of it, in sources that need not compile.
pub(crate) fn read_in_part<'s>(sources: impl IntoIterator<Item = &'s Source<'s>>) -> Vec<Problem> {
    let sources: Vec<_> = sources.into_iter().cloned().collect();
    let mut problems = Vec::new();
    if let Ok(assembled) = assemble(&sources, Purpose::Coverage) {
        check::overlaps::check(&assembled.program, &mut problems);
        check::divided::check(&assembled.program, &mut problems);
    }
    problems
}

/// What a program is for.
#[derive(Clone, Copy)]
pub(super) enum Purpose<'a> {
    /// Values, those of the rules at these paths above all: soon, and with where they come from.
    Answers(&'a [&'a [String]]),
    /// Telling what is evaluated: as it is written.
    Coverage,
}

/// An engine with the modules, in words that it understands.
pub(super) struct Assembled {
    pub(super) engine: Engine,
    pub(super) program: Program,
    pub(super) texts: Vec<Text>,
}

pub(super) fn assemble(sources: &[Source<'_>], purpose: Purpose<'_>) -> Result<Assembled, Located> {
    let Translated {
        mut texts,
        mut modules,
        program,
    } = translate(sources)?;
    if let Purpose::Answers(asked) = purpose {
        let edits = finishing(&program, asked);
        for (text, module) in texts.iter_mut().zip(&mut modules) {
            if let Some(edits) = edits.get(&text.name) {
                text.wording = Arc::new(text.wording.edited(edits.clone()));
                *module = module_of(&text.name, &text.wording, text.dialect)?;
            }
        }
    }
    let packages = program.packages;
    if let Some(joined) = packages::joined(&modules, &texts) {
        texts = joined;
    }
    let mut engine = with_modules(&texts)?;
    let mut program = Program::read(engine.get_modules());
    program.packages = packages;
    let wordings = texts.iter();
    let wordings = wordings.map(|text| (text.name.clone(), Arc::clone(&text.wording)));
    program.place(&wordings.collect());
    Ok(Assembled {
        engine,
        program,
        texts,
    })
}

/// What writes otherwise what the engine understands already, and would take longer for.
fn finishing(program: &Program, asked: &[&[String]]) -> BTreeMap<String, Vec<Edit>> {
    let mut edits = origins::edits(program, asked);
    for (file, filters) in filters::edits(program) {
        let edits = edits.entry(file).or_default();
        // One that is inside of what is noted would be written into what the other copies.
        let is_inside = |filter: &Edit| {
            let mut origins = edits.iter();
            origins.any(|origin| {
                origin.range.start <= filter.range.start && filter.range.end <= origin.range.end
            })
        };
        let apart: Vec<_> = filters
            .into_iter()
            .filter(|filter| !is_inside(filter))
            .collect();
        edits.extend(apart);
    }
    edits
}

/// The same program, laid out for telling which statements are evaluated; `None` should the engine
/// not read that.
pub(super) fn laid_out(assembled: &mut Assembled) -> Option<Assembled> {
    let modules = assembled.engine.get_modules();
    let texts = modules.iter().zip(&assembled.texts);
    let texts: Vec<Text> = texts
        .map(|(module, text)| Text {
            wording: Arc::new(text.wording.edited(coverage::layout(module))),
            ..text.clone()
        })
        .collect();
    let mut engine = with_modules(&texts).ok()?;
    let mut program = Program::read(engine.get_modules());
    program.packages.clone_from(&assembled.program.packages);
    let wordings = texts.iter();
    let wordings = wordings.map(|text| (text.name.clone(), Arc::clone(&text.wording)));
    program.place(&wordings.collect());
    Some(Assembled {
        engine,
        program,
        texts,
    })
}

fn with_modules(texts: &[Text]) -> Result<Engine, Located> {
    let mut engine = engine_for(texts.iter().map(|text| text.wording.read()));
    for text in texts {
        add(&mut engine, &text.name, &text.wording, text.dialect)?;
    }
    Ok(engine)
}

/// Sources in words that the engine understands, each by itself.
struct Translated {
    texts: Vec<Text>,
    modules: Vec<Ref<Module>>,
    program: Program,
}

/// What the engine reads of one text by itself.
pub(super) fn module_of(
    name: &str,
    wording: &Wording,
    dialect: Dialect,
) -> Result<Ref<Module>, Located> {
    let mut engine = engine_for([wording.read()]);
    add(&mut engine, name, wording, dialect)?;
    let module = engine.get_modules().first().cloned();
    module.ok_or_else(|| Located {
        file: Some(name.to_owned()),
        line: None,
        column: None,
        message: "this is no module".to_owned(),
    })
}

fn modules_of(texts: &[Text]) -> Result<Vec<Ref<Module>>, Located> {
    let modules = texts.iter();
    let modules = modules.map(|text| module_of(&text.name, &text.wording, text.dialect));
    modules.collect()
}

/// Each source by itself in words that the engine understands, and what it reads of it. Of a round only
/// what was written otherwise is read again.
fn translate(sources: &[Source<'_>]) -> Result<Translated, Located> {
    let text = |source: &Source<'_>| Text {
        name: source.file.to_owned(),
        dialect: source.dialect,
        wording: Arc::clone(&source.wording),
    };
    let mut texts: Vec<Text> = sources.iter().map(text).collect();
    let mut modules = modules_of(&texts)?;
    let mut rounds = 0;
    let mut is_as_written = true;
    let mut earlier = None;
    loop {
        let program = Program::read_after(earlier.take(), &modules);
        if rounds == 0 {
            refuse_ours(&program, &texts)?;
            refuse_operators(&program)?;
            refuse_declarations(&program, &texts)?;
        }
        // Comments belong to what stands below them, as long as nothing was moved.
        let said = is_as_written.then(|| annotations::edits(&program, &texts));
        let said = said.unwrap_or_default();
        is_as_written = false;
        if said.is_empty()
            && imports::edits(&program).is_empty()
            && let Some(placed) = keywords::placed(&program, &texts)
        {
            texts = placed;
            modules = modules_of(&texts)?;
            continue;
        }
        let edits = if said.is_empty() {
            edits(&program, &texts)
        } else {
            said
        };
        if edits.is_empty() {
            return Ok(Translated {
                texts,
                modules,
                program,
            });
        }
        if rounds == MAX_ROUNDS {
            return Err(too_deep(edits.into_keys().next()));
        }
        rounds += 1;
        for (text, module) in texts.iter_mut().zip(&mut modules) {
            if let Some(edits) = edits.get(&text.name) {
                text.wording = Arc::new(text.wording.edited(edits.clone()));
                if is_too_deep(text.wording.read()) {
                    return Err(too_deep(Some(text.name.clone())));
                }
                *module = module_of(&text.name, &text.wording, text.dialect)?;
            }
        }
        earlier = Some(program);
    }
}

/// Asked of what was written: later rounds declare names of their own, and move statements.
fn refuse_declarations(program: &Program, texts: &[Text]) -> Result<(), Located> {
    let mut found = program.definitions.iter();
    match found.find_map(|definition| definition.undeclarable.first()) {
        Some((place, message)) => Err(refused(place, message.clone(), texts)),
        None => Ok(()),
    }
}

/// What is wrong at a place of what is read, told by where that was written.
fn refused(place: &Place, message: String, texts: &[Text]) -> Located {
    let text = texts.iter().find(|text| text.name == place.file);
    let written = text.and_then(|text| text.wording.place(place.line, place.column));
    let place = written.unwrap_or_else(|| place.clone());
    Located {
        file: Some(place.file),
        line: Some(place.line),
        column: Some(place.column),
        message,
    }
}

/// What is written in place of other words is not for people to call.
fn refuse_ours(program: &Program, texts: &[Text]) -> Result<(), Located> {
    let found = program.calls().find_map(|call| match &call.target {
        Target::Other(name) if is_for_us_alone(name) => Some((name, &call.place)),
        _ => None,
    });
    let Some((name, place)) = found else {
        return Ok(());
    };
    let message = format!("there is no function `{name}`");
    Err(refused(place, message, texts))
}

/// OPA's operators are calls by names, which rules and imports may have too.
fn refuse_operators(program: &Program) -> Result<(), Located> {
    for definition in &program.definitions {
        let package = packages::package_of(&definition.module);
        let is_named = |operator: &str| {
            let path: Vec<String> = package
                .iter()
                .cloned()
                .chain([operator.to_owned()])
                .collect();
            let mut imports = program.imports.iter();
            program.functions.contains_key(&path)
                || imports.any(|import| {
                    import.alias == operator && import.place.file == definition.place.file
                })
        };
        if let Some(operator) = definition
            .operators
            .iter()
            .find(|operator| is_named(operator))
        {
            return Err(Located {
                file: Some(definition.place.file.clone()),
                line: Some(definition.place.line),
                column: Some(definition.place.column),
                message: format!(
                    "an operator here would mean the function `{operator}`, as OPA reads it: give that another name"
                ),
            });
        }
    }
    Ok(())
}

fn too_deep(file: Option<String>) -> Located {
    Located {
        file,
        line: None,
        column: None,
        message: "calls, operators and negations are nested too deeply: give inner ones to rules of their \
                  own"
            .to_owned(),
    }
}

/// What is to be written otherwise, by the text's name. One kind a round, so that each is found where
/// the others left it.
fn edits(program: &Program, texts: &[Text]) -> BTreeMap<String, Vec<Edit>> {
    // A rule of that name in any module of the package would be meant instead.
    let is_taken = |name: &str| texts.iter().any(|text| text.wording.read().contains(name));
    let length = |name: &str| {
        let text = texts.iter().find(|text| text.name == name)?;
        Some(text.wording.read().len())
    };
    let kinds: [&dyn Fn() -> BTreeMap<String, Vec<Edit>>; 19] = [
        &|| imports::edits(program),
        &|| locals::edits(program, is_taken),
        &|| defaults::edits(program),
        &|| comparisons::edits(program),
        &|| negatives::edits(program),
        &|| replacements::edits(program, is_taken, length),
        &|| stand_ins::edits(program, is_taken, length),
        &|| replaced::edits(program),
        &|| relations::edits(program, is_taken),
        &|| outputs::edits(program),
        &|| early::edits(program),
        &|| patterns::edits(program, is_taken),
        &|| members::edits(program),
        &|| modifiers::edits(program, is_taken),
        &|| negations::edits(program, is_taken),
        &|| heads::edits(program, is_taken),
        &|| renamed::edits(program),
        &|| operators::edits(program),
        &|| empties::edits(program, length),
    ];
    let found = kinds.iter().map(|edits| edits());
    found
        .into_iter()
        .find(|edits| !edits.is_empty())
        .unwrap_or_default()
}
