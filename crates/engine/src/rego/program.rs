//! What a set of modules says, in the terms that the checks need.

use std::collections::{BTreeMap, BTreeSet};

use regorus::unstable::{Expr, Module, Query, Ref, Rule, RuleHead, Span};

use super::walk::{Visitor, chain, chain_parts, own_names, walk_query, walk_rule};
use crate::builtins::{self, Availability};
use crate::position::position;

/// A place in a module.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) file: String,
    pub(crate) line: u32,
    pub(crate) column: u32,
}

impl Place {
    fn of(span: &Span) -> Self {
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
    pub(crate) target: Target,
    pub(crate) arguments: usize,
    pub(crate) place: Place,
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
    /// Whether the head has no computed part but perhaps its last, `deny[msg]`.
    pub(crate) is_plain: bool,
    pub(crate) place: Place,
    pub(crate) calls: Vec<Call>,
    pub(crate) references: Vec<Reference>,
    pub(crate) divides: bool,
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
}

/// What the names of a module mean.
struct Names {
    package: Vec<String>,
    /// Root and parts of every import, by alias.
    imports: BTreeMap<String, (String, Vec<String>)>,
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
        for (module, names) in modules.iter().zip(&names) {
            for rule in &module.policy {
                let (path, arity) = head_of(rule, &names.package);
                let mut facts = Facts::default();
                walk_rule(rule, &mut facts);
                let scope = Scope {
                    names,
                    functions: &functions,
                    paths: &paths,
                };
                definitions.push(Definition {
                    path,
                    arity,
                    is_default: matches!(rule.as_ref(), Rule::Default { .. }),
                    is_plain: is_plain(rule),
                    place: Place::of(head_span(rule)),
                    calls: facts.calls.iter().map(|call| scope.call(call)).collect(),
                    references: facts
                        .references
                        .iter()
                        .filter(|reference| !facts.locals.contains(&reference.root))
                        .filter_map(|reference| scope.reference(reference))
                        .collect(),
                    divides: facts.divides,
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

    /// Whether anything divides.
    pub(crate) fn divides(&self) -> bool {
        self.definitions.iter().any(|definition| definition.divides)
    }
}

impl Names {
    fn of(module: &Module) -> Self {
        let mut package = Vec::new();
        if let Some((root, parts)) = chain(&module.package.refr) {
            package.push(root);
            package.extend(parts.into_iter().flatten());
        }
        let mut imports = BTreeMap::new();
        for import in &module.imports {
            let Some((root, parts)) = chain(&import.refr) else {
                continue;
            };
            let parts: Vec<String> = parts.into_iter().flatten().collect();
            let alias = match &import.r#as {
                Some(alias) => alias.text().to_owned(),
                None => match parts.last() {
                    Some(last) => last.clone(),
                    None => continue,
                },
            };
            imports.insert(alias, (root, parts));
        }
        Self { package, imports }
    }
}

/// How the names in one module are resolved.
struct Scope<'a> {
    names: &'a Names,
    functions: &'a BTreeMap<Vec<String>, usize>,
    paths: &'a BTreeSet<Vec<String>>,
}

impl Scope<'_> {
    fn in_package(&self, root: &str, parts: &[String]) -> Vec<String> {
        let mut path = self.names.package.clone();
        path.push(root.to_owned());
        path.extend_from_slice(parts);
        path
    }

    fn call(&self, call: &RawCall) -> Call {
        let (root, parts) = &call.function;
        let dotted = || {
            std::iter::once(root)
                .chain(parts)
                .map(String::as_str)
                .collect::<Vec<_>>()
                .join(".")
        };
        let mut candidates = Vec::new();
        if root == "data" {
            candidates.push(parts.clone());
        } else {
            if let Some((import, path)) = self.names.imports.get(root)
                && import == "data"
            {
                candidates.push(path.iter().chain(parts).cloned().collect());
            }
            candidates.push(self.in_package(root, parts));
        }
        let found = candidates
            .into_iter()
            .find(|path| self.functions.contains_key(path));
        Call {
            target: found.map_or_else(|| Target::Other(dotted()), Target::Function),
            arguments: call.arguments,
            place: call.place.clone(),
        }
    }

    fn reference(&self, reference: &RawReference) -> Option<Reference> {
        let RawReference { root, parts, place } = reference;
        let resolved: Vec<Option<String>> = match (root.as_str(), self.names.imports.get(root)) {
            ("data", _) => parts.clone(),
            ("input", _) => return None,
            (_, Some((import, path))) if import == "data" => path
                .iter()
                .cloned()
                .map(Some)
                .chain(parts.iter().cloned())
                .collect(),
            (_, Some(_)) => return None,
            _ => {
                let own = self.in_package(root, &[]);
                let from = self.paths.range(own.clone()..).next();
                if !from.is_some_and(|path| path.starts_with(&own)) {
                    return None;
                }
                own.into_iter()
                    .map(Some)
                    .chain(parts.iter().cloned())
                    .collect()
            }
        };
        Some(Reference {
            parts: resolved,
            place: place.clone(),
        })
    }
}

impl Scope<'_> {
    /// Names in the head of a rule that its body gives no value. The engine finds out when the body succeeds;
    /// until then such a rule looks like one that denies nothing.
    fn unbound(&self, rule: &Rule) -> Vec<(String, Place)> {
        let Rule::Spec { head, bodies, .. } = rule else {
            return Vec::new();
        };
        let mut arguments = Facts::default();
        let mut head_names = Vec::new();
        match head {
            RuleHead::Compr { refr, assign, .. } => {
                own_names(refr, &mut head_names);
                if let Some(assign) = assign {
                    own_names(&assign.value, &mut head_names);
                }
            }
            RuleHead::Set { refr, key, .. } => {
                own_names(refr, &mut head_names);
                if let Some(key) = key {
                    own_names(key, &mut head_names);
                }
            }
            RuleHead::Func {
                refr, args, assign, ..
            } => {
                own_names(refr, &mut head_names);
                for arg in args {
                    arguments.mention(arg);
                }
                if let Some(assign) = assign {
                    own_names(&assign.value, &mut head_names);
                }
            }
        }
        let mut unbound = Vec::new();
        if bodies.is_empty() {
            self.add_unbound(&head_names, &BTreeSet::new(), &arguments, &mut unbound);
        }
        for body in bodies {
            let bound = self.bound_in(&body.query);
            if body.is_else {
                let mut names = Vec::new();
                if let Some(assign) = &body.assign {
                    own_names(&assign.value, &mut names);
                }
                self.add_unbound(&names, &bound, &arguments, &mut unbound);
            } else {
                self.add_unbound(&head_names, &bound, &arguments, &mut unbound);
            }
        }
        unbound
    }

