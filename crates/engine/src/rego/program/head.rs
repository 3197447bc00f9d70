//! What a rule is called, and where.

use regorus::unstable::{Rule, RuleHead, Span};

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

pub(super) fn is_plain(rule: &Rule) -> bool {
    let refr = match rule {
        Rule::Spec {
            head:
                RuleHead::Compr { refr, .. } | RuleHead::Set { refr, .. } | RuleHead::Func { refr, .. },
            ..
        }
        | Rule::Default { refr, .. } => refr,
    };
    let parts = chain_parts(refr);
    parts.iter().rev().skip(1).all(Option::is_some)
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
