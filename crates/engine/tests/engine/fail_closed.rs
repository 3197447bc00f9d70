//! Broken policies: whatever is wrong with one, it never passes.

use domain::Decision;
use engine::{EvaluationLimits, Inputs, LoadedSet, Plan, SetOptions, pack};

use crate::support::{MANIFEST, files, load, raw, run_document};

/// Modules that cannot decide. Each is refused at upload or errored when it is evaluated.
const BROKEN: [&str; 41] = [
    "",
    "package",
    "package main",
    "package other\ndeny contains 1",
    "package main\ndeny contains",
    "package main\ndeny contains 1 if {",
    "package main\ndeny contains 1 if }",
    "package main\ndeny contains \"unclosed if true",
    "package main\ndeny contains `unclosed if true",
    "package main\ndney contains 1",
    "package main\ndeny := true",
    "package main\ndeny := false",
    "package main\ndeny := null",
    "package main\ndeny := 0",
    "package main\ndeny := \"\"",
    "package main\ndeny := {\"a\": 1}",
    "package main\ndeny := [1] if input.never",
    "package main\ndeny if input.never",
    "package main\ndeny(x) := [] if x",
    "package main\ndeny contains msg if input.x",
    "package main\ndeny contains 1 if nosuch(input)",
    "package main\ndeny contains 1 if not nosuch(input)",
    "package main\ndeny contains 1 if http.send({\"url\": \"http://x\", \"method\": \"GET\"}).status == 200",
    "package main\ndeny contains 1 if count(input, 1, 2) > 0",
    "package main\ndeny contains 1 if data.main.deny",
    "package main\ndeny := []\ndeny := [1]",
    "package main\ndeny := x if x := []\ndeny := x if x := [1]",
    "package main\nf(x) := f(x)\ndeny contains 1 if f(1)",
    "package main\nf(x) := 1 if x\nf(x) := 2 if x\ndeny contains 1 if f(true) == 3",
    "package main\nf(x) := 1 if x\nf(x, y) := 2 if x\ndeny contains 1 if f(true) == 3",
    "package main\ndeny contains 1 if numbers.range(1, 1000000000)[0] == 0",
    "package main\ndeny contains 1 if not numbers.range(1, 1000000000)[0] == 1",
    "package main\ndeny contains 1 if bits.lsh(1, 10000000000) == 0",
    "package main\ndeny contains 1 if count(net.cidr_expand(\"10.0.0.0/8\")) == 0",
    "package main\ndeny contains 1 if count(sprintf(\"%999999d%999999d%999999d%999999d%999999d%999999d%999999d%999999d%999999d%999999d%999999d%999999d%999999d%999999d%999999d%999999d%999999d\", [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1])) == 0",
    "package main\ndeny contains 1 if { x := 1; x := 2 }",
    "package main\nimport rego.v1\ndeny[x] { x := 1; false }",
    "package main\ndeny contains 1 if [[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]] == 2",
    "package main\ndeny contains 1 if false\n\0deny contains 2",
    "\u{feff}package main\ndeny contains 1 if false",
    "package main\ndeny contains 1 if opa.runtime().env.HOME == 1",
];

#[test]
fn no_broken_policy_passes() {
    let mut refused = 0;
    for strict in [false, true] {
        for module in BROKEN {
            let bundle = pack(files(&[("policies.hcl", MANIFEST), ("main.rego", module)]));
            match LoadedSet::load(
                &bundle,
                SetOptions {
                    strict,
                    ..SetOptions::default()
                },
            ) {
                Err(problems) => {
                    refused += 1;
                    assert!(problems.iter().any(domain::Problem::is_error), "{module}");
                    assert!(
                        problems.iter().all(|problem| !problem.message.is_empty()),
                        "{module}"
                    );
                }
                Ok(set) => {
                    let evaluation =
                        set.evaluate(0, &raw("{\"x\": 1}"), &EvaluationLimits::default());
                    assert_eq!(
                        evaluation.decision,
                        Decision::Errored,
                        "{module}\n{evaluation:?}"
                    );
                    assert!(!evaluation.error.unwrap().message.is_empty());
                }
            }
        }
    }
    assert!(
        refused > BROKEN.len(),
        "most are refused at upload: {refused}"
    );
}

#[test]
fn no_byte_of_a_bundle_can_be_changed_into_a_pass() {
    // A deny rule that always fires: whatever is flipped, it fires, is refused or errors. The
    // gzip checksum stands before the tar's, which stands before the parser.
    let module = "package main\n\ndeny contains \"always\"\n";
    let bundle = pack(files(&[("policies.hcl", MANIFEST), ("main.rego", module)]));
    for index in 0..bundle.len() {
        let mut changed = bundle.clone();
        changed[index] ^= 0x20;
        if let Ok(set) = LoadedSet::load(&changed, SetOptions::default()) {
            let evaluation = set.evaluate(0, &raw("{}"), &EvaluationLimits::default());
            assert_eq!(evaluation.decision, Decision::Failed, "byte {index}");
        }
    }
}

