//! The rule `OverlappingFieldsCanBeMerged` of gqlparser: fields with the same name in the response
//! are the same. It keeps gqlparser's account of what has been compared, lapses included.

use std::collections::{HashMap, HashSet};

use super::{Visited, Walk};
use crate::builtins::graphql::ast::{
    Argument, Definition, FragmentSpread, Selection, SelectionSet, Type,
};
use crate::builtins::graphql::lexer::wrong_at;
use crate::builtins::graphql::member::Try;
use crate::builtins::graphql::schema::Schema;

/// What has been compared.
#[derive(Debug, Default)]
pub(super) struct Compared<'a> {
    /// Pairs of fragments, and whether they were so as excluding each other.
    pairs: HashMap<(&'a str, &'a str), bool>,
    /// Fragments with the fields at hand.
    fragments: HashSet<&'a str>,
}

/// Fields of a selection set by their names in the response, and its spreads.
#[derive(Default)]
struct Selected<'a> {
    fields: Vec<(&'a str, Vec<Visited<'a>>)>,
    places: HashMap<&'a str, usize>,
    spreads: Vec<&'a FragmentSpread>,
}

impl<'a> Selected<'a> {
    fn push(&mut self, visited: Visited<'a>) {
        let name = response_name(&visited);
        let next = self.fields.len();
        let place = *self.places.entry(name).or_insert(next);
        if place == next {
            self.fields.push((name, Vec::new()));
        }
        if let Some((_, fields)) = self.fields.get_mut(place) {
            fields.push(visited);
        }
    }

    fn named(&self, name: &str) -> &[Visited<'a>] {
        let place = self.places.get(name);
        let found = place.and_then(|place| self.fields.get(*place));
        found.map_or(&[], |(_, fields)| fields)
    }

    fn is_same(&self, other: &Self) -> bool {
        let all = |of: &Self| -> Vec<*const _> {
            let fields = of.fields.iter().flat_map(|(_, fields)| fields);
            fields.map(|one| std::ptr::from_ref(one.field)).collect()
        };
        all(self) == all(other)
    }
}

fn response_name<'a>(visited: &Visited<'a>) -> &'a str {
    let field = visited.field;
    if field.alias.is_empty() {
        &field.name
    } else {
        &field.alias
    }
}

impl<'a> Walk<'a> {
    pub(super) fn check_overlap(
        &mut self,
        of: Option<&'a Definition>,
        selections: &'a SelectionSet,
    ) -> Try<()> {
        if selections.is_empty() {
            return Ok(());
        }
        let selected = self.select(of, selections)?;
        for (_, fields) in &selected.fields {
            for (place, one) in fields.iter().enumerate() {
                for other in fields.iter().skip(place + 1) {
                    self.compare(false, one, other)?;
                }
            }
        }
        self.compared.fragments.clear();
        for (place, one) in selected.spreads.iter().enumerate() {
            self.compare_with_fragment(false, &selected, one)?;
            for other in selected.spreads.iter().skip(place + 1) {
                self.compare_fragments(false, one, other)?;
            }
        }
        Ok(())
    }

