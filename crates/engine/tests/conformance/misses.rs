//! The cases that are missed, and the list of those that may be.

use std::collections::BTreeMap;
use std::path::Path;

use crate::case::Case;
use crate::outcome::Outcome;

/// Longest cause in the list, in characters.
const MAX_CAUSE: usize = 160;

/// A line of the list: version and name; how it is missed and why.
pub(crate) type Misses = BTreeMap<(String, String), (String, String)>;

/// Everything that was missed.
pub(crate) fn of(outcomes: &[(Case, Outcome)]) -> Misses {
    outcomes
        .iter()
        .filter_map(|(case, outcome)| {
            let (how, why) = match outcome {
                Outcome::Same => return None,
                Outcome::Refused(why) => ("refused", why),
                Outcome::Failed(why) => ("error", why),
                Outcome::Wrong(why) | Outcome::Rounded(why) => ("WRONG", why),
            };
            let how = if case.is_experimental() {
                format!("{how}, experimental")
            } else {
                how.to_owned()
            };
            let why: String = why
                .chars()
                .map(|c| if c.is_control() { ' ' } else { c })
                .take(MAX_CAUSE)
                .collect();
            let name = (case.version().to_owned(), case.name.clone());
            Some((name, (how, why.trim().to_owned())))
        })
        .collect()
}

/// Prints them.
pub(crate) fn print(missed: &Misses) {
    for line in lines(missed) {
        println!("{line}");
    }
}

/// Compares them with the list; `false`, and what differs on stdout, when they are not the same.
pub(crate) fn hold(missed: &Misses) -> bool {
    let path = Path::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/conformance/misses.tsv"
    ));
    if std::env::var_os("UPDATE_MISSES").is_some() {
        let text: String = lines(missed).map(|line| line + "\n").collect();
        std::fs::write(path, text).expect("the list can be written");
        return true;
    }
    let text = std::fs::read_to_string(path).expect("the list of misses");
    let listed: BTreeMap<(&str, &str), &str> = text
        .lines()
        .filter_map(|line| {
            let mut fields = line.splitn(4, '\t');
            Some(((fields.next()?, fields.next()?), fields.next()?))
        })
        .collect();
    let mut is_as_listed = true;
    for ((version, name), (how, why)) in missed {
        // Causes are for readers; how a case is missed is the promise.
        if listed.get(&(version.as_str(), name.as_str())) != Some(&how.as_str()) {
            println!("not on the list: {version}\t{name}\t{how}\t{why}");
            is_as_listed = false;
        }
    }
    for (version, name) in listed.keys() {
        if !missed.contains_key(&((*version).to_owned(), (*name).to_owned())) {
            println!("on the list, and missed no more: {version}\t{name}");
            is_as_listed = false;
        }
    }
    is_as_listed
}

fn lines(missed: &Misses) -> impl Iterator<Item = String> + '_ {
    missed
        .iter()
        .map(|((version, name), (how, why))| format!("{version}\t{name}\t{how}\t{why}"))
}
