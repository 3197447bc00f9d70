//! What a build step reads, folded into one digest, so that a step whose inputs did not change is
//! not done again.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use super::digest;

/// The digest over files and, recursively, folders below `root`, by path and content. An absent
/// path counts as absent: making it changes the digest.
pub(super) fn digest_of(root: &Path, paths: &[&str], extra: &[&str]) -> Result<String> {
    let mut files = Vec::new();
    for path in paths {
        collect(&root.join(path), &mut files)?;
    }
    files.sort();
    let mut parts: Vec<Vec<u8>> = extra.iter().map(|text| text.as_bytes().to_vec()).collect();
    for file in files {
        let name = file.strip_prefix(root).unwrap_or(&file);
        parts.push(name.to_string_lossy().into_owned().into_bytes());
        parts.push(fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?);
    }
    let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
    Ok(digest::of(&parts))
}

/// Every file at or below `path`.
pub(super) fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_file() {
        files.push(path.to_path_buf());
    } else if path.is_dir() {
        let entries =
            fs::read_dir(path).with_context(|| format!("cannot read {}", path.display()))?;
        for entry in entries {
            collect(&entry?.path(), files)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_follows_names_contents_and_absence() {
        let root = tempfile::tempdir().unwrap();
        let digest = || digest_of(root.path(), &["src", "Cargo.lock"], &["quick"]).unwrap();
        let absent = digest();
        fs::create_dir_all(root.path().join("src/inner")).unwrap();
        fs::write(root.path().join("src/inner/a.rs"), "a").unwrap();
        let first = digest();
        assert_eq!(first, digest());
        fs::write(root.path().join("src/inner/a.rs"), "b").unwrap();
        let changed = digest();
        fs::rename(
            root.path().join("src/inner/a.rs"),
            root.path().join("src/a.rs"),
        )
        .unwrap();
        let moved = digest();
        let all = [absent, first, changed, moved];
        assert!(
            all.iter()
                .enumerate()
                .all(|(at, one)| !all[..at].contains(one)),
            "{all:?}"
        );
    }
}
