//! What a set of modules says, in the terms that the checks need.

mod facts;
mod head;
mod mentions;
mod scope;
mod unbound;

use std::collections::{BTreeMap, BTreeSet};

use regorus::unstable::{Module, Ref, Rule, Span};

use self::facts::Facts;
pub(crate) use self::head::Head;
use self::head::{head_of, head_span, index_of, shape_of};
pub(crate) use self::mentions::{DOCUMENTS, Use};
pub(crate) use self::scope::Names;
use self::scope::Scope;
use super::comparisons::Comparison;
use super::early::Early;
use super::heads::Given;
use super::locals::Local;
use super::modifiers::Modified;
use super::negations::Negation;
use super::outputs::Extent;
use super::patterns::Apart;
use super::relations::Assigned;
use super::replaced::Named;
use super::replacements::Replacement;
use super::stand_ins::Replaced;
use super::walk::{chain, walk_rule};
use super::wording::{Edit, Wordings};
use crate::position::{column, position};

/// Why a use of `=` in `every` is refused that gives a name a value and compares others.
const MIXED: &str =
    "in `every` a name that has a value would get another one here: compare with `==`";

/// A place in a module.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) file: String,
    pub(crate) line: u32,
    pub(crate) column: u32,
}

impl Place {
    pub(crate) fn of(span: &Span) -> Self {
        let (text, start) = (span.source.contents(), span.start as usize);
        // The engine's column counts a tab for four, and its line may be that of an operator inside.
        let (line, column) = if span.text().contains('\n') {
            position(text, start)
        } else {
            (span.line, column(text, start))
        };
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
    /// Where its name stands, in bytes.
    pub(crate) function: std::ops::Range<usize>,
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

/// What a local name is taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mistake {
    /// A rule of its package.
    Rule,
    /// A name of a scope around its own.
    Outer,
}

/// A statement that imports.
#[derive(Debug)]
pub(crate) struct Import {
    pub(crate) root: String,
    pub(crate) parts: Vec<String>,
    /// The name that it is known by.
    pub(crate) alias: String,
    pub(crate) place: Place,
    /// Where it stands in its module, in bytes.
    pub(crate) range: std::ops::Range<usize>,
}

/// One definition of a rule.
pub(crate) struct Definition {
    /// Its path behind `data`, up to the first part that is computed.
    pub(crate) path: Vec<String>,
    /// How many arguments it takes, when it is a function.
    pub(crate) arity: Option<usize>,
    pub(crate) is_default: bool,
    pub(crate) head: Head,
    /// The name in the last brackets of its head.
    pub(crate) index: Option<String>,
    pub(crate) place: Place,
    pub(crate) calls: Vec<Call>,
    pub(crate) references: Vec<Reference>,
    pub(crate) negations: Vec<Negation>,
    pub(crate) modified: Vec<Modified>,
    /// Where a name stands that gets another name, in bytes.
    pub(crate) renamed: Vec<std::ops::Range<usize>>,
    /// Functions that a `with` replaces.
    pub(crate) replaced: Vec<Named>,
    /// Built-ins of ours that a `with` replaces.
    pub(crate) stand_ins: Vec<Replaced>,
    /// Functions that a `with` puts in place of others.
    pub(crate) replacements: Vec<Replacement>,
    /// Where what `some … in` takes members of stands, in bytes, where it may be no collection.
    pub(crate) collections: Vec<std::ops::Range<usize>>,
    pub(crate) given: Vec<Given>,
    /// The operators that it uses, by the names that OPA has for them.
    pub(crate) operators: BTreeSet<&'static str>,
    /// Statements with `not` that need what comes behind them.
    pub(crate) early: Vec<Early>,
    /// Local names that something else has too.
    pub(crate) locals: Vec<Local>,
    /// Where it takes objects apart.
    pub(crate) patterns: Vec<Apart>,
    /// Where it uses a name that its module imports, or a keyword, or another name that is to be told.
    pub(crate) uses: Vec<Use>,
    /// What gives a minus to the name behind it.
    pub(crate) negatives: Vec<Edit>,
    /// What compares values in `every`, where the engine would give one of them another name's.
    pub(crate) compared: Vec<Edit>,
    /// Places where `data` is followed by a name without a value, in brackets.
    pub(crate) any_package: Vec<Place>,
    /// What writes its operations as calls, those inside of others too.
    pub(crate) operations: Vec<Edit>,
    /// Sets and objects that are negated: where they stand.
    pub(crate) negated_braces: Vec<Place>,
    /// The same for uses of `=` and `:=`.
    pub(crate) negated_bindings: Vec<Place>,
    /// Wildcards that are negated.
    pub(crate) negated_wildcards: Vec<Place>,
    /// Local names that the engine takes for others where they are an index: why.
    pub(crate) mistaken: Vec<(String, Place, Mistake)>,
    /// What the engine reads otherwise than OPA, and what to write instead.
    pub(crate) misread: Vec<(Place, &'static str)>,
    /// Declarations that cannot be, and why.
    pub(crate) undeclarable: Vec<(Place, String)>,
    /// Names in the head that nothing gives a value.
    pub(crate) unbound: Vec<(String, Place)>,
    /// Whether it has `data` as a local name.
    shadows_data: bool,
    pub(crate) module: Ref<Module>,
    pub(crate) rule: Ref<Rule>,
}

impl Definition {
    fn of(rule: &Ref<Rule>, module: &Ref<Module>, scope: &Scope<'_>) -> Self {
        let (path, arity) = head_of(rule, &scope.names.package);
        let mut facts = Facts::default();
        walk_rule(rule, &mut facts);
        let compared = compared(&mut facts, |name| {
            Scope::is_known(scope.names, scope.paths, name)
        });
        let locals = scope.locals(&facts);
        Definition {
            shadows_data: facts.locals.contains("data"),
            locals,
            operators: facts.operators.clone(),
            uses: scope.uses(facts.uses, &path),
            path,
            arity,
            is_default: matches!(rule.as_ref(), Rule::Default { .. }),
            head: shape_of(rule, &scope.names.package),
            index: index_of(rule),
            place: Place::of(head_span(rule)),
            calls: facts.calls.iter().map(|call| scope.call(call)).collect(),
            references: facts
                .references
                .iter()
                .filter(|reference| !facts.locals.contains(&reference.root))
                .filter_map(|reference| scope.reference(reference))
                .collect(),
            negations: scope.negations(facts.negations),
            modified: scope.modified(facts.modified),
            renamed: facts.renamed,
            stand_ins: scope.stand_ins(&facts.targets),
            replaced: scope.replaced(facts.targets),
            replacements: scope.replacements(&facts.locals, facts.replacements),
            given: scope.given(rule, module.rego_v1),
            early: scope.early(rule),
            patterns: scope.patterns(rule, module.rego_v1),
            collections: facts.collections,
            negatives: facts.negatives,
            compared,
            any_package: scope.any_package(&facts.locals, &facts.unassigned, facts.packages),
            operations: facts.operations,
            negated_braces: facts.negated_braces,
            negated_bindings: facts.negated_bindings,
            negated_wildcards: facts.negated_wildcards,
            mistaken: scope.mistaken(&facts.locals, &facts.shadows, facts.indexes),
            misread: facts.misread,
            undeclarable: facts.undeclarable,
            unbound: scope.unbound(rule),
            module: module.clone(),
            rule: rule.clone(),
        }
    }

