//! Imports, written out: `import data.lib` and `lib.f(x)` as `data.lib.f(x)`.
//!
//! The engine evaluates the whole package where one of its names is read through an import of the
//! package, keeps imports by package where OPA keeps them by file, and finds nothing where a package
//! imports itself. A path it reads as OPA does. What a name means is told as OPA's compiler tells it
//! (`resolveAllRefs`): whatever a scope declares is local in all of that scope.

use std::collections::BTreeMap;

use super::program::{DOCUMENTS, Import, Program, Use};
use super::reference_text;
use super::walk::chain;
use super::wording::{Edit, Part};
use crate::builtins::TEMPLATE_STRING;

/// What writes the imports of each module out, by the module's name.
pub(crate) fn edits(program: &Program) -> BTreeMap<String, Vec<Edit>> {
    let mut uses: BTreeMap<(&str, &str), Vec<&Use>> = BTreeMap::new();
    for definition in &program.definitions {
        for one in &definition.uses {
            let key = (definition.place.file.as_str(), one.name.as_str());
            uses.entry(key).or_default().push(one);
        }
    }
    let mut meant: BTreeMap<(&str, &str), &Import> = BTreeMap::new();
    for import in program.imports.iter().filter(|one| is_document(one)) {
        meant.insert((&import.place.file, &import.alias), import);
    }
    let mut edits: BTreeMap<String, Vec<Edit>> = BTreeMap::new();
    for import in program.imports.iter().filter(|one| is_document(one)) {
        let key = (import.place.file.as_str(), import.alias.as_str());
        let uses = uses.get(&key).map(Vec::as_slice).unwrap_or_default();
        let is_meant = meant
            .get(&key)
            .is_some_and(|one| std::ptr::eq(*one, import));
        // In OPA a template string is never a call of what is imported.
        let is_taken = is_template(&import.alias)
            && program.calls().any(|call| {
                call.written == TEMPLATE_STRING && call.place.file == import.place.file
            });
        let Some(mut written) = written_out(import, uses).filter(|_| !is_taken) else {
            continue;
        };
        written.retain(|_| is_meant);
        let file = edits.entry(import.place.file.clone()).or_default();
        file.append(&mut written);
        file.push(Edit {
            range: import.range.clone(),
            with: Vec::new(),
        });
    }
    edits
}

/// Whether the call for a template string begins with this name.
fn is_template(alias: &str) -> bool {
    TEMPLATE_STRING.split('.').next() == Some(alias)
}

/// Whether it names a part of a document, and not a keyword.
pub(crate) fn is_document(import: &Import) -> bool {
    DOCUMENTS.contains(&import.root.as_str())
}

/// Whether a statement imports keywords, `future.keywords` or `rego.v1`.
pub(super) fn is_keyword(import: &regorus::unstable::Import) -> bool {
    chain(&import.refr).is_some_and(|(root, _)| matches!(root.as_str(), "future" | "rego"))
}

/// What puts the path in place of the name; `None` where that would mean something else.
fn written_out(import: &Import, uses: &[&Use]) -> Option<Vec<Edit>> {
    let is_itself = import.parts.is_empty() && import.alias == import.root;
    let path = reference_text(&import.root, &import.parts);
    let mut edits = Vec::new();
    for one in uses.iter().filter(|one| !one.is_local && !is_itself) {
        if one.hidden.contains(&import.root) {
            return None;
        }
        edits.push(Edit {
            range: one.range.clone(),
            with: vec![Part::Add(path.clone())],
        });
    }
    // A head that stands before several bodies may mean another thing in each.
    let is_local_somewhere = |edit: &Edit| {
        uses.iter()
            .any(|one| one.is_local && one.range == edit.range)
    };
    if edits.iter().any(is_local_somewhere) {
        return None;
    }
    Some(edits)
}
