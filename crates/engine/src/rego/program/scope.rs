//! What the names in a module mean.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use regorus::unstable::{Expr, Module, Rule, RuleHead};

use super::facts::Facts;
use super::mentions::{DOCUMENTS, Name, RawCall, RawReference, Use};
use super::{Call, Mistake, Place, Reference, Target, import_of};
use crate::builtins::{self, Availability};
use crate::rego::early::{self, Early};
use crate::rego::heads::{self, Given};
use crate::rego::imports::is_document;
use crate::rego::keywords::keyword;
use crate::rego::locals::Local;
use crate::rego::modifiers::Modified;
use crate::rego::negations::{DEFINED, Negation};
use crate::rego::patterns::{self, Apart};
use crate::rego::reference_text;
use crate::rego::replaced::Named;
use crate::rego::replacements::Replacement;
use crate::rego::stand_ins::Replaced;
use crate::rego::terms::{Role, Term};
use crate::rego::walk::chain;

/// What the names of a module mean.
pub(crate) struct Names {
    pub(crate) package: Vec<String>,
    /// Root and parts of every import, by alias.
    pub(crate) imports: BTreeMap<String, (String, Vec<String>)>,
    /// What the engine takes for names besides: `v1` of `rego.v1`, and keywords.
    keywords: BTreeSet<String>,
}

impl Names {
    pub(crate) fn of(module: &Module) -> Self {
        let mut package = Vec::new();
        if let Some((root, parts)) = chain(&module.package.refr) {
            package.push(root);
            package.extend(parts.into_iter().flatten());
        }
        // Of two imports of one name the later is meant. `rego.v1` and keywords are no names.
        let imports = module.imports.iter().filter_map(import_of);
        let (imports, keywords): (Vec<_>, Vec<_>) = imports.partition(is_document);
        let imports = imports.into_iter();
        let keywords = keywords.into_iter();
        Self {
            package,
            imports: imports
                .map(|import| (import.alias, (import.root, import.parts)))
                .collect(),
            keywords: keywords.map(|import| import.alias).collect(),
        }
    }
}

fn is_rule(names: &Names, paths: &BTreeSet<Vec<String>>, name: &str) -> bool {
    let mut own = names.package.clone();
    own.push(name.to_owned());
    let from = paths.range(own.clone()..).next();
    from.is_some_and(|path| path.starts_with(&own))
}

/// How the names in one module are resolved.
pub(super) struct Scope<'a> {
    pub(super) names: &'a Names,
    pub(super) functions: &'a BTreeMap<Vec<String>, usize>,
    pub(super) paths: &'a BTreeSet<Vec<String>>,
}

fn dotted(root: &str, parts: &[String]) -> String {
    let root = std::iter::once(root);
    let names: Vec<&str> = root.chain(parts.iter().map(String::as_str)).collect();
    names.join(".")
}

