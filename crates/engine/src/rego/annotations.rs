//! What comments say of rules and packages: OPA's annotations (`v1/ast/annotations.go`).
//!
//! `rego.metadata.rule()` and `rego.metadata.chain()` are what stands in the comments above them. OPA's
//! compiler puts that in place of the calls; so does this, before anything else is written otherwise.
//! Where one of the comments cannot be read as OPA reads it, the calls stay and are refused.

mod block;
mod comments;

use std::collections::BTreeMap;

use regorus::unstable::Rule;
use serde_json::{Value, json};

use self::block::Block;
use super::keywords::keyword;
use super::packages::{Text, package_of};
use super::program::{Call, Definition, Program, Target};
use super::walk::is_constant_part;
use super::wording::{Edit, Part};

const RULE: &str = "rego.metadata.rule";
const CHAIN: &str = "rego.metadata.chain";

/// What puts the annotations in place of the calls, by the module's name.
pub(crate) fn edits(program: &Program, texts: &[Text]) -> BTreeMap<String, Vec<Edit>> {
    let mut edits: BTreeMap<String, Vec<Edit>> = BTreeMap::new();
    let is_asked =
        |call: &Call| matches!(&call.target, Target::Other(name) if name == RULE || name == CHAIN);
    if !program.calls().any(is_asked) {
        return edits;
    }
    let Some(annotations) = Annotations::of(program, texts) else {
        return edits;
    };
    for (number, definition) in program.definitions.iter().enumerate() {
        for call in definition.calls.iter().filter(|call| is_asked(call)) {
            let Some(edit) = annotations.edit(number, definition, call) else {
                continue;
            };
            let file = definition.place.file.clone();
            edits.entry(file).or_default().push(edit);
        }
    }
    edits
}

/// What all comments say.
#[derive(Default)]
struct Annotations {
    /// By the number of the definition, those that stand nearest to it first.
    rules: BTreeMap<usize, Vec<Value>>,
    packages: BTreeMap<Vec<String>, Value>,
    /// Those of whole documents, and of packages with all below them.
    paths: BTreeMap<Vec<String>, Value>,
}

/// What annotations may belong to.
enum Node {
    Package(Vec<String>),
    Import,
    Rule(usize),
}

impl Annotations {
    /// `None` when some comment cannot be read, or says what another one says.
    fn of(program: &Program, texts: &[Text]) -> Option<Self> {
        let mut annotations = Self::default();
        for text in texts {
            let nodes = nodes(program, text)?;
            for comment in comments::blocks(text.wording.as_written()?) {
                let block = Block::read(&comment.text)?;
                let (_, node) = nodes.iter().find(|(line, _)| *line > comment.line)?;
                annotations.add(&block, node, program)?;
            }
        }
        Some(annotations)
    }

    fn add(&mut self, block: &Block, node: &Node, program: &Program) -> Option<()> {
        let scope = match (block.scope.as_deref(), node) {
            (Some(scope), _) => scope,
            (None, Node::Rule(_)) if block.is_entrypoint => "document",
            (None, Node::Rule(_)) => "rule",
            (None, Node::Package(_)) => "package",
            (None, Node::Import) => return None,
        };
        if block.is_entrypoint && !matches!(scope, "document" | "package") {
            return None;
        }
        let value = block.value(scope);
        match (scope, node) {
            ("rule", Node::Rule(number)) => {
                self.rules.entry(*number).or_default().insert(0, value);
                Some(())
            }
            ("document", Node::Rule(number)) => {
                self.add_path(path_of(program.definitions.get(*number)?)?, value)
            }
            ("subpackages", Node::Package(path)) => self.add_path(path.clone(), value),
            ("package", Node::Package(path)) => self
                .packages
                .insert(path.clone(), value)
                .is_none()
                .then_some(()),
            _ => None,
        }
    }

