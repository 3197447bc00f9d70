//! Packing: the same files always give the same bytes.

use std::collections::BTreeMap;
use std::io::Write;

use flate2::{Compression, GzBuilder};
use tar::{EntryType, Header};

/// Packs files as [`crate::read_bundle`] reads them: sorted, without times or owners, so that the
/// same files always have the same digest. Paths are written as they are; a bad one is for
/// [`crate::read_bundle`] to refuse with its reason.
pub fn pack(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Vec<u8> {
    let files: BTreeMap<_, _> = files.into_iter().collect();
    let mut tar = Vec::new();
    for (path, content) in &files {
        if path.len() > NAME_LENGTH {
            let mut name = path.as_bytes().to_vec();
            name.push(0);
            append(&mut tar, EntryType::GNULongName, b"././@LongLink", &name);
        }
        append(&mut tar, EntryType::Regular, path.as_bytes(), content);
    }
    tar.resize(tar.len() + 2 * BLOCK, 0);
    let mut packed = GzBuilder::new()
        .mtime(0)
        .write(Vec::new(), Compression::default());
    // Writing to memory does not fail; were it to, an empty bundle is refused by whoever reads it.
    if packed.write_all(&tar).is_err() {
        return Vec::new();
    }
    packed.finish().unwrap_or_default()
}

const BLOCK: usize = 512;
const NAME_LENGTH: usize = 100;

fn append(tar: &mut Vec<u8>, kind: EntryType, name: &[u8], content: &[u8]) {
    let mut header = Header::new_gnu();
    let shown = &name[..name.len().min(NAME_LENGTH)];
    header.as_old_mut().name[..shown.len()].copy_from_slice(shown);
    header.set_entry_type(kind);
    header.set_size(content.len() as u64);
    header.set_mode(0o644);
    header.set_cksum();
    tar.extend_from_slice(header.as_bytes());
    tar.extend_from_slice(content);
    tar.resize(tar.len().next_multiple_of(BLOCK), 0);
}
