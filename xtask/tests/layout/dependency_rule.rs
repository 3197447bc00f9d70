//! Which crate of ours may import which.

use std::{
    collections::{BTreeMap, BTreeSet},
    process::Command,
};

use serde_json::Value;

use crate::sources;

/// A crate and whom it may import; nobody else of ours. A test may look through a wall in one
/// place: `server`'s tests prepare databases through `store`.
const MAY_IMPORT: [(&str, &[&str]); 10] = [
    ("domain", &[]),
    ("engine", &["domain"]),
    ("sandbox", &["engine", "domain"]),
    ("store", &["domain"]),
    ("service", &["domain", "store", "sandbox"]),
    ("app", &["domain", "service"]),
    ("frontend", &["app"]),
    ("server", &["app", "service", "sandbox", "domain", "store"]),
    ("benchmark", &["engine", "sandbox", "domain"]),
    ("xtask", &["engine", "sandbox", "domain"]),
];

/// In `server`, the store is opened where everything is wired, and nowhere else.
const WIRES_THE_STORE: &str = "server/src/serve";

#[test]
fn no_crate_imports_one_that_it_may_not_know() {
    let allowed: BTreeMap<&str, BTreeSet<&str>> = MAY_IMPORT
        .iter()
        .map(|(name, whom)| (*name, whom.iter().copied().collect()))
        .collect();
    let mut mistakes = Vec::new();
    for (name, imports) in crates() {
        let Some(allowed) = allowed.get(name.as_str()) else {
            mistakes.push(format!(
                "{name} is not in the table: say whom it may import"
            ));
            continue;
        };
        for import in imports
            .iter()
            .filter(|import| !allowed.contains(import.as_str()))
        {
            mistakes.push(format!("{name} imports {import}, which it may not know"));
        }
    }
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
}

#[test]
fn the_table_holds_only_crates_that_exist() {
    let crates = crates();
    for (name, whom) in MAY_IMPORT {
        for known in whom.iter().chain([&name]) {
            assert!(
                crates.contains_key(*known),
                "{known} is no crate of this workspace"
            );
        }
    }
}

#[test]
fn app_knows_service_only_when_it_is_built_for_the_server() {
    let manifest = manifest_of("app");
    let service = dependencies(&manifest)
        .into_iter()
        .find(|dependency| dependency["name"] == "service" && dependency["kind"].is_null())
        .expect("app imports service");
    assert_eq!(
        service["optional"], true,
        "the browser would download the service"
    );
    let features = &manifest["features"];
    assert!(features["ssr"].to_string().contains("dep:service"));
    assert!(!features["hydrate"].to_string().contains("service"));
}

#[test]
fn server_opens_the_store_in_one_place() {
    let strays: Vec<String> = sources::rust_files("server/src")
        .into_iter()
        .filter(|(path, text)| {
            !path.starts_with(WIRES_THE_STORE)
                && sources::code_lines(text).any(|line| line.contains("store::"))
        })
        .map(|(path, _)| path)
        .collect();
    assert!(
        strays.is_empty(),
        "these use store, not service: {strays:?}"
    );
}

/// The crates of this workspace, and which of them each imports, for its code or for its tests.
fn crates() -> BTreeMap<String, BTreeSet<String>> {
    let packages = packages();
    let ours: BTreeSet<String> = packages
        .iter()
        .map(|package| text(&package["name"]))
        .collect();
    packages
        .iter()
        .map(|package| {
            let imports = dependencies(package)
                .iter()
                .map(|dependency| text(&dependency["name"]))
                .filter(|name| ours.contains(name) && *name != text(&package["name"]))
                .collect();
            (text(&package["name"]), imports)
        })
        .collect()
}

fn manifest_of(name: &str) -> Value {
    packages()
        .into_iter()
        .find(|package| package["name"] == name)
        .expect("a crate of ours")
}

fn packages() -> Vec<Value> {
    let output = Command::new(env!("CARGO"))
        .current_dir(sources::root())
        .args(["metadata", "--no-deps", "--format-version=1"])
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let mut metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    match metadata["packages"].take() {
        Value::Array(packages) => packages,
        other => panic!("cargo metadata lists no packages but {other}"),
    }
}

fn dependencies(package: &Value) -> Vec<&Value> {
    package["dependencies"]
        .as_array()
        .into_iter()
        .flatten()
        .collect()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
