//! Reading a plan from a file or from standard input.

use std::io::Read;
use std::path::Path;

use anyhow::Context;
use bytes::Bytes;
use flate2::Compression;
use flate2::read::{GzDecoder, GzEncoder};

/// The largest document that is read, decompressed.
const MAX_BYTES: u64 = 1 << 30;

/// Reads a file; `-` is standard input.
pub(super) fn read(path: &Path) -> anyhow::Result<Bytes> {
    let mut bytes = Vec::new();
    if path.as_os_str() == "-" {
        std::io::stdin()
            .take(MAX_BYTES)
            .read_to_end(&mut bytes)
            .context("cannot read standard input")?;
    } else {
        let file =
            std::fs::File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
        file.take(MAX_BYTES)
            .read_to_end(&mut bytes)
            .with_context(|| format!("cannot read {}", path.display()))?;
    }
    Ok(bytes.into())
}

/// The document itself, when it is gzipped.
pub(super) fn decompressed(bytes: Bytes) -> anyhow::Result<Bytes> {
    if !is_gzip(&bytes) {
        return Ok(bytes);
    }
    let mut plain = Vec::new();
    GzDecoder::new(bytes.as_ref())
        .take(MAX_BYTES)
        .read_to_end(&mut plain)
        .context("the gzipped file is damaged")?;
    Ok(plain.into())
}

/// The document gzipped: plans shrink to a twentieth.
pub(super) fn compressed(bytes: Bytes) -> anyhow::Result<Bytes> {
    if is_gzip(&bytes) {
        return Ok(bytes);
    }
    let mut packed = Vec::new();
    GzEncoder::new(bytes.as_ref(), Compression::fast()).read_to_end(&mut packed)?;
    Ok(packed.into())
}

fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1f, 0x8b])
}
