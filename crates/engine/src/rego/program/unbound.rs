//! Names in the heads of rules that nothing gives a value.

use std::collections::BTreeSet;

use regorus::unstable::{Expr, Query, Rule, RuleHead};

use super::Place;
use super::facts::Facts;
use super::scope::Scope;
use crate::rego::walk::{own_names, walk_query};

impl Scope<'_> {
    /// Names in the head of a rule that its body gives no value. The engine finds out when the body succeeds;
    /// until then such a rule looks like one that denies nothing.
    pub(super) fn unbound(&self, rule: &Rule) -> Vec<(String, Place)> {
        let Rule::Spec { head, bodies, .. } = rule else {
            return Vec::new();
        };
        let mut arguments = Facts::default();
        let mut head_names = Vec::new();
        match head {
            RuleHead::Compr { refr, assign, .. } => {
                own_names(refr, &mut head_names);
                if let Some(assign) = assign {
                    own_names(&assign.value, &mut head_names);
                }
            }
            RuleHead::Set { refr, key, .. } => {
                own_names(refr, &mut head_names);
                if let Some(key) = key {
                    own_names(key, &mut head_names);
                }
            }
            RuleHead::Func {
                refr, args, assign, ..
            } => {
                own_names(refr, &mut head_names);
                for arg in args {
                    arguments.mention(arg);
                }
                if let Some(assign) = assign {
                    own_names(&assign.value, &mut head_names);
                }
            }
        }
        let mut unbound = Vec::new();
        if bodies.is_empty() {
            self.add_unbound(&head_names, &BTreeSet::new(), &arguments, &mut unbound);
        }
        for body in bodies {
            let bound = self.bound_in(&body.query);
            if body.is_else {
                let mut names = Vec::new();
                if let Some(assign) = &body.assign {
                    own_names(&assign.value, &mut names);
                }
                self.add_unbound(&names, &bound, &arguments, &mut unbound);
            } else {
                self.add_unbound(&head_names, &bound, &arguments, &mut unbound);
            }
        }
        unbound
    }

    /// Every name that may get its value in a body.
    fn bound_in(&self, query: &Query) -> BTreeSet<String> {
        let mut facts = Facts::default();
        walk_query(query, &mut facts);
        let mut names = facts.locals;
        names.extend(facts.bound);
        for call in facts.calls {
            let arity = self.arity(&self.target(&call.function));
            if arity.is_none_or(|arity| call.arguments > arity) {
                names.extend(call.last);
            }
        }
        names
    }

    fn add_unbound(
        &self,
        names: &[&Expr],
        bound: &BTreeSet<String>,
        arguments: &Facts,
        unbound: &mut Vec<(String, Place)>,
    ) {
        for expr in names {
            let name = expr.span().text();
            let is_known = matches!(name, "input" | "data")
                || bound.contains(name)
                || arguments.locals.contains(name)
                || self.names.imports.contains_key(name)
                || {
                    let own = self.in_package(name, &[]);
                    let from = self.paths.range(own.clone()..).next();
                    from.is_some_and(|path| path.starts_with(&own))
                };
            if !is_known {
                unbound.push((name.to_owned(), Place::of(expr.span())));
            }
        }
    }
}
