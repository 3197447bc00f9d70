//! Sources that go together, in words that the engine understands.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::Problem;
use regorus::Engine;

use super::Source;
use crate::rego::check;
use crate::rego::dialect::{add, engine_for};
use crate::rego::packages::{self, Text};
use crate::rego::place::Located;
use crate::rego::program::Program;
use crate::rego::wording::{Edit, Wording};
use crate::rego::{imports, outputs, relations};

/// Most often that calls inside each other are written the other way.
const MAX_ROUNDS: usize = 8;

/// What the engine reads of sources that go together, each by itself; `None` when they do not.
pub(crate) fn worded(sources: &[Source<'_>]) -> Option<Vec<Arc<Wording>>> {
    let (_, texts) = translate(sources).ok()?;
    Some(texts.into_iter().map(|text| text.wording).collect())
}

/// What would be read without a part of it, in sources that need not compile.
pub(crate) fn read_in_part<'s>(sources: impl IntoIterator<Item = &'s Source<'s>>) -> Vec<Problem> {
    let sources: Vec<_> = sources.into_iter().cloned().collect();
    let mut problems = Vec::new();
    if let Ok(assembled) = assemble(&sources) {
        check::overlaps::check(&assembled.program, &mut problems);
        check::divided::check(&assembled.program, &mut problems);
    }
    problems
}

/// An engine with the modules, in words that it understands.
pub(super) struct Assembled {
    pub(super) engine: Engine,
    pub(super) program: Program,
    pub(super) texts: Vec<Text>,
}

pub(super) fn assemble(sources: &[Source<'_>]) -> Result<Assembled, Located> {
    let (mut engine, mut texts) = translate(sources)?;
    let mut program = Program::read(engine.get_modules());
    if let Some(joined) = packages::joined(engine.get_modules(), &texts) {
        engine = with_modules(&joined)?;
        let files = std::mem::take(&mut program.packages);
        program = Program::read(engine.get_modules());
        program.packages = files;
        texts = joined;
    }
    let wordings = texts.iter();
    let wordings = wordings.map(|text| (text.name.clone(), Arc::clone(&text.wording)));
    program.place(&wordings.collect());
    Ok(Assembled {
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

/// Each source in words that the engine understands, and an engine that has read them.
fn translate(sources: &[Source<'_>]) -> Result<(Engine, Vec<Text>), Located> {
    let text = |source: &Source<'_>| Text {
        name: source.file.to_owned(),
        dialect: source.dialect,
        wording: Arc::clone(&source.wording),
    };
    let mut texts: Vec<Text> = sources.iter().map(text).collect();
    let mut rounds = 0;
    loop {
        let mut engine = with_modules(&texts)?;
        let edits = edits(&Program::read(engine.get_modules()), &texts);
        if edits.is_empty() || rounds == MAX_ROUNDS {
            return Ok((engine, texts));
        }
        rounds += 1;
        for text in &mut texts {
            if let Some(edits) = edits.get(&text.name) {
                text.wording = Arc::new(text.wording.edited(edits.clone()));
            }
        }
    }
}

/// What is to be written otherwise, by the text's name. One kind a round, so that each is found where
/// the others left it.
fn edits(program: &Program, texts: &[Text]) -> BTreeMap<String, Vec<Edit>> {
    let imports = imports::edits(program);
    if !imports.is_empty() {
        return imports;
    }
    let walks = relations::find(program);
    if !walks.is_empty() {
        // A rule of that name in any module of the package would be meant instead.
        let is_taken = |name: &str| texts.iter().any(|text| text.wording.read().contains(name));
        let edits = |text: &Text| {
            let walks = walks.get(&text.name)?;
            let edits = relations::edits(text.wording.read(), walks, is_taken);
            Some((text.name.clone(), edits))
        };
        return texts.iter().filter_map(edits).collect();
    }
    let calls = outputs::find(program).into_iter();
    calls
        .map(|(file, calls)| (file, outputs::edits(&calls)))
        .collect()
}