    fn add_path(&mut self, path: Vec<String>, value: Value) -> Option<()> {
        // OPA does not get along with one above another that it read before.
        let mut below = self.paths.range(path.clone()..);
        if below
            .next()
            .is_some_and(|(other, _)| other.starts_with(&path))
        {
            return None;
        }
        self.paths.insert(path, value);
        Some(())
    }

    fn edit(&self, number: usize, definition: &Definition, call: &Call) -> Option<Edit> {
        let Rule::Spec { bodies, .. } = definition.rule.as_ref() else {
            return None;
        };
        if bodies.iter().skip(1).any(|body| !body.is_else) {
            return None;
        }
        let text = definition.rule.span().source.contents();
        let behind = text.get(call.function.end..)?;
        let left = behind
            .trim_start()
            .strip_prefix('(')?
            .trim_start()
            .strip_prefix(')')?;
        // What stands behind `else` is a rule of its own to OPA, without comments.
        let is_else = bodies.iter().skip(1).any(|body| {
            (body.span.start as usize..body.span.end as usize).contains(&call.function.start)
        });
        let own = self.rules.get(&number).filter(|_| !is_else);
        let own = own.map(Vec::as_slice).unwrap_or_default();
        let value = match call.written.as_str() {
            // Of several the one that is furthest away.
            RULE => own.last().cloned().unwrap_or_else(|| json!({})),
            _ => self.chain(own, definition)?,
        };
        let text_of_it = Value::from(value.to_string());
        Some(Edit {
            range: call.function.start..text.len() - left.len(),
            with: vec![Part::Add(format!("json.unmarshal({text_of_it})"))],
        })
    }

    /// From what is said of the rule to what is said of the outermost package.
    fn chain(&self, own: &[Value], definition: &Definition) -> Option<Value> {
        let path = path_of(definition)?;
        let package = package_of(&definition.module);
        let mut chain: Vec<Value> = own
            .iter()
            .map(|value| json!({"annotations": value, "path": path}))
            .collect();
        if chain.is_empty() {
            chain.push(json!({"path": path}));
        }
        let said = |value: &Value, path: &[String]| json!({"annotations": value, "path": path});
        chain.extend(self.paths.get(&path).map(|value| said(value, &path)));
        chain.extend(
            self.packages
                .get(&package)
                .map(|value| said(value, &package)),
        );
        for length in (1..=package.len()).rev() {
            let outer = &package[..length];
            chain.extend(self.paths.get(outer).map(|value| said(value, outer)));
        }
        Some(Value::from(chain))
    }
}

/// The statements of a text with the lines that they begin in, in order.
fn nodes(program: &Program, text: &Text) -> Option<Vec<(u32, Node)>> {
    let mut nodes = Vec::new();
    let (_, package) = program
        .packages
        .iter()
        .find(|(file, _)| *file == text.name)?;
    let own = |file: &str| file == text.name;
    let mut definitions = program.definitions.iter().enumerate();
    let first = definitions.find(|(_, definition)| own(&definition.place.file));
    if let Some((_, definition)) = first {
        let module = &definition.module;
        let mut add = |span: &regorus::unstable::Span, node: Node| {
            let place = text.wording.place(span.line, 1)?;
            nodes.push((place.line, node));
            Some(())
        };
        add(&module.package.span, Node::Package(package.clone()))?;
        for import in &module.imports {
            add(&import.span, Node::Import)?;
        }
    } else {
        nodes.push((u32::MAX, Node::Package(package.clone())));
    }
    for (number, definition) in program.definitions.iter().enumerate() {
        if own(&definition.place.file) {
            let place = &definition.place;
            let written = text.wording.place(place.line, place.column)?;
            nodes.push((written.line, Node::Rule(number)));
        }
    }
    Some(nodes)
}

/// A rule's path up to the first part that is computed; `None` where that is a number or the like, which
/// has no place in it here.
fn path_of(definition: &Definition) -> Option<Vec<String>> {
    if is_constant_part(&definition.rule) {
        return None;
    }
    let parts = definition.path.iter();
    Some(
        parts
            .map(|part| keyword(part).unwrap_or(part).to_owned())
            .collect(),
    )
}
