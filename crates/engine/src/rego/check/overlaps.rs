//! Rules that write below each other, one of them where only evaluation tells.
//!
//! `r[q].x := 1` and `r.a.y := 2` make one document in OPA. Of `r.a` the engine reads what the second
//! says, and not what the first does when `q` is `a`: a deny rule that reads it may not fire.

use std::collections::BTreeMap;

use domain::Problem;

use super::problem;
use crate::rego::path_text;
use crate::rego::program::{Definition, Program};

pub(crate) fn check(program: &Program, problems: &mut Vec<Problem>) {
    let overlaps = Overlaps::of(program);
    for reference in program.definitions.iter().flat_map(|one| &one.references) {
        // By a name that evaluation gives it is read right.
        let parts = reference.parts.iter().cloned();
        let named: Vec<String> = parts.map_while(|part| part).collect();
        if let Some(message) = overlaps.hide(&named) {
            problems.push(problem(&reference.place, message));
        }
    }
}

/// Paths below which only evaluation tells what is there, each with a rule that is there.
pub(crate) struct Overlaps<'a>(BTreeMap<&'a [String], &'a [String]>);

impl<'a> Overlaps<'a> {
    pub(crate) fn of(program: &'a Program) -> Self {
        let rules = || program.definitions.iter().filter(|one| one.arity.is_none());
        let mut overlaps: BTreeMap<&[String], &[String]> = BTreeMap::new();
        for open in rules().filter(|one| one.head.computed > 0) {
            for below in rules() {
                let is_below =
                    below.path.len() > open.path.len() && below.path.starts_with(&open.path);
                if is_below && !are_members(open, below) {
                    overlaps.entry(&open.path).or_insert(&below.path);
                }
            }
        }
        Self(overlaps)
    }

    /// Why what is asked by this path would lack a part. As a whole the document is right.
    pub(crate) fn hide(&self, path: &[String]) -> Option<String> {
        let mut overlaps = self.0.iter();
        let (open, below) =
            overlaps.find(|(open, _)| path.len() > open.len() && path.starts_with(open))?;
        Some(format!(
            "`{}` cannot be read here: some of it is said by `{}`, some by `{}[…]`, of which only \
             evaluation tells where it is; give one of them another name",
            path_text(path),
            path_text(below),
            path_text(open),
        ))
    }
}

/// `r[q] := 1` and `r.c := 2`, which the engine puts together.
fn are_members(open: &Definition, below: &Definition) -> bool {
    open.head.computed == 1
        && open.head.is_value
        && open.head.parts == open.path.len() + 1
        && below.head.computed == 0
        && below.head.is_value
        && below.path.len() == open.path.len() + 1
}
