//! What one rule mentions, before its names are resolved.

mod declarations;

use std::collections::{BTreeMap, BTreeSet};

use regorus::unstable::{AssignOp, Expr, LiteralStmt, Ref, Span};

use super::Place;
use super::mentions::{
    DOCUMENTS, Name, RawCall, RawReference, Use, extent, name_of, package_name, reads_environment,
};
use crate::builtins;
use crate::rego::comparisons::Unified;
use crate::rego::extent::expr_range;
use crate::rego::locals::Local;
use crate::rego::members;
use crate::rego::modifiers::Modified;
use crate::rego::negations::Negation;
use crate::rego::negatives;
use crate::rego::operators;
use crate::rego::relations::Assigned;
use crate::rego::walk::{Visitor, chain, chain_root, own_names, pattern_names};
use crate::rego::wording::Edit;

type Range = std::ops::Range<usize>;

/// What a walk over one rule found.
#[derive(Default)]
pub(super) struct Facts {
    pub(super) locals: BTreeSet<String>,
    /// Names that may get their value without being declared.
    pub(super) bound: BTreeSet<String>,
    pub(super) calls: Vec<RawCall>,
    pub(super) references: Vec<RawReference>,
    pub(super) operations: Vec<Edit>,
    /// Sets and objects that are negated.
    pub(super) negated_braces: Vec<Place>,
    /// Uses of `=` and `:=` that are negated.
    pub(super) negated_bindings: Vec<Place>,
    /// Wildcards that are negated.
    pub(super) negated_wildcards: Vec<Place>,
    /// Where what `some … in` takes members of stands, where it may be no collection.
    pub(super) collections: Vec<Range>,
    pub(super) negations: Vec<Negation>,
    pub(super) modified: Vec<Modified>,
    pub(super) uses: Vec<Use>,
    /// Where a name stands that gets another name, `a := b`.
    pub(super) renamed: Vec<Range>,
    /// Names that are an index of a reference, with the place.
    pub(super) indexes: Vec<(String, Place)>,
    /// Names that a scope declares though one around it has them.
    pub(super) shadows: BTreeSet<String>,
    /// The operators that it uses, by the names that OPA has for them.
    pub(super) operators: BTreeSet<&'static str>,
    /// Where names stand that functions are called by.
    called: BTreeSet<usize>,
    /// Where names are declared.
    declared: Vec<(String, Range)>,
    /// What scopes declare, inner ones first.
    scoped: Vec<Local>,
    /// Names that are declared without a value.
    pub(super) unassigned: BTreeSet<String>,
    /// Names in the first brackets behind `data`.
    pub(super) packages: Vec<(String, Place)>,
    pub(super) negatives: Vec<Edit>,
    /// Uses of `=` in `every`.
    pub(super) unified: Vec<Unified>,
    /// What the engine reads otherwise than OPA, and what to write instead.
    pub(super) misread: Vec<(Place, &'static str)>,
    /// Declarations that cannot be, and why.
    pub(super) undeclarable: Vec<(Place, String)>,
    /// What `with` gives another value: where that is named, and by which name.
    pub(super) targets: Vec<(Range, String, Vec<String>)>,
    /// What `with` gives another value, and the name that is its value.
    pub(super) replacements: Vec<(Name, Name, Range, Place)>,
    statement: Statement,
    /// Whether names are declared by `:=`.
    is_assignment: bool,
    /// How many declarations there were before the `some … in` that is walked; `None` in other statements.
    members_from: Option<usize>,
    /// Whether the next name is declared without a value.
    is_bare: bool,
    /// Names that get their value by `=`.
    equated: BTreeSet<String>,
    /// Where the expression stands that was the last statement.
    opening: Option<usize>,
    scopes: Vec<Scope>,
}

/// The statement that was told last.
#[derive(Default)]
struct Statement {
    range: Option<Range>,
    is_alone: bool,
    /// Where its sides stand, when it gives one the value of the other and does nothing else.
    sides: Vec<Range>,
}

/// A scope that is open.
struct Scope {
    /// Whether it is the body of `every`.
    is_every: bool,
    locals: BTreeSet<String>,
    /// How many uses there were before each was declared: those are of another one.
    since: BTreeMap<String, usize>,
    /// Those that are declared without a value.
    bare: Vec<(String, Place)>,
    /// How many uses there were before it.
    uses: usize,
    /// How many declarations there were before it.
    declared: usize,
    /// The statement that it is in.
    statement: Statement,
}

impl Scope {
    /// How many uses there were before a name was declared in it.
    fn since(&self, name: &str) -> usize {
        self.since.get(name).copied().unwrap_or(self.uses)
    }
}

impl Facts {
    fn assigned_from(&self, call: &Expr, arguments: &[Ref<Expr>]) -> Option<Assigned> {
        let [argument] = arguments else { return None };
        let call = expr_range(call);
        let statement = self.statement.range.clone()?;
        self.statement.sides.contains(&call).then(|| Assigned {
            statement,
            is_alone: self.statement.is_alone,
            call,
            argument: expr_range(argument),
        })
    }

