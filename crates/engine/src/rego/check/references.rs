//! References to data that is not there. Legal, and always undefined: nearly always a typo, so a
//! warning.

use std::collections::BTreeSet;

use domain::Problem;
use regorus::Value;

use super::problem;
use crate::rego::path_text;
use crate::rego::program::Program;

pub(super) fn check(program: &Program, data: &Value, problems: &mut Vec<Problem>) {
    let mut known: BTreeSet<&[String]> = BTreeSet::new();
    for definition in &program.definitions {
        known.insert(&definition.path);
    }
    for (_, package) in &program.packages {
        known.insert(package);
    }
    let mut seen = BTreeSet::new();
    for definition in &program.definitions {
        // Tests bring data of their own, which is not part of a bundle.
        if definition.place.file.ends_with("_test.rego") {
            continue;
        }
        for reference in &definition.references {
            let parts: Vec<String> = reference.parts.iter().map_while(Clone::clone).collect();
            if parts.is_empty() || is_known(&known, &parts) || is_data(data, &parts) {
                continue;
            }
            if seen.insert((reference.place.clone(), parts.clone())) {
                let path = path_text(&parts);
                problems.push(
                    problem(
                        &reference.place,
                        format!("`{path}` is neither a rule nor data: it is always undefined"),
                    )
                    .warning(),
                );
            }
        }
    }
}

/// Whether a rule or package stands at, above or below `parts`.
fn is_known(known: &BTreeSet<&[String]>, parts: &[String]) -> bool {
    let below = known.range(parts..).next();
    below.is_some_and(|path| path.starts_with(parts))
        || (1..parts.len()).any(|length| {
            // Below a rule anything may be; below a package only what is declared.
            known.contains(&parts[..length]) && !is_package_prefix(known, &parts[..length])
        })
}

fn is_package_prefix(known: &BTreeSet<&[String]>, path: &[String]) -> bool {
    known
        .range(path..)
        .take_while(|other| other.starts_with(path))
        .any(|other| other.len() > path.len())
}

fn is_data(data: &Value, parts: &[String]) -> bool {
    let mut value = data;
    for part in parts {
        match value {
            Value::Object(object) => match object.get(&Value::from(part.as_str())) {
                Some(inner) => value = inner,
                None => return false,
            },
            _ => return false,
        }
    }
    true
}