    fn places(&mut self) -> impl Iterator<Item = &mut Place> {
        let calls = self.calls.iter_mut().map(|call| &mut call.place);
        let references = self.references.iter_mut();
        let unbound = self.unbound.iter_mut();
        std::iter::once(&mut self.place)
            .chain(calls)
            .chain(self.uses.iter_mut().map(|one| &mut one.place))
            .chain(self.replacements.iter_mut().map(|one| &mut one.place))
            .chain(references.map(|reference| &mut reference.place))
            .chain(unbound.map(|(_, place)| place))
            .chain(&mut self.negated_braces)
            .chain(&mut self.negated_bindings)
            .chain(&mut self.negated_wildcards)
            .chain(self.mistaken.iter_mut().map(|(_, place, _)| place))
            .chain(self.misread.iter_mut().map(|(place, _)| place))
            .chain(&mut self.any_package)
    }
}

/// Every definition of every module.
pub(crate) struct Program {
    pub(crate) definitions: Vec<Definition>,
    /// The path of every rule.
    paths: BTreeSet<Vec<String>>,
    /// Arity of every function, by path.
    pub(crate) functions: BTreeMap<Vec<String>, usize>,
    /// Package of every module, by file.
    pub(crate) packages: Vec<(String, Vec<String>)>,
    pub(crate) imports: Vec<Import>,
    /// Packages that are more than one module.
    pub(crate) divided: BTreeSet<Vec<String>>,
    /// Whether any rule has `data` as a local name: what it reads from `data` is not among its
    /// references then.
    pub(crate) shadows_data: bool,
}

/// The statement of the engine's tree; `None` for one that names nothing.
fn import_of(import: &regorus::unstable::Import) -> Option<Import> {
    let (root, parts) = chain(&import.refr)?;
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let alias = match &import.r#as {
        Some(alias) => alias.text().to_owned(),
        None => parts.last().unwrap_or(&root).clone(),
    };
    Some(Import {
        place: Place::of(&import.span),
        range: import.span.start as usize..import.span.end as usize,
        root,
        parts,
        alias,
    })
}

/// What writes the comparisons of a rule in `every`; those that would also give names their values are noted
/// as misread.
fn compared(facts: &mut Facts, is_known: impl Fn(&str) -> bool) -> Vec<Edit> {
    let mut edits = Vec::new();
    for unified in std::mem::take(&mut facts.unified) {
        match unified.meant(&is_known, |name, depth| facts.is_around(name, depth)) {
            Comparison::None => {}
            Comparison::Only(edit) => edits.push(edit),
            Comparison::Mixed(place) => facts.misread.push((place, MIXED)),
        }
    }
    edits
}

impl Program {
    /// Reads the modules.
    pub(crate) fn read(modules: &[Ref<Module>]) -> Self {
        Self::read_after(None, modules)
    }

