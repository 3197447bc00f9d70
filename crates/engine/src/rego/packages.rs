//! One module for each package, whatever files it is spread over.
//!
//! Where a package is read as a whole, the engine evaluates its first module and takes all of it for
//! done: what the rules of a later one need is undefined then, for everybody. It does the same to the
//! packages below it. So the files of a package are given to it as one module, and packages before
//! those that they are below of.

use std::collections::BTreeMap;
use std::sync::Arc;

use regorus::unstable::{Module, Ref, Span};

use super::dialect::Dialect;
use super::path_text;
use super::walk::chain;
use super::wording::Wording;

/// What the engine is given.
#[derive(Debug, Clone)]
pub(crate) struct Text {
    /// The name that it knows the text by: of its file, or of the package that several files make.
    pub(crate) name: String,
    pub(crate) dialect: Dialect,
    pub(crate) wording: Arc<Wording>,
}

/// A package in one of the dialects.
type Key = (Vec<String>, bool);

/// One text for each package and dialect, in the order in which the engine is to have them; `None`
/// when that is what these are. `modules` are what the engine read of `texts`.
pub(crate) fn joined(modules: &[Ref<Module>], texts: &[Text]) -> Option<Vec<Text>> {
    let mut packages: BTreeMap<Key, Vec<(&Module, &Text)>> = BTreeMap::new();
    let mut order: Vec<Key> = Vec::new();
    for (module, text) in modules.iter().zip(texts) {
        let key = (package_of(module), module.rego_v1);
        let files = packages.entry(key.clone()).or_default();
        if files.is_empty() {
            order.push(key);
        }
        files.push((module.as_ref(), text));
    }
    let is_ordered = order.is_sorted_by_key(depth);
    if order.len() == texts.len() && is_ordered {
        return None;
    }
    order.sort_by_key(depth);
    let join = |key: Key| match packages.get(&key).map(Vec::as_slice) {
        Some([(_, text)]) => Some((*text).clone()),
        Some(files) => Some(join(&key, files)),
        None => None,
    };
    Some(order.into_iter().filter_map(join).collect())
}

/// Deeper packages come first.
fn depth((package, _): &Key) -> std::cmp::Reverse<usize> {
    std::cmp::Reverse(package.len())
}

/// The path of a module's package.
pub(crate) fn package_of(module: &Module) -> Vec<String> {
    let Some((root, parts)) = chain(&module.package.refr) else {
        return Vec::new();
    };
    std::iter::once(root)
        .chain(parts.into_iter().flatten())
        .collect()
}

/// The package's statement, what is imported, and then what each file says besides.
fn join(key: &Key, files: &[(&Module, &Text)]) -> Text {
    let (package, is_v1) = key;
    let mut joined = Wording::default();
    let mut imported = Vec::new();
    for (at, (module, text)) in files.iter().enumerate() {
        let package = &module.package.span;
        if at == 0 {
            joined.copy(&text.wording, package.start as usize..package.end as usize);
        }
        for import in &module.imports {
            // What is imported twice is an error.
            let alias = import.r#as.as_ref().map(Span::text);
            let meant = (chain(&import.refr), alias);
            if !imported.contains(&meant) {
                imported.push(meant);
                joined.add("\n", &text.wording, import.span.start as usize);
                let range = import.span.start as usize..import.span.end as usize;
                joined.copy(&text.wording, range);
            }
        }
    }
    for (module, text) in files {
        let imports = module.imports.iter().map(|import| &import.span);
        let mut at = 0;
        for span in std::iter::once(&module.package.span).chain(imports) {
            joined.copy(&text.wording, at..span.start as usize);
            joined.add("\n", &text.wording, span.start as usize);
            at = span.end as usize;
        }
        joined.copy(&text.wording, at..text.wording.read().len());
        joined.add("\n", &text.wording, text.wording.read().len());
    }
    let dialect = files.first().map_or(Dialect::V1, |(_, text)| text.dialect);
    let said = if *is_v1 { "v1" } else { "v0" };
    Text {
        name: format!("package {} ({said})", path_text(package)),
        dialect,
        wording: Arc::new(joined),
    }
}
