//! Finding the repository's files for the rules.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The top folder.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_path_buf()
}

/// Every Rust file below a folder: its path from the top folder, and its text.
pub(crate) fn rust_files(folder: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    collect(&root().join(folder), &mut found);
    found.sort();
    found
}

/// Every Rust file of every crate.
pub(crate) fn all_rust_files() -> Vec<(String, String)> {
    ["app", "frontend", "server", "crates", "xtask"]
        .into_iter()
        .flat_map(rust_files)
        .collect()
}

/// The lines of a text that are code: no comments, no documentation.
pub(crate) fn code_lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
}

fn collect(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && name != "target" {
            collect(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let below = path
                .strip_prefix(root())
                .unwrap()
                .to_string_lossy()
                .into_owned();
            found.push((below, fs::read_to_string(&path).unwrap()));
        }
    }
}
