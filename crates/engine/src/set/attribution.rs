//! Which definition of a rule made a message.

use std::collections::{BTreeMap, BTreeSet};

use regorus::unstable::{Module, Ref, Rule};
use regorus::{Engine, Value};

use crate::decision::{Verdict, decide};
use crate::rego::empties::is_ours;
use crate::rego::origins;
use crate::rego::program::{Place, Program};
use domain::InputShape;

/// A definition that may have made a message.
#[derive(Debug, Clone)]
pub(crate) struct Origin {
    pub(crate) place: Place,
    /// The rule's path behind `data`.
    path: Vec<String>,
    module: Ref<Module>,
    rule: Ref<Rule>,
    is_default: bool,
    /// What it notes with each of its values, where it does.
    number: Option<u32>,
}

/// More definitions than this are not told apart: each takes an evaluation of its own.
const MAX_ORIGINS: usize = 64;

impl Origin {
    /// The definitions of the rule at `parts`, by file and line.
    pub(crate) fn of(program: &Program, parts: &[String]) -> Vec<Self> {
        let mut origins: Vec<_> = program
            .definitions
            .iter()
            .filter(|definition| definition.path == parts && !is_ours(definition))
            .map(|definition| Self {
                place: definition.place.clone(),
                path: definition.path.clone(),
                module: definition.module.clone(),
                rule: definition.rule.clone(),
                is_default: definition.is_default,
                number: origins::number(&definition.rule),
            })
            .collect();
        origins.sort_by(|left, right| left.place.cmp(&right.place));
        if origins.len() > MAX_ORIGINS {
            origins.clear();
        }
        origins
    }
}

/// The place of the definition that made each message; `None` where that is not known.
///
/// With one definition there is no question. With more, it is what they noted (`noted`); where they
/// note nothing each is evaluated alone, until every message has its place, and the last one takes
/// what is left over.
pub(crate) fn attribute(
    origins: &[Origin],
    noted: &BTreeMap<Value, Vec<u32>>,
    messages: &[Value],
    shape: InputShape,
    mut engine: impl FnMut() -> Engine,
) -> Vec<Option<Place>> {
    let mut places: Vec<Option<Place>> = vec![None; messages.len()];
    let Some((last, earlier)) = origins.split_last() else {
        return places;
    };
    if !earlier.is_empty() && origins.iter().all(|origin| origin.number.is_some()) {
        let place = |message| {
            let noted = noted.get(message)?;
            let made =
                |origin: &&Origin| origin.number.is_some_and(|number| noted.contains(&number));
            origins.iter().find(made).map(|origin| origin.place.clone())
        };
        return messages.iter().map(place).collect();
    }
    for origin in earlier.iter().filter(|origin| !origin.is_default) {
        if places.iter().all(Option::is_some) {
            return places;
        }
        let made = match engine().eval_rule_in_module(&origin.module, &origin.rule, false) {
            Ok(data) => made_by(origin, &data, shape),
            Err(_) => return places,
        };
        for (place, message) in places.iter_mut().zip(messages) {
            if place.is_none() && made.contains(message) {
                *place = Some(origin.place.clone());
            }
        }
    }
    // A default's value is what no other definition made, so it is left over too.
    let left_over = earlier
        .iter()
        .find(|origin| origin.is_default)
        .unwrap_or(last);
    let only_one = earlier.iter().all(|origin| !origin.is_default);
    for place in places.iter_mut().filter(|place| place.is_none()) {
        if only_one {
            *place = Some(left_over.place.clone());
        }
    }
    places
}

fn made_by(origin: &Origin, data: &Value, shape: InputShape) -> BTreeSet<Value> {
    let mut value = data;
    for part in &origin.path {
        value = &value[part.as_str()];
    }
    match decide(shape, "", value) {
        Verdict::Failed(messages) => messages.into_iter().collect(),
        _ => BTreeSet::new(),
    }
}
