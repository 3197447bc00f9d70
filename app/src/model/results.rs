//! The results of a check in the order in which people need them.

use domain::{Check, Outcome, PolicyResult};

use super::sorted;

/// The results of a check, told apart by what has to be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grouped {
    /// What failed, warns, has no answer, or passed although something in it was undefined: what has
    /// to be read.
    pub open: Vec<PolicyResult>,
    /// What simply passed, by set and policy.
    pub passed: Vec<PolicyResult>,
}

/// Groups results, failures first; within a kind, by set and policy.
pub fn grouped(results: Vec<PolicyResult>) -> Grouped {
    let results = sorted(results, PolicyResult::order);
    let (passed, open) = results
        .into_iter()
        .partition(|result| result.result == Outcome::Passed && result.swallowed_errors == 0);
    Grouped { open, passed }
}

/// A policy as overrides name it, `set/policy`.
pub fn full_name(result: &PolicyResult) -> String {
    format!("{}/{}", result.policy_set, result.policy)
}

/// Whether an override of the check covers this result.
pub fn is_overridden(check: &Check, result: &PolicyResult) -> bool {
    let name = full_name(result);
    check
        .overrides
        .iter()
        .any(|one| one.policies.contains(&name))
}

/// The first names and how many more: "encryption, rotation and 10 more".
pub fn some_names(results: &[PolicyResult]) -> String {
    const SHOWN: usize = 4;
    let mut names: Vec<&str> = results
        .iter()
        .take(SHOWN)
        .map(|one| one.policy.as_str())
        .collect();
    let more = results.len().saturating_sub(SHOWN);
    if more > 0 {
        return format!("{} and {more} more", names.join(", "));
    }
    match names.pop() {
        Some(last) if !names.is_empty() => format!("{} and {last}", names.join(", ")),
        Some(last) => last.to_owned(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    #[test]
    fn errors_come_before_failures_and_passes_are_apart() {
        let grouped = grouped(vec![
            samples::result("z", Outcome::Passed),
            samples::result("b", Outcome::SoftFailed),
            samples::result("a", Outcome::SoftFailed),
            samples::result("w", Outcome::AdvisoryFailed),
            samples::result("e", Outcome::Errored),
            samples::result("h", Outcome::HardFailed),
        ]);
        let open: Vec<&str> = grouped.open.iter().map(|one| one.policy.as_str()).collect();
        assert_eq!(open, ["e", "h", "a", "b", "w"]);
        assert_eq!(grouped.passed.len(), 1);
    }

    #[test]
    fn a_pass_in_which_a_builtin_went_wrong_is_not_folded_away() {
        let mut doubtful = samples::result("doubtful", Outcome::Passed);
        doubtful.swallowed_errors = 1;
        let grouped = grouped(vec![samples::result("plain", Outcome::Passed), doubtful]);
        assert_eq!(grouped.open[0].policy, "doubtful");
        assert_eq!(grouped.passed.len(), 1);
    }

    #[test]
    fn long_lists_of_names_are_cut() {
        let names = |count: usize| {
            let results: Vec<PolicyResult> = (0..count)
                .map(|index| samples::result(&format!("p{index}"), Outcome::Passed))
                .collect();
            some_names(&results)
        };
        assert_eq!(names(0), "");
        assert_eq!(names(1), "p0");
        assert_eq!(names(3), "p0, p1 and p2");
        assert_eq!(names(6), "p0, p1, p2, p3 and 2 more");
    }
}
