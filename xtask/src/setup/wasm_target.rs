//! The standard library for `wasm32-unknown-unknown` in the toolchain that is used.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use anyhow::{Context, Result, anyhow};

use super::{rust_source, wasm_std};
use crate::{command, project};

/// The one target of the browser.
pub(super) const TARGET: &str = "wasm32-unknown-unknown";

/// Long enough for its 20 MB on a slow line, short enough where nothing ever answers.
const RUSTUP_LIMIT: Duration = Duration::from_secs(90);

/// Installs the target when the toolchain lacks it: by rustup, or where rustup's server cannot be
/// reached, built from Debian's package of the source and kept in the user's cache.
///
/// The target is not listed in a `rust-toolchain.toml`: rustup would then try to download it at
/// every cargo call, and fail where it cannot.
pub(super) fn ensure() -> Result<String> {
    let libraries = library_folder()?;
    if is_installed(&libraries) {
        return Ok("ok".to_owned());
    }
    let Err(refusal) = command::capture_within(
        Command::new("rustup").args(["target", "add", TARGET]),
        RUSTUP_LIMIT,
    ) else {
        return Ok("added by rustup".to_owned());
    };
    from_source(&libraries).map_err(|error| {
        anyhow!(
            "this toolchain has no {TARGET}, and neither way to add it worked.\n\
             rustup: {refusal:#}\n\
             Debian's source: {error:#}\n\
             Run `rustup target add {TARGET}` where rustup's server can be reached."
        )
    })
}

fn from_source(libraries: &Path) -> Result<String> {
    let rustc = command::capture(Command::new(rustc()).arg("-vV"))?;
    let release = field(&rustc, "release").context("`rustc -vV` prints no release")?;
    let commit = field(&rustc, "commit-hash").context("`rustc -vV` prints no commit-hash")?;
    let name = format!("wasm-std-{release}-{commit}");
    let kept = project::cache()?.join(&name);
    let note = if is_installed(&kept) {
        "copied from the cache"
    } else {
        let scratch = project::cache()?.join(name + ".building");
        let source = rust_source::fetch(&release, &scratch)?;
        wasm_std::build(&source, &scratch, &kept)?;
        fs::remove_dir_all(&scratch).context("cannot remove the build folder")?;
        "built from Debian's source"
    };
    wasm_std::copy(&kept, libraries)?;
    Ok(note.to_owned())
}

/// The rustc that cargo would use.
pub(super) fn rustc() -> std::ffi::OsString {
    env::var_os("RUSTC").unwrap_or_else(|| "rustc".into())
}

fn library_folder() -> Result<PathBuf> {
    let printed = command::capture(Command::new(rustc()).args([
        "--print",
        "target-libdir",
        "--target",
        TARGET,
    ]))?;
    Ok(PathBuf::from(printed.trim()))
}

/// A library folder is whole when it has the first and the last crate of a copy. Rustup's files
/// have a hash in their name; cargo writes std, which is a dynamic library elsewhere, without one.
fn is_installed(folder: &Path) -> bool {
    let Ok(entries) = fs::read_dir(folder) else {
        return false;
    };
    let names: Vec<String> = entries
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    ["libcore", "libstd"].iter().all(|library| {
        let is_it = |name: &String| {
            name.strip_suffix(".rlib")
                .and_then(|stem| stem.strip_prefix(library))
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        };
        names.iter().any(is_it)
    })
}

fn field(printed: &str, name: &str) -> Option<String> {
    printed
        .lines()
        .find_map(|line| Some(line.strip_prefix(name)?.strip_prefix(": ")?.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_without_std_is_not_an_installed_target() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        fs::write(path.join("libcore-1.rlib"), "").unwrap();
        fs::write(path.join("libstd_detect-1.rlib"), "").unwrap();
        assert!(!is_installed(path));
        fs::write(path.join("libstd.rlib"), "").unwrap();
        assert!(is_installed(path));
        assert!(!is_installed(&path.join("absent")));
    }

    #[test]
    fn fields_of_rustc_are_read_by_their_whole_name() {
        let printed = "rustc 1.95.0 (59807616e 2026-04-14)\ncommit-hash: 5980\nrelease: 1.95.0\n";
        assert_eq!(field(printed, "release").as_deref(), Some("1.95.0"));
        assert_eq!(field(printed, "commit"), None);
    }
}
