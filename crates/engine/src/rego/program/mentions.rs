//! What rules mention, as it is written.

use std::collections::BTreeSet;

use regorus::unstable::{Expr, Ref};

use super::Place;
use crate::rego::extent::expr_range;
use crate::rego::outputs::Extent;
use crate::rego::relations::Assigned;
use crate::rego::walk::{chain, chain_parts, chain_root};

type Range = std::ops::Range<usize>;

/// The root and the parts of a name with dots.
pub(super) type Name = (String, Vec<String>);

/// What imports are taken from.
pub(crate) const DOCUMENTS: [&str; 2] = ["data", "input"];

pub(super) struct RawCall {
    pub(super) function: (String, Vec<String>),
    /// Where its name stands.
    pub(super) name: Range,
    pub(super) arguments: usize,
    /// Names in the last argument, which may be where the result goes.
    pub(super) last: BTreeSet<String>,
    pub(super) place: Place,
    pub(super) extent: Option<Extent>,
    pub(super) assigned: Option<Assigned>,
}

/// A name that a reference or a call begins with, or that is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Use {
    pub(crate) name: String,
    /// Where it stands, in bytes.
    pub(crate) range: Range,
    /// Whether it is local there.
    pub(crate) is_local: bool,
    /// Names of documents that are local there, and mean something else.
    pub(crate) hidden: BTreeSet<String>,
    /// How many scopes are open there.
    pub(super) depth: usize,
    /// Whether a statement begins with it.
    pub(crate) is_opening: bool,
    /// Whether rules of its package begin with it.
    pub(crate) is_rule: bool,
    pub(crate) place: Place,
}

pub(super) struct RawReference {
    pub(super) root: String,
    pub(super) parts: Vec<Option<String>>,
    pub(super) place: Place,
}

/// Whether an expression is `opa.runtime().env.…`.
pub(super) fn reads_environment(expr: &Expr) -> bool {
    let Expr::Call { fcn, .. } = chain_root(expr) else {
        return false;
    };
    let is_runtime =
        name_of(fcn).is_some_and(|name| name == ("opa".to_owned(), vec!["runtime".to_owned()]));
    is_runtime && matches!(&chain_parts(expr)[..], [Some(env), _, ..] if env == "env")
}

/// A name with dots, and nothing that is computed.
pub(super) fn name_of(expr: &Expr) -> Option<Name> {
    let (root, parts) = chain(expr)?;
    Some((root, parts.into_iter().collect::<Option<_>>()?))
}

/// The name in the first brackets behind `data`.
pub(super) fn package_name(expr: &Expr) -> Option<String> {
    let (mut expr, mut first) = (expr, None);
    loop {
        expr = match expr {
            Expr::RefDot { refr, .. } => {
                first = None;
                refr
            }
            Expr::RefBrack { refr, index, .. } => {
                first = Some(index);
                refr
            }
            Expr::Var { span, .. } if span.text() == "data" => break,
            _ => return None,
        };
    }
    match first?.as_ref() {
        Expr::Var { span, .. } => Some(span.text().to_owned()),
        _ => None,
    }
}

/// Where a call stands, up to its last argument.
pub(super) fn extent(expr: &Expr, arguments: &[Ref<Expr>]) -> Option<Extent> {
    let [.., before, last] = arguments else {
        return None;
    };
    let span = expr.span();
    let last = expr_range(last);
    let between = expr_range(before).end..last.start;
    let comma = span.source.contents().get(between.clone())?.rfind(',')?;
    Some(Extent {
        start: span.start as usize,
        comma: between.start + comma,
        last: (last.start, last.end),
        end: span.end as usize,
    })
}
