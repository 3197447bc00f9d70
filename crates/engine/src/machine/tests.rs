//! What is answered here, and what is left to the engine. That the answers are the engine's is asked of every
//! evaluation of every test, as builds with debug assertions do.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use regorus::Value;

use super::{Machine, machines};
use crate::SetOptions;
use crate::compile::{compile, parse};
use crate::set::{Aim, load};

const DATA: &str = r#"{"prices": {"a": 3, "2": 5}, "list": [7, 8]}"#;
const INPUT: &str = r#"{
    "l": [{"t": "x", "n": 1}, {"t": "y", "n": 2}, {"t": "x", "n": 3}],
    "o": {"k": [1, 2], "m": null}, "s": "x", "pair": [1, [2, 3]]
}"#;

/// What answers for `data.p.q` in a package with these rules.
fn machine(rules: &str, strict: bool) -> Option<Machine> {
    let text = format!("package p\n\nimport rego.v1\n\n{rules}\n");
    let mut problems = Vec::new();
    let sources = parse(None, [("p.rego", text.as_bytes())], &mut problems);
    let path = ["p".to_owned(), "q".to_owned()];
    let data = Value::from_json_str(DATA).unwrap();
    let options = SetOptions {
        strict,
        ..SetOptions::default()
    };
    let compiled = compile(&sources, &[&path], &data, options, &mut problems);
    assert!(problems.is_empty(), "{rules}: {problems:?}");
    let program = compiled.unwrap().program;
    machines(&program, &data, [&path[..]], strict)
        .pop()
        .flatten()
}

fn until() -> Instant {
    Instant::now() + Duration::from_mins(1)
}

/// The answer as JSON; `None` when it is the engine's to give.
fn answer(rules: &str) -> Option<String> {
    let input = Value::from_json_str(INPUT).unwrap();
    let value = machine(rules, false)?.answer(&input, until())?;
    Some(match value {
        Value::Undefined => "undefined".to_owned(),
        value => value.to_string(),
    })
}