    fn select(
        &self,
        of: Option<&'a Definition>,
        selections: &'a SelectionSet,
    ) -> Try<Selected<'a>> {
        let mut selected = Selected::default();
        self.select_into(of, selections, &mut selected)?;
        Ok(selected)
    }

    fn select_into(
        &self,
        of: Option<&'a Definition>,
        selections: &'a SelectionSet,
        selected: &mut Selected<'a>,
    ) -> Try<()> {
        for selection in selections {
            self.schema.budget.spend(1)?;
            match selection {
                Selection::Field(field) => selected.push(self.visit(of, field)?),
                Selection::Inline(inline) => {
                    let of = if inline.condition.is_empty() {
                        of
                    } else {
                        self.r#type(&inline.condition)
                    };
                    self.select_into(of, &inline.selections, selected)?;
                }
                Selection::Spread(spread) => selected.spreads.push(spread),
            }
        }
        Ok(())
    }

    fn compare_with_fragment(
        &mut self,
        excluding: bool,
        fields: &Selected<'a>,
        spread: &'a FragmentSpread,
    ) -> Try<()> {
        if !self.compared.fragments.insert(&spread.name) {
            return Ok(());
        }
        let Some(fragment) = self.fragment_named(&spread.name)? else {
            return Ok(());
        };
        let of = self.r#type(&fragment.condition);
        let others = self.select(of, &fragment.selections)?;
        if fields.is_same(&others) {
            return Ok(());
        }
        self.compare_sets(excluding, fields, &others)?;
        for next in &others.spreads {
            if next.name != spread.name {
                let schema = self.schema;
                schema
                    .budget
                    .deeper(|| self.compare_with_fragment(excluding, fields, next))?;
            }
        }
        Ok(())
    }

    fn compare_fragments(
        &mut self,
        excluding: bool,
        one: &'a FragmentSpread,
        other: &'a FragmentSpread,
    ) -> Try<()> {
        let (a, b) = (one.name.as_str(), other.name.as_str());
        if a == b {
            return Ok(());
        }
        let before = self.compared.pairs.get(&(a, b));
        // What was compared as not excluding each other was compared as excluding too.
        if before.is_some_and(|before| excluding || !before) {
            return Ok(());
        }
        self.compared.pairs.insert((a, b), excluding);
        self.compared.pairs.insert((b, a), excluding);
        let (Some(first), Some(second)) = (self.fragment_named(a)?, self.fragment_named(b)?) else {
            return Ok(());
        };
        let firsts = self.select(self.r#type(&first.condition), &first.selections)?;
        let seconds = self.select(self.r#type(&second.condition), &second.selections)?;
        self.compare_sets(excluding, &firsts, &seconds)?;
        let schema = self.schema;
        for next in &seconds.spreads {
            schema
                .budget
                .deeper(|| self.compare_fragments(excluding, one, next))?;
        }
        for next in &firsts.spreads {
            schema
                .budget
                .deeper(|| self.compare_fragments(excluding, next, other))?;
        }
        Ok(())
    }

    fn compare_sets(
        &mut self,
        excluding: bool,
        some: &Selected<'a>,
        others: &Selected<'a>,
    ) -> Try<()> {
        for (name, fields) in &some.fields {
            for one in fields {
                for other in others.named(name) {
                    self.compare(excluding, one, other)?;
                }
            }
        }
        Ok(())
    }

    fn compare(&mut self, excluding: bool, one: &Visited<'a>, other: &Visited<'a>) -> Try<()> {
        let (Some(first), Some(second)) = (one.parent, other.parent) else {
            return Ok(());
        };
        let are_objects = first.kind == "OBJECT" && second.kind == "OBJECT";
        let are_known = one.definition.is_some() && other.definition.is_some();
        let excluding = excluding || first.name != second.name && are_objects && are_known;
        let conflict = |because: String| {
            let name = response_name(one);
            Err(wrong_at(
                other.field.position,
                format_args!(
                    "Fields {name:?} conflict because {because}. Use different aliases on the \
                     fields to fetch both if this was intentional"
                ),
            ))
        };
        if !excluding {
            let (a, b) = (&one.field.name, &other.field.name);
            if a != b {
                return conflict(format!("{a:?} and {b:?} are different fields"));
            }
            self.schema
                .budget
                .spend(one.field.arguments.len() * other.field.arguments.len())?;
            if !same_arguments(&one.field.arguments, &other.field.arguments) {
                return conflict("they have differing arguments".to_owned());
            }
        }
        if let (Some(a), Some(b)) = (one.definition, other.definition)
            && do_conflict(self.schema, &a.r#type, &b.r#type)
        {
            return conflict(format!(
                "they return conflicting types \"{}\" and \"{}\"",
                a.r#type, b.r#type
            ));
        }
        if one.field.selections.is_empty() && other.field.selections.is_empty() {
            return self.schema.budget.spend(1);
        }
        let schema = self.schema;
        schema
            .budget
            .deeper(|| self.compare_inside(excluding, one, other))
    }

    fn compare_inside(
        &mut self,
        excluding: bool,
        one: &Visited<'a>,
        other: &Visited<'a>,
    ) -> Try<()> {
        let some = self.select(one.of, &one.field.selections)?;
        let others = self.select(other.of, &other.field.selections)?;
        self.compare_sets(excluding, &some, &others)?;
        for spread in &others.spreads {
            self.compared.fragments.clear();
            self.compare_with_fragment(excluding, &some, spread)?;
        }
        for spread in &some.spreads {
            self.compared.fragments.clear();
            self.compare_with_fragment(excluding, &others, spread)?;
        }
        for first in &some.spreads {
            for second in &others.spreads {
                self.compare_fragments(excluding, first, second)?;
            }
        }
        Ok(())
    }
}

fn same_arguments(some: &[Argument], others: &[Argument]) -> bool {
    let is_one = |one: &Argument, other: &Argument| {
        one.name == other.name
            && match (&one.value, &other.value) {
                (Some(one), Some(other)) => one.kind == other.kind && one.raw == other.raw,
                _ => false,
            }
    };
    some.len() == others.len() && some.iter().all(|a| others.iter().any(|b| is_one(a, b)))
}

fn do_conflict(schema: &Schema, one: &Type, other: &Type) -> bool {
    match (&one.element, &other.element) {
        (Some(one), Some(other)) => return do_conflict(schema, one, other),
        (None, None) => {}
        _ => return true,
    }
    if one.non_null != other.non_null {
        return true;
    }
    let is_leaf = |name: &str| schema.types.get(name).is_some_and(Definition::is_leaf);
    is_leaf(&one.named) && is_leaf(&other.named) && one.named != other.named
}
