//! What a set of modules says, in the terms that the checks need.

mod facts;
mod head;
mod scope;

use std::collections::{BTreeMap, BTreeSet};

use regorus::unstable::{Module, Ref, Rule, Span};

use self::facts::Facts;
pub(crate) use self::head::Head;
use self::head::{head_of, head_span, shape_of};
use self::scope::{Names, Scope};
use super::outputs::Extent;
use super::relations::Assigned;
use super::walk::walk_rule;
use super::wording::Wording;
use crate::position::position;

/// A place in a module.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) file: String,
    pub(crate) line: u32,
    pub(crate) column: u32,
}

impl Place {
    pub(crate) fn of(span: &Span) -> Self {
        let (line, column) = position(span.source.contents(), span.start as usize);
        Self {
            file: span.source.file().clone(),
            line,
            column,
        }
    }
}

/// A call, its function resolved as the engine does it.
#[derive(Debug)]
pub(crate) struct Call {
    /// The function's name as it is written.
    pub(crate) written: String,
    pub(crate) target: Target,
    pub(crate) arguments: usize,
    pub(crate) place: Place,
    /// Where it stands, when it is a whole statement and has two arguments or more.
    pub(crate) extent: Option<Extent>,
    /// Where it stands, when it has one argument and is a side of `:=` or `=`.
    pub(crate) assigned: Option<Assigned>,
}

/// What a call calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    /// A function of the modules, by its path behind `data`.
    Function(Vec<String>),
    /// A built-in or nothing at all, by its dotted name.
    Other(String),
}

/// A reference into `data`; `None` where a part is computed.
#[derive(Debug)]
pub(crate) struct Reference {
    pub(crate) parts: Vec<Option<String>>,
    pub(crate) place: Place,
}

/// One definition of a rule.
pub(crate) struct Definition {
    /// Its path behind `data`, up to the first part that is computed.
    pub(crate) path: Vec<String>,
    /// How many arguments it takes, when it is a function.
    pub(crate) arity: Option<usize>,
    pub(crate) is_default: bool,
    pub(crate) head: Head,
    pub(crate) place: Place,
    pub(crate) calls: Vec<Call>,
    pub(crate) references: Vec<Reference>,
    pub(crate) divides: bool,
    /// Sets and objects that are negated: where they stand.
    pub(crate) negated_braces: Vec<Place>,
    /// The same for uses of `=` and `:=`.
    pub(crate) negated_bindings: Vec<Place>,
    /// Names in the head that nothing gives a value.
    pub(crate) unbound: Vec<(String, Place)>,
    pub(crate) module: Ref<Module>,
    pub(crate) rule: Ref<Rule>,
}

/// Every definition of every module.
pub(crate) struct Program {
    pub(crate) definitions: Vec<Definition>,
    /// Arity of every function, by path.
    pub(crate) functions: BTreeMap<Vec<String>, usize>,
    /// Package of every module, by file.
    pub(crate) packages: Vec<(String, Vec<String>)>,
    /// Path behind `data` of every import from there, by file.
    pub(crate) imports: Vec<(String, Vec<String>)>,
    /// Whether any rule has `data` as a local name: what it reads from `data` is not among its
    /// references then.
    pub(crate) shadows_data: bool,
}

impl Program {
    /// Reads the modules.
    pub(crate) fn read(modules: &[Ref<Module>]) -> Self {
        let names: Vec<_> = modules.iter().map(|module| Names::of(module)).collect();
        let mut functions = BTreeMap::new();
        let mut paths = BTreeSet::new();
        for (module, names) in modules.iter().zip(&names) {
            for rule in &module.policy {
                let (path, arity) = head_of(rule, &names.package);
                if let Some(arity) = arity {
                    functions.insert(path.clone(), arity);
                }
                paths.insert(path);
            }
        }
        let mut definitions = Vec::new();
        let mut shadows_data = false;
        for (module, names) in modules.iter().zip(&names) {
            for rule in &module.policy {
                let (path, arity) = head_of(rule, &names.package);
                let mut facts = Facts::default();
                walk_rule(rule, &mut facts);
                shadows_data |= facts.locals.contains("data");
                let scope = Scope {
                    names,
                    functions: &functions,
                    paths: &paths,
                };
                definitions.push(Definition {
                    path,
                    arity,
                    is_default: matches!(rule.as_ref(), Rule::Default { .. }),
                    head: shape_of(rule, &names.package),
                    place: Place::of(head_span(rule)),
                    calls: facts.calls.iter().map(|call| scope.call(call)).collect(),
                    references: facts
                        .references
                        .iter()
                        .filter(|reference| !facts.locals.contains(&reference.root))
                        .filter_map(|reference| scope.reference(reference))
                        .collect(),
                    divides: facts.divides,
                    negated_braces: facts.negated_braces.clone(),
                    negated_bindings: facts.negated_bindings.clone(),
                    unbound: scope.unbound(rule),
                    module: module.clone(),
                    rule: rule.clone(),
                });
            }
        }
        let (mut packages, mut imports) = (Vec::new(), Vec::new());
        for (module, names) in modules.iter().zip(names) {
            let file = module.package.span.source.file();
            packages.push((file.clone(), names.package));
            let from_data = names.imports.into_values();
            imports.extend(
                from_data
                    .filter(|(root, _)| root == "data")
                    .map(|(_, path)| (file.clone(), path)),
            );
        }
        Self {
            definitions,
            functions,
            packages,
            imports,
            shadows_data,
        }
    }

    /// Puts every place where it is in what was written, instead of in what the engine read.
    pub(crate) fn place(&mut self, wordings: &BTreeMap<&str, &Wording>) {
        for definition in &mut self.definitions {
            let calls = definition.calls.iter_mut().map(|call| &mut call.place);
            let references = definition.references.iter_mut();
            let unbound = definition.unbound.iter_mut();
            let negated = definition
                .negated_braces
                .iter_mut()
                .chain(&mut definition.negated_bindings);
            let places = std::iter::once(&mut definition.place)
                .chain(calls)
                .chain(references.map(|reference| &mut reference.place))
                .chain(unbound.map(|(_, place)| place))
                .chain(negated);
            for place in places {
                if let Some(wording) = wordings.get(place.file.as_str()) {
                    (place.line, place.column) = wording.place(place.line, place.column);
                }
            }
        }
    }

    /// Every name that is called and is no function of the modules.
    pub(crate) fn builtins(&self) -> BTreeSet<String> {
        let calls = self
            .definitions
            .iter()
            .flat_map(|definition| &definition.calls);
        calls
            .filter_map(|call| match &call.target {
                Target::Other(name) => Some(name.clone()),
                Target::Function(_) => None,
            })
            .collect()
    }

    /// Whether any function has more than one clause.
    pub(crate) fn has_clauses(&self) -> bool {
        let mut seen = BTreeSet::new();
        let functions = self.definitions.iter().filter(|one| one.arity.is_some());
        functions
            .filter(|one| !one.is_default)
            .any(|one| !seen.insert(&one.path))
    }

    /// Whether anything divides.
    pub(crate) fn divides(&self) -> bool {
        self.definitions.iter().any(|definition| definition.divides)
    }
}
