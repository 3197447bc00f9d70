//! Blobs: bytes by the SHA-256 of what they are, compressed, never changed.
//!
//! A blob lies at `sha256/ab/<hex>`, where the digest is that of the plain bytes, so that what is
//! read can be checked whatever the compression did. It is written before the row that names it.

use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use domain::Digest;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use object_store::{ObjectStore, ObjectStoreExt as _};
use sha2::{Digest as _, Sha256};

/// Fast and about as small as the default for JSON.
const LEVEL: i32 = 1;
/// From this size on, hashing and compressing leave the threads that answer requests.
const LARGE: usize = 64 * 1024;

/// Why a blob was not stored or not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BlobError {
    /// The blob store cannot be reached, is full, or answered with an error of its own.
    #[error("the blob store is not available: {0}")]
    Unavailable(String),
    /// There is no such blob.
    #[error("blob {0} is not in the blob store")]
    Missing(Digest),
    /// What is stored is not what was stored.
    #[error("blob {0} is damaged: what the blob store holds does not have this digest")]
    Damaged(Digest),
    /// The URL.
    #[error("the blob URL {0} is not supported: write file:/a/directory")]
    Url(String),
}

/// The blob store. Clones are the same.
#[derive(Debug, Clone)]
pub struct Blobs {
    store: Arc<dyn ObjectStore>,
}

impl Blobs {
    /// Opens the directory that the URL names, or `blobs` in the data directory.
    pub(crate) fn open(url: Option<&str>, data_dir: &Path) -> Result<Self, BlobError> {
        let directory = match url {
            None => data_dir.join("blobs"),
            Some(url) => match url.strip_prefix("file:") {
                Some(path) => path.strip_prefix("//").unwrap_or(path).into(),
                None => return Err(BlobError::Url(url.to_owned())),
            },
        };
        std::fs::create_dir_all(&directory)
            .map_err(|error| BlobError::Unavailable(format!("{}: {error}", directory.display())))?;
        let store = LocalFileSystem::new_with_prefix(&directory)
            .map_err(|error| unavailable(&error))?
            // File and directory are flushed before `put` returns: the row that names the blob
            // must not outlive it.
            .with_fsync(true);
        Ok(Self {
            store: Arc::new(store),
        })
    }

    /// The digest of `bytes`.
    pub fn digest(bytes: &[u8]) -> Digest {
        Digest::from_bytes(Sha256::digest(bytes).into())
    }

    /// Stores `bytes` and returns their digest; durable when it returns. Storing them again is
    /// harmless, and mends a blob that was damaged.
    pub async fn put(&self, bytes: Bytes) -> Result<Digest, BlobError> {
        let digest = {
            let bytes = bytes.clone();
            aside(bytes.len(), move || Ok(Self::digest(&bytes))).await?
        };
        match self.read(digest, bytes.len()).await {
            Ok(_) => return Ok(digest),
            Err(BlobError::Missing(_)) => {}
            Err(BlobError::Damaged(_)) => tracing::warn!(%digest, "a damaged blob is replaced"),
            Err(error) => return Err(error),
        }
        let packed = aside(bytes.len(), move || {
            zstd::bulk::compress(&bytes, LEVEL)
                .map_err(|error| BlobError::Unavailable(format!("cannot compress: {error}")))
        })
        .await?;
        // Whole or not at all, over whatever somebody else has written meanwhile: the same bytes.
        let written = self.store.put(&key(&digest), packed.into()).await;
        written.map(|_| digest).map_err(|error| unavailable(&error))
    }

    /// Reads a blob and checks it against its digest.
    pub async fn get(&self, digest: &Digest) -> Result<Bytes, BlobError> {
        self.read(*digest, 0).await
    }

    /// The same of one that is at least `size` bytes, as far as the caller knows.
    async fn read(&self, digest: Digest, size: usize) -> Result<Bytes, BlobError> {
        let found = match self.store.get(&key(&digest)).await {
            Ok(found) => found,
            Err(object_store::Error::NotFound { .. }) => return Err(BlobError::Missing(digest)),
            Err(error) => return Err(unavailable(&error)),
        };
        let packed = found.bytes().await.map_err(|error| unavailable(&error))?;
        aside(packed.len().max(size), move || {
            let plain =
                zstd::decode_all(packed.as_ref()).map_err(|_| BlobError::Damaged(digest))?;
            if Self::digest(&plain) != digest {
                return Err(BlobError::Damaged(digest));
            }
            Ok(Bytes::from(plain))
        })
        .await
    }

    /// Whether there is such a blob.
    pub async fn contains(&self, digest: &Digest) -> Result<bool, BlobError> {
        self.exists(&key(digest)).await
    }

    /// Whether the blob store can be written to and read from.
    pub async fn ping(&self) -> Result<(), BlobError> {
        let probe = Key::from("probe");
        self.store
            .put(&probe, Bytes::from_static(b"portcullis").into())
            .await
            .map_err(|error| unavailable(&error))?;
        self.store
            .get(&probe)
            .await
            .map(drop)
            .map_err(|error| unavailable(&error))
    }

    async fn exists(&self, key: &Key) -> Result<bool, BlobError> {
        match self.store.head(key).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(unavailable(&error)),
        }
    }
}

/// Where a blob lies.
fn key(digest: &Digest) -> Key {
    let hex = digest.hex();
    Key::from(format!("sha256/{}/{hex}", &hex[..2]))
}

fn unavailable(error: &object_store::Error) -> BlobError {
    BlobError::Unavailable(error.to_string())
}

/// Does `work` here when it is little, and on a thread for such things when it is much.
async fn aside<T: Send + 'static>(
    size: usize,
    work: impl FnOnce() -> Result<T, BlobError> + Send + 'static,
) -> Result<T, BlobError> {
    if size < LARGE {
        return work();
    }
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| BlobError::Unavailable(error.to_string()))?
}

#[cfg(test)]
mod tests;
