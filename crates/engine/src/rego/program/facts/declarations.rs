//! What is wrong with how names are declared.

use regorus::unstable::Span;

use super::{Facts, Scope, Use};
use crate::rego::program::Place;

/// How many scopes are open among the arguments of a function, and in a body.
const ARGUMENTS: usize = 1;
const BODY: usize = 2;

impl Facts {
    /// To OPA a name in an inner scope is another one than what is declared behind that scope. The engine
    /// takes both for one where the inner gets its value by `=`, or the other by `some`.
    pub(super) fn declared_behind(&mut self, name: &str) {
        let Some(scope) = self.scopes.last() else {
            return;
        };
        let is_known = scope.locals.contains(name);
        let depth = self.scopes.len();
        let uses = self.uses.iter().skip(scope.uses);
        let mut before = uses.filter(|one| one.name == name && !one.is_local && one.depth > depth);
        let is_told = !self.is_assignment || self.equated.contains(name);
        if let (true, Some(one)) = (is_told && !is_known && name != "_", before.next()) {
            let message = "what is declared behind it has the same name: rename one of them";
            self.misread.push((one.place.clone(), message));
        }
    }

    /// A name is declared once in a scope, before anything there means it (OPA's `rewriteDeclaredVar`). An
    /// argument is declared by its function.
    pub(super) fn declared_again(&mut self, span: &Span) {
        let name = span.text();
        let depth = self.scopes.len();
        let Some(scope) = self.scopes.last() else {
            return;
        };
        if name == "_" || depth == ARGUMENTS {
            return;
        }
        let is_argument = depth == BODY && self.scopes[0].locals.contains(name);
        let is_meant = |one: &Use| {
            one.name == name && one.depth == depth && !self.called.contains(&one.range.start)
        };
        // What is above means that one then.
        let mut around = self.scopes[..depth - 1].iter();
        let is_around =
            self.is_around(name, depth) || around.any(|scope| scope.locals.contains(name));
        // One `some … in` may have a name twice: the values are compared then.
        let siblings = self.members_from.and_then(|from| self.declared.get(from..));
        let mut siblings = siblings.unwrap_or_default().iter();
        let is_sibling = siblings.any(|(declared, _)| declared == name);
        let what = if is_argument {
            "is an argument of the function"
        } else if is_sibling {
            return;
        } else if scope.locals.contains(name) {
            "is declared above"
        } else if !is_around && self.uses.iter().skip(scope.uses).any(is_meant) {
            "is used above"
        } else {
            return;
        };
        let message =
            format!("`{name}` cannot be declared here, it {what}: give this one another name");
        self.undeclarable.push((Place::of(span), message));
    }

    /// Names that `some` declares in a scope that ends, and nothing there means.
    pub(super) fn unused(&mut self, scope: &Scope) {
        let is_meant = |name: &str| {
            let mut uses = self.uses.iter().skip(scope.uses);
            uses.any(|one| one.name == name && !one.is_local)
        };
        let unused = scope
            .bare
            .iter()
            .filter(|(name, _)| name != "_" && !is_meant(name));
        self.undeclarable.extend(unused.map(|(name, place)| {
            (
                place.clone(),
                format!("`{name}` is declared and not used: leave it out"),
            )
        }));
    }
}
