//! What is loaded together.

use std::collections::{BTreeMap, BTreeSet};

use domain::Problem;

use super::subcases::noted;
use super::{Files, Loaded};
use crate::bundle::extension;
use crate::compile::{compile_laid_out, parse};
use crate::coverage::Chart;
use crate::data::{self, DataFiles};
use crate::manifest::is_manifest;
use crate::{Dialect, Network, SetOptions};

/// Files by the innermost folder with a manifest that holds them; its path ends in a slash, and is
/// empty for the whole.
pub(super) fn by_root(files: &Files) -> BTreeMap<String, Files> {
    let roots: BTreeSet<&str> = files
        .keys()
        .filter(|path| is_manifest(path))
        .map(|path| path.rfind('/').map_or("", |slash| &path[..=slash]))
        .collect();
    let mut units: BTreeMap<String, Files> = BTreeMap::new();
    for (path, content) in files {
        let root = roots.iter().rev().filter(|root| path.starts_with(**root));
        let root = root.max_by_key(|root| root.len()).copied().unwrap_or("");
        units
            .entry(root.to_owned())
            .or_default()
            .insert(path.clone(), content.clone());
    }
    units
}

/// Compiles what a folder holds. Everything that is wrong goes into `problems`.
pub(super) fn load(
    root: &str,
    files: &Files,
    dialect: Option<Dialect>,
    problems: &mut Vec<Problem>,
) -> Option<Loaded> {
    let rego = files
        .iter()
        .filter(|(path, _)| extension(path) == Some("rego"));
    let count = rego.clone().count();
    if count == 0 {
        return None;
    }
    let sources = parse(
        dialect,
        rego.map(|(path, content)| (path.as_str(), content.as_slice())),
        problems,
    );
    let relative: Files = files
        .iter()
        .map(|(path, content)| (path[root.len()..].to_owned(), content.clone()))
        .collect();
    let mut data_problems = Vec::new();
    let data = data::load(&relative, DataFiles::All, &mut data_problems);
    for problem in data_problems {
        let file = problem.file.clone().unwrap_or_default();
        // Files that only look like data, such as two plans side by side, are left out aloud.
        let problem = if data::is_data(&file, DataFiles::Bundle) {
            problem
        } else {
            problem.warning()
        };
        problems.push(Problem {
            file: Some(format!("{root}{file}")),
            ..problem
        });
    }
    if sources.len() != count {
        return None;
    }
    let noting: Vec<_> = sources.iter().cloned().map(noted).collect();
    // Tests put others in place of built-ins that reach out.
    let options = SetOptions {
        strict: false,
        dialect,
        network: Network::Unreachable,
    };
    let mut found = Vec::new();
    let mut compiled = compile_laid_out(&noting, &data, options, &mut found);
    // Whatever is wrong is to be wrong with what was written.
    if found.iter().any(Problem::is_error) {
        found.clear();
        compiled = compile_laid_out(&sources, &data, options, &mut found);
    }
    problems.extend(found);
    let mut compiled = compiled?;
    let unit = &mut compiled.unit;
    let chart = Chart::of(&sources, unit.engine.get_modules(), &unit.wordings);
    Some(Loaded { compiled, chart })
}
