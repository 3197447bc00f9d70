use std::path::PathBuf;

use super::*;

struct Place {
    blobs: Blobs,
    directory: tempfile::TempDir,
}

fn place() -> Place {
    let directory = tempfile::tempdir().unwrap();
    let blobs = Blobs::open(None, directory.path()).unwrap();
    Place { blobs, directory }
}

impl Place {
    fn file(&self, digest: &Digest) -> PathBuf {
        let hex = digest.hex();
        let folder = self.directory.path().join("blobs/sha256");
        folder.join(&hex[..2]).join(&hex)
    }
}

#[tokio::test]
async fn what_was_stored_is_read_back_whatever_its_size() {
    let place = place();
    for size in [0, 1, 1_000, 3 * LARGE] {
        let bytes: Vec<u8> = (0..=250).cycle().take(size).collect();
        let digest = place.blobs.put(bytes.clone().into()).await.unwrap();
        assert_eq!(digest, Blobs::digest(&bytes));
        assert_eq!(place.blobs.get(&digest).await.unwrap(), bytes);
        assert!(place.blobs.contains(&digest).await.unwrap());
        assert!(place.file(&digest).exists(), "addressed by the plain bytes");
    }
}

#[tokio::test]
async fn storing_the_same_bytes_again_changes_nothing() {
    let place = place();
    let bytes = Bytes::from_static(b"a plan");
    let puts = (0..20).map(|_| place.blobs.put(bytes.clone()));
    for digest in futures::future::join_all(puts).await {
        assert_eq!(digest, Ok(Blobs::digest(&bytes)));
    }
    let folder = place.file(&Blobs::digest(&bytes));
    let left = std::fs::read_dir(folder.parent().unwrap()).unwrap().count();
    assert_eq!(left, 1, "nothing half-written stays");
}

#[tokio::test]
async fn an_absent_blob_is_missing_and_not_empty() {
    let place = place();
    let digest = Blobs::digest(b"never stored");
    assert_eq!(
        place.blobs.get(&digest).await,
        Err(BlobError::Missing(digest))
    );
    assert!(!place.blobs.contains(&digest).await.unwrap());
}

#[tokio::test]
async fn every_flipped_bit_is_noticed() {
    let place = place();
    let bytes = Bytes::from(vec![b'x'; 300]);
    let digest = place.blobs.put(bytes.clone()).await.unwrap();
    let file = place.file(&digest);
    let stored = std::fs::read(&file).unwrap();
    for bit in 0..stored.len() * 8 {
        let mut damaged = stored.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        std::fs::write(&file, &damaged).unwrap();
        // A bit that the compression does not use leaves the bytes as they were.
        match place.blobs.get(&digest).await {
            Ok(read) => assert_eq!(read, bytes, "bit {bit}"),
            Err(error) => assert_eq!(error, BlobError::Damaged(digest), "bit {bit}"),
        }
    }
    std::fs::write(&file, b"").unwrap();
    assert_eq!(
        place.blobs.get(&digest).await,
        Err(BlobError::Damaged(digest))
    );
}

#[tokio::test]
async fn a_blob_in_the_place_of_another_is_damaged() {
    let place = place();
    let one = place.blobs.put(Bytes::from_static(b"one")).await.unwrap();
    let two = place.blobs.put(Bytes::from_static(b"two")).await.unwrap();
    std::fs::copy(place.file(&one), place.file(&two)).unwrap();
    assert_eq!(place.blobs.get(&two).await, Err(BlobError::Damaged(two)));
}

#[tokio::test]
async fn storing_a_damaged_blob_again_mends_it() {
    let place = place();
    let bytes = Bytes::from_static(b"a plan");
    let digest = place.blobs.put(bytes.clone()).await.unwrap();
    for damage in [&b""[..], b"nonsense"] {
        std::fs::write(place.file(&digest), damage).unwrap();
        assert_eq!(place.blobs.put(bytes.clone()).await, Ok(digest));
        assert_eq!(place.blobs.get(&digest).await, Ok(bytes.clone()));
    }
}

#[tokio::test]
async fn a_directory_may_be_named_and_other_urls_are_refused() {
    let directory = tempfile::tempdir().unwrap();
    for prefix in ["file:", "file://"] {
        let url = format!("{prefix}{}/elsewhere", directory.path().display());
        let blobs = Blobs::open(Some(&url), directory.path()).unwrap();
        blobs.ping().await.unwrap();
        assert!(directory.path().join("elsewhere").exists());
    }
    let refused = Blobs::open(Some("ftp://host/blobs"), directory.path()).unwrap_err();
    assert!(matches!(refused, BlobError::Url(_)), "{refused}");
}