    /// Whether a name stands outside of as many scopes.
    pub(super) fn is_around(&self, name: &str, depth: usize) -> bool {
        let mut uses = self.uses.iter();
        uses.any(|one| one.name == name && one.depth < depth)
    }

    fn unified(&mut self, expr: &Expr) {
        if matches!(
            expr,
            Expr::AssignExpr {
                op: AssignOp::Eq,
                ..
            }
        ) {
            self.operators.insert("eq");
        }
        if let Expr::AssignExpr {
            op: AssignOp::Eq,
            lhs,
            rhs,
            ..
        } = expr
            && self.scopes.iter().any(|scope| scope.is_every)
        {
            let is_local = |name: &str| self.scopes.iter().any(|scope| scope.locals.contains(name));
            let every = self.scopes.iter().position(|scope| scope.is_every);
            let depth = every.map_or(0, |position| position + 1);
            let is_bound = |name: &str| self.bound.contains(name);
            let unified = Unified::of(lhs, rhs, depth, is_local, is_bound);
            self.unified.push(unified);
        }
    }

    fn use_of(&mut self, expr: &Expr) {
        if let Expr::Var { span, .. } = chain_root(expr) {
            self.uses.push(Use {
                name: span.text().to_owned(),
                range: span.start as usize..span.end as usize,
                is_local: false,
                hidden: BTreeSet::new(),
                depth: self.scopes.len(),
                is_opening: self.opening == Some(span.start as usize),
                is_rule: false,
                place: Place::of(span),
            });
        }
    }

    /// What scopes declare, inner ones first, but for names that may mean something else where they stand:
    /// those in a head that is before several bodies, and those that are called.
    pub(super) fn scoped(&self) -> impl Iterator<Item = &Local> {
        let is_doubtful = |local: &Local| {
            self.uses.iter().any(|one| {
                one.name == local.name
                    && (!one.is_local || self.called.contains(&one.range.start))
                    && local.ranges.contains(&one.range)
            })
        };
        self.scoped.iter().filter(move |local| !is_doubtful(local))
    }

    /// Whether a name that a scope declares stands outside of it too, where nothing declares it: there it gets
    /// its value by `=` or in brackets, or means something outside of the rule.
    pub(super) fn is_meant_elsewhere(&self, local: &Local) -> bool {
        let mut uses = self.uses.iter();
        uses.any(|one| {
            one.name == local.name && !one.is_local && !local.ranges.contains(&one.range)
        })
    }

    /// Notes the names of an argument's pattern.
    pub(super) fn mention(&mut self, pattern: &Expr) {
        let mut names = Vec::new();
        own_names(pattern, &mut names);
        self.locals
            .extend(names.iter().map(|name| name.span().text().to_owned()));
    }
}

impl Visitor for Facts {
    fn enter(&mut self) {
        self.scopes.push(Scope {
            is_every: false,
            locals: BTreeSet::new(),
            since: BTreeMap::new(),
            bare: Vec::new(),
            uses: self.uses.len(),
            declared: self.declared.len(),
            statement: std::mem::take(&mut self.statement),
        });
    }

    fn every(&mut self) {
        self.members_from = None;
        if let Some(scope) = self.scopes.last_mut() {
            scope.is_every = true;
        }
    }

