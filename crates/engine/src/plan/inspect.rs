//! Looking at a plan without building it.

use std::fmt;

use domain::{PlanSummary, ResourceChange};
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor,
};

use super::PlanProblem;
use super::strict::{Checked, Key, Keys, read};
use crate::position::count;

/// More than anybody plans at once. Each is kept, so a few kilobytes of gzip must not be able to
/// hold millions (threats.md A36).
const MAX_CHANGES: usize = 100_000;

const HOW: &str = "send what `terraform show -json PLANFILE` writes";

/// Checks a plan without building it, and says what it would do.
///
/// # Errors
/// The first thing that is wrong with it: not JSON, bytes behind its end, a key twice in one
/// object, nested deeper than 128, not a plan, of an unknown format, or of a plan that failed.
pub fn inspect_plan(bytes: &[u8]) -> Result<(PlanSummary, Vec<ResourceChange>), PlanProblem> {
    let outline = read(bytes, OutlineSeed)?;
    outline.check()?;
    let changes = outline.changes.unwrap_or_default();
    let having = |action: &str| {
        count(
            changes
                .iter()
                .filter(|change| change.actions.iter().any(|own| own == action))
                .count(),
        )
    };
    let summary = PlanSummary {
        format_version: outline.format_version.unwrap_or_default(),
        terraform_version: outline.terraform_version,
        is_partial: outline.is_complete == Some(false),
        add: having("create"),
        change: having("update"),
        destroy: having("delete"),
        resources: count(changes.len()),
        bytes: bytes.len() as u64,
    };
    Ok((summary, changes))
}

/// What is kept of a plan's top level.
#[derive(Default)]
struct Outline {
    format_version: Option<String>,
    terraform_version: Option<String>,
    changes: Option<Vec<ResourceChange>>,
    has_planned_values: bool,
    has_values: bool,
    is_errored: bool,
    is_complete: Option<bool>,
}

impl Outline {
    fn check(&self) -> Result<(), PlanProblem> {
        let Some(version) = &self.format_version else {
            return Err(PlanProblem::new(format!(
                "the document has no format_version: {HOW}"
            )));
        };
        let is_known = matches!(version.as_str(), "0.1" | "0.2")
            || version.strip_prefix("1.").is_some_and(|minor| {
                !minor.is_empty() && minor.bytes().all(|byte| byte.is_ascii_digit())
            });
        if !is_known {
            let shown: String = version.chars().take(40).collect();
            return Err(PlanProblem::new(format!(
                "the plan has the format_version `{shown}`: 0.1, 0.2 and 1.x are understood"
            )));
        }
        // A plan without changes may leave them out; a state has neither.
        if self.changes.is_none() && !self.has_planned_values {
            let what = if self.has_values {
                "is a state, not a plan"
            } else {
                "has no resource_changes"
            };
            return Err(PlanProblem::new(format!("the document {what}: {HOW}")));
        }
        if self.is_errored {
            return Err(PlanProblem::new(
                "the plan is one that failed (`errored` is true): make it succeed and send it again",
            ));
        }
        Ok(())
    }
}

struct OutlineSeed;

impl<'de> DeserializeSeed<'de> for OutlineSeed {
    type Value = Outline;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Outline, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for OutlineSeed {
    type Value = Outline;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a plan, which is an object: {HOW}")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Outline, A::Error> {
        let mut keys = Keys::default();
        let mut outline = Outline::default();
        while let Some(Key(key)) = members.next_key()? {
            keys.add(key.clone())?;
            match key.as_ref() {
                "format_version" => outline.format_version = Some(members.next_value()?),
                "terraform_version" => outline.terraform_version = members.next_value()?,
                "complete" => outline.is_complete = members.next_value()?,
                "errored" => outline.is_errored = members.next_value()?,
                "resource_changes" => {
                    outline.changes = members
                        .next_value::<Option<Changes>>()?
                        .map(|Changes(list)| list);
                }
                other => {
                    outline.has_planned_values |= other == "planned_values";
                    outline.has_values |= other == "values";
                    members.next_value_seed(Checked)?;
                }
            }
        }
        Ok(outline)
    }
}

struct Changes(Vec<ResourceChange>);

impl<'de> Deserialize<'de> for Changes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ListVisitor;

        impl<'de> Visitor<'de> for ListVisitor {
            type Value = Changes;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of resource changes")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Changes, A::Error> {
                let mut list = Vec::new();
                while let Some(change) = items.next_element_seed(ChangeSeed)? {
                    if list.len() == MAX_CHANGES {
                        return Err(A::Error::custom(format_args!(
                            "a plan has at most {MAX_CHANGES} resource changes: split it"
                        )));
                    }
                    list.push(change);
                }
                Ok(Changes(list))
            }
        }

        deserializer.deserialize_seq(ListVisitor)
    }
}

struct ChangeSeed;

impl<'de> DeserializeSeed<'de> for ChangeSeed {
    type Value = ResourceChange;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for ChangeSeed {
    type Value = ResourceChange;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a resource change")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut keys = Keys::default();
        let mut change = ResourceChange {
            address: String::new(),
            kind: String::new(),
            actions: Vec::new(),
        };
        while let Some(Key(key)) = members.next_key()? {
            keys.add(key.clone())?;
            match key.as_ref() {
                "address" => change.address = members.next_value()?,
                "type" => change.kind = members.next_value()?,
                "change" => change.actions = members.next_value_seed(ActionsSeed)?,
                _ => members.next_value_seed(Checked)?,
            }
        }
        Ok(change)
    }
}

/// The `change` of a resource change, of which the actions are kept.
struct ActionsSeed;

impl<'de> DeserializeSeed<'de> for ActionsSeed {
    type Value = Vec<String>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for ActionsSeed {
    type Value = Vec<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a change")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut keys = Keys::default();
        let mut actions = Vec::new();
        while let Some(Key(key)) = members.next_key()? {
            keys.add(key.clone())?;
            if key == "actions" {
                actions = members.next_value()?;
            } else {
                members.next_value_seed(Checked)?;
            }
        }
        Ok(actions)
    }
}
