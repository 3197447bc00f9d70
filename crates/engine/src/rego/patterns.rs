//! Objects that are taken apart, `{"v": y} := z`.
//!
//! To the engine such a pattern fits every object that has its keys; to OPA those that have no other.
//! A built-in of ours gives the fields of an object of exactly these keys, and the pattern becomes that
//! of an array: `[y] := internal.fields(z, ["v"])`.

mod statement;

use std::collections::BTreeMap;
use std::ops::Range;

use regorus::unstable::{Expr, Rule, RuleAssign, RuleHead};

pub(crate) use self::statement::Statement;
use super::extent::expr_range;
use super::given::{each_query_given, given};
use super::heads::Body;
use super::program::Program;
use super::walk::own_names;
use super::wording::{Edit, Part, names};
use crate::builtins::FIELDS;

/// An object that is a pattern. Ranges are in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pattern {
    range: Range<usize>,
    keys: Vec<Range<usize>>,
    values: Vec<Range<usize>>,
    /// Whether one of its values may be given a name.
    has_names: bool,
}

/// Where a rule takes objects apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Apart {
    Statement(Statement),
    /// In the arguments of a function.
    Arguments {
        patterns: Vec<Pattern>,
        bodies: Vec<Body>,
    },
}

impl Pattern {
    fn of(expr: &Expr) -> Option<Self> {
        let Expr::Object { fields, .. } = expr else {
            return None;
        };
        // Of a key that is written twice the last is meant; those that are computed are all.
        let is_again = |index: usize, key: &Expr| {
            let mut behind = fields.iter().skip(index + 1);
            is_literal(key) && behind.any(|(_, other, _)| other.span().text() == key.span().text())
        };
        let fields: Vec<_> = fields
            .iter()
            .enumerate()
            .filter(|(index, (_, key, _))| !is_again(*index, key))
            .map(|(_, field)| field)
            .collect();
        let mut names = Vec::new();
        for (_, _, value) in &fields {
            own_names(value, &mut names);
        }
        Some(Self {
            range: expr_range(expr),
            keys: fields.iter().map(|(_, key, _)| expr_range(key)).collect(),
            values: fields
                .iter()
                .map(|(_, _, value)| expr_range(value))
                .collect(),
            has_names: names.iter().any(|name| name.span().text() != "_"),
        })
    }

    /// The pattern of its values.
    fn values(&self) -> Vec<Part> {
        listed(&self.values)
    }

    /// What gives its values from the object that is written there.
    fn fields(&self, object: Part) -> Vec<Part> {
        let mut call = vec![Part::Add(format!("{FIELDS}(")), object];
        call.push(Part::Add(", ".to_owned()));
        call.extend(listed(&self.keys));
        call.push(Part::Add(")".to_owned()));
        call
    }

    /// The statement that takes apart what has this name.
    fn of_named(&self, name: &str, declares: bool) -> Vec<Part> {
        let operator = if declares && self.has_names {
            " := "
        } else {
            " = "
        };
        let mut statement = self.values();
        statement.push(Part::Add(operator.to_owned()));
        statement.extend(self.fields(Part::Add(name.to_owned())));
        statement
    }
}

fn is_literal(key: &Expr) -> bool {
    matches!(
        key,
        Expr::String { .. }
            | Expr::RawString { .. }
            | Expr::Number { .. }
            | Expr::Bool { .. }
            | Expr::Null { .. }
    )
}

fn listed(items: &[Range<usize>]) -> Vec<Part> {
    let mut list = vec![Part::Add("[".to_owned())];
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            list.push(Part::Add(", ".to_owned()));
        }
        list.push(Part::Copy(item.clone()));
    }
    list.push(Part::Add("]".to_owned()));
    list
}

/// The objects of a pattern that are inside of no other.
fn outermost(pattern: &Expr, found: &mut Vec<Pattern>) {
    match pattern {
        Expr::Object { .. } => found.extend(Pattern::of(pattern)),
        Expr::Array { items, .. } => {
            for item in items {
                outermost(item, found);
            }
        }
        _ => {}
    }
}

