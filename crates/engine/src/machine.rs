//! Our own evaluator, for the common shape of rule: go through something, filter, say what is wrong.
//!
//! The engine looks names up in maps of texts, copies its scopes, and computes a key path for every step
//! into a document. Here names are numbers of slots, constants are computed once, and a rule's bodies are
//! steps that are run over the same values. What a question needs is lowered when its set is compiled; what
//! is not understood (`with`, `print`, `walk`, several values at one path) is left to the engine, whole
//! question by whole question. So is every evaluation that does not end regularly: an error, a conflict or
//! too little time is for the engine to find again, and to say.
//!
//! The answers are the engine's: builds with debug assertions ask both, and fail where they differ.

mod code;
mod field;
mod lowering;
mod run;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Instant;

use regorus::Value;

use self::code::{Code, Term};
use self::lowering::Lowering;
use crate::rego::program::Program;

/// A question, as it is run.
#[derive(Debug)]
pub(crate) struct Machine {
    /// What this question and others of its program reach.
    code: Arc<Code>,
    question: Term,
}

/// What answers for the values at these paths behind `data`; `None` for what is the engine's to answer.
///
/// The program is one that the engine reads, and was checked; `data` are the bundle's documents.
pub(crate) fn machines<'q>(
    program: &Program,
    data: &Value,
    paths: impl IntoIterator<Item = &'q [String]>,
    strict: bool,
) -> Vec<Option<Machine>> {
    let mut lowering = Lowering::new(program, data, strict);
    let paths = paths.into_iter();
    let questions: Vec<_> = paths.map(|path| lowering.question(path).ok()).collect();
    let code = Arc::new(lowering.finish());
    let questions = questions.into_iter();
    questions
        .map(|question| {
            Some(Machine {
                code: Arc::clone(&code),
                question: question?,
            })
        })
        .collect()
}

impl Machine {
    /// The value, undefined too; `None` when the engine has to say.
    pub(crate) fn answer(&self, input: &Value, until: Instant) -> Option<Value> {
        run::answer(&self.code, &self.question, input, until).ok()
    }
}
