//! `in` as a value, and what else is said by operators. Every expected value is OPA's (1.20.2).

use crate::support::value_of_x;

const INPUT: &str = r#"{"t": ["a", "b"], "k": "a", "m": {"a": 1, "b": 2, "q": "zz"}, "o": {"a": 1}, "l": [{"n": "a", "v": 1}, {"n": "b"}, {"v": 3}], "w": 7, "num": 3}"#;

const ANSWERS: &[(&str, &str)] = &[
    (
        "allowed := input.user in input.t\nx contains \"d\" if allowed == false",
        "[]",
    ),
    ("x := input.nope in input.t", "undefined"),
    ("x := \"x\" in input.nope", "undefined"),
    ("x := 1, \"x\" in input.nope", "undefined"),
    ("x := {\"ok\": input.user in input.t}", "undefined"),
    ("x contains {\"ok\": input.user in input.t}", "[]"),
    ("x := [w | w := input.nope in input.t]", "[]"),
    ("f(q) := q in input.nope\nx := f(1)", "undefined"),
    ("y := input.nope\nx := y in input.t", "undefined"),
    ("x := [w | w := input.l[_].n in input.t]", "[true,true]"),
    ("x := sprintf(\"%v\", [\"a\" in input.t])", "\"true\""),
    ("x := \"a\" in input.t", "true"),
    ("x := 0, \"a\" in input.t", "true"),
    ("x := \"b\", 2 in input.m", "true"),
    ("x := 2 in input.m", "true"),
    ("x := 3 in {1,3}", "true"),
    ("x := 3, 3 in {1,3}", "true"),
    ("x := 1 in 5", "false"),
    ("x := {\"a\":1} in [{\"a\": 1}]", "true"),
    ("x := count([1 | \"a\" in input.t; \"c\" in input.t])", "0"),
    ("x if { \"a\" in input.t; not \"c\" in input.t }", "true"),
    (
        "x := [\"a\" in input.t, 1 + 2 in [3], (\"a\" in input.t) == true]",
        "[true,true,true]",
    ),
    (
        "ok := input.user in input.t\nx contains 1 if { ok != false }",
        "[]",
    ),
    ("x := y if { y := input.k in input.t }", "true"),
    ("x := z if { y := {\"a\"}; z := \"a\" in y }", "true"),
    (
        "x if { every e in input.t { input.m[e] = w; w > 0 } }",
        "true",
    ),
    ("or(a) if a\nx if or(true)", "true"),
    ("and(a, b) := a\nx := and(1, 2)", "1"),
    ("lt(a) := a\nx := {1} | {2}", "[1,2]"),
    (
        "x contains 1 if { {\"a\": y, input.k: z} := object.union(input.o, {}) }",
        "[]",
    ),
    ("x contains 1 if { {\"a\": y, input.k: z} = input.o }", "[]"),
];

#[test]
fn what_is_in_nothing_is_undefined_and_not_false() {
    for (rules, expected) in ANSWERS {
        let module = format!("package main\n\n{rules}\n");
        assert_eq!(value_of_x(&[&module], INPUT), *expected, "{rules}");
    }
}

#[test]
fn what_opa_would_take_for_another_function_name_or_value_is_refused() {
    for (rules, expected) in [
        (
            "gt(a, b) := true\nx contains v if { some v in [1, 2]; v > 5 }",
            "would mean the function `gt`",
        ),
        (
            "eq(a, b) if a == b\nx if { input.k = \"a\" }",
            "would mean the function `eq`",
        ),
        (
            "x if { every e in input.l { e.v = y }; y = 7 }",
            "in `every` a name that has a value",
        ),
        (
            "x contains input if { some input in [\"a\"] }",
            "a local name cannot be `data` or `input`",
        ),
        (
            "x if { some data; input.m[data] == 2 }",
            "a local name cannot be `data` or `input`",
        ),
    ] {
        let module = format!("package main\n\n{rules}\n");
        let found = value_of_x(&[&module], INPUT);
        assert!(found.contains(expected), "{rules}: {found}");
    }
}
