//! The sets and plans of the folder `examples`: they are what people try first and copy.

use std::collections::{BTreeMap, BTreeSet};

use domain::Outcome;
use domain::TestOutcome;
use engine::{EvaluationLimits, LoadedSet, SetOptions, TestOptions, ingest, pack, run_tests};

use crate::example_files::{evaluations, example_plans, expected, files_of, names_of_sets, sets};
use crate::support::shown;

#[test]
fn every_set_loads_without_a_problem() {
    for name in names_of_sets() {
        let ingested = ingest(&pack(files_of(&name)), SetOptions::default());
        assert!(
            ingested.problems.is_empty(),
            "{name}: {:#?}",
            shown(&ingested.problems)
        );
        assert!(!ingested.policies.is_empty(), "{name}");
    }
}

#[test]
fn every_test_of_a_set_passes_and_each_policy_has_one() {
    for (name, set) in sets() {
        let files = files_of(&name);
        let report = run_tests(
            &files,
            &TestOptions::default(),
            &EvaluationLimits::default(),
        );
        assert!(
            report.problems.is_empty(),
            "{name}: {:#?}",
            shown(&report.problems)
        );
        for case in &report.cases {
            let (file, test) = (&case.file, &case.name);
            assert_eq!(
                case.outcome,
                TestOutcome::Passed,
                "{name}/{file}: {test}: {:?}",
                case.message
            );
        }
        let tested: BTreeSet<&str> = report.cases.iter().map(|case| case.file.as_str()).collect();
        for policy in set.policies() {
            // Tests import the package: `data.tagging.required_tags` of `….required_tags.deny`.
            let (package, _) = policy.query.rsplit_once('.').unwrap();
            let is_tested = tested
                .iter()
                .any(|file| String::from_utf8_lossy(&files[*file]).contains(package));
            assert!(is_tested, "{name}: no test reads {package}");
        }
    }
}

#[test]
fn every_verdict_is_the_one_that_is_promised() {
    type Promised = BTreeMap<String, BTreeMap<String, BTreeMap<String, String>>>;
    let promised: Promised = serde_json::from_slice(&expected()).unwrap();
    let mut lines = BTreeSet::new();
    for (plan, of_plan) in &promised {
        for (set, of_set) in of_plan {
            for (policy, outcome) in of_set {
                lines.insert(format!("{plan} / {set} / {policy}: {outcome}"));
            }
        }
    }
    let sets = sets();
    let mut found = BTreeSet::new();
    for (file, plan) in example_plans() {
        let name = file.trim_end_matches(".json");
        for (set, loaded) in &sets {
            for (policy, outcome) in outcomes(loaded, &plan) {
                found.insert(format!("{name} / {set} / {policy}: {outcome}"));
            }
        }
    }
    let missing: Vec<_> = lines.difference(&found).collect();
    let surplus: Vec<_> = found.difference(&lines).collect();
    assert!(
        missing.is_empty() && surplus.is_empty(),
        "promised, but not so: {missing:#?}\nso, but not promised: {surplus:#?}"
    );
}

/// Each policy with its outcome, as `expected.json` spells it: whether a failure is soft or hard
/// is the switch of a set that is not in the folder.
fn outcomes(set: &LoadedSet, plan: &[u8]) -> Vec<(String, &'static str)> {
    set.policies()
        .iter()
        .zip(evaluations(set, plan))
        .map(|(policy, evaluation)| {
            assert_eq!(policy.name, evaluation.policy);
            let outcome = Outcome::of(policy.level.resolve(false), evaluation.decision);
            let text = match outcome {
                Outcome::SoftFailed | Outcome::HardFailed => "failed",
                Outcome::Passed | Outcome::AdvisoryFailed | Outcome::Errored => outcome.as_str(),
            };
            (evaluation.policy, text)
        })
        .collect()
}

#[test]
fn the_reader_of_plans_is_the_same_in_every_set_but_for_its_package() {
    let readers: BTreeMap<_, _> = names_of_sets()
        .into_iter()
        .filter_map(|set| {
            let text = String::from_utf8(files_of(&set).remove("lib/plan.rego")?).unwrap();
            let own = format!("package {}.plan\n", set.replace('-', "_"));
            assert!(text.contains(&own), "{set}");
            Some((text.replace(&own, ""), set))
        })
        .collect();
    assert_eq!(readers.len(), 1, "these differ: {:?}", readers.values());
}
