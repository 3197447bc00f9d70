//! Which parts of the input policies read: found once, when they are compiled, so that nothing else
//! of a plan needs to be built for them.
//!
//! What is not read makes no difference to an answer: values that are compared, put into sets, given to
//! built-ins or made part of a message are needed as a whole; of what is only gone through, its members
//! are. A program that does what is not understood here (it uses `with`, say) needs everything.

mod calls;
mod definition;
mod expression;
mod flow;
mod needs;
mod program;
mod scope;
#[cfg(test)]
mod tests;

pub(crate) use self::needs::Needs;
use crate::rego::program::Program;
use domain::InputShape;

/// What several policies read of one input.
#[derive(Debug, Clone)]
pub struct Reads {
    /// Of the plan of a run.
    pub(crate) plan: Needs,
    /// Of a document that is used as it is.
    pub(crate) document: Needs,
}

/// Where the addresses stand that messages may name.
const ADDRESS: [Option<&str>; 3] = [Some("resource_changes"), None, Some("address")];

impl Default for Reads {
    fn default() -> Self {
        let mut document = Needs::at(&ADDRESS);
        for plan in ["plan", "tfplan"] {
            document.add(&Needs::at(&[&[Some(plan)], &ADDRESS[..]].concat()));
        }
        Self {
            plan: Needs::at(&ADDRESS),
            document,
        }
    }
}

impl Reads {
    /// Everything.
    pub fn everything() -> Self {
        Self {
            plan: Needs::whole(),
            document: Needs::whole(),
        }
    }

    /// Adds what a policy reads of its input.
    pub(crate) fn add(&mut self, shape: InputShape, needs: &Needs) {
        self.document.add(needs);
        let plan = match shape {
            InputShape::Tfe => "plan",
            InputShape::Scalr => "tfplan",
        };
        if let Some(plan) = needs.member(plan) {
            self.plan.add(plan);
        }
    }
}

/// What of the input is needed for the values at these paths behind `data`, for each by itself.
pub(crate) fn needs<'q>(
    program: &Program,
    paths: impl IntoIterator<Item = &'q [String]>,
) -> Vec<Needs> {
    let names = program::names(program);
    let paths = paths.into_iter();
    paths
        .map(|path| program::Reader::new(program, &names).needs(path))
        .collect()
}
