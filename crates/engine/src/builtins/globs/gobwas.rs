//! The globs of gobwas/glob 0.2.3, which OPA's `glob.match` calls, with what that library makes of them: its
//! shortcuts are not always what its documentation says, so they are taken one by one.

mod alternatives;
mod compiler;
mod lexer;
mod matcher;
mod runes;
mod tree;

use super::Try;
use crate::builtins::Failure;
use matcher::{Budget, Matcher};

/// Longest glob, in characters: what makes it shorter takes the third power of it.
const MAX_LENGTH: usize = 1024;
/// Most braces inside of each other.
const MAX_DEPTH: usize = 32;

/// A glob that is ready to be compared with texts.
pub(super) struct Glob(Matcher);

impl Glob {
    /// # Errors
    /// What is no glob is a built-in error; one that is too long or too deep is a limit.
    pub(super) fn new(pattern: &str, separators: &[char]) -> Try<Self> {
        if pattern.chars().count() > MAX_LENGTH {
            return Err(Failure::Limit(format!(
                "`glob.match`: a glob has more than {MAX_LENGTH} characters"
            )));
        }
        let tree = tree::parse(&lexer::tokens(pattern)?)?;
        compiler::compile(&tree, separators).map(Self)
    }

    /// Whether all of a text is as the glob says.
    ///
    /// # Errors
    /// A limit: too many steps, or a text at which the library panics.
    pub(super) fn is_match(&self, text: &str) -> Try<bool> {
        self.0.is_match(text.as_bytes(), &mut Budget::default())
    }
}

fn wrong(why: &str) -> Failure {
    Failure::Builtin(format!("glob.match: {why}"))
}

/// What the library ends with a panic at.
fn panicked() -> Failure {
    Failure::Limit("`glob.match`: OPA has no answer for this glob either, it panics".to_owned())
}
