//! Names for contents.

use sha2::{Digest, Sha256};

/// The first 16 hexadecimal digits of the SHA-256 over the parts: enough to tell versions of one
/// file apart, short enough for its name.
pub(super) fn of(parts: &[&[u8]]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        // The length separates the parts, so that "ab","c" and "a","bc" differ.
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    let mut first = [0_u8; 8];
    first.copy_from_slice(&hasher.finalize()[..8]);
    format!("{:016x}", u64::from_be_bytes(first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_depends_on_where_the_parts_end() {
        assert_eq!(of(&[b"a"]).len(), 16);
        assert_eq!(of(&[b"ab", b"c"]), of(&[b"ab", b"c"]));
        assert_ne!(of(&[b"ab", b"c"]), of(&[b"a", b"bc"]));
    }
}
