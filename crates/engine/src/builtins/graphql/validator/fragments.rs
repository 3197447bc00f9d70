//! Rules about fragments: `FragmentsOnCompositeTypes`, `KnownFragmentNames`, `KnownTypeNames`,
//! `NoFragmentCycles`, `NoUnusedFragments`, `PossibleFragmentSpreads`, `UniqueFragmentNames` of
//! gqlparser.

use std::collections::HashSet;

use super::Walk;
use crate::builtins::graphql::ast::{
    Definition, FragmentDefinition, FragmentSpread, InlineFragment, Selection,
};
use crate::builtins::graphql::lexer::wrong_at;
use crate::builtins::graphql::member::Try;

impl<'a> Walk<'a> {
    pub(super) fn check_fragment(
        &mut self,
        fragment: &'a FragmentDefinition,
        of: Option<&'a Definition>,
    ) -> Try<()> {
        let FragmentDefinition {
            name,
            condition,
            position,
            ..
        } = fragment;
        let wrong = |message: String| Err(wrong_at(*position, message));
        if !condition.is_empty() && of.is_some_and(|of| !of.is_composite()) {
            return wrong(format!(
                "Fragment {name:?} cannot condition on non composite type {condition:?}"
            ));
        }
        if of.is_none() {
            return wrong(format!("Unknown type {condition:?}"));
        }
        self.check_cycles(fragment, &mut HashSet::new())?;
        if !self.used_fragments.contains(name.as_str()) {
            return wrong(format!("Fragment {name:?} is never used"));
        }
        self.check_overlap(of, &fragment.selections)?;
        if !self.fragment_names.insert(name) {
            return wrong(format!("There can be only one fragment named {name:?}"));
        }
        Ok(())
    }

    fn check_cycles(
        &mut self,
        fragment: &'a FragmentDefinition,
        inside: &mut HashSet<&'a str>,
    ) -> Try<()> {
        if !self.cycles_visited.insert(&fragment.name) {
            return Ok(());
        }
        inside.insert(&fragment.name);
        let mut sets = vec![&fragment.selections];
        while let Some(set) = sets.pop() {
            for selection in set {
                self.schema.budget.spend(1)?;
                match selection {
                    Selection::Field(field) => sets.push(&field.selections),
                    Selection::Inline(inline) => sets.push(&inline.selections),
                    Selection::Spread(spread) if inside.contains(spread.name.as_str()) => {
                        return Err(wrong_at(
                            spread.position,
                            format_args!("Cannot spread fragment {:?} within itself", spread.name),
                        ));
                    }
                    Selection::Spread(spread) => {
                        if let Some(next) = self.fragment_named(&spread.name)? {
                            let schema = self.schema;
                            schema.budget.deeper(|| self.check_cycles(next, inside))?;
                        }
                    }
                }
            }
        }
        inside.remove(fragment.name.as_str());
        Ok(())
    }

    pub(super) fn check_inline_fragment(
        &mut self,
        inline: &'a InlineFragment,
        parent: Option<&'a Definition>,
        of: Option<&'a Definition>,
    ) -> Try<()> {
        let condition = &inline.condition;
        let found = self.r#type(condition);
        let wrong = |message: String| Err(wrong_at(inline.position, message));
        if found.is_some_and(|found| !found.is_composite()) {
            return wrong(format!(
                "Fragment cannot condition on non composite type {condition:?}"
            ));
        }
        if !condition.is_empty() && found.is_none() {
            return wrong(format!("Unknown type {condition:?}"));
        }
        self.check_overlap(of, &inline.selections)?;
        match parent {
            Some(parent) if !self.may_be(parent, condition)? => wrong(format!(
                "Fragment cannot be spread here as objects of type {:?} can never be of type \
                 {condition:?}",
                parent.name
            )),
            _ => Ok(()),
        }
    }

    pub(super) fn check_spread(
        &mut self,
        spread: &'a FragmentSpread,
        fragment: Option<&'a FragmentDefinition>,
        parent: Option<&'a Definition>,
    ) -> Try<()> {
        let name = &spread.name;
        let Some(fragment) = fragment else {
            return Err(wrong_at(
                spread.position,
                format_args!("Unknown fragment {name:?}"),
            ));
        };
        if self.operation.is_some() {
            self.used_fragments.insert(name);
        }
        match parent {
            Some(parent) if !self.may_be(parent, &fragment.condition)? => Err(wrong_at(
                spread.position,
                format_args!(
                    "Fragment {name:?} cannot be spread here as objects of type {:?} can never be \
                     of type {:?}",
                    parent.name, fragment.condition
                ),
            )),
            _ => Ok(()),
        }
    }

    /// Whether something of a type can have another one; where other rules speak, it may.
    fn may_be(&self, parent: &Definition, condition: &str) -> Try<bool> {
        let own = [parent.name.clone()];
        let parents = match parent.kind.as_str() {
            "OBJECT" => &own,
            "INTERFACE" | "UNION" => self.schema.possible(&parent.name),
            _ => return Ok(true),
        };
        if !self.r#type(condition).is_some_and(Definition::is_composite) {
            return Ok(true);
        }
        let wanted = self.schema.possible(condition);
        self.schema.budget.spend(wanted.len() + parents.len())?;
        let parents: HashSet<&String> = parents.iter().collect();
        Ok(wanted.iter().any(|name| parents.contains(name)))
    }
}
