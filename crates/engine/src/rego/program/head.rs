//! What a rule is called, and where.

use regorus::unstable::{Expr, Rule, RuleHead, Span};

use crate::rego::walk::{chain, chain_parts};

/// The path of a rule, and its arity when it is a function.
pub(super) fn head_of(rule: &Rule, package: &[String]) -> (Vec<String>, Option<usize>) {
    let (refr, arity) = match rule {
        Rule::Spec {
            head: RuleHead::Func { refr, args, .. },
            ..
        } => (refr, Some(args.len())),
        Rule::Spec {
            head: RuleHead::Compr { refr, .. } | RuleHead::Set { refr, .. },
            ..
        } => (refr, None),
        Rule::Default { refr, args, .. } => (refr, (!args.is_empty()).then_some(args.len())),
    };
    let mut path = package.to_vec();
    if let Some((root, _)) = chain(refr) {
        path.push(root);
    }
    path.extend(chain_parts(refr).into_iter().map_while(|part| part));
    (path, arity)
}

/// The name in the last brackets of a rule's head, when it ends with them.
pub(super) fn index_of(rule: &Rule) -> Option<String> {
    let Rule::Spec {
        head: RuleHead::Compr { refr, .. } | RuleHead::Set { refr, .. },
        ..
    } = rule
    else {
        return None;
    };
    match refr.as_ref() {
        Expr::RefBrack { index, .. } if matches!(index.as_ref(), Expr::Var { .. }) => {
            Some(index.span().text().to_owned())
        }
        _ => None,
    }
}

/// The shape of a rule's head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Head {
    /// How many parts its path has, the package's among them.
    pub(crate) parts: usize,
    /// How many of them are computed.
    pub(crate) computed: usize,
    /// Whether no part is computed but perhaps the last, `deny[msg]`.
    pub(crate) is_plain: bool,
    /// Whether it gives its path a value: it is no set and no function.
    pub(crate) is_value: bool,
}

pub(super) fn shape_of(rule: &Rule, package: &[String]) -> Head {
    let refr = match rule {
        Rule::Spec {
            head:
                RuleHead::Compr { refr, .. } | RuleHead::Set { refr, .. } | RuleHead::Func { refr, .. },
            ..
        }
        | Rule::Default { refr, .. } => refr,
    };
    let parts = chain_parts(refr);
    Head {
        parts: package.len() + 1 + parts.len(),
        computed: parts.iter().filter(|part| part.is_none()).count(),
        is_plain: parts.iter().rev().skip(1).all(Option::is_some),
        is_value: matches!(
            rule,
            Rule::Spec {
                head: RuleHead::Compr { .. },
                ..
            } | Rule::Default { .. }
        ),
    }
}

pub(super) fn head_span(rule: &Rule) -> &Span {
    match rule {
        Rule::Spec {
            head:
                RuleHead::Compr { span, .. } | RuleHead::Set { span, .. } | RuleHead::Func { span, .. },
            ..
        }
        | Rule::Default { span, .. } => span,
    }
}
