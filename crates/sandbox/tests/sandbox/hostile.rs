//! Policies that mean harm, really run.
//!
//! The engine refuses some of them at upload or stops them cleanly, others end their child. Which
//! is the engine's affair; what holds here is that each is errored, that the reason names a limit,
//! that the policies beside it are right, and that the next check is right.

use std::fmt::Write as _;
use std::time::Duration;

use domain::Decision;
use sandbox::{Party, Sandbox, SandboxConfig, SetEvaluation, SetOptions};

use crate::fixture::{DENIES, PASSES, assert_works, config, evaluate, set, set_of};

/// A sandbox that stops soon.
fn strict() -> Sandbox {
    Sandbox::new(SandboxConfig {
        wall: Duration::from_secs(6),
        ..config()
    })
}

/// Evaluates a hostile policy between two good ones, in sets of their own and in one set.
async fn assert_contained(name: &str, source: &str) {
    let sandbox = strict();
    let sets = vec![
        set(&[("before", PASSES)]),
        set(&[("a", source), ("b", DENIES)]),
        set(&[("after", DENIES)]),
    ];
    let evaluation = evaluate(&sandbox, sets).await;
    let [before, hostile, after] = evaluation.sets.as_slice() else {
        panic!("{name}: {evaluation:?}");
    };
    assert_eq!(before.policies[0].1.decision, Decision::Passed, "{name}");
    assert_eq!(after.policies[0].1.decision, Decision::Failed, "{name}");
    let reason = reason(name, hostile);
    println!("{name}: {reason}");
    let named = ["limit", "deep", "recurs", "more than", "longer than"];
    assert!(
        named.iter().any(|word| reason.contains(word)),
        "{name}: {reason}"
    );
    assert_works(&sandbox).await;
}

/// Why the hostile policy has no answer; the one beside it has one, unless the set did not load.
fn reason(name: &str, hostile: &SetEvaluation) -> String {
    if let Some(problem) = hostile.problems.iter().find(|problem| problem.is_error()) {
        assert_eq!(hostile.policies, [], "{name}");
        return problem.message.clone();
    }
    assert_eq!(
        hostile.policies[0].1.decision,
        Decision::Errored,
        "{name}: {hostile:?}"
    );
    assert_eq!(
        hostile.policies[1].1.decision,
        Decision::Failed,
        "{name}: {hostile:?}"
    );
    hostile.policies[0].1.error.clone().unwrap().message
}

fn denying(expression: &str) -> String {
    format!("package a\ndeny contains \"x\" if {{\n{expression}\n}}\n")
}

#[tokio::test]
async fn recursion_without_end() {
    let source = "package a\nf(x) := f(x + 1)\ndeny contains \"x\" if f(0)\n";
    assert_contained("recursion", source).await;
}

#[tokio::test]
async fn functions_that_call_each_other_very_deeply() {
    let mut source = "package a\n".to_owned();
    for n in 0..8_000 {
        writeln!(source, "f{n}(x) := f{}(x)", n + 1).unwrap();
    }
    source.push_str("f8000(x) := x\ndeny contains \"x\" if f0(1)\n");
    assert_denied_or_errored(&source).await;
}

#[tokio::test]
async fn rules_that_build_on_each_other_very_deeply() {
    let mut source = "package a\n".to_owned();
    for n in 0..8_000 {
        writeln!(source, "r{n} if r{}", n + 1).unwrap();
    }
    source.push_str("r8000 if true\ndeny contains \"x\" if r0\n");
    assert_denied_or_errored(&source).await;
}

/// The stack may be deep enough for it or not; what it denies is never passed.
async fn assert_denied_or_errored(source: &str) {
    let sandbox = strict();
    let evaluation = evaluate(&sandbox, vec![set(&[("a", source)])]).await;
    let set = &evaluation.sets[0];
    let said = set.policies.first().map(|(_, said)| said.decision);
    assert!(
        matches!(said, None | Some(Decision::Failed | Decision::Errored)),
        "{set:?}"
    );
    assert!(
        said.is_some() || set.problems.iter().any(domain::Problem::is_error),
        "{set:?}"
    );
    assert_works(&sandbox).await;
}

#[tokio::test]
async fn an_array_without_end() {
    let source = denying("count(numbers.range(1, 1000000000)) > 0");
    assert_contained("range", &source).await;
}