    /// Every name that may get its value in a body.
    fn bound_in(&self, query: &Query) -> BTreeSet<String> {
        let mut facts = Facts::default();
        walk_query(query, &mut facts);
        let mut names = facts.locals;
        names.extend(facts.bound);
        for call in facts.calls {
            let arity = match self.call(&call).target {
                Target::Function(path) => self.functions.get(&path).copied(),
                Target::Other(name) => match builtins::availability(&name) {
                    Availability::Present { arity } => arity,
                    _ => None,
                },
            };
            if arity.is_none_or(|arity| call.arguments > arity) {
                names.extend(call.last);
            }
        }
        names
    }

    fn add_unbound(
        &self,
        names: &[&Expr],
        bound: &BTreeSet<String>,
        arguments: &Facts,
        unbound: &mut Vec<(String, Place)>,
    ) {
        for expr in names {
            let name = expr.span().text();
            let is_known = matches!(name, "input" | "data")
                || bound.contains(name)
                || arguments.locals.contains(name)
                || self.names.imports.contains_key(name)
                || {
                    let own = self.in_package(name, &[]);
                    let from = self.paths.range(own.clone()..).next();
                    from.is_some_and(|path| path.starts_with(&own))
                };
            if !is_known {
                unbound.push((name.to_owned(), Place::of(expr.span())));
            }
        }
    }
}

struct RawCall {
    function: (String, Vec<String>),
    arguments: usize,
    /// Names in the last argument, which may be where the result goes.
    last: BTreeSet<String>,
    place: Place,
}

struct RawReference {
    root: String,
    parts: Vec<Option<String>>,
    place: Place,
}

/// What a walk over one rule found.
#[derive(Default)]
struct Facts {
    locals: BTreeSet<String>,
    /// Names that may get their value without being declared.
    bound: BTreeSet<String>,
    calls: Vec<RawCall>,
    references: Vec<RawReference>,
    divides: bool,
}

impl Facts {
    /// Notes the names of an argument's pattern.
    fn mention(&mut self, pattern: &Expr) {
        let mut names = Vec::new();
        own_names(pattern, &mut names);
        self.locals
            .extend(names.iter().map(|name| name.span().text().to_owned()));
    }
}

impl Visitor for Facts {
    fn local(&mut self, name: &str) {
        self.locals.insert(name.to_owned());
    }

    fn reference(&mut self, expr: &Expr) {
        if let Some((root, parts)) = chain(expr) {
            self.references.push(RawReference {
                root,
                parts,
                place: Place::of(expr.span()),
            });
        }
    }

    fn call(&mut self, expr: &Expr, function: &Expr, arguments: &[Ref<Expr>]) {
        if let Some((root, parts)) = chain(function) {
            let mut last = Facts::default();
            if let Some(argument) = arguments.last() {
                last.mention(argument);
            }
            self.calls.push(RawCall {
                function: (root, parts.into_iter().flatten().collect()),
                arguments: arguments.len(),
                last: last.locals,
                place: Place::of(expr.span()),
            });
        }
    }

    fn binding(&mut self, expr: &Expr) {
        let mut names = Vec::new();
        own_names(expr, &mut names);
        self.bound
            .extend(names.iter().map(|name| name.span().text().to_owned()));
    }

    fn division(&mut self) {
        self.divides = true;
    }
}

/// The path of a rule, and its arity when it is a function.
fn head_of(rule: &Rule, package: &[String]) -> (Vec<String>, Option<usize>) {
    let (refr, arity) = match rule {
        Rule::Spec {
            head: RuleHead::Func { refr, args, .. },
            ..
        } => (refr, Some(args.len())),
        Rule::Spec {
            head: RuleHead::Compr { refr, .. } | RuleHead::Set { refr, .. },
            ..
        } => (refr, None),
        Rule::Default { refr, args, .. } => (refr, (!args.is_empty()).then_some(args.len())),
    };
    let mut path = package.to_vec();
    if let Some((root, _)) = chain(refr) {
        path.push(root);
    }
    path.extend(chain_parts(refr).into_iter().map_while(|part| part));
    (path, arity)
}

fn is_plain(rule: &Rule) -> bool {
    let refr = match rule {
        Rule::Spec {
            head:
                RuleHead::Compr { refr, .. } | RuleHead::Set { refr, .. } | RuleHead::Func { refr, .. },
            ..
        }
        | Rule::Default { refr, .. } => refr,
    };
    let parts = chain_parts(refr);
    parts.iter().rev().skip(1).all(Option::is_some)
}

fn head_span(rule: &Rule) -> &Span {
    match rule {
        Rule::Spec {
            head:
                RuleHead::Compr { span, .. } | RuleHead::Set { span, .. } | RuleHead::Func { span, .. },
            ..
        }
        | Rule::Default { span, .. } => span,
    }
}
