//! `portcullis test`.

use engine::{EvaluationLimits, TestOutcome, TestReport, run_tests};

use crate::support::{files, shown};

fn run(contents: &[(&str, &str)]) -> TestReport {
    run_tests(&files(contents), &EvaluationLimits::default())
}

const POLICY: &str = "package a\n\ndeny contains \"no\" if input.x > data.limits.x\n";

#[test]
fn each_test_has_its_outcome_place_and_prints() {
    let tests = "package a_test\n\nimport data.a\n\n\
        test_denies if { print(\"seen\"); count(a.deny) == 1 with input as {\"x\": 9} }\n\
        test_mock if \"no\" in a.deny with input as data.mock.big\n\
        test_false := false\n\
        test_undefined if count(a.deny) == 7\n\
        test_number := 7\n\
        test_conflict := 1 if true\ntest_conflict := 2 if true\n\
        todo_test_later if false\n\
        test_errs if numbers.range(1, 1000000000)[0]\n\
        helper_test_no := true\n";
    let report = run(&[
        ("a.rego", POLICY),
        ("a_test.rego", tests),
        ("limits/data.yaml", "x: 3"),
        ("mock.json", "{\"mock\": {\"big\": {\"x\": 10}}}"),
        ("README.md", "# no"),
    ]);
    assert!(report.problems.is_empty(), "{:?}", shown(&report.problems));
    let said: Vec<_> = report
        .cases
        .iter()
        .map(|case| (case.name.as_str(), case.outcome))
        .collect();
    assert_eq!(
        said,
        [
            ("data.a_test.test_denies", TestOutcome::Passed),
            ("data.a_test.test_mock", TestOutcome::Passed),
            ("data.a_test.test_false", TestOutcome::Failed),
            ("data.a_test.test_undefined", TestOutcome::Failed),
            ("data.a_test.test_number", TestOutcome::Failed),
            ("data.a_test.test_conflict", TestOutcome::Failed),
            ("data.a_test.test_conflict#01", TestOutcome::Failed),
            ("data.a_test.todo_test_later", TestOutcome::Skipped),
            ("data.a_test.test_errs", TestOutcome::Errored),
        ]
    );
    assert_eq!(report.cases[0].line, Some(5));
    assert_eq!(report.cases[0].prints, ["a_test.rego:5: seen"]);
    let error = report.cases[8].message.as_deref().unwrap();
    assert!(
        error.starts_with("a_test.rego:13:") && error.contains("`numbers.range` would make more"),
        "{error}"
    );
}

#[test]
fn folders_with_a_manifest_do_not_share_data_or_rules() {
    let policy = "package terraform\n\ndeny[x] { x := input.tfplan.x }\n";
    let test = "package terraform\n\ntest_one { count(deny) == 1 with input as data.mock.case }\n";
    let manifest = "version = \"v1\"\n";
    let report = run(&[
        ("one/scalr-policy.hcl", manifest),
        ("one/a.rego", policy),
        ("one/a_test.rego", test),
        (
            "one/a_mock.json",
            "{\"mock\": {\"case\": {\"tfplan\": {\"x\": 1}}}}",
        ),
        ("two/scalr-policy.hcl", manifest),
        ("two/b.rego", policy),
        ("two/b_test.rego", test),
        (
            "two/b_mock.json",
            "{\"mock\": {\"case\": {\"tfplan\": {\"x\": 2}}}}",
        ),
    ]);
    assert!(report.problems.is_empty(), "{:?}", shown(&report.problems));
    let outcomes: Vec<_> = report.cases.iter().map(|case| case.outcome).collect();
    assert_eq!(outcomes, [TestOutcome::Passed, TestOutcome::Passed]);
}

#[test]
fn a_folder_that_does_not_load_runs_nothing_and_says_why() {
    let report = run(&[
        ("a.rego", POLICY),
        ("b.rego", "package b\n\nx := nosuch(1)\n"),
        ("c.rego", "package"),
    ]);
    assert!(report.cases.is_empty());
    assert!(
        shown(&report.problems)[0].starts_with("c.rego:1:"),
        "{:?}",
        shown(&report.problems)
    );
    let unknown = run(&[("b_test.rego", "package b\n\ntest_x if nosuch(1)\n")]);
    assert!(unknown.cases.is_empty());
    assert!(shown(&unknown.problems)[0].contains("there is no function"));
}

#[test]
fn plans_beside_policies_are_left_out_aloud() {
    let report = run(&[
        ("a.rego", "package a\n\ntest_x := true\n"),
        ("plans/one.json", "{\"format_version\": \"1.1\"}"),
        ("plans/two.json", "{\"format_version\": \"1.2\"}"),
    ]);
    assert_eq!(report.cases.len(), 1);
    assert!(report.problems[0].message.contains("another value") && !report.problems[0].is_error());
    assert!(run(&[("README.md", "x")]).cases.is_empty());
}
