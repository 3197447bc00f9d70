//! Reading a folder of policies.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, bail};

/// The most that a folder may hold: what a bundle may.
const MAX_BYTES: u64 = 64 << 20;

/// Reads every file below `folder`, by path with `/`. What is hidden is left out; links are refused,
/// because what they lead to may be nobody's business.
pub(super) fn read(folder: &Path) -> anyhow::Result<BTreeMap<String, Vec<u8>>> {
    let about =
        std::fs::metadata(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    if !about.is_dir() {
        bail!("{} is not a folder", folder.display());
    }
    let mut files = BTreeMap::new();
    let mut total = 0;
    walk(folder, "", &mut files, &mut total)?;
    if files.is_empty() {
        bail!("{} is empty", folder.display());
    }
    Ok(files)
}

fn walk(
    folder: &Path,
    prefix: &str,
    files: &mut BTreeMap<String, Vec<u8>>,
    total: &mut u64,
) -> anyhow::Result<()> {
    let entries =
        std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    for entry in entries {
        let entry = entry.with_context(|| format!("cannot read {}", folder.display()))?;
        let path = entry.path();
        let Some(name) = entry.file_name().to_str().map(str::to_owned) else {
            bail!("{} has a name that is not UTF-8: rename it", path.display());
        };
        if name.starts_with('.') {
            continue;
        }
        let name = format!("{prefix}{name}");
        let kind = entry.file_type()?;
        if kind.is_symlink() {
            bail!("{} is a link: put the file itself there", path.display());
        } else if kind.is_dir() {
            walk(&path, &format!("{name}/"), files, total)?;
        } else if kind.is_file() {
            let bytes =
                std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
            *total += bytes.len() as u64;
            if *total > MAX_BYTES {
                bail!(
                    "the folder holds more than {} MiB: is it the right one?",
                    MAX_BYTES >> 20
                );
            }
            files.insert(name, bytes);
        } else {
            bail!("{} is neither a file nor a folder", path.display());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn hidden_files_are_left_out_and_paths_have_slashes() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("policies/.git")).unwrap();
        for name in [
            "policies.hcl",
            ".env",
            "policies/a.rego",
            "policies/.git/config",
        ] {
            std::fs::write(folder.path().join(name), "x").unwrap();
        }
        let names: Vec<_> = read(folder.path()).unwrap().into_keys().collect();
        assert_eq!(names, ["policies.hcl", "policies/a.rego"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_refused_by_name() {
        let folder = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink("/etc/hostname", folder.path().join("sneaky.rego")).unwrap();
        let error = read(folder.path()).unwrap_err().to_string();
        assert!(error.contains("sneaky.rego is a link"), "{error}");
    }

    #[test]
    fn an_empty_or_absent_folder_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        assert!(
            read(folder.path())
                .unwrap_err()
                .to_string()
                .contains("is empty")
        );
        assert!(read(&folder.path().join("absent")).is_err());
    }
}
