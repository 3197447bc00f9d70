//! From the engine's syntax trees to what is run.
//!
//! Statements keep their order, which is the one that OPA evaluates them in. Where one needs a name that
//! only a later one gives its value, nothing is lowered: ordering is the engine's.

mod clause;
mod names;
mod pattern;
mod query;
mod term;

use std::collections::BTreeMap;

use regorus::Value;
use regorus::unstable::{Rule as Definition, RuleHead};

use self::clause::Lowered;
use super::code::{Code, Function, Kind, Rule, Term};
use crate::rego::program::{self, Names, Program};
use crate::rego::walk::chain_parts;

/// That something is left to the engine.
#[derive(Debug)]
pub(super) struct Unlike;

pub(super) type Result<T> = std::result::Result<T, Unlike>;

/// Most steps and terms that a question may have: one that has more is not of the common shape.
const MAX_SIZE: usize = 20_000;

/// What is at a path behind `data`.
enum Found<'n> {
    /// A rule with nothing above, below or beside it, and what of the path is behind that.
    Rule(Term, &'n [String]),
    /// One of the bundle's documents, or nothing.
    Document(Value),
}

/// Lowers what one question reaches.
pub(super) struct Lowering<'p> {
    program: &'p Program,
    data: &'p Value,
    /// What each definition's module calls things, by the definition's index.
    names: Vec<Names>,
    /// The definitions of each path: of a rule, or of a function.
    definitions: BTreeMap<&'p [String], Vec<usize>>,
    /// What was lowered already.
    rules: BTreeMap<&'p [String], Term>,
    functions: BTreeMap<&'p [String], usize>,
    /// What is being lowered: rules that need each other are not for here.
    open: Vec<&'p [String]>,
    code: Code,
    size: usize,
}

impl<'p> Lowering<'p> {
    pub(super) fn new(program: &'p Program, data: &'p Value, strict: bool) -> Self {
        let mut definitions: BTreeMap<&[String], Vec<usize>> = BTreeMap::new();
        for (index, definition) in program.definitions.iter().enumerate() {
            definitions.entry(&definition.path).or_default().push(index);
        }
        let names = program.definitions.iter();
        Self {
            program,
            data,
            names: names
                .map(|definition| Names::of(&definition.module))
                .collect(),
            definitions,
            rules: BTreeMap::new(),
            functions: BTreeMap::new(),
            open: Vec::new(),
            code: Code {
                strict,
                ..Code::default()
            },
            size: 0,
        }
    }

    /// What answers for the value at a path behind `data`.
    pub(super) fn question(mut self, path: &[String]) -> Result<Code> {
        if self.program.shadows_data {
            return Err(Unlike);
        }
        let Found::Rule(rule, behind) = self.global(path)? else {
            return Err(Unlike);
        };
        self.code.question = behind.iter().fold(rule, |of, key| member(of, key));
        Ok(self.code)
    }

    /// Counts what is made.
    fn grow(&mut self) -> Result<()> {
        self.size += 1;
        if self.size > MAX_SIZE {
            return Err(Unlike);
        }
        Ok(())
    }

