//! What is not as a real OPA has it, when the cases are random questions that one has answered.

use std::collections::BTreeMap;
use std::path::Path;

use regex::Regex;

use crate::case::Case;
use crate::outcome::Outcome;

/// Longest cause that is counted as one, in characters: what comes later is about the case.
const MAX_CAUSE: usize = 60;

/// A kind of difference that cannot be avoided: which cases it is met in, and why.
struct Explained {
    cases: Regex,
    reason: String,
}

/// Prints the differences by cause, and their count. `false` when a value is wrong that the list at
/// `explained` does not explain: lines of an expression for names of cases, a tab and the reason.
pub(crate) fn print(outcomes: &[(Case, Outcome)], explained: &Path) -> bool {
    let list = read(explained);
    let (mut causes, mut reasons) = (BTreeMap::new(), BTreeMap::new());
    let (mut same, mut unexplained, mut rounded) = (0_usize, 0_usize, 0_usize);
    for (case, outcome) in outcomes {
        match outcome {
            Outcome::Same => same += 1,
            Outcome::Refused(why) | Outcome::Failed(why) => {
                let cause: String = why.chars().take(MAX_CAUSE).collect();
                *causes.entry(cause.replace('\n', " ")).or_insert(0_usize) += 1;
            }
            Outcome::Rounded(_) => rounded += 1,
            Outcome::Wrong(why) => {
                if let Some(one) = list.iter().find(|one| one.cases.is_match(&case.name)) {
                    *reasons.entry(&one.reason).or_insert(0_usize) += 1;
                } else {
                    unexplained += 1;
                    println!("WRONG\t{}\t{why}", case.name);
                }
            }
        }
    }
    print_counts("refused, or an error instead of a value", &causes);
    print_counts("explained", &reasons);
    println!(
        "differential: {same} of {} as OPA has them, {} refused or errors, {} explained, \
         {rounded} rounded to 53 bits, {unexplained} unexplained differences",
        outcomes.len(),
        causes.values().sum::<usize>(),
        reasons.values().sum::<usize>(),
    );
    unexplained == 0
}

fn print_counts<K: std::fmt::Display>(title: &str, counts: &BTreeMap<K, usize>) {
    if !counts.is_empty() {
        println!("{title}:");
    }
    for (cause, count) in counts {
        println!("{count:>7} {cause}");
    }
}

fn read(list: &Path) -> Vec<Explained> {
    let text = std::fs::read_to_string(list).expect("the list of explained differences");
    text.lines()
        .filter_map(|line| {
            let (cases, reason) = line.split_once('\t')?;
            Some(Explained {
                cases: Regex::new(&format!("^(?:{cases})")).expect("an expression"),
                reason: reason.to_owned(),
            })
        })
        .collect()
}
