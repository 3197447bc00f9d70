//! Debian's `rust-src` of exactly the version that rustc has, without touching the system's apt.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

use super::debian_source;
use crate::command;

/// Where to look for a version, the smallest package index first; a stable release keeps one
/// version for good, backports and unstable move on.
const SUITES: [&str; 6] = [
    "trixie-backports",
    "forky-backports",
    "bookworm-backports",
    "trixie",
    "forky",
    "sid",
];

/// Downloads and unpacks the package below `scratch`; answers with its `library` folder.
pub(super) fn fetch(release: &str, scratch: &Path) -> Result<PathBuf> {
    if command::on_path("apt-get").is_none() || command::on_path("dpkg").is_none() {
        bail!("this system has no apt-get and dpkg");
    }
    if scratch.exists() {
        fs::remove_dir_all(scratch).context("cannot remove what an earlier run left")?;
    }
    let apt = Apt::new(scratch)?;
    let mut refusals = Vec::new();
    for suite in SUITES {
        match apt.download(suite, release) {
            Ok(package) => return unpack(&package, release, scratch),
            Err(error) => refusals.push(format!("{suite}: {}", last_line(&error))),
        }
    }
    bail!("no suite has rust-src {release}:\n{}", refusals.join("\n"))
}

fn unpack(package: &Path, release: &str, scratch: &Path) -> Result<PathBuf> {
    let unpacked = scratch.join("source");
    command::capture(Command::new("dpkg").arg("-x").arg(package).arg(&unpacked))?;
    let library = unpacked.join(format!("usr/src/rustc-{release}/library"));
    if !library.join("sysroot/Cargo.toml").is_file() {
        bail!("rust-src holds no {}", library.display());
    }
    Ok(library)
}

/// An apt with sources, lists and cache of its own.
struct Apt {
    folder: PathBuf,
}

impl Apt {
    fn new(folder: &Path) -> Result<Self> {
        for inner in ["parts", "lists/partial", "cache/archives/partial"] {
            fs::create_dir_all(folder.join(inner))
                .with_context(|| format!("cannot create {}", folder.display()))?;
        }
        Ok(Self {
            folder: folder.to_path_buf(),
        })
    }

    fn download(&self, suite: &str, release: &str) -> Result<PathBuf> {
        let (name, entry) = debian_source::of_machine(suite)?;
        let parts = self.folder.join("parts");
        for old in fs::read_dir(&parts)? {
            fs::remove_file(old?.path())?;
        }
        fs::write(parts.join(name), entry)?;
        command::capture(&mut self.call("update"))?;
        command::capture(self.call("download").arg(format!("rust-src={release}*")))?;
        fs::read_dir(&self.folder)?
            .flatten()
            .map(|entry| entry.path())
            .find(|path| path.extension().is_some_and(|extension| extension == "deb"))
            .context("apt-get left no package")
    }

    fn call(&self, verb: &str) -> Command {
        let option =
            |name: &str, inner: &str| format!("-o{name}={}", self.folder.join(inner).display());
        let mut command = Command::new("apt-get");
        command
            .current_dir(&self.folder)
            .arg("-oDir::Etc::SourceList=/dev/null")
            .arg(option("Dir::Etc::SourceParts", "parts"))
            .arg(option("Dir::State::Lists", "lists"))
            .arg(option("Dir::Cache", "cache"))
            // The unprivileged user of apt may not read a folder in root's home.
            .arg("-oAPT::Sandbox::User=root")
            .arg(verb);
        command
    }
}

fn last_line(error: &anyhow::Error) -> String {
    format!("{error:#}")
        .lines()
        .last()
        .unwrap_or_default()
        .to_owned()
}