    fn leave(&mut self) {
        let Some(mut scope) = self.scopes.pop() else {
            return;
        };
        self.unused(&scope);
        self.statement = std::mem::take(&mut scope.statement);
        for outer in &self.scopes {
            let again = scope.locals.intersection(&outer.locals);
            self.shadows.extend(again.cloned());
        }
        if scope.locals.is_empty() {
            return;
        }
        for name in scope.locals.iter().filter(|name| *name != "_") {
            let uses = self.uses.iter().skip(scope.since(name));
            let uses = uses.filter(|one| one.name == *name);
            let declared = self.declared.iter().skip(scope.declared);
            let declared = declared.filter(|(declared, _)| declared == name);
            self.scoped.push(Local {
                name: name.clone(),
                ranges: uses
                    .map(|one| &one.range)
                    .chain(declared.map(|(_, range)| range))
                    .cloned()
                    .collect(),
                hides_another: self.scopes.iter().any(|outer| outer.locals.contains(name)),
            });
        }
        for (index, one) in self.uses.iter_mut().enumerate().skip(scope.uses) {
            one.is_local |= scope.locals.contains(&one.name) && index >= scope.since(&one.name);
            for document in DOCUMENTS {
                if scope.locals.contains(document) {
                    one.hidden.insert(document.to_owned());
                }
            }
        }
    }

    fn local(&mut self, span: &Span) {
        let name = span.text();
        let range = span.start as usize..span.end as usize;
        if DOCUMENTS.contains(&name) {
            let message = "a local name cannot be `data` or `input`: give it another one";
            self.misread.push((Place::of(span), message));
        }
        self.declared_again(span);
        self.declared.push((name.to_owned(), range));
        self.locals.insert(name.to_owned());
        self.declared_behind(name);
        let is_bare = std::mem::take(&mut self.is_bare);
        if let Some(scope) = self.scopes.last_mut() {
            scope.locals.insert(name.to_owned());
            scope
                .since
                .entry(name.to_owned())
                .or_insert(self.uses.len());
            if is_bare {
                scope.bare.push((name.to_owned(), Place::of(span)));
            }
        }
    }

    fn assigned(&mut self) {
        self.is_assignment = true;
        self.members_from = None;
    }

    fn opening(&mut self, stmt: &LiteralStmt) {
        self.opening = Some(stmt.span.start as usize);
    }

    fn modified(&mut self, stmt: &LiteralStmt, is_alone: bool) {
        self.modified.push(Modified::of(stmt, is_alone));
    }

    fn target(&mut self, expr: &Expr, value: &Expr) {
        if let Expr::Var { span, .. } = chain_root(expr) {
            self.called.insert(span.start as usize);
        }
        self.use_of(expr);
        if let Some((root, parts)) = chain(expr) {
            if root == "rego" {
                let message = "what is said of policies cannot be replaced";
                self.misread.push((Place::of(expr.span()), message));
            }
            if parts.is_empty() && builtins::is_operator(&root) {
                let message = "what an operator means cannot be replaced: call a function instead";
                self.misread.push((Place::of(expr.span()), message));
            }
            let parts: Vec<String> = parts.into_iter().flatten().collect();
            if let Some(by) = name_of(value) {
                let place = Place::of(value.span());
                let target = (root.clone(), parts.clone());
                self.replacements
                    .push((target, by, expr_range(value), place));
            }
            self.targets.push((expr_range(expr), root, parts));
        }
    }

    fn unassigned(&mut self, name: &str) {
        self.is_assignment = false;
        self.members_from = None;
        self.is_bare = true;
        self.unassigned.insert(name.to_owned());
    }

    fn reference(&mut self, expr: &Expr) {
        self.use_of(expr);
        if reads_environment(expr) {
            let message =
                "policies do not see the server's environment: what this reads is not there";
            self.misread.push((Place::of(expr.span()), message));
        }
        if let Some(name) = package_name(expr) {
            self.packages.push((name, Place::of(expr.span())));
        }
        if let Some((root, parts)) = chain(expr) {
            self.references.push(RawReference {
                root,
                parts,
                place: Place::of(expr.span()),
            });
        }
    }

