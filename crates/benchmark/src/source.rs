//! The policy set and the plan, as they lie in files.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

/// The policy set and the plan, as they lie in files.
pub struct Source {
    /// The files of the set, by name.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The plan's JSON.
    pub plan: Vec<u8>,
}

/// Reads the command line: which subject, and the files that are named.
///
/// # Errors
/// An argument is missing, or a file cannot be read.
pub fn arguments() -> Result<(String, Source)> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [subject, set, plan] = arguments.as_slice() else {
        bail!("usage: SUBJECT SET PLAN");
    };
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(set).with_context(|| format!("no folder {set}"))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        files.insert(name, fs::read(entry.path())?);
    }
    let plan = fs::read(Path::new(plan)).with_context(|| format!("no plan {plan}"))?;
    Ok((subject.clone(), Source { files, plan }))
}

impl Source {
    /// The policies by name, which is that of their file and the end of their package's, with their
    /// text.
    ///
    /// # Errors
    /// A file is not text.
    pub fn policies(&self) -> Result<BTreeMap<String, String>> {
        let rego = self
            .files
            .iter()
            .filter_map(|(name, text)| Some((name.strip_suffix(".rego")?, text)));
        rego.map(|(name, text)| Ok((name.to_owned(), String::from_utf8(text.clone())?)))
            .collect()
    }

    /// The base document.
    ///
    /// # Errors
    /// The set has none.
    pub fn data(&self) -> Result<&str> {
        let data = self.files.get("data.json").context("no data.json")?;
        Ok(std::str::from_utf8(data)?)
    }
}
