//! Heads whose value may be undefined.
//!
//! `deny contains rc.name if { some rc in input.l }`: where one element has no name, the engine forgets
//! what all others gave. OPA gives the terms of a head their values in the body (`rewriteRuleHeadRefs`,
//! `rewriteDynamics`), so it is written like that.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use regorus::unstable::{Expr, Query, Rule, RuleHead};

use super::extent::{expr_range, range};
use super::parts::parts;
use super::program::Program;
use super::terms::{Term, argument_terms};
use super::walk::own_names;
use super::wording::{Edit, Part, names};

/// What a rule gives from one or more of its bodies. Ranges are in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Given {
    range: Range<usize>,
    /// What of it may be undefined.
    pub(crate) terms: Vec<Term>,
    bodies: Vec<Body>,
}

/// Where the statements of a body stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Body {
    statements: Range<usize>,
    has_braces: bool,
    /// How it is begun, where there is none yet.
    beginning: Option<&'static str>,
}

/// What a rule gives, where it takes it from elsewhere. `has_value` says which names have a value without
/// a body.
pub(crate) fn given(rule: &Rule, is_v1: bool, has_value: &dyn Fn(&str) -> bool) -> Vec<Given> {
    let Rule::Spec { head, bodies, .. } = rule else {
        return Vec::new();
    };
    // Names in brackets get their values in a body, `x := input.l[_]`; others never do.
    let needs_body = |expr: &Expr| {
        let (mut names, mut indexes) = (Vec::new(), BTreeSet::new());
        own_names(expr, &mut names);
        index_names(expr, &mut indexes);
        let free: BTreeSet<&str> = names.iter().map(|name| name.span().text()).collect();
        let mut free = free.into_iter().filter(|name| !has_value(name)).peekable();
        free.peek().is_some() && free.all(|name| indexes.contains(name))
    };
    let mut exprs = Vec::new();
    match head {
        RuleHead::Compr { refr, assign, .. } => {
            computed(refr, &mut exprs);
            exprs.extend(assign.as_ref().map(|assign| assign.value.as_ref()));
        }
        RuleHead::Set { refr, key, .. } => {
            computed(refr, &mut exprs);
            exprs.extend(key.as_ref().map(AsRef::as_ref));
        }
        RuleHead::Func { assign, .. } => {
            exprs.extend(assign.as_ref().map(|assign| assign.value.as_ref()));
        }
    }
    let own = bodies.iter().filter(|body| !body.is_else);
    let mut own: Vec<Body> = own.filter_map(|body| Body::of(&body.query)).collect();
    if bodies.is_empty() && exprs.iter().any(|expr| needs_body(expr)) {
        let end = exprs.iter().map(|expr| expr_range(expr).end).max();
        own.extend(end.map(|end| Body::missing(end, is_v1)));
    }
    let heads = exprs.into_iter().map(|expr| Given::of(expr, own.clone()));
    let others = bodies.iter().filter(|body| body.is_else);
    let others = others.filter_map(|body| {
        let assign = body.assign.as_ref()?;
        let missing = || {
            let value = &assign.value;
            needs_body(value).then(|| Body::missing(expr_range(value).end, is_v1))
        };
        let body = Body::of(&body.query).or_else(missing);
        Some(Given::of(&assign.value, body.into_iter().collect()))
    });
    let found = heads.chain(others);
    found
        .filter(|one| !one.bodies.is_empty() && !one.terms.is_empty())
        .collect()
}

/// The names that are an index of a reference.
fn index_names<'e>(expr: &'e Expr, names: &mut BTreeSet<&'e str>) {
    if let Expr::RefBrack { index, .. } = expr
        && let Expr::Var { span, .. } = index.as_ref()
    {
        names.insert(span.text());
    }
    for part in parts(expr) {
        index_names(part, names);
    }
}

