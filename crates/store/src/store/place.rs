//! Whether a database file is still where it was opened.
//!
//! SQLite goes on in a file that somebody removed: every commit succeeds, and all of it is gone with
//! the process. So the file is looked for before each unit of work, which costs a microsecond.

use std::path::{Path, PathBuf};

use crate::StoreError;

/// A file, by its path and by what it is.
pub(super) struct Place {
    path: PathBuf,
    identity: Option<(u64, u64)>,
}

impl Place {
    pub(super) fn of(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            identity: identity(path),
        }
    }

    /// Refuses when something else, or nothing, is at the path.
    pub(super) fn check(&self) -> Result<(), StoreError> {
        if identity(&self.path) == self.identity {
            return Ok(());
        }
        Err(StoreError::Unavailable(format!(
            "the file {} is not the one that was opened: put it back and start the server again",
            self.path.display()
        )))
    }
}

/// Device and inode; where there is no such thing, only whether there is a file.
fn identity(path: &Path) -> Option<(u64, u64)> {
    let metadata = std::fs::metadata(path).ok()?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        Some((metadata.dev(), metadata.ino()))
    }
    #[cfg(not(unix))]
    {
        let _ = metadata;
        Some((0, 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_gone_or_another_one_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        std::fs::write(&path, "one").unwrap();
        let place = Place::of(&path);
        assert!(place.check().is_ok());
        // Kept open, as a database is, so that its inode is not given to the next file.
        let _open = std::fs::File::open(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        assert!(place.check().is_err());
        std::fs::write(&path, "two").unwrap();
        assert!(place.check().is_err());
    }
}
