//! Bytes that are asked for again within moments: bundles in force, and plans that were just sent.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use domain::Digest;
use store::BlobError;

use crate::{Error, Services};

/// How much is kept in memory. Small: an idle server is to stay under 80 MB, children included.
const BUDGET: usize = 16 << 20;

/// Content by digest, least recently used out first.
#[derive(Default)]
pub(crate) struct BundleCache {
    inner: Mutex<Entries>,
}

#[derive(Default)]
struct Entries {
    by_digest: HashMap<Digest, (Bytes, u64)>,
    size: usize,
    tick: u64,
}

impl BundleCache {
    fn get(&self, digest: Digest) -> Option<Bytes> {
        let mut entries = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        entries.tick += 1;
        let tick = entries.tick;
        let (bytes, used) = entries.by_digest.get_mut(&digest)?;
        *used = tick;
        Some(bytes.clone())
    }

    pub(crate) fn put(&self, digest: Digest, bytes: Bytes) {
        if bytes.len() > BUDGET / 4 {
            return;
        }
        let mut entries = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        entries.tick += 1;
        let tick = entries.tick;
        entries.size += bytes.len();
        if let Some((old, _)) = entries.by_digest.insert(digest, (bytes, tick)) {
            entries.size -= old.len();
        }
        while entries.size > BUDGET {
            let oldest = entries
                .by_digest
                .iter()
                .min_by_key(|(_, (_, used))| *used)
                .map(|(digest, _)| *digest);
            let Some((old, _)) = oldest.and_then(|digest| entries.by_digest.remove(&digest)) else {
                break;
            };
            entries.size -= old.len();
        }
    }

    /// Forgets `digest`: a plan is not asked for again once it has its answer.
    pub(crate) fn forget(&self, digest: Digest) {
        let mut entries = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((old, _)) = entries.by_digest.remove(&digest) {
            entries.size -= old.len();
        }
    }
}

impl Services {
    /// The bytes behind `digest`, from memory or from the blob store, which checks their hash.
    pub(crate) async fn content(&self, digest: Digest) -> Result<Bytes, Error> {
        Ok(self.stored(digest).await?)
    }

    /// The same for those who tell what is gone from what cannot be reached.
    pub(crate) async fn stored(&self, digest: Digest) -> Result<Bytes, BlobError> {
        if let Some(bytes) = self.bundles().get(digest) {
            return Ok(bytes);
        }
        let bytes = self.blobs().get(&digest).await?;
        self.bundles().put(digest, bytes.clone());
        Ok(bytes)
    }

    /// Stores `bytes` and returns their digest. Before the row that names them, always.
    pub(crate) async fn keep(&self, bytes: Bytes) -> Result<Digest, Error> {
        let digest = self.blobs().put(bytes.clone()).await?;
        self.bundles().put(digest, bytes);
        Ok(digest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_recently_used_leaves_first_and_the_budget_holds() {
        let cache = BundleCache::default();
        let digest = |n: u8| Digest::from_bytes([n; 32]);
        for n in 0..10 {
            cache.put(digest(n), Bytes::from(vec![n; BUDGET / 5]));
            cache.get(digest(0));
        }
        assert!(cache.get(digest(0)).is_some());
        assert!(cache.get(digest(1)).is_none());
        assert!(cache.get(digest(9)).is_some());
        assert!(cache.inner.lock().unwrap().size <= BUDGET);
    }
}
