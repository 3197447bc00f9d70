//! Where the parts of the input go in a program, without running it.
//!
//! Every expression has a variable, whose objects are what its value may be: a part of the input,
//! something that the program builds, a text that it spells out, or anything else. Constraints say how
//! values go from one to another; they are solved by adding objects until nothing is new (as in
//! L. O. Andersen, "Program Analysis and Specialization for the C Programming Language", 1994, §4).
//! A variable may have objects that its value never is; it never lacks one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::needs::Needs;

/// What an expression's value may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Object {
    Part(usize),
    Built(usize),
    Text(usize),
    /// A value that has no part of the input in it, or one that is needed as a whole anyway.
    Other,
}

/// The value of an expression or of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Variable(usize);

/// Which member of a value is meant.
#[derive(Debug, Clone)]
pub(super) enum Key {
    /// Any of them.
    Any,
    Named(Arc<str>),
    /// The one of this name.
    Computed(Variable),
}

enum Constraint {
    Copy {
        from: Variable,
        to: Variable,
    },
    Member {
        of: Variable,
        key: Key,
        to: Variable,
    },
    Whole(Variable),
}

/// A part of the input.
#[derive(Default)]
struct Part {
    depth: usize,
    is_whole: bool,
    all: Option<usize>,
    members: BTreeMap<Arc<str>, usize>,
}

/// A collection that the program builds.
struct Built {
    all: Variable,
    members: BTreeMap<Arc<str>, Variable>,
}

/// From here on a part is needed as a whole: a path that is longer comes from a program that goes round
/// in circles.
const MAX_DEPTH: usize = 16;

/// More parts than these are not told apart: where another one would begin, all is needed.
const MAX_PARTS: usize = 400;

/// More steps than this are not made: everything is needed then.
const MAX_STEPS: usize = 500_000;

/// The variables of a program and what they may be.
pub(super) struct Flow {
    objects: Vec<BTreeSet<Object>>,
    constraints: Vec<Constraint>,
    parts: Vec<Part>,
    built: Vec<Built>,
    texts: Vec<Arc<str>>,
    steps: usize,
}

/// The input.
const INPUT: usize = 0;

impl Flow {
    pub(super) fn new() -> Self {
        Self {
            objects: Vec::new(),
            constraints: Vec::new(),
            parts: vec![Part::default()],
            built: Vec::new(),
            texts: Vec::new(),
            steps: 0,
        }
    }

    /// A new variable that has no objects yet.
    pub(super) fn variable(&mut self) -> Variable {
        self.objects.push(BTreeSet::new());
        Variable(self.objects.len() - 1)
    }

    fn of(&mut self, object: Object) -> Variable {
        self.objects.push(BTreeSet::from([object]));
        Variable(self.objects.len() - 1)
    }

    /// The input document.
    pub(super) fn input(&mut self) -> Variable {
        self.of(Object::Part(INPUT))
    }

    /// A value that has nothing to do with the input.
    pub(super) fn other(&mut self) -> Variable {
        self.of(Object::Other)
    }

    /// A text that the program spells out.
    pub(super) fn text(&mut self, text: &str) -> Variable {
        self.texts.push(Arc::from(text));
        self.of(Object::Text(self.texts.len() - 1))
    }

    /// A collection that the program builds, and puts something into.
    pub(super) fn collection(&mut self) -> Variable {
        let all = self.variable();
        self.built.push(Built {
            all,
            members: BTreeMap::new(),
        });
        self.of(Object::Built(self.built.len() - 1))
    }

    /// Puts a member into a collection, which [`Self::collection`] made.
    pub(super) fn put(&mut self, collection: Variable, key: Option<Arc<str>>, value: Variable) {
        let Some(Object::Built(built)) = self.objects[collection.0].first().copied() else {
            return;
        };
        let member = key.as_ref();
        let member = member.map(|key| self.built[built].members.get(key).copied());
        let to = match (key, member) {
            (Some(key), Some(None)) => {
                let member = self.variable();
                self.built[built].members.insert(key, member);
                member
            }
            (_, Some(Some(member))) => member,
            _ => self.built[built].all,
        };
        self.copy(value, to);
    }

    /// What one may be the other may be.
    pub(super) fn copy(&mut self, from: Variable, to: Variable) {
        self.constraints.push(Constraint::Copy { from, to });
    }

    /// Makes a value one that may be anything else.
    pub(super) fn may_be_other(&mut self, variable: Variable) {
        self.objects[variable.0].insert(Object::Other);
    }

    /// A member of a value.
    pub(super) fn member(&mut self, of: Variable, key: Key) -> Variable {
        let to = self.variable();
        self.constraints.push(Constraint::Member { of, key, to });
        to
    }

    /// The value is needed as a whole.
    pub(super) fn whole(&mut self, variable: Variable) {
        self.constraints.push(Constraint::Whole(variable));
    }

