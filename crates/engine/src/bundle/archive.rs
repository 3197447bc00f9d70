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

/// Longest name of an entry that is shown, in characters.
const MAX_SHOWN: usize = 200;

/// Reads every file of a tar, and everything that is wrong with it; whether every entry was seen.
pub(super) fn read(tar: &[u8]) -> (Files, Vec<Problem>, bool) {
    let mut reader = Reader::default();
    let read = reader.read_entries(tar);
    let is_whole = read.is_ok();
    if let Err(message) = read {
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
    (reader.files, reader.problems, is_whole)
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
                let name = entry.path_bytes();
                let message = format!(
                    "`{}` is {size} bytes, at most {limit} are accepted",
                    shown(&name)
                );
                self.problems.push(about(&name, message));
                self.long_name = None;
                self.pax = None;
                continue;
            }
            let mut content = Vec::new();
            entry.read_to_end(&mut content).map_err(damaged)?;
            let name = entry.path_bytes().into_owned();
            if let Err(problem) = self.add(kind, size, name, content) {
                self.problems.push(problem);
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
    ) -> Result<(), Problem> {
        match kind {
            EntryType::GNULongName => {
                let name = content.strip_suffix(b"\0").unwrap_or(&content).to_vec();
                return match self.long_name.replace(name) {
                    Some(_) => Err(Problem::bundle("an entry has two long names")),
                    None => Ok(()),
                };
            }
            EntryType::XHeader => {
                let pax = Pax::read(&content).map_err(Problem::bundle)?;
                return match self.pax.replace(pax) {
                    Some(_) => Err(Problem::bundle("an entry has two PAX headers")),
                    None => Ok(()),
                };
            }
            EntryType::XGlobalHeader => return check_global(&content).map_err(Problem::bundle),
            _ => {}
        }
        let pax = self.pax.take().unwrap_or_default();
        let long_name = self.long_name.take();
        // The PAX size is what some tools read by, the header's is what others do.
        if pax.size.is_some_and(|written| written != size) {
            let message = format!(
                "`{}` has one size in its PAX header and another in its own",
                shown(&name)
            );
            return Err(about(&name, message));
        }
        let name = match (pax.path, long_name) {
            (Some(_), Some(_)) => return Err(about(&name, "an entry has two long names")),
            (Some(long), None) | (None, Some(long)) => long,
            (None, None) => name,
        };
        let path = normalise(&name).map_err(|message| about(&name, message))?;
        match kind {
            EntryType::Directory if size == 0 => Ok(()),
            EntryType::Regular | EntryType::Continuous if name.ends_with(b"/") => {
                // Before POSIX, a name that ends in a slash was a folder.
                let message = format!("`{path}` is a file whose name ends in `/`");
                Err(Problem::in_file(path, message))
            }
            EntryType::Regular if path.is_empty() => Err(Problem::bundle("a file has no name")),
            EntryType::Regular => self.add_file(path, content),
            other => {
                let message = format!("`{path}` is {}: pack plain files only", describe(other));
                Err(about(path.as_bytes(), message))
            }
        }
    }

    fn add_file(&mut self, path: String, content: Vec<u8>) -> Result<(), Problem> {
        if self.files.contains_key(&path) {
            let message = format!("`{path}` is in the bundle twice");
            return Err(Problem::in_file(path, message));
        }
        if let Some(twin) = self.folded.insert(path.to_ascii_lowercase(), path.clone()) {
            let message = format!("`{path}` and `{twin}` differ in case only: rename one");
            return Err(Problem::in_file(path, message));
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
            let message = format!("`{path}` is both a file and a folder: rename one");
            Problem::in_file(path, message)
        }));
    }
}

/// The name of an entry, for people.
fn shown(name: &[u8]) -> String {
    let name = String::from_utf8_lossy(name);
    name.escape_debug().take(MAX_SHOWN).collect()
}

/// A problem of the entry of this name, if it has one.
fn about(name: &[u8], message: impl Into<String>) -> Problem {
    if name.is_empty() {
        Problem::bundle(message)
    } else {
        Problem::in_file(shown(name), message)
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
