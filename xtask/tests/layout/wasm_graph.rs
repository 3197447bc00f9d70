//! What the browser must not download.
//!
//! `cargo tree` rather than `cargo metadata`: only it resolves features for one package and one
//! target, and so tells the browser's half of `app` from the server's.

use std::{collections::BTreeSet, process::Command};

use crate::sources;

/// Never below `frontend`, whoever brings it.
const NEVER: [&str; 14] = [
    "axum",
    "engine",
    "hcl-rs",
    "hyper",
    "mio",
    "regorus",
    "reqwest",
    "ring",
    "sandbox",
    "service",
    "sqlx",
    "sqlx-core",
    "store",
    "tokio",
];

/// Leptos brings these, and its linker drops what it does not call; our own use would keep them.
const NOT_BY_US: [&str; 9] = [
    "chrono",
    "icu_normalizer",
    "idna",
    "regex",
    "regex-automata",
    "serde_json",
    "serde_yaml",
    "toml",
    "url",
];

/// The crates whose own dependencies are Leptos' business.
const LEPTOS: [&str; 7] = [
    "leptos",
    "leptos_meta",
    "leptos_router",
    "reactive_graph",
    "reactive_stores",
    "server_fn",
    "tachys",
];

#[test]
fn the_browser_does_not_download_the_server() {
    let graph = graph(&[]);
    assert!(
        graph.contains("leptos") && graph.contains("domain"),
        "not a graph: {graph:?}"
    );
    let found: Vec<&str> = NEVER
        .into_iter()
        .filter(|name| graph.contains(*name))
        .collect();
    assert!(
        found.is_empty(),
        "see `cargo tree -p frontend -i NAME`: {found:?}"
    );
}

#[test]
fn heavy_crates_come_with_leptos_or_not_at_all() {
    let graph = graph(&LEPTOS);
    assert!(graph.contains("domain"), "not a graph: {graph:?}");
    let found: Vec<&str> = NOT_BY_US
        .into_iter()
        .filter(|name| graph.contains(*name))
        .collect();
    assert!(
        found.is_empty(),
        "app or domain brings {found:?} to the browser"
    );
}

fn graph(pruned: &[&str]) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .current_dir(sources::root())
        .args([
            "tree",
            "--locked",
            "--package",
            "frontend",
            "--target",
            "wasm32-unknown-unknown",
        ])
        .args([
            "--edges",
            "normal,no-proc-macro",
            "--prefix",
            "none",
            "--format",
            "{p}",
        ])
        .args(pruned.iter().flat_map(|name| ["--prune", name]))
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .filter_map(|line| line.split_whitespace().next().map(str::to_owned))
        .collect()
}
