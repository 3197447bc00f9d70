//! `eval`, `test` and the manual: what needs no server.

use serde_json::{Value, json};

use crate::folders::Folder;
use crate::portcullis::{Outcome, portcullis};

fn eval(folder: &Folder, more: &[&str]) -> Outcome {
    let mut arguments = vec![
        "eval".into(),
        folder.set().into_os_string(),
        folder.plan().into(),
    ];
    arguments.extend(more.iter().map(Into::into));
    portcullis(arguments, &[])
}

#[test]
fn the_exit_code_of_eval_is_the_verdict() {
    for (level, more, code) in [
        ("advisory", &[][..], 0),
        ("mandatory", &[], 1),
        ("mandatory", &["--overridable"], 2),
        ("soft-mandatory", &[], 2),
        ("hard-mandatory", &["--overridable"], 1),
    ] {
        let outcome = eval(&Folder::with_level(level), more);
        assert_eq!(outcome.code, code, "{level} {more:?}: {outcome:?}");
        assert!(
            outcome.out.contains("aws_s3_bucket.logs is not welcome"),
            "{outcome:?}"
        );
        assert!(
            !outcome.out.contains('\x1b'),
            "no colours where no terminal is: {outcome:?}"
        );
    }
}

#[test]
fn the_json_of_eval_is_a_check() {
    let outcome = eval(&Folder::with_level("mandatory"), &["--format", "json"]);
    let check: Value = serde_json::from_str(&outcome.out).unwrap();
    assert_eq!(check["status"], "hard_failed");
    assert_eq!(check["counts"]["hard_failed"], 1);
    assert_eq!(check["results"][0]["policy"], "rule");
    assert_eq!(check["results"][0]["level"], "hard_mandatory");
    assert_eq!(check["overrides"], json!([]));
    for member in [
        "id",
        "run_id",
        "stage",
        "plan_digest",
        "engine",
        "timestamps",
        "url",
    ] {
        assert!(check.get(member).is_some(), "{member}");
    }
}

#[test]
fn a_bundle_that_does_not_load_is_three_with_every_problem_and_its_place() {
    let folder = Folder::with_level("mandatory");
    folder.write("set/rule.rego", "package rule\n\ndeny contains msg if {\n");
    folder.write("set/other.rego", "package other\n\nx := {\n");
    let outcome = eval(&folder, &[]);
    assert_eq!(outcome.code, 3, "{outcome:?}");
    assert!(outcome.out.contains("rule.rego:"), "{outcome:?}");
    assert!(outcome.out.contains("other.rego:"), "{outcome:?}");
}

#[test]
fn a_policy_without_an_answer_is_three_and_never_zero() {
    let folder = Folder::with_level("mandatory");
    folder.write("set/rule.rego", "package rule\n\ndeny := 7\n");
    assert_eq!(eval(&folder, &[]).code, 3);
}

#[test]
fn a_raw_input_is_used_as_it_is() {
    let folder = Folder::with_level("mandatory");
    folder.write("input.json", r#"{"plan": {"resource_changes": []}}"#);
    let arguments = [
        "eval".into(),
        folder.set().into_os_string(),
        "--input".into(),
        folder.path("input.json").into(),
    ];
    assert_eq!(portcullis(arguments, &[]).code, 0);
}

#[test]
fn wrong_usage_and_unreadable_files_are_four() {
    let folder = Folder::with_level("mandatory");
    folder.write("plan.json", "hello");
    let outcome = eval(&folder, &[]);
    assert_eq!(outcome.code, 4, "{outcome:?}");
    assert!(
        outcome.err.contains("plan.json cannot be checked"),
        "{outcome:?}"
    );
    assert_eq!(
        portcullis(["eval", "/nowhere/at/all", "/nowhere.json"], &[]).code,
        4
    );
    assert_eq!(portcullis(["eval"], &[]).code, 4);
    assert_eq!(portcullis(["explode"], &[]).code, 4);
}

#[test]
fn tests_pass_fail_and_do_not_load() {
    let folder = Folder::with_level("mandatory");
    folder.write(
        "set/rule_test.rego",
        "package rule_test\n\nimport rego.v1\n\ntest_two if { 1 + 1 == 2 }\n",
    );
    let set = folder.set();
    let run = |more: &[&str]| {
        let mut arguments = vec!["test".into(), set.clone().into_os_string()];
        arguments.extend(more.iter().map(Into::into));
        portcullis(arguments, &[])
    };
    let outcome = run(&[]);
    assert_eq!(
        (outcome.code, outcome.out.trim()),
        (0, "PASS: 1/1"),
        "{outcome:?}"
    );
    let outcome = run(&["--run", "no_such", "--verbose"]);
    assert!(
        outcome.code == 0 && outcome.out.starts_with("No test was found"),
        "{outcome:?}"
    );
    assert_eq!(run(&["--run", "("]).code, 4);
    let outcome = run(&["--coverage"]);
    assert!(
        outcome.out.contains("rule.rego") && outcome.out.contains("COVERAGE: "),
        "{outcome:?}"
    );
    let outcome = run(&["--threshold", "100", "--format", "junit"]);
    assert_eq!(outcome.code, 1, "{outcome:?}");
    assert!(outcome.out.starts_with("<?xml") && outcome.err.contains("100 % were asked for"));
    folder.write(
        "set/bad_test.rego",
        "package bad_test\n\nimport rego.v1\n\ntest_three if { 1 + 1 == 3 }\n",
    );
    let outcome = run(&["--format", "json"]);
    assert_eq!(outcome.code, 1, "{outcome:?}");
    let report: Value = serde_json::from_str(&outcome.out).unwrap();
    assert_eq!(
        (&report["passed"], &report["failed"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(report["cases"][0]["failed_at"], 5, "{report}");
    assert!(report.get("coverage").is_none());
    let outcome = run(&["--format", "json", "--coverage"]);
    let report: Value = serde_json::from_str(&outcome.out).unwrap();
    let coverage = &report["coverage"]["files"]["bad_test.rego"];
    assert_eq!(
        coverage["covered"],
        json!([{"start": {"row": 5}, "end": {"row": 5}}]),
        "{report}"
    );
    folder.write("set/broken.rego", "package broken\n\nx := {\n");
    assert_eq!(run(&[]).code, 3);
}

#[test]
fn the_manual_names_every_command() {
    let outcome = portcullis(["--help"], &[]);
    assert_eq!(outcome.code, 0);
    for command in ["serve", "demo", "check", "eval", "test", "push"] {
        assert!(outcome.out.contains(command), "{command}");
    }
    assert!(!outcome.out.contains("sandbox-child"));
    let serve = portcullis(
        ["serve", "--help"],
        &[("PORTCULLIS_BOOTSTRAP_PASSWORD", "s3cret-s3cret")],
    );
    assert!(serve.out.contains("PORTCULLIS_BASE_URL"));
    assert!(!serve.out.contains("s3cret"), "the manual shows no secrets");
}
