//! Reading the tar layer: regular files only.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use domain::Problem;
use tar::{Archive, EntryType};

use super::path::normalise;
use super::pax::{Pax, check_global};
use super::{MAX_ENTRIES, MAX_FILE};

/// Largest header extension (a long name or PAX records) in bytes.
const MAX_EXTENSION: u64 = 64 << 10;

type Files = BTreeMap<String, Vec<u8>>;

/// What was read so far.
#[derive(Default)]
struct Reader {
    files: Files,
    problems: Vec<Problem>,
    /// Lower-case path of every file, with the path as written.
    folded: BTreeMap<String, String>,
    long_name: Option<Vec<u8>>,
    pax: Option<Pax>,
    /// Where the last entry's data ends, padding included.
    end: u64,
}

/// Reads every file of a tar, and everything that is wrong with it.
pub(super) fn read(tar: &[u8]) -> (Files, Vec<Problem>) {
    let mut reader = Reader::default();
    if let Err(message) = reader.read_entries(tar) {
        reader.problems.push(Problem::bundle(message));
    } else {
        let end = usize::try_from(reader.end)
            .unwrap_or(usize::MAX)
            .min(tar.len());
        // Entries behind the end mark are seen by tools that ignore it.
        if tar[end..].iter().any(|byte| *byte != 0) {
            reader
                .problems
                .push(Problem::bundle("the tar has data behind its end mark"));
        }
    }
    reader.find_folder_clashes();
    (reader.files, reader.problems)
}

impl Reader {
    fn read_entries(&mut self, tar: &[u8]) -> Result<(), String> {
        let damaged = |error: std::io::Error| {
            format!("the bundle is gzip, but not a tar, or it is cut off: {error}")
        };
        let mut archive = Archive::new(tar);
        for (index, entry) in archive.entries().map_err(damaged)?.raw(true).enumerate() {
            let mut entry = entry.map_err(damaged)?;
            if index >= MAX_ENTRIES {
                return Err(format!("the bundle has more than {MAX_ENTRIES} entries"));
            }
            let size = entry.header().entry_size().map_err(damaged)?;
            let end = entry.raw_file_position().saturating_add(size);
            if end > tar.len() as u64 {
                return Err("the bundle's tar is cut off".to_owned());
            }
            self.end = end.next_multiple_of(512);
            let kind = entry.header().entry_type();
            let limit = if is_extension(kind) {
                MAX_EXTENSION
            } else {
                MAX_FILE
            };
            if size > limit {
                let name = String::from_utf8_lossy(&entry.path_bytes())
                    .escape_debug()
                    .to_string();
                self.problems.push(Problem::bundle(format!(
                    "`{name}` is {size} bytes, at most {limit} are accepted"
                )));
                self.long_name = None;
                self.pax = None;
                continue;
            }
            let mut content = Vec::new();
            entry.read_to_end(&mut content).map_err(damaged)?;
            let name = entry.path_bytes().into_owned();
            if let Err(message) = self.add(kind, size, name, content) {
                self.problems.push(Problem::bundle(message));
            }
        }
        if self.long_name.is_some() || self.pax.is_some() {
            return Err("the bundle's tar ends in a header without its file".to_owned());
        }
        Ok(())
    }

    fn add(
        &mut self,
        kind: EntryType,
        size: u64,
        name: Vec<u8>,
        content: Vec<u8>,
    ) -> Result<(), String> {
        match kind {
            EntryType::GNULongName => {
                let name = content.strip_suffix(b"\0").unwrap_or(&content).to_vec();
                return match self.long_name.replace(name) {
                    Some(_) => Err("an entry has two long names".to_owned()),
                    None => Ok(()),
                };
            }
            EntryType::XHeader => {
                return match self.pax.replace(Pax::read(&content)?) {
                    Some(_) => Err("an entry has two PAX headers".to_owned()),
                    None => Ok(()),
                };
            }
            EntryType::XGlobalHeader => return check_global(&content),
            _ => {}
        }
        let pax = self.pax.take().unwrap_or_default();
        let long_name = self.long_name.take();
        // The PAX size is what some tools read by, the header's is what others do.
        if pax.size.is_some_and(|written| written != size) {
            return Err(format!(
                "`{}` has one size in its PAX header and another in its own",
                String::from_utf8_lossy(&name).escape_debug()
            ));
        }
        let name = match (pax.path, long_name) {
            (Some(_), Some(_)) => return Err("an entry has two long names".to_owned()),
            (Some(long), None) | (None, Some(long)) => long,
            (None, None) => name,
        };
        let path = normalise(&name)?;
        match kind {
            EntryType::Directory if size == 0 => Ok(()),
            EntryType::Regular | EntryType::Continuous if name.ends_with(b"/") => {
                // Before POSIX, a name that ends in a slash was a folder.
                Err(format!("`{path}` is a file whose name ends in `/`"))
            }
            EntryType::Regular if path.is_empty() => Err("a file has no name".to_owned()),
            EntryType::Regular => self.add_file(path, content),
            other => Err(format!(
                "`{path}` is {}: pack plain files only",
                describe(other)
            )),
        }
    }

    fn add_file(&mut self, path: String, content: Vec<u8>) -> Result<(), String> {
        if self.files.contains_key(&path) {
            return Err(format!("`{path}` is in the bundle twice"));
        }
        if let Some(twin) = self.folded.insert(path.to_ascii_lowercase(), path.clone()) {
            return Err(format!(
                "`{path}` and `{twin}` differ in case only: rename one"
            ));
        }
        self.files.insert(path, content);
        Ok(())
    }

    /// `a` and `a/b` cannot both be files.
    fn find_folder_clashes(&mut self) {
        let mut clashes = BTreeSet::new();
        for path in self.files.keys() {
            for (slash, _) in path.match_indices('/') {
                if self.files.contains_key(&path[..slash]) {
                    clashes.insert(path[..slash].to_owned());
                }
            }
        }
        self.problems.extend(clashes.into_iter().map(|path| {
            Problem::bundle(format!("`{path}` is both a file and a folder: rename one"))
        }));
    }
}

fn is_extension(kind: EntryType) -> bool {
    matches!(
        kind,
        EntryType::GNULongName | EntryType::XHeader | EntryType::XGlobalHeader
    )
}

fn describe(kind: EntryType) -> &'static str {
    match kind {
        EntryType::Symlink => "a symbolic link",
        EntryType::Link => "a hard link",
        EntryType::Char | EntryType::Block => "a device",
        EntryType::Fifo => "a pipe",
        EntryType::GNUSparse => "a sparse file",
        EntryType::GNULongLink => "a link with a long name",
        EntryType::Directory => "a folder with content",
        _ => "of an unknown type",
    }
}