#[test]
fn rules_of_the_common_shapes_are_answered() {
    for (rules, expected) in [
        // Going through something, and filtering.
        (
            r#"q contains rc.n if { some rc in input.l; rc.t == "x" }"#,
            "[1,3]",
        ),
        ("q contains i if { input.l[i].t == input.s }", "[0,2]"),
        ("q contains i if { some i; input.l[i].n > 1 }", "[1,2]"),
        ("q contains input.l[_].n", "[1,2,3]"),
        ("q contains k if { some k, v in input.o; not v }", "[]"),
        ("q contains k if { some k, _ in input.o }", r#"["k","m"]"#),
        ("q contains x if { some x in input.o.m }", "[]"),
        (
            "q contains b if { [a, [b, _]] := input.pair; a == 1 }",
            "[2]",
        ),
        ("q contains b if { [1, [b, 3]] = input.pair }", "[2]"),
        ("q contains b if { [_, _, b] := input.pair }", "[]"),
        (r#"q contains x if { {"t": x} = input.l[0] }"#, "[]"),
        (
            r#"q contains x if { {"t": x, "n": 1} = input.l[0] }"#,
            r#"["x"]"#,
        ),
        (
            "q contains 1 if { every rc in input.l { rc.n > 0 } }",
            "[1]",
        ),
        ("q contains 1 if { every rc in input.l { rc.n > 1 } }", "[]"),
        ("q contains 1 if { not input.l[0].n == 4 }", "[1]"),
        ("q contains 1 if { not input.nothing }", "[1]"),
        // Comprehensions.
        ("q := [n | n := input.l[_].n; n > 1]", "[2,3]"),
        (
            r"q := {t: ns | some t in {rc.t | some rc in input.l}; ns := [rc.n | some rc in input.l; rc.t == t]}",
            r#"{"x":[1,3],"y":[2]}"#,
        ),
        ("q := count({rc.t | some rc in input.l})", "2"),
        // Rules and functions.
        ("q := a + b\na := 1\nb := 2 if input.s", "3"),
        ("q := 1 if input.s == \"y\"", "undefined"),
        ("default q := 4\nq := 1 if input.s == \"y\"", "4"),
        (
            "q := 1 if input.s == \"y\" else := 2 if input.s == \"x\" else := 3",
            "2",
        ),
        (
            "q[t] := true if { some rc in input.l; t := rc.t }",
            r#"{"x":true,"y":true}"#,
        ),
        (
            "q := {f(1), f(2), f(3)}\nf(1) := 10\nf(n) := n * 2 if n > 1",
            "[4,6,10]",
        ),
        ("q := f(5)\ndefault f(_) := 0\nf(n) := 1 if n < 5", "0"),
        ("q := f([1, 2])\nf([a, b]) := b - a", "1"),
        ("q contains 1 if { 2 in {1, 2}; not 3 in {1, 2} }", "[1]"),
        ("q contains 1 if { 0, 7 in data.list }", "[1]"),
        // The bundle's documents.
        (r#"q := data.prices.a + data.prices["2"]"#, "8"),
        (
            "q contains data.prices[k] if { some k in [\"a\", \"b\"] }",
            "[3]",
        ),
        ("q contains data.list[0]", "[7]"),
        // An error of a built-in has no value.
        (
            "q contains x if { some x in input.l; to_number(x.t) }",
            "[]",
        ),
    ] {
        assert_eq!(answer(rules).as_deref(), Some(expected), "{rules}");
    }
}

#[test]
fn what_is_not_understood_is_left_to_the_engine() {
    for rules in [
        "q contains x if { x := a with input as 1 }\na := input",
        "q contains 1 if { print(input.s) }",
        "q contains x if { walk(input, [_, x]) }",
        "q := data.p.r\nr.a := 1\nr.b := 2",
        "q contains x if { x = y; y = 1 }",
        "q := data[\"prices\"][2]",
        "q contains 1 if { c := [1 | input.l[i]]; input.o.k[i] }",
    ] {
        assert_eq!(answer(rules), None, "{rules}");
    }
}

#[test]
fn what_does_not_end_regularly_is_for_the_engine_to_say() {
    for rules in [
        "q := x if { some x in [1, 2] }",
        "q := 1 if input.s\nq := 2 if input.l",
        "q[1] := x if { some x in [1, 2] }",
        "q := {1: x | some x in [1, 2]}",
        "q := f(1)\nf(x) := x\nf(x) := x + 1",
        "q contains data.list[k] if { some k in [\"0\"] }",
        "q contains 1 if { every x in input.s { x } }",
    ] {
        assert_eq!(answer(rules), None, "{rules}");
    }
    let error = "q contains x if { some x in input.l; to_number(x.t) }";
    let input = Value::from_json_str(INPUT).unwrap();
    assert_eq!(machine(error, true).unwrap().answer(&input, until()), None);
}

#[test]
fn an_evaluation_ends_with_its_time() {
    let rules = "q contains [a, b, c] if { some a in numbers.range(1, 9999); \
                 some b in numbers.range(1, 9999); some c in numbers.range(1, 9999); a + b + c < 0 }";
    let machine = machine(rules, false).unwrap();
    assert_eq!(machine.answer(&Value::Undefined, Instant::now()), None);
}

#[test]
fn calls_that_double_at_each_level_end_with_their_time() {
    let double = |number: u32| format!("f{number}(x) := f{0}(f{0}(x))\n", number + 1);
    let doubles: String = (0..28).map(double).collect();
    let machine = machine(&format!("q := f0(1)\n{doubles}f28(x) := x"), false).unwrap();
    let soon = Instant::now() + Duration::from_millis(20);
    assert_eq!(machine.answer(&Value::Undefined, soon), None);
}

#[test]
fn a_set_whose_rules_need_each_other_in_a_long_chain_is_left_to_the_engine() {
    let link = |number: u32| format!("r{number} := r{} + 1\n", number + 1);
    let chain = |length: u32| {
        let links: String = (0..length).map(link).collect();
        format!("q := r0\n{links}r{length} := 0")
    };
    assert_eq!(answer(&chain(20)).as_deref(), Some("20"));
    assert_eq!(answer(&chain(100)), None);
}

#[test]
fn the_policies_of_the_examples_are_answered() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for folder in [
        "crates/benchmark/set",
        "examples/cost-and-size",
        "examples/network-exposure",
        "examples/scalr-style",
        "examples/tagging",
    ] {
        let mut files = BTreeMap::new();
        let folder = root.join(folder);
        gather(&folder, &folder, &mut files);
        let set = load(&files, SetOptions::default(), Aim::Evaluation)
            .set
            .unwrap();
        let all = set.policies().iter();
        let all: Vec<_> = all.map(|policy| policy.name.as_str()).collect();
        assert_eq!(set.answered_here(), all, "{}", folder.display());
    }
}

fn gather(root: &Path, folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(root, &path, files);
        } else {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap();
            files.insert(name.to_owned(), std::fs::read(&path).unwrap());
        }
    }
}
