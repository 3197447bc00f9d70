//! The folder `target/site` and its `manifest.json`, which tells the server the names.
//!
//! What is below `/pkg/` has a hash in its name and never changes, so a browser keeps it for good.
//! What is below `/static/` keeps its name, because wasm and server both write it into pages.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use serde::Serialize;

use super::{compressed, digest, inputs};

/// Files that gain nothing from another compression.
const COMPRESSED_ALREADY: [&str; 8] = ["png", "jpg", "jpeg", "webp", "avif", "gif", "woff2", "ico"];

/// The wasm and its JavaScript glue, each with its encodings.
pub(crate) struct Program {
    files: Vec<(String, Vec<u8>)>,
    hash: String,
}

impl Program {
    /// Writes the encodings beside the two files.
    pub(super) fn compress(folder: &Path) -> Result<String> {
        let mut sizes = Vec::new();
        for kind in ["js", "wasm"] {
            let path = folder.join(format!("portcullis.{kind}"));
            let plain = fs::read(&path).with_context(|| format!("no {}", path.display()))?;
            let brotli = compressed::brotli(&plain)?;
            sizes.push(format!("{kind} {} KB br", brotli.len().div_ceil(1000)));
            fs::write(folder.join(format!("portcullis.{kind}.br")), brotli)?;
            fs::write(
                folder.join(format!("portcullis.{kind}.gz")),
                compressed::gzip(&plain)?,
            )?;
        }
        Ok(sizes.join(", "))
    }

    /// Reads what [`Program::compress`] left.
    pub(super) fn read(folder: &Path) -> Result<Self> {
        let mut files = Vec::new();
        for kind in ["js", "js.br", "js.gz", "wasm", "wasm.br", "wasm.gz"] {
            let path = folder.join(format!("portcullis.{kind}"));
            let bytes = fs::read(&path).with_context(|| {
                format!(
                    "cannot read {}: remove its folder and build again",
                    path.display()
                )
            })?;
            files.push((kind.to_owned(), bytes));
        }
        // One hash for both: leptos derives the two addresses from one name.
        let hash = digest::of(&[&files[0].1, &files[3].1]);
        Ok(Self { files, hash })
    }
}

/// What the server reads at its start.
#[derive(Default, Serialize)]
struct Manifest {
    output_name: String,
    js: String,
    wasm: String,
    css: String,
    #[serde(rename = "static")]
    statics: BTreeMap<String, String>,
}

/// The site while it is put together.
pub(crate) struct Site {
    files: BTreeMap<PathBuf, Vec<u8>>,
    manifest: Manifest,
}

impl Site {
    pub(super) fn new() -> Self {
        Self {
            files: BTreeMap::new(),
            manifest: Manifest::default(),
        }
    }

    pub(super) fn add_program(&mut self, program: Program) {
        let name = format!("portcullis.{}", program.hash);
        self.manifest.js = format!("/pkg/{name}.js");
        self.manifest.wasm = format!("/pkg/{name}.wasm");
        for (kind, bytes) in program.files {
            self.files
                .insert(format!("pkg/{name}.{kind}").into(), bytes);
        }
        self.manifest.output_name = name;
    }

    pub(super) fn add_style(&mut self, css: Vec<u8>) -> Result<()> {
        let path = format!("pkg/portcullis.{}.css", digest::of(&[&css]));
        self.manifest.css = format!("/{path}");
        self.add_with_encodings(&path, css)
    }

    pub(super) fn add_static(&mut self, name: &str, bytes: Vec<u8>) -> Result<()> {
        let path = format!("static/{name}");
        self.manifest
            .statics
            .insert(format!("/{path}"), digest::of(&[&bytes]));
        self.add_with_encodings(&path, bytes)
    }

    fn add_with_encodings(&mut self, path: &str, bytes: Vec<u8>) -> Result<()> {
        let extension = path.rsplit('.').next().unwrap_or_default();
        if !COMPRESSED_ALREADY.contains(&extension) {
            self.files
                .insert(format!("{path}.br").into(), compressed::brotli(&bytes)?);
            self.files
                .insert(format!("{path}.gz").into(), compressed::gzip(&bytes)?);
        }
        self.files.insert(path.into(), bytes);
        Ok(())
    }

