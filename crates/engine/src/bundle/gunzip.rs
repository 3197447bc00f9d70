//! Unpacking the gzip layer under limits.

use std::io::Read;

use flate2::bufread::GzDecoder;

use super::{MAX_PACKED, MAX_UNPACKED};

/// How much larger than the upload the content may be, once it is over [`RATIO_FLOOR`].
const MAX_RATIO: usize = 100;
/// Content up to this size may be as repetitive as it likes.
const RATIO_FLOOR: usize = 1 << 20;

/// Unpacks exactly one gzip member.
pub(super) fn gunzip(packed: &[u8]) -> Result<Vec<u8>, String> {
    if packed.is_empty() {
        return Err("the bundle is empty: upload a tar.gz".to_owned());
    }
    if packed.len() > MAX_PACKED {
        return Err(format!(
            "the bundle is {} bytes, at most {MAX_PACKED} are accepted",
            packed.len()
        ));
    }
    if !packed.starts_with(&[0x1f, 0x8b]) {
        return Err("the bundle is not gzip: upload a tar.gz".to_owned());
    }
    let limit = packed
        .len()
        .saturating_mul(MAX_RATIO)
        .clamp(RATIO_FLOOR, MAX_UNPACKED);
    let mut decoder = GzDecoder::new(packed);
    let mut content = Vec::new();
    decoder
        .by_ref()
        .take(limit as u64 + 1)
        .read_to_end(&mut content)
        .map_err(|error| format!("the bundle's gzip is damaged or cut off: {error}"))?;
    if content.len() > limit {
        return Err(if limit == MAX_UNPACKED {
            format!("the bundle unpacks to more than {MAX_UNPACKED} bytes")
        } else {
            format!("the bundle unpacks to more than {MAX_RATIO} times its size")
        });
    }
    // A second member, or anything else behind the first, is read by some tools and not by others.
    let rest = decoder.into_inner();
    if !rest.is_empty() {
        return Err(format!(
            "the bundle has {} bytes behind its end: pack it as one gzip member",
            rest.len()
        ));
    }
    Ok(content)
}