    /// What is at a path behind `data`.
    fn global<'n>(&mut self, path: &'n [String]) -> Result<Found<'n>> {
        let mut meeting = self
            .definitions
            .keys()
            .copied()
            .filter(|other| other.starts_with(path) || path.starts_with(other));
        match (meeting.next(), meeting.next()) {
            (Some(rule), None) if path.starts_with(rule) => {
                let length = rule.len();
                Ok(Found::Rule(self.rule(rule)?, &path[length..]))
            }
            (None, _) => {
                // A package without rules is there all the same, and may be empty.
                let mut packages = self.program.packages.iter();
                if packages.any(|(_, package)| package.starts_with(path)) {
                    return Err(Unlike);
                }
                let mut document = self.data;
                for part in path {
                    // To OPA a path of texts leads into arrays too.
                    if matches!(document, Value::Array(_)) {
                        return Err(Unlike);
                    }
                    document = &document[part.as_str()];
                }
                Ok(Found::Document(document.clone()))
            }
            _ => Err(Unlike),
        }
    }

    /// The value of the rule at a path that is one's.
    fn rule(&mut self, path: &'p [String]) -> Result<Term> {
        if let Some(term) = self.rules.get(path) {
            return Ok(copy(term));
        }
        let term = self.opened(path, |lowering| lowering.rule_of(path))?;
        self.rules.insert(path, copy(&term));
        Ok(term)
    }

    fn rule_of(&mut self, path: &'p [String]) -> Result<Term> {
        let (mut clauses, mut kinds, mut default) = (Vec::new(), Vec::new(), None);
        for index in self.definitions[path].clone() {
            let definition = &self.program.definitions[index];
            if definition.arity.is_some() {
                return Err(Unlike);
            }
            match definition.rule.as_ref() {
                Definition::Default { value, .. } => {
                    let value = term::constant(value).ok_or(Unlike)?;
                    if default.replace(value).is_some() {
                        return Err(Unlike);
                    }
                    kinds.push(Kind::Value);
                }
                Definition::Spec { head, bodies, .. } => {
                    kinds.push(kind(head)?);
                    let lowered = Lowered::new(self, index);
                    clauses.extend(lowered.clauses(head, bodies)?);
                }
            }
        }
        let Some((kind, others)) = kinds.split_first() else {
            return Err(Unlike);
        };
        if others.iter().any(|other| other != kind) {
            return Err(Unlike);
        }
        if let (Kind::Value, None, [clause]) = (kind, &default, &clauses[..])
            && let [branch] = &clause.branches[..]
            && branch.body.is_empty()
            && let Term::Constant(value) = &branch.value
        {
            return Ok(Term::Constant(value.clone()));
        }
        self.code.rules.push(Rule {
            kind: *kind,
            clauses,
            default,
        });
        Ok(Term::Rule(self.code.rules.len() - 1))
    }

    /// The function at a path, and how many arguments it takes.
    fn function(&mut self, path: &[String]) -> Result<(usize, usize)> {
        let Some((&path, indexes)) = self.definitions.get_key_value(path) else {
            return Err(Unlike);
        };
        let indexes = indexes.clone();
        let definitions = indexes
            .iter()
            .map(|index| &self.program.definitions[*index]);
        let mut arities = definitions.map(|definition| definition.arity);
        let Some(Some(arity)) = arities.next() else {
            return Err(Unlike);
        };
        if arities.any(|other| other != Some(arity)) {
            return Err(Unlike);
        }
        if let Some(function) = self.functions.get(path) {
            return Ok((*function, arity));
        }
        let lowered = self.opened(path, |lowering| {
            let (mut clauses, mut default) = (Vec::new(), None);
            for index in indexes {
                match lowering.program.definitions[index].rule.as_ref() {
                    Definition::Default { value, .. } => {
                        let value = term::constant(value).ok_or(Unlike)?;
                        if default.replace(value).is_some() {
                            return Err(Unlike);
                        }
                    }
                    Definition::Spec { head, bodies, .. } => {
                        let lowered = Lowered::new(lowering, index);
                        clauses.extend(lowered.clauses(head, bodies)?);
                    }
                }
            }
            Ok(Function { clauses, default })
        })?;
        self.code.functions.push(lowered);
        let function = self.code.functions.len() - 1;
        self.functions.insert(path, function);
        Ok((function, arity))
    }

    fn opened<T>(
        &mut self,
        path: &'p [String],
        lower: impl FnOnce(&mut Self) -> Result<T>,
    ) -> Result<T> {
        // What is deeper in each other than this would be too deep when it is run as well.
        if self.open.contains(&path) || self.open.len() > 64 {
            return Err(Unlike);
        }
        self.open.push(path);
        let lowered = lower(self)?;
        self.open.pop();
        Ok(lowered)
    }

    /// What a call of this name calls in a definition's module.
    fn target(&self, index: usize, name: &(String, Vec<String>)) -> program::Target {
        self.program.target(&self.names[index], name)
    }
}

/// What a head makes.
fn kind(head: &RuleHead) -> Result<Kind> {
    let computed = |refr| {
        let parts = chain_parts(refr);
        match parts.iter().position(Option::is_none) {
            None => Ok(false),
            Some(at) if at + 1 == parts.len() => Ok(true),
            Some(_) => Err(Unlike),
        }
    };
    match head {
        RuleHead::Func { .. } => Err(Unlike),
        RuleHead::Set { refr, key, .. } => match (computed(refr)?, key) {
            (false, Some(_)) => Ok(Kind::Set),
            _ => Err(Unlike),
        },
        RuleHead::Compr { refr, .. } => Ok(if computed(refr)? {
            Kind::Object
        } else {
            Kind::Value
        }),
    }
}

/// The member of a value under a text.
fn member(of: Term, key: &str) -> Term {
    Term::member(of, Term::Constant(Value::from(key)))
}

/// A second mention of a rule.
fn copy(rule: &Term) -> Term {
    match rule {
        Term::Constant(value) => Term::Constant(value.clone()),
        Term::Rule(index) => Term::Rule(*index),
        _ => Term::Undefined,
    }
}
