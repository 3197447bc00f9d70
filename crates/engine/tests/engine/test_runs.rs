//! `portcullis test`.

use domain::{TestOutcome, TestReport};
use engine::{EvaluationLimits, TestOptions, run_tests};

use crate::support::{files, shown};

fn run(contents: &[(&str, &str)]) -> TestReport {
    run_tests(
        &files(contents),
        &TestOptions::default(),
        &EvaluationLimits::default(),
    )
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

fn covered(contents: &[(&str, &str)]) -> TestReport {
    let options = TestOptions {
        coverage: true,
        ..TestOptions::default()
    };
    let report = with(&options, contents);
    assert!(report.problems.is_empty(), "{:?}", shown(&report.problems));
    report
}

#[test]
fn a_line_is_covered_when_its_statement_was_evaluated_and_a_head_when_its_rule_held() {
    let policy = "package a\n\nimport rego.v1\n\n\
        default allow := false\n\n\
        allow if {\n\tinput.x > 1\n\tinput.y > 1\n}\n\n\
        deny contains msg if {\n\tsome r in input.rs\n\tnot r.ok\n\tmsg := sprintf(\"%s\", [r.name])\n}\n\n\
        unused := 7 if input.z == 1\n\n\
        size(xs) := \"big\" if {\n\tcount(xs) > 2\n} else := \"small\"\n\n\
        names := [n |\n\tsome r in input.rs\n\tr.ok\n\tn := r.name\n]\n";
    let tests = "package a_test\n\nimport data.a\n\n\
        test_allow if not a.allow with input as {\"x\": 2, \"y\": 0}\n\
        test_deny if a.deny == set() with input as {\"rs\": [{\"ok\": true, \"name\": \"b\"}]}\n\
        test_size if a.size([1]) == \"small\"\n\
        test_names if a.names == [] with input as {\"rs\": [{\"ok\": false}]}\n\
        todo_test_later if {\n\ttrue\n}\n";
    let report = covered(&[("a.rego", policy), ("a_test.rego", tests)]);
    assert!(
        report
            .cases
            .iter()
            .all(|case| case.outcome != TestOutcome::Failed)
    );
    let expected = (
        "8–9 13–14 21 24–26".to_owned(),
        "7 12 15 18 20 27".to_owned(),
    );
    assert_eq!(lines(&report, "a.rego"), expected);
    assert_eq!(
        lines(&report, "a_test.rego"),
        ("5–8".to_owned(), "9–10".to_owned())
    );
}

#[test]
fn lines_are_led_back_through_what_the_engine_reads_in_other_words() {
    // Two files of one package, a template string, a negation of a call, a computed head.
    let one = "package a\n\nsay := $\"hello {input.name}\"\n\nbad if {\n\tnot ok(input.list[_])\n\ttrue\n}\n";
    let two = "package a\n\nok(x) if {\n\tx.a.b == 1\n}\n\np[lower(k)] := v if {\n\tsome k, v in input.o\n\tv > 1\n}\n\nnever if {\n\tsay == \"no\"\n\tok({})\n}\n";
    let tests = "package a_test\n\ntest_it if {\n\
        \tdata.a.say == \"hello x\" with input as {\"name\": \"x\"}\n\
        \tdata.a.p == {\"k\": 2} with input as {\"o\": {\"K\": 2}}\n\
        \tnot data.a.never with input as {\"name\": \"x\"}\n\
        \tdata.a.bad with input as {\"list\": [{\"a\": {\"b\": 2}}]}\n}\n";
    let report = covered(&[("one.rego", one), ("two.rego", two), ("a_test.rego", tests)]);
    assert_eq!(
        report.cases[0].outcome,
        TestOutcome::Passed,
        "{:?}",
        report.cases[0]
    );
    assert_eq!(
        lines(&report, "one.rego"),
        ("3 5–7".to_owned(), String::new())
    );
    assert_eq!(
        lines(&report, "two.rego"),
        ("4 7–9 13".to_owned(), "3 12 14".to_owned())
    );
}

#[test]
fn a_test_that_fails_names_the_line_at_which_it_ended() {
    let tests = "package a_test\n\n\
        test_two if {\n\tx := 1\n\tx > 0\n\tcount([y | y := [1, 2][_]; y > 1]) == 2\n\tx == 9\n}\n\n\
        test_call if {\n\tdata.nothing\n}\n\n\
        test_else if {\n\tfalse\n} else if {\n\t1 == 2\n}\n";
    let report = run(&[("a_test.rego", tests)]);
    let [two, call, other] = &report.cases[..] else {
        panic!("{:?}", report.cases);
    };
    assert_eq!(two.failed_at, Some(6));
    let message = two.message.as_deref().unwrap();
    assert!(
        message.starts_with("line 6 does not hold: count(["),
        "{message}"
    );
    assert_eq!(call.failed_at, Some(11));
    assert_eq!(
        (other.failed_at, other.message.as_deref()),
        (None, Some("the rule is undefined"))
    );
}

#[test]
fn a_test_of_several_cases_fails_with_the_names_of_those_that_do_not_hold() {
    let tests = "package a_test\n\nimport rego.v1\n\n\
        test_concat[note] if {\n\
        \tsome note, case in {\n\t\t\"empty\": {\"a\": [], \"b\": []},\n\t\t\"one\": {\"a\": [1], \"b\": [2]},\n\t}\n\
        \tarray.concat(case.a, []) == case.b\n}\n\n\
        test_all[case.note] if {\n\tsome case in [{\"note\": \"x\", \"n\": 1}]\n\tcase.n == 1\n}\n\n\
        test_two[a][b] if {\n\tsome a in [\"p\"]\n\tsome b in [1, 2]\n\tb == 2\n}\n\n\
        test_alone[n] if some n in [\"only\"]\n\n\
        test_none[n] if {\n\tsome n in []\n}\n";
    let report = run(&[("a_test.rego", tests)]);
    assert!(report.problems.is_empty(), "{:?}", shown(&report.problems));
    let said: Vec<_> = report
        .cases
        .iter()
        .map(|case| {
            let cases = case.subcases.iter();
            let cases: Vec<_> = cases
                .map(|case| (case.name.as_str(), case.passed))
                .collect();
            (case.name.as_str(), case.outcome, cases)
        })
        .collect();
    assert_eq!(
        said,
        [
            (
                "data.a_test.test_concat",
                TestOutcome::Failed,
                vec![("empty", true), ("one", false)]
            ),
            (
                "data.a_test.test_all",
                TestOutcome::Passed,
                vec![("x", true)]
            ),
            (
                "data.a_test.test_two",
                TestOutcome::Failed,
                vec![("p/1", false), ("p/2", true)]
            ),
            (
                "data.a_test.test_alone",
                TestOutcome::Passed,
                vec![("only", true)]
            ),
            ("data.a_test.test_none", TestOutcome::Passed, vec![]),
        ]
    );
    assert_eq!(
        report.cases[0].message.as_deref(),
        Some("1 of 2 cases did not hold")
    );
}

#[test]
fn only_tests_whose_name_matches_are_run() {
    let tests = "package a_test\n\ntest_one if true\ntest_two if false\ntodo_test_three if false\n";
    let named = |pattern: &str| {
        let options = TestOptions {
            run: Some(pattern.to_owned()),
            ..TestOptions::default()
        };
        let report = with(&options, &[("a_test.rego", tests)]);
        let names: Vec<_> = report.cases.into_iter().map(|case| case.name).collect();
        (names.join(" "), shown(&report.problems))
    };
    assert_eq!(named("one$"), ("data.a_test.test_one".to_owned(), vec![]));
    assert_eq!(
        named("^data.a_test.t(est_two|odo)").0,
        "data.a_test.test_two data.a_test.todo_test_three"
    );
    assert!(named("(").1[0].contains("no regular expression"));
}

#[test]
fn a_print_is_told_with_the_place_where_it_was_written() {
    let more = "package a_test\n\n\nx if { true; print(\"in x\") }\n";
    let tests = "package a_test\n\ntest_x if {\n\tx\n\tprint($\"{1}\")\n}\n";
    let report = run(&[("a_test.rego", tests), ("b_test.rego", more)]);
    assert_eq!(
        report.cases[0].prints,
        ["b_test.rego:4: in x", "a_test.rego:5: 1"]
    );
}

#[test]
fn tests_that_take_too_long_together_are_errored_and_those_before_keep_their_answer() {
    let slow =
        "some i in numbers.range(1, 1000000)\n\tsome j in numbers.range(1, 1000)\n\ti + j < 0";
    let tests = format!(
        "package a_test\n\ntest_a if true\n\ntest_b if {{\n\t{slow}\n}}\n\ntest_c if true\n"
    );
    let limits = EvaluationLimits {
        timer: std::time::Duration::from_millis(200),
        check: Some(std::time::Duration::from_millis(200)),
        ..EvaluationLimits::default()
    };
    let report = run_tests(
        &files(&[("a_test.rego", &tests)]),
        &TestOptions::default(),
        &limits,
    );
    let outcomes: Vec<_> = report.cases.iter().map(|case| case.outcome).collect();
    assert_eq!(outcomes[1..], [TestOutcome::Errored, TestOutcome::Errored]);
    let last = report.cases[2].message.as_deref().unwrap();
    assert_eq!(last, "not run: the time limit was used up before it");
}

fn with(options: &TestOptions, contents: &[(&str, &str)]) -> TestReport {
    run_tests(&files(contents), options, &EvaluationLimits::default())
}

/// The lines of a file that are covered and those that are not.
fn lines(report: &TestReport, file: &str) -> (String, String) {
    let coverage = report.coverage.as_ref().unwrap();
    let file = &coverage.files[file];
    let text = |ranges: &[domain::LineRange]| {
        let ranges: Vec<_> = ranges.iter().map(ToString::to_string).collect();
        ranges.join(" ")
    };
    (text(&file.covered), text(&file.not_covered))
}

#[test]
fn what_reaches_the_network_loads_where_it_is_tested_and_only_a_reached_call_is_an_error() {
    let policy = "package a\n\nallowed if http.send({\"method\": \"get\", \"url\": input.url}).status_code == 200\n\
        deny contains \"no\" if not allowed\n";
    let tests = "package a_test\n\nimport data.a\n\nanswer(code) := {\"status_code\": code}\n\
        ok(_) := {\"status_code\": 200}\n\
        test_mocked if a.allowed with http.send as ok with input.url as \"x\"\n\
        test_mocked_value if a.allowed with http.send as {\"status_code\": 200} with input.url as \"x\"\n\
        test_mocked_denies if count(a.deny) == 1 with http.send as {\"status_code\": 500} with input.url as \"x\"\n\
        test_unreached if count(a.deny) == 1 with input as {}\n\
        test_reached if count(a.deny) == 1 with input.url as \"x\"\n\
        test_reached_behind_not if not a.allowed with input.url as \"x\"\n";
    let report = run(&[("a.rego", policy), ("a_test.rego", tests)]);
    assert!(report.problems.is_empty(), "{:?}", shown(&report.problems));
    let outcomes: Vec<_> = report.cases.iter().map(|case| case.outcome).collect();
    assert_eq!(
        outcomes,
        [
            TestOutcome::Passed,
            TestOutcome::Passed,
            TestOutcome::Passed,
            TestOutcome::Passed,
            TestOutcome::Errored,
            TestOutcome::Errored
        ],
        "{:#?}",
        report.cases
    );
    let message = report.cases[4].message.as_deref().unwrap();
    assert!(message.contains("`http.send` was called"), "{message}");
}

#[test]
fn a_declared_dialect_is_not_guessed_again() {
    let old = [("a.rego", "package a\n\ntest_old { true }\n")];
    assert!(run(&old).problems.is_empty());
    let options = TestOptions {
        dialect: Some(engine::Dialect::V1),
        ..TestOptions::default()
    };
    let report = run_tests(&files(&old), &options, &EvaluationLimits::default());
    let problems = shown(&report.problems);
    assert!(
        problems[0].ends_with("this looks like v0, and v1 is declared"),
        "{problems:?}"
    );
}