    /// What of the input is needed; `None` when that cannot be told, or not soon.
    pub(super) fn solve(mut self) -> Option<Needs> {
        let constraints = std::mem::take(&mut self.constraints);
        loop {
            let mut is_new = false;
            for constraint in &constraints {
                self.steps += 1;
                is_new |= match constraint {
                    Constraint::Copy { from, to } => self.pass(*from, *to),
                    Constraint::Member { of, key, to } => self.pass_member(*of, key, *to),
                    Constraint::Whole(variable) => self.mark(*variable, &mut BTreeSet::new()),
                };
                if self.steps > MAX_STEPS {
                    return None;
                }
            }
            if !is_new {
                break;
            }
        }
        // A value that comes from nowhere is one that was not understood.
        let is_known = |variable: &Variable| !self.objects[variable.0].is_empty();
        let is_understood = constraints.iter().all(|constraint| match constraint {
            Constraint::Copy { from, .. } => is_known(from),
            Constraint::Member {
                of,
                key: Key::Computed(key),
                ..
            } => is_known(of) && is_known(key),
            Constraint::Member { of, .. } => is_known(of),
            Constraint::Whole(variable) => is_known(variable),
        });
        is_understood.then(|| self.needs(INPUT))
    }

    fn pass(&mut self, from: Variable, to: Variable) -> bool {
        if from == to {
            return false;
        }
        let objects = self.objects[from.0].clone();
        self.add(to, objects)
    }

    fn add(&mut self, to: Variable, objects: impl IntoIterator<Item = Object>) -> bool {
        let before = self.objects[to.0].len();
        for object in objects {
            self.steps += 1;
            self.objects[to.0].insert(object);
        }
        self.objects[to.0].len() > before
    }

    fn pass_member(&mut self, of: Variable, key: &Key, to: Variable) -> bool {
        let names = match key {
            Key::Any => None,
            Key::Named(name) => Some(vec![Arc::clone(name)]),
            Key::Computed(key) => self.spelled_out(*key),
        };
        let parts = self.parts.len();
        let mut is_new = false;
        for object in self.objects[of.0].clone() {
            match &names {
                None => is_new |= self.add_members(object, None, to),
                Some(names) => {
                    for name in names {
                        is_new |= self.add_members(object, Some(name), to);
                    }
                }
            }
        }
        is_new || self.parts.len() > parts
    }

    /// The texts that a value may be, when it is nothing else.
    fn spelled_out(&self, variable: Variable) -> Option<Vec<Arc<str>>> {
        let objects = &self.objects[variable.0];
        let texts = objects.iter().map(|object| match object {
            Object::Text(text) => Some(Arc::clone(&self.texts[*text])),
            _ => None,
        });
        // One that is nothing yet may turn out to be texts in the next round, which must find its names.
        texts.collect()
    }

    fn add_members(&mut self, object: Object, name: Option<&Arc<str>>, to: Variable) -> bool {
        self.steps += 1;
        match object {
            Object::Part(part) => {
                let member = self.part_below(part, name);
                self.add(to, [member])
            }
            Object::Built(built) => {
                let Built { all, members } = &self.built[built];
                let from: Vec<_> = match name {
                    Some(name) => members.get(name).copied().into_iter().collect(),
                    None => members.values().copied().collect(),
                };
                // One that is not there is undefined.
                let is_absent = name.is_some() && from.is_empty();
                let absent = is_absent.then_some(Object::Other);
                let from: Vec<_> = from.into_iter().chain([*all]).collect();
                let is_new = self.add(to, absent);
                from.into_iter()
                    .fold(is_new, |is_new, from| self.pass(from, to) || is_new)
            }
            Object::Text(_) | Object::Other => self.add(to, [Object::Other]),
        }
    }

    fn part_below(&mut self, part: usize, name: Option<&Arc<str>>) -> Object {
        let Part {
            depth,
            is_whole,
            all,
            members,
        } = &self.parts[part];
        if *is_whole {
            return Object::Other;
        }
        let known = match name {
            Some(name) => members.get(name).copied(),
            None => *all,
        };
        if let Some(known) = known {
            return Object::Part(known);
        }
        let depth = depth + 1;
        if depth > MAX_DEPTH || self.parts.len() >= MAX_PARTS {
            self.parts[part].is_whole = true;
            return Object::Other;
        }
        self.parts.push(Part {
            depth,
            ..Part::default()
        });
        let below = self.parts.len() - 1;
        match name {
            Some(name) => _ = self.parts[part].members.insert(Arc::clone(name), below),
            None => self.parts[part].all = Some(below),
        }
        Object::Part(below)
    }

    /// Marks what a value may be as needed as a whole, with what is in it.
    fn mark(&mut self, variable: Variable, seen: &mut BTreeSet<usize>) -> bool {
        let mut is_new = false;
        for object in self.objects[variable.0].clone() {
            self.steps += 1;
            match object {
                Object::Part(part) => {
                    is_new |= !self.parts[part].is_whole;
                    self.parts[part].is_whole = true;
                }
                Object::Built(built) if seen.insert(built) => {
                    let Built { all, members } = &self.built[built];
                    let inside: Vec<_> = members.values().chain([all]).copied().collect();
                    for inside in inside {
                        is_new |= self.mark(inside, seen);
                    }
                }
                Object::Built(_) | Object::Text(_) | Object::Other => {}
            }
        }
        is_new
    }

    fn needs(&self, part: usize) -> Needs {
        let part = &self.parts[part];
        if part.is_whole {
            return Needs::whole();
        }
        Needs::of(
            part.all.map(|all| self.needs(all)),
            part.members
                .iter()
                .map(|(name, part)| (Arc::clone(name), self.needs(*part))),
        )
    }
}
