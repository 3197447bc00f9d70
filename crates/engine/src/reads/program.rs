//! Following values through the rules that a question reaches.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::sync::Arc;

use super::definition::{Definition, Target};
use super::flow::{Flow, Key, Variable};
use super::needs::Needs;
use crate::rego::program::{self, Names, Program};

/// The definitions of a rule or a function, and what their values may be.
struct Entry {
    definitions: Vec<usize>,
    /// Its value and its arguments, once it is reached.
    reached: Option<(Variable, Vec<Variable>)>,
}

/// Follows values through the rules that a question reaches.
pub(super) struct Reader<'p> {
    pub(super) flow: Flow,
    program: &'p Program,
    names: &'p [Names],
    rules: BTreeMap<&'p [String], Entry>,
    functions: BTreeMap<&'p [String], Entry>,
    pending: Vec<usize>,
    has_given_up: bool,
}

/// What a program's modules call things, in the order of its definitions.
pub(super) fn names(program: &Program) -> Vec<Names> {
    let definitions = program.definitions.iter();
    definitions
        .map(|definition| Names::of(&definition.module))
        .collect()
}

impl<'p> Reader<'p> {
    pub(super) fn new(program: &'p Program, names: &'p [Names]) -> Self {
        let (mut rules, mut functions) = (BTreeMap::new(), BTreeMap::new());
        for (index, definition) in program.definitions.iter().enumerate() {
            let entries = match definition.arity {
                Some(_) => &mut functions,
                None => &mut rules,
            };
            let entry = entries.entry(&definition.path[..]).or_insert(Entry {
                definitions: Vec::new(),
                reached: None,
            });
            entry.definitions.push(index);
        }
        Self {
            flow: Flow::new(),
            program,
            names,
            rules,
            functions,
            pending: Vec::new(),
            has_given_up: program.shadows_data,
        }
    }

    /// What is needed for the value at a path behind `data`.
    pub(super) fn needs(mut self, path: &[String]) -> Needs {
        let path: Vec<_> = path.iter().map(|part| Arc::from(part.as_str())).collect();
        let answer = self.data(&path);
        self.flow.whole(answer);
        while let Some(index) = self.pending.pop() {
            if self.has_given_up {
                return Needs::whole();
            }
            self.read(index);
        }
        if self.has_given_up {
            return Needs::whole();
        }
        self.flow.solve().unwrap_or_else(Needs::whole)
    }

    /// Notes that something is not understood: all of the input is needed then.
    pub(super) fn give_up(&mut self) {
        self.has_given_up = true;
    }

    fn read(&mut self, index: usize) {
        let program = self.program;
        let definition = &program.definitions[index];
        let entries = match definition.arity {
            Some(_) => &self.functions,
            None => &self.rules,
        };
        let Some(entry) = entries.get(&definition.path[..]) else {
            return self.give_up();
        };
        let Some((value, arguments)) = entry.reached.clone() else {
            return self.give_up();
        };
        let others = entry.definitions.iter().filter(|other| **other != index);
        let is_one_of_several = others
            .clone()
            .any(|other| !program.definitions[*other].is_default)
            || has_several_bodies(&definition.rule);
        let target = Target {
            value,
            arguments: &arguments,
            is_one_of_several,
        };
        let names = self.names;
        let rule = &definition.rule;
        Definition::new(self, &names[index], rule).read(rule, target);
    }

    /// The value of a name with dots that is no local one; `None` when there is nothing of that name.
    pub(super) fn global(
        &mut self,
        names: &Names,
        name: &str,
        behind: &[Arc<str>],
    ) -> Option<Variable> {
        if name == "data" {
            return Some(self.data(behind));
        }
        if let Some((root, parts)) = names.imports.get(name) {
            let parts = parts.iter().map(|part| Arc::from(part.as_str()));
            let path: Vec<Arc<str>> = parts.chain(behind.iter().cloned()).collect();
            match root.as_str() {
                "data" => return Some(self.data(&path)),
                "input" => {
                    let input = self.flow.input();
                    return Some(self.inside(input, &path));
                }
                _ => {}
            }
        }
        if !self.is_rule(names, name) {
            return None;
        }
        let package = names.package.iter().map(String::as_str);
        let path: Vec<Arc<str>> = package
            .chain([name])
            .map(Arc::from)
            .chain(behind.iter().cloned())
            .collect();
        Some(self.data(&path))
    }

