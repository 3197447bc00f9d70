//! From the engine's syntax trees to what is run.
//!
//! Statements keep their order, which is the one that OPA evaluates them in. Where one needs a name that
//! only a later one gives its value, nothing is lowered: ordering is the engine's.

mod clause;
mod names;
mod pattern;
mod query;
mod term;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use regorus::Value;
use regorus::unstable::{Module, Ref, Rule as Definition, RuleHead};

use self::clause::Lowered;
use super::code::{Code, Function, Kind, Rule, Term};
use crate::rego::program::{self, Names, Program};
use crate::rego::walk::chain_parts;

/// That something is left to the engine.
#[derive(Debug)]
pub(super) struct Unlike;

pub(super) type Result<T> = std::result::Result<T, Unlike>;

/// Most steps and terms that are made of one program. What is behind them is left to the engine.
const MAX_SIZE: usize = 100_000;

/// How deep rules and functions may need each other.
const MAX_OPEN: usize = 32;

/// What is at a path behind `data`.
enum Found<'n> {
    /// A rule with nothing above, below or beside it, and what of the path is behind that.
    Rule(Term, &'n [String]),
    /// One of the bundle's documents, or nothing.
    Document(Value),
}

/// Lowers what questions reach.
pub(super) struct Lowering<'p> {
    program: &'p Program,
    data: &'p Value,
    /// What each module calls things, and which module each definition is of.
    names: Vec<Names>,
    modules: Vec<usize>,
    packages: BTreeSet<&'p [String]>,
    /// The definitions of each path: of a rule, or of a function.
    definitions: BTreeMap<&'p [String], Vec<usize>>,
    /// What was lowered already.
    rules: BTreeMap<&'p [String], Known>,
    functions: BTreeMap<&'p [String], usize>,
    /// What is left to the engine.
    others: BTreeSet<&'p [String]>,
    /// What is being lowered: rules that need each other are not for here.
    open: Vec<&'p [String]>,
    code: Code,
    size: usize,
}

/// What a rule is lowered to.
enum Known {
    Constant(Value),
    Rule(usize),
}

impl Known {
    fn term(&self) -> Term {
        match self {
            Self::Constant(value) => Term::Constant(value.clone()),
            Self::Rule(index) => Term::Rule(*index),
        }
    }
}

impl<'p> Lowering<'p> {
    pub(super) fn new(program: &'p Program, data: &'p Value, strict: bool) -> Self {
        let mut definitions: BTreeMap<&[String], Vec<usize>> = BTreeMap::new();
        let (mut names, mut modules) = (Vec::new(), Vec::new());
        let mut known: BTreeMap<&Ref<Module>, usize> = BTreeMap::new();
        for (index, definition) in program.definitions.iter().enumerate() {
            definitions.entry(&definition.path).or_default().push(index);
            let module = known.entry(&definition.module).or_insert_with(|| {
                names.push(Names::of(&definition.module));
                names.len() - 1
            });
            modules.push(*module);
        }
        let packages = program.packages.iter();
        Self {
            program,
            data,
            names,
            modules,
            packages: packages.map(|(_, package)| &package[..]).collect(),
            definitions,
            rules: BTreeMap::new(),
            functions: BTreeMap::new(),
            others: BTreeSet::new(),
            open: Vec::new(),
            code: Code {
                strict,
                ..Code::default()
            },
            size: 0,
        }
    }

    /// What has the value at a path behind `data`.
    pub(super) fn question(&mut self, path: &[String]) -> Result<Term> {
        if self.program.shadows_data {
            return Err(Unlike);
        }
        self.open.clear();
        let Found::Rule(rule, behind) = self.global(path)? else {
            return Err(Unlike);
        };
        Ok(behind.iter().fold(rule, |of, key| member(of, key)))
    }

    /// All that was lowered.
    pub(super) fn finish(self) -> Code {
        self.code
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
        let above = (1..path.len()).filter_map(|length| {
            let rule = self.definitions.get_key_value(&path[..length]);
            rule.map(|(rule, _)| *rule)
        });
        let below = (Bound::Included(path), Bound::Unbounded);
        let below = self.definitions.range::<[String], _>(below);
        let below = below.map(|(rule, _)| *rule);
        let mut meeting = above.chain(below.take_while(|rule| rule.starts_with(path)));
        match (meeting.next(), meeting.next()) {
            (Some(rule), None) if path.starts_with(rule) => {
                let length = rule.len();
                Ok(Found::Rule(self.rule(rule)?, &path[length..]))
            }
            (None, _) => {
                // A package without rules is there all the same, and may be empty.
                let packages = (Bound::Included(path), Bound::Unbounded);
                let mut packages = self.packages.range::<[String], _>(packages);
                if packages
                    .next()
                    .is_some_and(|package| package.starts_with(path))
                {
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

    /// Whether a package has a rule, or rules below, of a name.
    fn is_rule(&self, package: &[String], name: &str) -> bool {
        let own: Vec<String> = package
            .iter()
            .map(String::as_str)
            .chain([name])
            .map(str::to_owned)
            .collect();
        let from = (Bound::Included(&own[..]), Bound::Unbounded);
        let mut from = self.definitions.range::<[String], _>(from);
        from.next().is_some_and(|(path, _)| path.starts_with(&own))
    }

    /// The value of the rule at a path that is one's.
    fn rule(&mut self, path: &'p [String]) -> Result<Term> {
        if let Some(known) = self.rules.get(path) {
            return Ok(known.term());
        }
        let known = self.opened(path, |lowering| lowering.rule_of(path))?;
        let term = known.term();
        self.rules.insert(path, known);
        Ok(term)
    }

    fn rule_of(&mut self, path: &'p [String]) -> Result<Known> {
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
            return Ok(Known::Constant(value.clone()));
        }
        self.code.rules.push(Rule {
            kind: *kind,
            clauses,
            default,
        });
        Ok(Known::Rule(self.code.rules.len() - 1))
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
        if self.others.contains(path) || self.open.contains(&path) || self.open.len() == MAX_OPEN {
            return Err(Unlike);
        }
        self.open.push(path);
        let lowered = lower(self);
        self.open.pop();
        if lowered.is_err() {
            self.others.insert(path);
        }
        lowered
    }

    /// What the module of a definition calls things.
    fn names_of(&self, index: usize) -> &Names {
        &self.names[self.modules[index]]
    }

    /// What a call of this name calls in a definition's module.
    fn target(&self, index: usize, name: &(String, Vec<String>)) -> program::Target {
        self.program.target(self.names_of(index), name)
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
