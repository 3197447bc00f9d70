//! Reading a plan from a file or from standard input.

use std::io::Read;
use std::path::Path;

use anyhow::Context;
use bytes::Bytes;
use flate2::Compression;
use flate2::read::{GzEncoder, MultiGzDecoder};

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

/// The document itself, when it is gzipped; never more than `max_mb` MiB of it, as a server takes.
pub(super) fn decompressed(bytes: Bytes, max_mb: u64) -> anyhow::Result<Bytes> {
    let limit = max_mb << 20;
    let plain = if is_gzip(&bytes) {
        let mut plain = Vec::new();
        MultiGzDecoder::new(bytes.as_ref())
            .take(limit + 1)
            .read_to_end(&mut plain)
            .context("the gzipped file is damaged")?;
        plain.into()
    } else {
        bytes
    };
    anyhow::ensure!(
        plain.len() as u64 <= limit,
        "the plan is larger than the limit of {max_mb} MiB: raise it with --max-plan-mb or \
         PORTCULLIS_MAX_PLAN_MB, the server's too"
    );
    Ok(plain)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_at_the_limit_is_read_and_one_byte_more_is_not_packed_or_plain() {
        let whole = Bytes::from(vec![b' '; 1 << 20]);
        let more = Bytes::from(vec![b' '; (1 << 20) + 1]);
        for packed in [false, true] {
            let sent = |bytes: &Bytes| {
                if packed {
                    compressed(bytes.clone()).unwrap()
                } else {
                    bytes.clone()
                }
            };
            assert_eq!(decompressed(sent(&whole), 1).unwrap(), whole);
            let error = decompressed(sent(&more), 1).unwrap_err().to_string();
            assert!(error.contains("PORTCULLIS_MAX_PLAN_MB"), "{error}");
        }
    }
}