/// Where a rule takes objects apart. `is_global` says what names have a value everywhere in its module, and
/// `has_result` whether a call of so many arguments names its result as the last of them.
pub(crate) fn of_rule(
    rule: &Rule,
    is_v1: bool,
    is_global: &dyn Fn(&str) -> bool,
    has_result: &dyn Fn(&Expr, usize) -> bool,
) -> Vec<Apart> {
    // What is in the bodies is found again once the arguments are names.
    if let Some(arguments) = arguments(rule, is_v1) {
        return vec![arguments];
    }
    let mut found = Vec::new();
    each_query_given(rule, is_global, &mut |query, is_known| {
        for index in 0..query.stmts.len() {
            let is_given = |name: &str| {
                is_known(name) || given(query, &|other| other != index, is_known).contains(name)
            };
            let statement = Statement::of(query, index, &is_given, has_result);
            found.extend(statement.map(Apart::Statement));
        }
    });
    found
}

/// Whether an argument has an object with a name for a key. OPA takes it for an argument of its own, which
/// mostly has no value, and so the function has none.
pub(crate) fn has_named_key(argument: &Expr) -> bool {
    match argument {
        Expr::Array { items, .. } => items.iter().any(|item| has_named_key(item)),
        Expr::Object { fields, .. } => fields.iter().any(|(_, key, value)| {
            matches!(key.as_ref(), Expr::Var { .. }) || has_named_key(value)
        }),
        _ => false,
    }
}

fn arguments(rule: &Rule, is_v1: bool) -> Option<Apart> {
    let Rule::Spec {
        head: RuleHead::Func {
            span, args, assign, ..
        },
        bodies,
        ..
    } = rule
    else {
        return None;
    };
    let mut patterns = Vec::new();
    for arg in args {
        outermost(arg, &mut patterns);
    }
    if patterns.is_empty() || args.iter().any(|arg| has_named_key(arg)) {
        return None;
    }
    let behind = |assign: &RuleAssign| Body::missing(expr_range(&assign.value).end, is_v1);
    let mut of_bodies: Vec<Body> = bodies
        .iter()
        .filter_map(|body| {
            let missing = || body.assign.as_ref().map(behind);
            Body::of(&body.query).or_else(missing)
        })
        .collect();
    if bodies.is_empty() {
        let bare = || Body::missing(span.end as usize, is_v1);
        of_bodies.push(assign.as_ref().map_or_else(bare, behind));
    }
    Some(Apart::Arguments {
        patterns,
        bodies: of_bodies,
    })
}

/// What has objects taken apart by their fields, by the module's name. The names are none that are
/// taken.
pub(crate) fn edits(
    program: &Program,
    is_taken: impl Fn(&str) -> bool,
) -> BTreeMap<String, Vec<Edit>> {
    let mut names = names("__object", is_taken);
    let mut edits: BTreeMap<String, Vec<Edit>> = BTreeMap::new();
    for definition in &program.definitions {
        for apart in &definition.patterns {
            let file = edits.entry(definition.place.file.clone()).or_default();
            match apart {
                Apart::Statement(statement) => file.push(statement.edit(&mut names)),
                Apart::Arguments { patterns, bodies } => {
                    in_arguments(patterns, bodies, &mut names, file);
                }
            }
        }
    }
    edits
}

fn in_arguments(
    patterns: &[Pattern],
    bodies: &[Body],
    names: &mut impl Iterator<Item = String>,
    edits: &mut Vec<Edit>,
) {
    let mut first = Vec::new();
    for pattern in patterns {
        let name = names.next().unwrap_or_default();
        if !first.is_empty() {
            first.push(Part::Add("; ".to_owned()));
        }
        // Another argument may have the same name: then the two are to be equal.
        first.extend(pattern.of_named(&name, false));
        edits.push(Edit {
            range: pattern.range.clone(),
            with: vec![Part::Add(name)],
        });
    }
    for body in bodies {
        edits.extend(body.beginning_with(&first));
    }
}
