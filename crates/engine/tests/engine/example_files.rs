//! Reads the folder `examples` of the repository, and says what its sets think of a plan.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use engine::{EvaluationLimits, Inputs, LoadedSet, Plan, PolicyEvaluation, SetOptions, pack};

use crate::support::{Files, run_document, shown};

/// What the policies of one set say about one plan, in the manifest's order.
pub(crate) fn evaluations(set: &LoadedSet, plan: &[u8]) -> Vec<PolicyEvaluation> {
    let inputs = Inputs::new(&Plan::parse(plan).unwrap(), &run_document());
    (0..set.policies().len())
        .map(|policy| set.evaluate(policy, &inputs, &EvaluationLimits::default()))
        .collect()
}

/// Every set, compiled, by the name of its folder.
pub(crate) fn sets() -> BTreeMap<String, LoadedSet> {
    let load = |name: String| {
        let set = LoadedSet::load(&pack(files_of(&name)), SetOptions::default())
            .unwrap_or_else(|problems| panic!("{name}: {:#?}", shown(&problems)));
        (name, set)
    };
    names_of_sets().into_iter().map(load).collect()
}

/// Every folder but that of the plans.
pub(crate) fn names_of_sets() -> Vec<String> {
    let mut names: Vec<_> = entries(&folder())
        .filter(|path| path.is_dir())
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        .filter(|name| name != "plans")
        .collect();
    names.sort();
    names
}

/// The files of one set, those of its tests too.
pub(crate) fn files_of(set: &str) -> Files {
    let root = folder().join(set);
    let mut files = Files::new();
    let mut open = vec![root.clone()];
    while let Some(folder) = open.pop() {
        for path in entries(&folder) {
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(&root).unwrap().to_str().unwrap();
                files.insert(name.to_owned(), std::fs::read(&path).unwrap());
            }
        }
    }
    files
}

/// The example plans, by file name.
pub(crate) fn example_plans() -> Vec<(String, Vec<u8>)> {
    plans_in(&folder().join("plans"))
}

/// The text of `expected.json`.
pub(crate) fn expected() -> Vec<u8> {
    std::fs::read(folder().join("expected.json")).unwrap()
}

/// The `.json` files of a folder, by file name.
pub(crate) fn plans_in(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut plans: Vec<_> = entries(folder)
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "json")
        })
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read(&path).unwrap())
        })
        .collect();
    plans.sort();
    plans
}

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples"))
}

fn entries(folder: &Path) -> impl Iterator<Item = PathBuf> {
    std::fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.unwrap().path())
}