/// Policies that divide, have a function of two clauses, and go wrong in one of them where the other
/// has a value. Each with an input that brings a division by zero before or after that.
const HIDDEN: [(&str, &str); 3] = [
    // A conflict, after a division by zero.
    (
        "package main\ndeny contains \"dear\" if { some r in input.plan.rs; r.cost / r.hours > 5 }\nkind(r) := 1 if r.a\nkind(r) := 2 if r.b\ndeny contains r.name if { some r in input.plan.rs; kind(r) == 3 }\n",
        r#"{"rs": [{"name": "x", "a": true, "b": true, "cost": 1, "hours": 0}]}"#,
    ),
    // The same, and a built-in error that is undefined in either mode.
    (
        "package main\ndeny contains \"dear\" if { some r in input.plan.rs; r.cost / r.hours > 5 }\nkind(r) := 1 if r.a\nkind(r) := 2 if r.b\ndeny contains \"odd\" if { some r in input.plan.rs; to_number(r.text) > 5 }\ndeny contains r.name if { some r in input.plan.rs; kind(r) == 3 }\n",
        r#"{"rs": [{"name": "x", "a": true, "b": true, "cost": 1, "hours": 1, "text": "abc"}]}"#,
    ),
    // A limit of ours.
    (
        "package main\nlong(r) := 1 if r.a\nlong(r) := 2 if count(numbers.range(1, 100000000)) > r.cost\ndeny contains \"dear\" if { some r in input.plan.rs; r.cost / r.hours > 5 }\ndeny contains r.name if { some r in input.plan.rs; long(r) == 3 }\n",
        r#"{"rs": [{"name": "x", "a": true, "cost": 1, "hours": 0}]}"#,
    ),
];

#[test]
fn what_goes_wrong_in_one_clause_is_not_hidden_by_another_nor_by_a_division_by_zero() {
    for (module, plan) in HIDDEN {
        let set = load(&[("policies.hcl", MANIFEST), ("main.rego", module)], false);
        let plan = Plan::parse(plan.as_bytes()).unwrap();
        let inputs = Inputs::new(&plan, &run_document());
        let evaluation = set.evaluate(0, &inputs, &EvaluationLimits::default());
        assert_eq!(evaluation.decision, Decision::Errored, "{module}");
    }
}

#[test]
fn an_error_of_an_operator_is_undefined_and_counted() {
    for body in [
        "r.cost / r.hours > 5",
        "r.cost % r.hours > 5",
        "r.name + 1 > 5",
        "r | {1} != set()",
    ] {
        // A clause without a value leaves the other's.
        let module = format!(
            "package main\ndeny contains \"dear\" if {{ some r in input.plan.rs; {body} }}\nrate(r) := 1 if r.cost\nrate(r) := 2 if {body}\ndeny contains \"odd\" if {{ some r in input.plan.rs; rate(r) == 2 }}\n"
        );
        let set = load(&[("policies.hcl", MANIFEST), ("main.rego", &module)], false);
        let plan = br#"{"rs": [{"cost": 1, "hours": 0, "name": "x"}]}"#;
        let inputs = Inputs::new(&Plan::parse(plan).unwrap(), &run_document());
        let evaluation = set.evaluate(0, &inputs, &EvaluationLimits::default());
        assert_eq!(evaluation.decision, Decision::Passed, "{body}");
        assert_eq!(evaluation.swallowed_errors, 2, "{body}");

        let set = load(&[("policies.hcl", MANIFEST), ("main.rego", &module)], true);
        let evaluation = set.evaluate(0, &inputs, &EvaluationLimits::default());
        assert_eq!(evaluation.decision, Decision::Errored, "{body}");
    }
}

#[test]
fn a_call_that_names_its_result_inside_of_an_expression_is_no_comparison_with_it() {
    for body in [
        "false == crypto.md5(\"a\", true)",
        "x := false; x == array.flatten([[1]], [1])",
        "count([1 | crypto.md5(\"a\", \"b\") == 1]) > 5",
    ] {
        let module = format!("package main\ndeny contains 1 if {{ {body} }}");
        let bundle = pack(files(&[("policies.hcl", MANIFEST), ("main.rego", &module)]));
        let Ok(set) = LoadedSet::load(&bundle, SetOptions::default()) else {
            continue;
        };
        let plan = Plan::parse(b"{}").unwrap();
        let inputs = Inputs::new(&plan, &run_document());
        let evaluation = set.evaluate(0, &inputs, &EvaluationLimits::default());
        assert_eq!(evaluation.decision, Decision::Errored, "{body}");
    }
}