    /// Makes the folder hold exactly these files. A file that is right already is not touched:
    /// cargo looks at its time when it decides whether to embed again.
    pub(super) fn write(mut self, folder: &Path) -> Result<String> {
        let mut json = serde_json::to_vec_pretty(&self.manifest)?;
        json.push(b'\n');
        self.files.insert("manifest.json".into(), json);
        let mut changed = 0;
        for (name, bytes) in &self.files {
            let path = folder.join(name);
            if fs::read(&path).is_ok_and(|found| found == *bytes) {
                continue;
            }
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent)
                    .with_context(|| format!("cannot create {}", parent.display()))?;
            }
            fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
            changed += 1;
        }
        let mut present = Vec::new();
        inputs::collect(folder, &mut present)?;
        for path in present {
            if !self.files.contains_key(path.strip_prefix(folder)?) {
                fs::remove_file(&path)
                    .with_context(|| format!("cannot remove {}", path.display()))?;
                changed += 1;
            }
        }
        Ok(if changed == 0 {
            "unchanged".to_owned()
        } else {
            "ok".to_owned()
        })
    }
}

/// How much one of `wasm`, `js`, `css` of a built site weighs, in KB brotli.
pub(crate) fn kilobytes(site: &Path, kind: &str) -> Result<f64> {
    let json = fs::read_to_string(site.join("manifest.json")).context("the site is not built")?;
    let parsed: serde_json::Value = serde_json::from_str(&json)?;
    let address = parsed[kind]
        .as_str()
        .with_context(|| format!("manifest.json names no {kind}"))?;
    let file = site.join(format!("{}.br", address.trim_start_matches('/')));
    let weight = fs::metadata(&file)
        .with_context(|| format!("no {}", file.display()))?
        .len();
    Ok(f64::from(u32::try_from(weight).unwrap_or(u32::MAX)) / 1_000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut files = Vec::new();
        inputs::collect(folder, &mut files).unwrap();
        let mut names: Vec<String> = files
            .iter()
            .map(|file| {
                file.strip_prefix(folder)
                    .unwrap()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        names.sort();
        names
    }

    fn site(css: &str) -> Site {
        let mut site = Site::new();
        site.add_style(css.as_bytes().to_vec()).unwrap();
        site.add_static("icons.svg", b"<svg/>".to_vec()).unwrap();
        site.add_static("shot.png", b"png".to_vec()).unwrap();
        site
    }

    #[test]
    fn a_former_style_sheet_is_removed_and_the_manifest_names_the_new_one() {
        let folder = tempfile::tempdir().unwrap();
        site("a{}").write(folder.path()).unwrap();
        let first = names(folder.path());
        site("b{}").write(folder.path()).unwrap();
        let second = names(folder.path());
        assert_eq!(first.len(), second.len());
        assert_ne!(first, second);
        let json = fs::read_to_string(folder.path().join("manifest.json")).unwrap();
        let parsed: serde_json::Value = serde_json::from_str(&json).unwrap();
        let css = parsed["css"].as_str().unwrap();
        assert!(
            second.contains(&css[1..].to_owned()),
            "{css} is not among {second:?}"
        );
        assert!(parsed["static"]["/static/icons.svg"].is_string());
    }

    #[test]
    fn the_same_site_twice_touches_nothing() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(site("a{}").write(folder.path()).unwrap(), "ok");
        assert_eq!(site("a{}").write(folder.path()).unwrap(), "unchanged");
    }

    #[test]
    fn pictures_get_no_second_compression() {
        let folder = tempfile::tempdir().unwrap();
        site("a{}").write(folder.path()).unwrap();
        let names = names(folder.path());
        assert!(names.contains(&"static/icons.svg.br".to_owned()));
        assert!(
            !names
                .iter()
                .any(|name| name.starts_with("static/shot.png."))
        );
    }

    #[test]
    fn the_pair_of_wasm_and_glue_has_one_name() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("portcullis.js"), "js").unwrap();
        fs::write(folder.path().join("portcullis.wasm"), "wasm").unwrap();
        Program::compress(folder.path()).unwrap();
        let mut site = Site::new();
        site.add_program(Program::read(folder.path()).unwrap());
        assert_eq!(
            site.manifest.js,
            format!("/pkg/{}.js", site.manifest.output_name)
        );
        assert_eq!(
            site.manifest.wasm,
            format!("/pkg/{}.wasm", site.manifest.output_name)
        );
        assert_eq!(site.files.len(), 6);
    }
}
