//! Heads whose value may be undefined.
//!
//! `deny contains rc.name if { some rc in input.l }`: where one element has no name, the engine forgets
//! what all others gave. OPA gives the terms of a head their values in the body (`rewriteRuleHeadRefs`,
//! `rewriteDynamics`), so it is written like that.

use std::collections::BTreeMap;
use std::ops::Range;

use regorus::unstable::{Expr, Query, Rule, RuleHead};

use super::extent::{expr_range, range};
use super::program::Program;
use super::terms::{Term, argument_terms};
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
}

/// What a rule gives, where it takes it from elsewhere.
pub(crate) fn given(rule: &Rule) -> Vec<Given> {
    let Rule::Spec { head, bodies, .. } = rule else {
        return Vec::new();
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
    let own: Vec<Body> = own.filter_map(|body| Body::of(&body.query)).collect();
    let heads = exprs.into_iter().map(|expr| Given::of(expr, own.clone()));
    let others = bodies.iter().filter(|body| body.is_else);
    let others = others.filter_map(|body| {
        let assign = body.assign.as_ref()?;
        Some(Given::of(
            &assign.value,
            Body::of(&body.query).into_iter().collect(),
        ))
    });
    let found = heads.chain(others);
    found
        .filter(|one| !one.bodies.is_empty() && !one.terms.is_empty())
        .collect()
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
        })
    }

    /// What has it begin with these statements.
    pub(super) fn beginning_with(&self, first: &[Part]) -> Vec<Edit> {
        let Range { start, end } = self.statements;
        let mut before = first.to_vec();
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
        if !body.has_braces {
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
