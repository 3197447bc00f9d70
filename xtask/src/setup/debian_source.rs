//! The machine's own package source, pointed at another suite of the same mirror.
//!
//! Reading the mirror from the machine keeps names of servers out of this project, and works
//! behind whatever mirror or proxy the machine was given.

use std::{fs, path::Path};

use anyhow::{Context, Result};

/// The file name and content of a source that offers `suite`.
pub(super) fn of_machine(suite: &str) -> Result<(&'static str, String)> {
    let apt = Path::new("/etc/apt");
    let texts = |extension: &str| -> Vec<String> {
        let mut paths: Vec<_> = fs::read_dir(apt.join("sources.list.d"))
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| path.extension().is_some_and(|found| found == extension))
            .collect();
        paths.sort();
        if extension == "list" {
            paths.insert(0, apt.join("sources.list"));
        }
        paths
            .iter()
            .filter_map(|path| fs::read_to_string(path).ok())
            .collect()
    };
    let stanza = texts("sources").iter().find_map(|text| stanza(text, suite));
    let line = || texts("list").iter().find_map(|text| line(text, suite));
    stanza
        .map(|entry| ("private.sources", entry))
        .or_else(|| line().map(|entry| ("private.list", entry)))
        .context("no Debian source is configured below /etc/apt")
}

/// The first stanza of a deb822 file that is Debian's main archive, with `suite` for its suites.
fn stanza(text: &str, suite: &str) -> Option<String> {
    let is_archive = |stanza: &&str| {
        let has = |field: &str, word: &str| {
            stanza.lines().any(|line| {
                line.strip_prefix(field)
                    .is_some_and(|rest| rest.split_whitespace().any(|found| found == word))
            })
        };
        let suites = stanza
            .lines()
            .find(|line| line.starts_with("Suites:"))
            .unwrap_or_default();
        has("Types:", "deb")
            && has("Components:", "main")
            && !suites.contains("-security")
            && stanza
                .lines()
                .any(|line| line.starts_with("URIs:") && line.contains("debian"))
    };
    let stanza = text.split("\n\n").find(is_archive)?;
    let lines = stanza
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            if line.starts_with("Suites:") {
                format!("Suites: {suite}")
            } else {
                line.to_owned()
            }
        });
    Some(lines.map(|line| line + "\n").collect())
}

/// The same for the older one-line format.
fn line(text: &str, suite: &str) -> Option<String> {
    text.lines().map(str::trim).find_map(|line| {
        let rest = line.strip_prefix("deb ")?;
        // Options in brackets come first and may hold blanks.
        let (options, rest) = match rest.trim_start().strip_prefix('[') {
            Some(bracketed) => {
                let (options, rest) = bracketed.split_once(']')?;
                (format!("[{options}] "), rest)
            }
            None => (String::new(), rest),
        };
        let words: Vec<&str> = rest.split_whitespace().collect();
        let [uri, own_suite, components @ ..] = words.as_slice() else {
            return None;
        };
        let is_archive = uri.contains("debian")
            && !own_suite.contains("-security")
            && !own_suite.contains("/updates")
            && components.contains(&"main");
        is_archive.then(|| format!("deb {options}{uri} {suite} main\n"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const STANZAS: &str = "Types: deb\nURIs: http://mirror.test/debian-security\n\
        Suites: bookworm-security\nComponents: main\n\n\
        Types: deb\n# a comment\nURIs: http://mirror.test/debian\n\
        Suites: bookworm bookworm-updates\nComponents: main\nSigned-By: /k.gpg\n";

    #[test]
    fn the_archive_stanza_is_pointed_at_the_suite_and_security_is_passed_over() {
        let expected = "Types: deb\nURIs: http://mirror.test/debian\nSuites: sid\n\
            Components: main\nSigned-By: /k.gpg\n";
        assert_eq!(stanza(STANZAS, "sid").as_deref(), Some(expected));
    }

    #[test]
    fn a_one_line_source_keeps_its_options() {
        let text = "# deb http://mirror.test/debian old main\n\
            deb http://mirror.test/debian-security bookworm-security main\n\
            deb [arch=amd64 signed-by=/k.gpg] http://mirror.test/debian bookworm main contrib\n";
        let expected = "deb [arch=amd64 signed-by=/k.gpg] http://mirror.test/debian sid main\n";
        assert_eq!(line(text, "sid").as_deref(), Some(expected));
    }

    #[test]
    fn sources_of_other_projects_are_no_archive() {
        assert_eq!(
            stanza(
                "Types: deb\nURIs: http://x.test/node\nSuites: n\nComponents: main",
                "sid"
            ),
            None
        );
        assert_eq!(line("deb http://x.test/node nodistro main", "sid"), None);
        assert_eq!(line("", "sid"), None);
    }
}