    fn statement(&mut self, expr: &Expr, is_plain: bool, is_alone: bool) {
        self.unified(expr);
        self.members_from = None;
        self.is_assignment = matches!(
            expr,
            Expr::AssignExpr {
                op: AssignOp::ColEq,
                ..
            }
        );
        if let Expr::AssignExpr { lhs, rhs, .. } = expr
            && !self.is_assignment
        {
            let mut names = Vec::new();
            pattern_names(lhs, &mut names);
            pattern_names(rhs, &mut names);
            self.equated.extend(names.into_iter().map(str::to_owned));
        }
        let sides = match expr {
            Expr::AssignExpr { lhs, rhs, .. } if is_plain => {
                vec![expr_range(lhs), expr_range(rhs)]
            }
            _ => Vec::new(),
        };
        if let Expr::AssignExpr {
            op: AssignOp::ColEq,
            rhs,
            ..
        } = expr
            && matches!(rhs.as_ref(), Expr::Var { .. })
        {
            self.renamed.push(expr_range(rhs));
        }
        self.statement = Statement {
            range: Some(expr_range(expr)),
            is_alone,
            sides,
        };
    }

    fn negation(&mut self, stmt: &LiteralStmt, expr: &Expr, is_alone: bool) {
        let negation = Negation::of(stmt, expr, is_alone);
        // What stands inside of one of the terms gets its values before the `not`, with the term.
        if negation
            .terms
            .iter()
            .any(|term| term.name.as_deref() == Some("_"))
        {
            self.negated_wildcards.push(Place::of(expr.span()));
        }
        self.negations.push(negation);
        let place = || Place::of(expr.span());
        if let Expr::Set { .. }
        | Expr::Object { .. }
        | Expr::SetCompr { .. }
        | Expr::ObjectCompr { .. } = chain_root(negatives::first(expr))
        {
            self.negated_braces.push(place());
        } else if let Expr::AssignExpr { .. } = expr {
            self.negated_bindings.push(place());
        }
    }

    fn collection(&mut self, expr: &Expr) {
        self.is_assignment = false;
        self.members_from = Some(self.declared.len());
        if members::may_be_none(expr) {
            self.collections.push(expr_range(expr));
        }
    }

    fn call(&mut self, expr: &Expr, function: &Expr, arguments: &[Ref<Expr>]) {
        if let Expr::Var { span, .. } = chain_root(function) {
            self.called.insert(span.start as usize);
        }
        self.use_of(function);
        if let Some((root, parts)) = chain(function) {
            let mut last = Facts::default();
            if let Some(argument) = arguments.last() {
                last.mention(argument);
            }
            self.calls.push(RawCall {
                function: (root, parts.into_iter().flatten().collect()),
                name: expr_range(function),
                arguments: arguments.len(),
                last: last.locals,
                place: Place::of(expr.span()),
                // Only a whole statement may name its result; inside of another expression the
                // same words would mean something else.
                extent: (self.statement.range.as_ref() == Some(&expr_range(expr)))
                    .then(|| extent(expr, arguments))
                    .flatten(),
                assigned: self.assigned_from(expr, arguments),
            });
        }
    }

    fn index(&mut self, expr: &Expr) {
        if let Expr::Var { span, .. } = expr {
            self.indexes.push((span.text().to_owned(), Place::of(span)));
        }
    }

    fn binding(&mut self, expr: &Expr) {
        let mut names = Vec::new();
        own_names(expr, &mut names);
        self.bound
            .extend(names.iter().map(|name| name.span().text().to_owned()));
    }

    fn operation(&mut self, expr: &Expr) {
        if let Expr::UnaryExpr { expr: inner, .. } = expr {
            if matches!(inner.as_ref(), Expr::Number { .. }) {
                return;
            }
            self.negatives.extend(negatives::edit(expr, inner));
            self.misread.push((
                Place::of(expr.span()),
                "a minus can stand before a name or a number only: write `0 - (…)`",
            ));
            return;
        }
        if let Expr::Membership { .. } = expr {
            // As a statement it holds or it does not: undefined is no other.
            if self.statement.range.as_ref() != Some(&expr_range(expr)) {
                self.operations.extend(operators::membership(expr));
            }
            return;
        }
        self.operators.extend(operators::name(expr));
        self.operations.extend(operators::edit(expr));
    }
}