    /// Whether a name that is no local one means something.
    pub(super) fn is_global(&self, names: &Names, name: &str) -> bool {
        program::DOCUMENTS.contains(&name)
            || names.imports.contains_key(name)
            || self.is_rule(names, name)
    }

    fn is_rule(&self, names: &Names, name: &str) -> bool {
        let own: Vec<String> = names
            .package
            .iter()
            .cloned()
            .chain([name.to_owned()])
            .collect();
        let from = (Bound::Included(&own[..]), Bound::Unbounded);
        let mut from = self.rules.range::<[String], _>(from);
        from.next().is_some_and(|(path, _)| path.starts_with(&own))
    }

    /// The value and the arguments of a function; the name of a built-in when it is none of the
    /// modules.
    pub(super) fn function(
        &mut self,
        names: &Names,
        name: &(String, Vec<String>),
    ) -> Result<(Variable, Vec<Variable>), String> {
        let path = match self.program.target(names, name) {
            program::Target::Function(path) => path,
            program::Target::Other(name) => return Err(name),
        };
        let arity = self.program.functions.get(&path).copied();
        let Some(entry) = self.functions.get_mut(&path[..]) else {
            self.give_up();
            return Err(path.join("."));
        };
        Ok(reach(
            entry,
            arity.unwrap_or_default(),
            &mut self.flow,
            &mut self.pending,
        ))
    }

    /// The value at a path behind `data`: of a rule, of a part of one, or of several together.
    fn data(&mut self, path: &[Arc<str>]) -> Variable {
        let value = self.flow.variable();
        let mut is_rule = false;
        let text: Vec<String> = path.iter().map(ToString::to_string).collect();
        for length in 0..=path.len() {
            if let Some(entry) = self.rules.get_mut(&text[..length]) {
                let (rule, _) = reach(entry, 0, &mut self.flow, &mut self.pending);
                is_rule = true;
                let inside = self.inside(rule, &path[length..]);
                self.flow.copy(inside, value);
            }
        }
        if !is_rule {
            // A document of the bundle, or several rules together.
            self.flow.may_be_other(value);
        }
        let from = (Bound::Included(&text[..]), Bound::Unbounded);
        let below = self.rules.range_mut::<[String], _>(from);
        let below = below.take_while(|(rule, _)| rule.starts_with(&text));
        let mut whole = BTreeSet::new();
        for (rule, entry) in below {
            if rule.len() > text.len() {
                self.flow.may_be_other(value);
                whole.insert(reach(entry, 0, &mut self.flow, &mut self.pending).0);
            }
        }
        for rule in whole {
            self.flow.whole(rule);
        }
        value
    }

    /// What is at a path in a value.
    pub(super) fn inside(&mut self, value: Variable, path: &[Arc<str>]) -> Variable {
        path.iter().fold(value, |value, name| {
            self.flow.member(value, Key::Named(Arc::clone(name)))
        })
    }
}

fn reach(
    entry: &mut Entry,
    arity: usize,
    flow: &mut Flow,
    pending: &mut Vec<usize>,
) -> (Variable, Vec<Variable>) {
    let reached = entry.reached.get_or_insert_with(|| {
        pending.extend(&entry.definitions);
        let arguments = (0..arity).map(|_| flow.variable()).collect();
        (flow.variable(), arguments)
    });
    reached.clone()
}

/// Whether a rule has bodies of which more than one may hold.
fn has_several_bodies(rule: &regorus::unstable::Rule) -> bool {
    match rule {
        regorus::unstable::Rule::Spec { bodies, .. } => {
            bodies.iter().filter(|body| !body.is_else).count() > 1
        }
        regorus::unstable::Rule::Default { .. } => false,
    }
}
