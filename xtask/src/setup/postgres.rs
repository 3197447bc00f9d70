//! The programs of a Postgres server, for the cluster that the tests start themselves.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

use super::debian_package;
use crate::command;

/// Where Debian puts the programs of each version; they are not on the PATH.
const DEBIAN: &str = "/usr/lib/postgresql";

/// The folder with `initdb` and `postgres`: that of `pg_config`, else Debian's newest, else the
/// PATH's.
pub(super) fn find() -> Option<PathBuf> {
    let configured = command::capture(Command::new("pg_config").arg("--bindir"))
        .ok()
        .map(|printed| PathBuf::from(printed.trim()));
    configured
        .into_iter()
        .chain(debian_folders(Path::new(DEBIAN)))
        .chain(command::on_path("initdb").and_then(|found| Some(found.parent()?.to_path_buf())))
        .find(|folder| folder.join("initdb").is_file() && folder.join("postgres").is_file())
}

/// Installs Debian's when there is none. Its service is not used: the tests have their own.
pub(super) fn ensure() -> Result<String> {
    if find().is_some() {
        return Ok("ok".to_owned());
    }
    debian_package::install("postgresql").context("Postgres is needed by the tests")?;
    match find() {
        Some(_) => Ok("installed".to_owned()),
        None => bail!("the package postgresql brought no initdb below {DEBIAN}"),
    }
}

/// `…/<version>/bin`, newest first.
fn debian_folders(base: &Path) -> Vec<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = fs::read_dir(base)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let version = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .collect();
    versions.sort_by_key(|(version, _)| std::cmp::Reverse(*version));
    versions.into_iter().map(|(_, folder)| folder).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_version_is_tried_first_and_by_number() {
        let base = tempfile::tempdir().unwrap();
        for version in ["9", "15", "17", "share"] {
            fs::create_dir_all(base.path().join(version).join("bin")).unwrap();
        }
        let found: Vec<_> = debian_folders(base.path());
        let expected: Vec<_> = ["17", "15", "9"]
            .iter()
            .map(|version| base.path().join(version).join("bin"))
            .collect();
        assert_eq!(found, expected);
        assert!(debian_folders(&base.path().join("absent")).is_empty());
    }
}
