//! Files that are served as they are: everything below `style/static`.

use std::fs;

use anyhow::{Context, Result};

use super::{inputs, site::Site};
use crate::project::Project;

/// Takes all of them over under `/static/`.
pub(super) fn collect(project: &Project, site: &mut Site) -> Result<String> {
    let folder = project.root().join("style/static");
    let mut files = Vec::new();
    inputs::collect(&folder, &mut files)?;
    for file in &files {
        let name = file
            .strip_prefix(&folder)?
            .to_string_lossy()
            .replace('\\', "/");
        let bytes = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
        site.add_static(&name, bytes)?;
    }
    Ok(format!("{} files", files.len()))
}
