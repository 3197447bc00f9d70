//! Rules that begin with a keyword: `as.foo := 1`, `default.x contains …`.
//!
//! OPA has such names where a rule or a statement begins and a dot or a bracket follows at once
//! (`scanAheadRef` of `v1/ast/parser.go`); the engine's parser has none. So the keyword gets a name of ours
//! before it is parsed, and then the rule goes to a package of that name, where the engine has it by the
//! same path: `foo := 1` in `package main["as"]`. What refers to it, and what it refers to itself, is
//! written as paths.

mod scan;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use regorus::unstable::{Expr, Rule, RuleHead};

use super::dialect::Dialect;
use super::extent::{brackets, range};
use super::imports::is_keyword;
use super::packages::{Text, package_of};
use super::program::{Definition, Program, Use};
use super::wording::{Edit, Part, Wording};
use super::{is_name, path_text, reference_text};

/// What a keyword's name begins with, and what it ends with.
const BEFORE: &str = "__keyword_";
const BEHIND: &str = "__";

/// The text with names in place of keywords that begin references; `None` where there are none.
pub(super) fn named(source: &Wording, dialect: Dialect) -> Option<Wording> {
    scan::rewrite(source, dialect)
}

/// The keyword that a name of ours stands for.
pub(crate) fn keyword(name: &str) -> Option<&str> {
    name.strip_prefix(BEFORE)?.strip_suffix(BEHIND)
}

/// A package, and a keyword that rules of it begin with.
type Root = (Vec<String>, String);

/// The texts with such rules in packages of their own; `None` where there are none left. What cannot be
/// written so stays as it is, and is refused by `check::keywords`.
pub(crate) fn placed(program: &Program, texts: &[Text]) -> Option<Vec<Text>> {
    let mut moves: BTreeMap<&str, Vec<(&Definition, Move)>> = BTreeMap::new();
    let mut roots: BTreeSet<Root> = BTreeSet::new();
    for definition in &program.definitions {
        if let Some(moved) = Move::of(definition) {
            roots.insert((package_of(&definition.module), moved.keyword.clone()));
            let file = moves.entry(&definition.place.file).or_default();
            file.push((definition, moved));
        }
    }
    let mut edits: BTreeMap<&str, Vec<Edit>> = BTreeMap::new();
    for definition in &program.definitions {
        let package = package_of(&definition.module);
        let is_moved = Move::of(definition).is_some();
        let uses = definition.uses.iter();
        let found = uses.filter_map(|one| path_edit(one, &package, is_moved, &roots));
        edits
            .entry(&definition.place.file)
            .or_default()
            .extend(found);
    }
    if moves.is_empty() && edits.values().all(Vec::is_empty) {
        return None;
    }
    let mut placed = Vec::new();
    for text in texts {
        let mut edits = edits.remove(text.name.as_str()).unwrap_or_default();
        let moves = moves.remove(text.name.as_str()).unwrap_or_default();
        let mut packages: BTreeMap<Vec<String>, Wording> = BTreeMap::new();
        for (definition, moved) in &moves {
            let package = packages
                .entry(moved.package.clone())
                .or_insert_with(|| header(definition, &moved.package, &text.wording));
            let rule = moved.written(&text.wording, &edits);
            package.copy(&rule, 0..rule.read().len());
            package.add("\n\n", &text.wording, moved.rule.start);
        }
        for (_, moved) in moves {
            edits.retain(|edit| {
                edit.range.start < moved.rule.start || moved.rule.end <= edit.range.start
            });
            edits.push(Edit {
                range: moved.rule,
                with: Vec::new(),
            });
        }
        placed.push(Text {
            wording: Arc::new(text.wording.edited(edits)),
            ..text.clone()
        });
        for (package, wording) in packages {
            placed.push(Text {
                name: format!("{} ({})", text.name, path_text(&package)),
                dialect: text.dialect,
                wording: Arc::new(wording),
            });
        }
    }
    Some(placed)
}

/// What puts a path in place of a name; `None` where it is not to be, or means something else there.
fn path_edit(
    one: &Use,
    package: &[String],
    is_moved: bool,
    roots: &BTreeSet<Root>,
) -> Option<Edit> {
    if one.is_local || one.hidden.contains("data") {
        return None;
    }
    let part = match keyword(&one.name) {
        Some(keyword) => {
            let root = (package.to_vec(), keyword.to_owned());
            if !one.is_opening || !roots.contains(&root) {
                return None;
            }
            keyword
        }
        None if is_moved && one.is_rule => &one.name,
        None => return None,
    };
    let mut path = package.to_vec();
    path.push(part.to_owned());
    Some(Edit {
        range: one.range.clone(),
        with: vec![Part::Add(path_text(&path))],
    })
}