/// What is in the brackets of a head.
fn computed<'e>(mut refr: &'e Expr, exprs: &mut Vec<&'e Expr>) {
    loop {
        refr = match refr {
            Expr::RefDot { refr, .. } => refr,
            Expr::RefBrack { refr, index, .. } => {
                exprs.push(index);
                refr
            }
            _ => return,
        };
    }
}

impl Given {
    fn of(expr: &Expr, bodies: Vec<Body>) -> Self {
        let mut terms = Vec::new();
        argument_terms(expr, &mut terms);
        Self {
            range: expr_range(expr),
            terms,
            bodies,
        }
    }
}

impl Body {
    /// `None` for one without a statement.
    pub(super) fn of(query: &Query) -> Option<Self> {
        let (first, last) = (query.stmts.first()?, query.stmts.last()?);
        Some(Self {
            statements: range(&first.span).start..range(&last.span).end,
            // With braces it begins with the brace.
            has_braces: query.span.start != first.span.start,
            beginning: None,
        })
    }

    /// One that is to be added there.
    pub(super) fn missing(at: usize, is_v1: bool) -> Self {
        Self {
            statements: at..at,
            has_braces: false,
            beginning: Some(if is_v1 { " if { " } else { " { " }),
        }
    }

    /// What has it begin with these statements.
    pub(super) fn beginning_with(&self, first: &[Part]) -> Vec<Edit> {
        let Range { start, end } = self.statements;
        let mut before = first.to_vec();
        if let Some(beginning) = self.beginning {
            before.insert(0, Part::Add(beginning.to_owned()));
            before.push(Part::Add(" }".to_owned()));
            return vec![Edit {
                range: start..start,
                with: before,
            }];
        }
        before.push(Part::Add("; ".to_owned()));
        if self.has_braces {
            return vec![Edit {
                range: start..start,
                with: before,
            }];
        }
        before.insert(0, Part::Add("{ ".to_owned()));
        vec![
            Edit {
                range: start..start,
                with: before,
            },
            Edit {
                range: end..end,
                with: vec![Part::Add(" }".to_owned())],
            },
        ]
    }
}

/// What gives the terms of heads their values in the bodies, by the module's name. The names are none
/// that are taken.
pub(crate) fn edits(
    program: &Program,
    is_taken: impl Fn(&str) -> bool,
) -> BTreeMap<String, Vec<Edit>> {
    let mut names = names("__head", is_taken);
    let mut edits: BTreeMap<String, Vec<Edit>> = BTreeMap::new();
    for definition in program
        .definitions
        .iter()
        .filter(|one| !one.given.is_empty())
    {
        let file = edits.entry(definition.place.file.clone()).or_default();
        rewrite(&definition.given, &mut names, file);
    }
    edits
}

fn rewrite(given: &[Given], names: &mut impl Iterator<Item = String>, edits: &mut Vec<Edit>) {
    // What is added behind each body, by where it begins.
    let mut bodies: BTreeMap<usize, (&Body, Vec<Part>)> = BTreeMap::new();
    for one in given {
        let name = names.next().unwrap_or_default();
        for body in &one.bodies {
            let (_, behind) = bodies
                .entry(body.statements.start)
                .or_insert_with(|| (body, Vec::new()));
            behind.push(Part::Add(format!("; {name} := ")));
            behind.push(Part::Copy(one.range.clone()));
        }
        edits.push(Edit {
            range: one.range.clone(),
            with: vec![Part::Add(name)],
        });
    }
    for (body, mut behind) in bodies.into_values() {
        let Range { start, end } = body.statements;
        if let Some(beginning) = body.beginning {
            behind.insert(0, Part::Add(format!("{beginning}true")));
            behind.push(Part::Add(" }".to_owned()));
        } else if !body.has_braces {
            behind.push(Part::Add(" }".to_owned()));
            edits.push(Edit {
                range: start..start,
                with: vec![Part::Add("{ ".to_owned())],
            });
        }
        edits.push(Edit {
            range: end..end,
            with: behind,
        });
    }
}