impl Scope<'_> {
    pub(super) fn in_package(&self, root: &str, parts: &[String]) -> Vec<String> {
        let mut path = self.names.package.clone();
        path.push(root.to_owned());
        path.extend_from_slice(parts);
        path
    }

    /// What a function's name means.
    pub(super) fn target(&self, (root, parts): &(String, Vec<String>)) -> Target {
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
        found.map_or_else(|| Target::Other(dotted(root, parts)), Target::Function)
    }

    /// How many arguments a function takes, where that is fixed.
    pub(super) fn arity(&self, target: &Target) -> Option<usize> {
        match target {
            Target::Function(path) => self.functions.get(path).copied(),
            Target::Other(name) => match builtins::availability(name) {
                Availability::Present { arity } => arity,
                _ => None,
            },
        }
    }

    pub(super) fn call(&self, call: &RawCall) -> Call {
        let (root, parts) = &call.function;
        Call {
            written: dotted(root, parts),
            function: call.name.clone(),
            target: self.target(&call.function),
            arguments: call.arguments,
            place: call.place.clone(),
            extent: call.extent,
            assigned: call.assigned.clone(),
        }
    }

    /// Whether a part of an expression may be undefined: it is no name of a value that the rule has.
    pub(super) fn may_be_undefined(&self, term: &Term) -> bool {
        let Some(name) = &term.name else {
            return true;
        };
        self.is_global(name)
    }

    /// The negations of which a part may be undefined, or gets its value elsewhere in the body.
    pub(super) fn negations(&self, mut negations: Vec<Negation>) -> Vec<Negation> {
        for negation in &mut negations {
            negation.terms.retain(|term| {
                let may_be_undefined = self.may_be_undefined(term);
                let name = term.name.as_deref().unwrap_or_default();
                let is_ours = name.starts_with(DEFINED) || name == "_";
                match term.role {
                    Role::Other => may_be_undefined,
                    Role::Side => !may_be_undefined && !is_ours,
                    Role::Within => may_be_undefined || !is_ours,
                }
            });
        }
        negations.retain(|negation| !negation.terms.is_empty());
        negations
    }

    /// The statements with a `with` whose value may be undefined, of those that replace no function.
    pub(super) fn modified(&self, mut modified: Vec<Modified>) -> Vec<Modified> {
        for one in &mut modified {
            one.modifiers.retain(|modifier| {
                let may_be_undefined = |term| self.may_be_undefined(term);
                modifier.terms.iter().any(may_be_undefined)
                    && !self.functions.contains_key(&modifier.target)
            });
        }
        modified.retain(|one| !one.modifiers.is_empty());
        modified
    }

    /// The indexes that are a local name which a rule of the package or a scope around has too.
    pub(super) fn mistaken(
        &self,
        locals: &BTreeSet<String>,
        shadows: &BTreeSet<String>,
        indexes: Vec<(String, Place)>,
    ) -> Vec<(String, Place, Mistake)> {
        let mistake = |name: &str| {
            if shadows.contains(name) {
                return Some(Mistake::Outer);
            }
            let is_both = locals.contains(name) && self.is_rule(name);
            is_both.then_some(Mistake::Rule)
        };
        let found = indexes.into_iter().filter_map(|(name, place)| {
            let mistake = mistake(&name)?;
            Some((name, place, mistake))
        });
        found.collect()
    }

    /// Where the first brackets behind `data` hold a name that has no value yet.
    pub(super) fn any_package(
        &self,
        locals: &BTreeSet<String>,
        unassigned: &BTreeSet<String>,
        packages: Vec<(String, Place)>,
    ) -> Vec<Place> {
        let has_value = |name: &str| {
            let is_local = locals.contains(name);
            (is_local && !unassigned.contains(name)) || (!is_local && self.is_rule(name))
        };
        let any = packages.into_iter().filter(|(name, _)| !has_value(name));
        any.map(|(_, place)| place).collect()
    }

    /// The uses of names that the module imports, and of keywords; of a rule that begins with a keyword
    /// those of rules too.
    pub(super) fn uses(&self, uses: Vec<Use>, path: &[String]) -> Vec<Use> {
        let root = path.get(self.names.package.len());
        let is_moved = root.is_some_and(|root| keyword(root).is_some());
        let meant = uses.into_iter().map(|mut one| {
            one.is_rule = self.is_rule(&one.name);
            one
        });
        meant
            .filter(|one| {
                self.names.imports.contains_key(&one.name)
                    || keyword(&one.name).is_some()
                    || is_moved && one.is_rule
            })
            .collect()
    }

    fn is_rule(&self, name: &str) -> bool {
        is_rule(self.names, self.paths, name)
    }

    /// Whether a name that is not local has a value: a rule, an import or a document.
    pub(super) fn is_known(names: &Names, paths: &BTreeSet<Vec<String>>, name: &str) -> bool {
        DOCUMENTS.contains(&name) || names.imports.contains_key(name) || is_rule(names, paths, name)
    }

    /// The functions of the modules among what `with` gives another value.
    pub(super) fn replaced(&self, targets: Vec<(Range<usize>, String, Vec<String>)>) -> Vec<Named> {
        let named = |(range, root, parts): (Range<usize>, String, Vec<String>)| {
            let mut written = vec![root.clone()];
            written.extend(parts.iter().cloned());
            let path = match root.as_str() {
                "data" => parts,
                _ => self.in_package(&root, &parts),
            };
            self.functions.contains_key(&path).then(|| Named {
                range,
                written: written.join("."),
                path,
            })
        };
        targets.into_iter().filter_map(named).collect()
    }

    /// The built-ins among what `with` gives another value that are ours and not the engine's.
    pub(super) fn stand_ins(
        &self,
        targets: &[(Range<usize>, String, Vec<String>)],
    ) -> Vec<Replaced> {
        let found = targets.iter().filter_map(|(range, root, parts)| {
            let Target::Other(builtin) = self.target(&(root.clone(), parts.clone())) else {
                return None;
            };
            if builtins::is_operator(&builtin) {
                return None;
            }
            let arity = builtins::arity_of_ours_alone(&builtin).filter(|arity| *arity > 0)?;
            Some(Replaced {
                range: range.clone(),
                builtin,
                arity,
            })
        });
        found.collect()
    }

    /// The functions that a `with` puts in place of others.
    pub(super) fn replacements(
        &self,
        locals: &BTreeSet<String>,
        found: Vec<(Name, Name, Range<usize>, Place)>,
    ) -> Vec<Replacement> {
        let found = found
            .into_iter()
            .filter_map(|(function, by, range, place)| {
                let (function, _) = self.function(&function)?;
                if locals.contains(&by.0) {
                    return None;
                }
                let (by, is_builtin) = self.function(&by)?;
                Some(Replacement {
                    function,
                    by,
                    is_builtin,
                    range,
                    place,
                })
            });
        found.collect()
    }

    /// A function by its name with dots, with how many arguments it takes and whether it is a built-in.
    fn function(&self, (root, parts): &Name) -> Option<((String, usize), bool)> {
        let path = match root.as_str() {
            "data" => parts.clone(),
            _ => self.in_package(root, parts),
        };
        let name = reference_text(root, parts);
        if let Some(arity) = self.functions.get(&path) {
            return Some(((name, *arity), false));
        }
        if self.is_rule(root) || self.names.imports.contains_key(root) {
            return None;
        }
        match builtins::availability(&name) {
            Availability::Present { arity: Some(arity) } => Some(((name, arity), true)),
            _ => None,
        }
    }

    /// What the rule gives that may be undefined.
    pub(super) fn given(&self, rule: &Rule, is_v1: bool) -> Vec<Given> {
        let mut arguments = Facts::default();
        if let Rule::Spec {
            head: RuleHead::Func { args, .. },
            ..
        } = rule
        {
            for arg in args {
                arguments.mention(arg);
            }
        }
        let mut given = heads::given(rule, is_v1, &|name| {
            name != "_" && (arguments.locals.contains(name) || self.is_global(name))
        });
        given.retain(|one| one.terms.iter().any(|term| self.may_be_undefined(term)));
        given
    }

    /// Where the rule takes objects apart.
    pub(super) fn patterns(&self, rule: &Rule, is_v1: bool) -> Vec<Apart> {
        let has_result = |function: &Expr, arguments: usize| {
            let Some((root, parts)) = chain(function) else {
                return false;
            };
            let function = (root, parts.into_iter().flatten().collect());
            let arity = self.arity(&self.target(&function));
            arity.is_some_and(|arity| arguments == arity + 1)
        };
        patterns::of_rule(rule, is_v1, &|name| self.is_global(name), &has_result)
    }

    /// The local names that something else has too: a rule of the package, a scope around, what imports a
    /// keyword, or a name that nothing declares.
    pub(super) fn locals(&self, facts: &Facts) -> Vec<Local> {
        let is_shared = |local: &&Local| {
            local.hides_another
                || facts.is_meant_elsewhere(local)
                || self.is_rule(&local.name)
                || self.names.keywords.contains(&local.name)
        };
        facts.scoped().filter(is_shared).cloned().collect()
    }

    /// The statements with `not` that need what comes behind them.
    pub(super) fn early(&self, rule: &Rule) -> Vec<Early> {
        early::of_rule(rule, &|name| self.is_global(name))
    }

    /// Whether a name has a value everywhere in the module.
    fn is_global(&self, name: &str) -> bool {
        DOCUMENTS.contains(&name) || self.names.imports.contains_key(name) || self.is_rule(name)
    }

    pub(super) fn reference(&self, reference: &RawReference) -> Option<Reference> {
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