#[tokio::test]
async fn a_comprehension_that_fills_the_memory() {
    let source = denying(
        "xs := numbers.range(1, 5000)\nys := [[x, y] | some x in xs; some y in xs]\ncount(ys) > 0",
    );
    assert_contained("comprehension", &source).await;
}

#[tokio::test]
async fn strings_that_double() {
    let mut body = "s0 := \"0123456789abcdef\"\n".to_owned();
    for n in 1..40 {
        writeln!(body, "s{n} := concat(\"\", [s{0}, s{0}])", n - 1).unwrap();
    }
    body.push_str("count(s39) > 0");
    assert_contained("doubling string", &denying(&body)).await;
}

#[tokio::test]
async fn arrays_that_double() {
    let mut body = "s0 := [1, 2, 3, 4]\n".to_owned();
    for n in 1..40 {
        writeln!(body, "s{n} := array.concat(s{0}, s{0})", n - 1).unwrap();
    }
    body.push_str("count(s39) > 0");
    assert_contained("doubling array", &denying(&body)).await;
}

#[tokio::test]
async fn a_replacement_that_multiplies() {
    let mut body = "s0 := \"aaaaaaaaaa\"\n".to_owned();
    for n in 1..12 {
        writeln!(body, "s{n} := replace(s{0}, \"a\", s0)", n - 1).unwrap();
    }
    body.push_str("count(s11) > 0");
    assert_contained("replacement", &denying(&body)).await;
}

#[tokio::test]
async fn a_loop_without_end() {
    let source = denying(
        "xs := numbers.range(1, 3000)\n\
         count({z | some x in xs; some y in xs; some w in xs; z := (x * y * w) % 7}) > 100",
    );
    assert_contained("loop", &source).await;
}

#[tokio::test]
async fn a_walk_over_a_walk() {
    let source = denying(
        "x := {n: {m: m | some m in numbers.range(1, 300)} | some n in numbers.range(1, 300)}\n\
         count([q | walk(x, [_, _]); walk(x, [q, _])]) > 0",
    );
    assert_contained("walk", &source).await;
}

#[tokio::test]
async fn a_number_without_end() {
    let source = denying("bits.lsh(bits.lsh(1, 4000000000), 4000000000) > 0");
    let sandbox = strict();
    let evaluation = evaluate(&sandbox, vec![set(&[("a", &source)])]).await;
    // A built-in that refuses is undefined, as in OPA, and then nothing is denied.
    let said = evaluation.sets[0]
        .policies
        .first()
        .map(|(_, said)| said.decision);
    assert!(
        matches!(said, None | Some(Decision::Errored | Decision::Passed)),
        "{evaluation:?}"
    );
    assert_works(&sandbox).await;
}

#[tokio::test]
async fn paths_through_a_clique() {
    let source = denying(
        "g := {n: [m | some m in numbers.range(1, 14)] | some n in numbers.range(1, 14)}\n\
         count(graph.reachable_paths(g, [1])) > 0",
    );
    let sandbox = strict();
    let evaluation = evaluate(&sandbox, vec![set(&[("a", &source), ("b", DENIES)])]).await;
    let said: Vec<_> = evaluation.sets[0]
        .policies
        .iter()
        .map(|(_, said)| said.decision)
        .collect();
    assert_ne!(said.first(), Some(&Decision::Failed), "{evaluation:?}");
    assert_eq!(said.get(1), Some(&Decision::Failed), "{evaluation:?}");
    assert_works(&sandbox).await;
}

#[tokio::test]
async fn a_flood_of_prints_is_cut() {
    let source = denying(
        "some x in numbers.range(1, 200000)\nprint(\"flood\", x, \"0123456789012345678901234567890\")",
    );
    let sandbox = strict();
    let evaluation = evaluate(&sandbox, vec![set(&[("a", &source), ("b", DENIES)])]).await;
    let (_, said) = &evaluation.sets[0].policies[0];
    assert_ne!(said.decision, Decision::Passed);
    let bytes: usize = said.prints.iter().map(String::len).sum();
    assert!(bytes <= 80 << 10, "{bytes} bytes of prints");
    assert_eq!(evaluation.sets[0].policies[1].1.decision, Decision::Failed);
    assert_works(&sandbox).await;
}

