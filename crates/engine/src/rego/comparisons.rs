//! Values that are compared in `every`.
//!
//! `every r in input.l { wanted = r.kind }`: to the engine `=` gives `wanted` a value there whether it has one or
//! not, and the rule holds whatever it was. OPA compares the two where both have one, so `==` is written.

use std::collections::BTreeMap;

use regorus::unstable::Expr;

use super::extent::expr_range;
use super::program::{Place, Program};
use super::walk::pattern_names;
use super::wording::{Edit, Part};

/// A use of `=` in the body of `every`, or in a query inside of that.
#[derive(Debug)]
pub(crate) struct Unified {
    edit: Edit,
    place: Place,
    /// How many scopes are open in that body.
    depth: usize,
    /// Whether a side is nothing but a name.
    is_name: bool,
    /// Whether a local name stands there that was given a value before.
    has_local: bool,
    /// The other names, and whether they were in a use of `=` or an index before.
    others: Vec<(String, bool)>,
}

/// What is to become of a use of `=`.
pub(crate) enum Comparison {
    /// It gives new names their values, and compares nothing.
    None,
    /// It compares alone.
    Only(Edit),
    /// It does both.
    Mixed(Place),
}

impl Unified {
    pub(crate) fn of(
        lhs: &Expr,
        rhs: &Expr,
        depth: usize,
        is_local: impl Fn(&str) -> bool,
        is_bound: impl Fn(&str) -> bool,
    ) -> Self {
        let mut names = Vec::new();
        pattern_names(lhs, &mut names);
        pattern_names(rhs, &mut names);
        let others = names.iter().filter(|name| !is_local(name));
        let others = others.map(|name| ((*name).to_owned(), is_bound(name)));
        let place = Place::of(lhs.span());
        let has_local = names.iter().any(|name| is_local(name));
        let others = others.collect();
        let is_name = matches!(lhs, Expr::Var { .. }) || matches!(rhs, Expr::Var { .. });
        let is_name = is_name && names.len() <= 2;
        let (lhs, rhs) = (expr_range(lhs), expr_range(rhs));
        Self {
            place,
            depth,
            is_name,
            has_local,
            others,
            edit: Edit {
                range: lhs.start..rhs.end,
                with: vec![
                    Part::Copy(lhs),
                    Part::Add(" == ".to_owned()),
                    Part::Copy(rhs),
                ],
            },
        }
    }

    /// What it is, in a module where these names are known. `is_around` says which stand outside of as many
    /// scopes too, where they may get their value behind the `every`.
    pub(crate) fn meant(
        self,
        is_known: impl Fn(&str) -> bool,
        is_around: impl Fn(&str, usize) -> bool,
    ) -> Comparison {
        let (known, new): (Vec<_>, Vec<_>) = self
            .others
            .into_iter()
            .partition(|(name, _)| is_known(name));
        if new.iter().any(|(name, _)| is_around(name, self.depth)) {
            return Comparison::Mixed(self.place);
        }
        // `new = known` gives a name its value, and no more.
        if let (true, [(_, false)]) = (self.is_name, &new[..]) {
            return Comparison::None;
        }
        let compares = self.has_local || !known.is_empty() || new.iter().any(|(_, bound)| *bound);
        match (compares, new.is_empty()) {
            (false, _) => Comparison::None,
            (true, true) => Comparison::Only(self.edit),
            (true, false) => Comparison::Mixed(self.place),
        }
    }
}

/// What writes the comparisons, by the module's name.
pub(crate) fn edits(program: &Program) -> BTreeMap<String, Vec<Edit>> {
    let mut edits: BTreeMap<String, Vec<Edit>> = BTreeMap::new();
    for definition in &program.definitions {
        if !definition.compared.is_empty() {
            let file = edits.entry(definition.place.file.clone()).or_default();
            file.extend(definition.compared.iter().cloned());
        }
    }
    edits
}
