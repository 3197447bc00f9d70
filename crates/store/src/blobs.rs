//! Blobs: bytes by the SHA-256 of what they are, compressed, never changed.

use bytes::Bytes;
use domain::Digest;

/// Why a blob was not stored or not read.
#[derive(Debug, Clone, thiserror::Error)]
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
}

/// The blob store. Clones are the same.
#[derive(Debug, Clone)]
pub struct Blobs {}

impl Blobs {
    /// The digest of `bytes`.
    pub fn digest(bytes: &[u8]) -> Digest {
        unimplemented!("{bytes:?}")
    }
    /// Stores `bytes` and returns their digest; durable when it returns. Storing them again is
    /// harmless and cheap.
    pub async fn put(&self, bytes: Bytes) -> Result<Digest, BlobError> {
        unimplemented!("{bytes:?}")
    }
    /// Reads a blob and checks it against its digest.
    pub async fn get(&self, digest: &Digest) -> Result<Bytes, BlobError> {
        unimplemented!("{digest}")
    }
    /// Whether there is such a blob.
    pub async fn contains(&self, digest: &Digest) -> Result<bool, BlobError> {
        unimplemented!("{digest}")
    }
    /// Whether the blob store can be written to.
    pub async fn ping(&self) -> Result<(), BlobError> {
        unimplemented!()
    }
}