    /// The same of modules some of which were read before, beside others in the places of the rest.
    pub(crate) fn read_after(earlier: Option<Self>, modules: &[Ref<Module>]) -> Self {
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
        // A round adds rules of names that nothing had before, and so means nothing else to the modules that it
        // leaves alone.
        let mut earlier = earlier
            .filter(|earlier| {
                earlier.paths.is_subset(&paths)
                    && earlier
                        .functions
                        .iter()
                        .all(|(path, arity)| functions.get(path) == Some(arity))
            })
            .map(|earlier| earlier.definitions)
            .unwrap_or_default()
            .into_iter()
            .peekable();
        let mut definitions = Vec::new();
        for (module, names) in modules.iter().zip(&names) {
            let scope = Scope {
                names,
                functions: &functions,
                paths: &paths,
            };
            for rule in &module.policy {
                // In the same order as before, so what does not come next was written otherwise.
                while earlier
                    .next_if(|definition| !modules.contains(&definition.module))
                    .is_some()
                {}
                let same = earlier.next_if(|definition| definition.rule == *rule);
                definitions.push(same.unwrap_or_else(|| Definition::of(rule, module, &scope)));
            }
        }
        let (mut packages, mut imports) = (Vec::new(), Vec::new());
        let (mut whole, mut divided) = (BTreeSet::new(), BTreeSet::new());
        for (module, names) in modules.iter().zip(names) {
            let file = module.package.span.source.file();
            if !whole.insert(names.package.clone()) {
                divided.insert(names.package.clone());
            }
            packages.push((file.clone(), names.package));
            imports.extend(module.imports.iter().filter_map(import_of));
        }
        Self {
            shadows_data: definitions.iter().any(|definition| definition.shadows_data),
            definitions,
            paths,
            functions,
            packages,
            imports,
            divided,
        }
    }

    /// Puts every place where it is in what was written, instead of in what the engine read.
    pub(crate) fn place(&mut self, wordings: &Wordings) {
        let imports = self.imports.iter_mut().map(|import| &mut import.place);
        let definitions = self.definitions.iter_mut().flat_map(Definition::places);
        for place in imports.chain(definitions) {
            if let Some(wording) = wordings.get(&place.file)
                && !wording.is_plain()
                && let Some(written) = wording.place(place.line, place.column)
            {
                *place = written;
            }
        }
    }

    /// What a function's name means in a module.
    pub(crate) fn target(&self, names: &Names, name: &(String, Vec<String>)) -> Target {
        let paths = BTreeSet::new();
        let scope = Scope {
            names,
            functions: &self.functions,
            paths: &paths,
        };
        scope.target(name)
    }

    /// Every call.
    pub(crate) fn calls(&self) -> impl Iterator<Item = &Call> {
        self.definitions
            .iter()
            .flat_map(|definition| &definition.calls)
    }

    /// Every name that is called and is no function of the modules.
    pub(crate) fn builtins(&self) -> BTreeSet<String> {
        self.calls()
            .filter_map(|call| match &call.target {
                Target::Other(name) => Some(name.clone()),
                Target::Function(_) => None,
            })
            .collect()
    }
}