/// The statements of a package of its own for a definition: what it is called and which keywords it has.
fn header(definition: &Definition, package: &[String], wording: &Wording) -> Wording {
    let module = &definition.module;
    let mut header = Wording::default();
    let at = module.package.span.start as usize;
    if let Some((root, parts)) = package.split_first() {
        let path = reference_text(root, parts);
        header.add(&format!("package {path}\n\n"), wording, at);
    }
    for import in module.imports.iter().filter(|import| is_keyword(import)) {
        header.copy(wording, range(&import.span));
        header.add("\n\n", wording, at);
    }
    header
}

/// A rule that goes to another package. Ranges are in bytes.
struct Move {
    keyword: String,
    package: Vec<String>,
    rule: Range<usize>,
    /// From the keyword to the part that its name begins with there.
    prefix: Range<usize>,
    /// That part, when it stands in brackets and quotes.
    name: Option<String>,
    /// Where the value `true` is to be said: with a shorter name it might be a set.
    value: Option<usize>,
}

impl Move {
    /// `None` for a definition that begins with no keyword, or of which too little is left behind it.
    fn of(definition: &Definition) -> Option<Self> {
        let rule = definition.rule.as_ref();
        let (refr, value) = head(rule)?;
        let mut chain = Vec::new();
        let mut at = refr;
        while let Expr::RefDot { refr, .. } | Expr::RefBrack { refr, .. } = at {
            chain.push(at);
            at = refr;
        }
        chain.reverse();
        let root = at.span();
        let keyword = keyword(root.text())?.to_owned();
        let mut package = package_of(&definition.module);
        package.push(keyword.clone());
        let mut parts = chain.iter().peekable();
        while let Some(part) = parts.next() {
            let (name, at, is_quoted) = match part {
                Expr::RefDot { field, .. } => (
                    field.0.text().to_owned(),
                    field.0.start as usize..field.0.end as usize,
                    false,
                ),
                Expr::RefBrack { refr, index, .. } => {
                    let (Expr::String { value, .. } | Expr::RawString { value, .. }) =
                        index.as_ref()
                    else {
                        return None;
                    };
                    let range = brackets(refr, index)?;
                    (value.as_string().ok()?.to_string(), range, true)
                }
                _ => return None,
            };
            if is_name(&name) {
                return Some(Self {
                    keyword,
                    package,
                    rule: range(rule.span()),
                    prefix: root.start as usize..if is_quoted { at.end } else { at.start },
                    name: is_quoted.then_some(name),
                    value,
                });
            }
            parts.peek()?;
            package.push(name);
        }
        None
    }

    /// The rule as it is written there.
    fn written(&self, wording: &Wording, edits: &[Edit]) -> Wording {
        let inside = edits
            .iter()
            .filter(|edit| self.rule.start <= edit.range.start && edit.range.end <= self.rule.end);
        let mut edits: Vec<Edit> = inside.cloned().collect();
        let name = self.name.iter().cloned();
        edits.push(Edit {
            range: self.prefix.clone(),
            with: name.map(Part::Add).collect(),
        });
        edits.extend(self.value.map(|at| Edit {
            range: at..at,
            with: vec![Part::Add(" = true".to_owned())],
        }));
        for range in [0..self.rule.start, self.rule.end..wording.read().len()] {
            edits.push(Edit {
                range,
                with: Vec::new(),
            });
        }
        wording.edited(edits)
    }
}

/// The reference in the head of a rule, and where it ends, when its value is to be said there; `None` for
/// a set of the old kind, `as.foo { … }` or `as[x] { … }`, whose name is the keyword alone.
fn head(rule: &Rule) -> Option<(&Expr, Option<usize>)> {
    match rule {
        Rule::Spec { head, .. } => match head {
            RuleHead::Compr { span, refr, assign } => {
                let end = assign.is_none().then(|| range(span).end);
                Some((refr, end))
            }
            RuleHead::Set { refr, key, .. } => key.as_ref().map(|_| (refr.as_ref(), None)),
            RuleHead::Func { refr, .. } => Some((refr, None)),
        },
        Rule::Default { refr, .. } => Some((refr, None)),
    }
}
