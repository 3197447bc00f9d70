//! Broken policies: whatever is wrong with one, it never passes.

use domain::Decision;
use engine::{EvaluationLimits, LoadedSet, SetOptions, pack};

use crate::support::{MANIFEST, files, raw};

/// Modules that cannot decide. Each is refused at upload or errored when it is evaluated.
const BROKEN: [&str; 42] = [
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
    "package main\ndeny contains 1 if regex.match(\"(?:a{1000}){1000}\", \"b\")",
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
            match LoadedSet::load(&bundle, SetOptions { strict }) {
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
