//! Which parts of a document are needed.

use std::collections::BTreeMap;
use std::sync::Arc;

use regorus::Value;

use crate::rego::reference_text;

/// Which parts of a document are needed: a tree along its members.
///
/// What is needed in part keeps its type and its place: an object has the members that are named, or
/// all of them where `all` is set; an array has all of its elements where `all` is set, and none where
/// it is not, as an index is never a name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Needs {
    /// Everything below is needed.
    is_whole: bool,
    /// What is needed of every member and element, be they named or not.
    all: Option<Box<Needs>>,
    /// What is needed of these, what `all` says included.
    members: BTreeMap<Arc<str>, Needs>,
}

impl Needs {
    /// Everything.
    pub(crate) fn whole() -> Self {
        Self {
            is_whole: true,
            ..Self::default()
        }
    }

    /// What is needed of all members, and of some of them besides.
    pub(super) fn of(all: Option<Self>, named: impl Iterator<Item = (Arc<str>, Self)>) -> Self {
        let mut members: BTreeMap<_, _> = named.collect();
        if let Some(all) = &all {
            for member in members.values_mut() {
                member.add(all);
            }
        }
        Self {
            is_whole: false,
            all: all.map(Box::new),
            members,
        }
    }

    /// What is at the end of a path, as a whole; a part of it that is `None` stands for every member.
    pub(crate) fn at(path: &[Option<&str>]) -> Self {
        path.iter().rev().fold(Self::whole(), |inner, part| {
            let mut outer = Self::default();
            match part {
                Some(name) => _ = outer.members.insert(Arc::from(*name), inner),
                None => outer.all = Some(Box::new(inner)),
            }
            outer
        })
    }

    /// Whether everything is.
    pub(crate) fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// What is needed of members that are named, in the order of their names.
    pub(crate) fn named(&self) -> impl Iterator<Item = (&Arc<str>, &Self)> {
        self.members.iter()
    }

    /// What is needed of a member; `None` when it is not needed at all.
    pub(crate) fn member(&self, name: &str) -> Option<&Self> {
        if self.is_whole {
            return Some(self);
        }
        self.members.get(name).or(self.all.as_deref())
    }

    /// What is needed of every element; `None` when none is needed.
    pub(crate) fn element(&self) -> Option<&Self> {
        if self.is_whole {
            return Some(self);
        }
        self.all.as_deref()
    }

    /// What is needed of a value.
    pub(crate) fn taken_from(&self, value: &Value) -> Value {
        if self.is_whole {
            return value.clone();
        }
        match value {
            Value::Array(elements) => match self.element() {
                Some(needs) => {
                    let elements = elements.iter().map(|element| needs.taken_from(element));
                    Value::from(elements.collect::<Vec<_>>())
                }
                None => Value::new_array(),
            },
            Value::Object(members) => {
                let needed = members.iter().filter_map(|(key, member)| {
                    // Only texts are told apart by what is needed of them.
                    let needs = match key {
                        Value::String(name) => self.member(name),
                        _ => self.element(),
                    };
                    Some((key.clone(), needs?.taken_from(member)))
                });
                Value::from(needed.collect::<BTreeMap<_, _>>())
            }
            other => other.clone(),
        }
    }

    /// Adds what somebody else needs.
    pub(crate) fn add(&mut self, other: &Self) {
        if self.is_whole {
            return;
        }
        if other.is_whole {
            *self = Self::whole();
            return;
        }
        // What either needs of all goes to the members that only the other names.
        if let Some(all) = &self.all {
            for name in other.members.keys() {
                let member = self.members.entry(Arc::clone(name));
                member.or_insert_with(|| Self::clone(all));
            }
        }
        if let Some(all) = &other.all {
            for (name, member) in &mut self.members {
                if !other.members.contains_key(name) {
                    member.add(all);
                }
            }
            self.all.get_or_insert_default().add(all);
        }
        for (name, needs) in &other.members {
            self.members.entry(Arc::clone(name)).or_default().add(needs);
        }
    }

    /// The paths at whose ends everything is needed, in order: `x.list[_].name` below `root`. Of what is
    /// only gone through for its members the path ends there. At most `limit`.
    pub(crate) fn paths(&self, root: &str, limit: usize) -> Vec<String> {
        let mut paths = Vec::new();
        self.add_paths(root.to_owned(), limit, &mut paths);
        paths
    }

    fn add_paths(&self, path: String, limit: usize, paths: &mut Vec<String>) {
        if paths.len() >= limit {
            return;
        }
        if self.is_whole || (self.all.is_none() && self.members.is_empty()) {
            paths.push(path);
            return;
        }
        if let Some(all) = &self.all {
            all.add_paths(format!("{path}[_]"), limit, paths);
        }
        for (name, needs) in &self.members {
            if self.all.as_deref() != Some(needs) {
                let name = &[name.to_string()];
                needs.add_paths(reference_text(&path, name), limit, paths);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Needs;

    fn needs(paths: &[&str]) -> Needs {
        let mut needs = Needs::default();
        for path in paths {
            let parts: Vec<_> = path
                .split('.')
                .map(|part| (part != "_").then_some(part))
                .collect();
            needs.add(&Needs::at(&parts));
        }
        needs
    }

    #[test]
    fn what_all_need_is_needed_of_those_that_are_named() {
        for paths in [["_.a", "x.b"], ["x.b", "_.a"]] {
            let needs = needs(&paths);
            let x = needs.member("x").unwrap();
            assert!(x.member("a").is_some() && x.member("b").is_some());
            let y = needs.member("y").unwrap();
            assert!(y.member("a").is_some() && y.member("b").is_none());
        }
    }

    #[test]
    fn a_whole_takes_in_its_parts() {
        let needs = needs(&["x.a", "x", "x.b.c"]);
        assert_eq!(needs.member("x"), Some(&Needs::whole()));
        assert!(needs.member("y").is_none());
        assert_eq!(needs.paths("input", 9), ["input.x"]);
    }

    #[test]
    fn paths_are_written_as_references() {
        let needs = needs(&["list._.name", "list._.a-b", "n"]);
        assert_eq!(
            needs.paths("input", 9),
            [r#"input.list[_]["a-b"]"#, "input.list[_].name", "input.n"]
        );
        assert_eq!(needs.paths("input", 1).len(), 1);
    }
}
