//! Directories and the lock that keeps a second process out of a SQLite file.

use std::fs::{DirBuilder, File, TryLockError};
use std::path::Path;

use crate::StoreError;

/// Creates a directory that only its owner may enter; an existing one stays as it is.
pub(super) fn create_directory(path: &Path) -> Result<(), StoreError> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(|error| {
        StoreError::Setup(format!(
            "cannot create the directory {}: {error}",
            path.display()
        ))
    })
}

/// Takes the lock beside `database`. The operating system gives it back when this process ends,
/// however it ends.
pub(super) fn take(database: &Path) -> Result<File, StoreError> {
    let mut path = database.as_os_str().to_owned();
    path.push(".lock");
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(|error| {
            StoreError::Setup(format!(
                "cannot open {}: {error}",
                Path::new(&path).display()
            ))
        })?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::Setup(format!(
            "{} is in use by another portcullis: stop that one, or choose another data directory",
            database.display()
        ))),
        Err(TryLockError::Error(error)) => Err(StoreError::Setup(format!(
            "cannot lock {}: {error}",
            Path::new(&path).display()
        ))),
    }
}