#[tokio::test]
async fn a_flood_of_messages_is_cut_and_still_denies() {
    let source = "package a\ndeny contains msg if {\nsome x in numbers.range(1, 100000)\n\
                  msg := sprintf(\"%v 0123456789012345678901234567890123456789\", [x])\n}\n";
    let sandbox = strict();
    let evaluation = evaluate(&sandbox, vec![set(&[("a", source), ("b", DENIES)])]).await;
    let (_, said) = &evaluation.sets[0].policies[0];
    assert_ne!(said.decision, Decision::Passed);
    let bytes: usize = said.messages.iter().map(|message| message.text.len()).sum();
    assert!(bytes <= 2 << 20, "{bytes} bytes of messages");
    assert_eq!(evaluation.sets[0].policies[1].1.decision, Decision::Failed);
    assert_works(&sandbox).await;
}

#[tokio::test]
async fn a_literal_that_nests_deeply_does_not_hold_the_parser() {
    let source = denying(&format!(
        "x := {}1{}\ncount(x) > 0",
        "[".repeat(40),
        "]".repeat(40)
    ));
    assert_contained("nesting", &source).await;
    let sandbox = strict();
    let bundle = crate::fixture::bundle(&[("a", &source)]);
    let ingested = sandbox
        .ingest(bundle.into(), SetOptions::default(), &Party::default())
        .await
        .unwrap();
    assert!(!ingested.is_ready());
    assert_works(&sandbox).await;
}

#[tokio::test]
async fn brackets_without_end_do_not_hold_the_parser() {
    for bracket in ["(", "[", "{", "{\"a\":", "not ", "-", "[x | "] {
        let source = denying(&format!("x := {}", bracket.repeat(100_000 / bracket.len())));
        let sandbox = strict();
        let ingested = sandbox
            .ingest(
                crate::fixture::bundle(&[("a", &source)]).into(),
                SetOptions::default(),
                &Party::default(),
            )
            .await;
        assert!(!ingested.unwrap().is_ready(), "{bracket}");
        assert_works(&sandbox).await;
    }
}

#[tokio::test]
async fn data_that_nests_deeply_does_not_overflow_the_stack() {
    let data = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let files = [
        (
            "policies.hcl",
            "policy \"a\" {\n query = \"data.a.deny\"\n enforcement_level = \"advisory\"\n}\n",
        ),
        ("a.rego", PASSES),
        ("data.json", data.as_str()),
    ];
    let bundle =
        sandbox::pack(files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())));
    let sandbox = strict();
    let evaluation = evaluate(&sandbox, vec![set_of(bundle), set(&[("b", DENIES)])]).await;
    assert_eq!(evaluation.sets[0].policies, [], "{evaluation:?}");
    assert_eq!(evaluation.sets[1].policies[0].1.decision, Decision::Failed);
    assert_works(&sandbox).await;
}

/// A policy for which all of a plan is built.
fn reads_all() -> String {
    denying("json.marshal(input.plan) == \"\"")
}

#[tokio::test]
async fn a_plan_of_which_nothing_is_read_may_be_anything() {
    let plan = format!("{}1{}", "[".repeat(1_000_000), "]".repeat(1_000_000));
    let sandbox = strict();
    let job = crate::fixture::job_of(plan.as_bytes(), vec![set(&[("a", PASSES)])]);
    let evaluation = sandbox.evaluate(job, |_| {}).await.unwrap();
    assert_eq!(evaluation.sets[0].policies[0].1.decision, Decision::Passed);
}

#[tokio::test]
async fn a_plan_that_nests_deeply_is_errored() {
    let plan = format!("{}1{}", "[".repeat(1_000_000), "]".repeat(1_000_000));
    let sandbox = strict();
    let job = crate::fixture::job_of(plan.as_bytes(), vec![set(&[("a", &reads_all())])]);
    let evaluation = sandbox.evaluate(job, |_| {}).await.unwrap();
    assert_eq!(evaluation.sets[0].policies[0].1.decision, Decision::Errored);
    assert_works(&sandbox).await;
}

#[tokio::test]
async fn a_plan_that_does_not_fit_into_the_memory_is_errored() {
    let sandbox = Sandbox::new(SandboxConfig {
        memory_mb: 48,
        ..config()
    });
    let plan = format!("{{\"a\":[{}1]}}", "1,".repeat(8 << 20));
    let job = crate::fixture::job_of(plan.as_bytes(), vec![set(&[("a", &reads_all())])]);
    let evaluation = sandbox.evaluate(job, |_| {}).await.unwrap();
    let (_, said) = &evaluation.sets[0].policies[0];
    assert_eq!(said.decision, Decision::Errored);
    let message = &said.error.as_ref().unwrap().message;
    assert!(message.contains("memory limit of 48 MB"), "{message}");
    assert_works(&sandbox).await;
}
