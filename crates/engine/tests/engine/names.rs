//! Local names that something else has too. Every expected value is OPA's (1.20.2).

use crate::support::value_of_x;

const INPUT: &str =
    r#"{"o": {"v": 1}, "l": ["a", "b"], "m": {"a": {"v": 1}, "b": {"v": 2}}, "r": {"name": "a"}}"#;

fn answers(cases: &[(&str, &str)]) {
    for (rules, expected) in cases {
        let module = format!("package main\n\n{rules}\n");
        assert_eq!(value_of_x(&[&module], INPUT), *expected, "{rules}");
    }
}

/// To the engine what imports keywords gives names too.
const KEYWORDS: &[(&str, &str)] = &[
    (
        "import rego.v1\nx contains v1 if { some v1; input.o[v1] }",
        "[\"v\"]",
    ),
    (
        "import rego.v1\nx contains v1 if { some v1 in input.l; not input.o[v1] }",
        "[\"a\",\"b\"]",
    ),
    (
        "import future.keywords\nx contains keywords if { some keywords; input.o[keywords] }",
        "[\"v\"]",
    ),
    (
        "import rego.v1\nf(v1) := input.m[v1]\nx := f(\"a\")",
        "{\"v\":1}",
    ),
    ("import rego.v1\nv1 := 3\nx := v1", "3"),
];

const SHARED: &[(&str, &str)] = &[
    (
        "name := \"a\"\nx contains v if { some name in input.l; v := input.m[name] }",
        "[{\"v\":1},{\"v\":2}]",
    ),
    (
        "name := \"b\"\nx := v if { name := input.r.name; v := input.m[name] }",
        "{\"v\":1}",
    ),
    (
        "name := \"b\"\nx := [v, name] if { name := input.r.name; v := input.m[name] }",
        "[{\"v\":1},\"a\"]",
    ),
    (
        "name := \"b\"\nf(name) := input.m[name]\nx := [f(\"a\"), name]",
        "[{\"v\":1},\"b\"]",
    ),
    (
        "name := \"b\"\nf(name) := input.m[name] if name == \"a\" else := name\nx := [f(\"a\"), f(\"c\"), name]",
        "[{\"v\":1},\"c\",\"b\"]",
    ),
    (
        "name := \"b\"\nx := [input.m[name] | some name in input.l]",
        "[{\"v\":1},{\"v\":2}]",
    ),
    (
        "name := \"b\"\nx := [input.m[name], [name | some name in input.l]]",
        "[{\"v\":2},[\"a\",\"b\"]]",
    ),
    (
        "name := \"b\"\nx := [v | some name in input.l; v := [input.m[name] | some name in [\"b\"]]]",
        "[[{\"v\":2}],[{\"v\":2}]]",
    ),
    (
        "name := \"b\"\nx := [v | some name in input.l; v := [input.m[name] | some name; input.l[name]]]",
        "[[],[]]",
    ),
    (
        "x := [v | some n in input.l; v := [input.m[n] | some n in [\"b\"]]]",
        "[[{\"v\":2}],[{\"v\":2}]]",
    ),
    (
        "x := [v | some n in input.l; v := [n | some n; input.m[n]]]",
        "[[\"a\",\"b\"],[\"a\",\"b\"]]",
    ),
    (
        "x := [[n, v] | some n in input.l; v := [n | some n; input.m[n]]]",
        "[[\"a\",[\"a\",\"b\"]],[\"b\",[\"a\",\"b\"]]]",
    ),
    (
        "x if { i := 1; count([i | some i; input.l[i]]) == 2 }",
        "true",
    ),
    (
        "name := \"b\"\nx contains name if { some name; input.m[name] }",
        "[\"a\",\"b\"]",
    ),
    (
        "name := \"b\"\nx[name] := 1 if { some name; input.m[name] }",
        "{\"a\":1,\"b\":1}",
    ),
    (
        "name := \"b\"\nx[name] := 1 if { input.m[name] }",
        "{\"b\":1}",
    ),
    (
        "name := \"b\"\nx if { every name in input.l { input.m[name] } }",
        "true",
    ),
    (
        "name := \"b\"\nx if { every name, v in input.m { input.m[name] == v } }",
        "true",
    ),
    (
        "name := \"b\"\nx := v if { v := input.m[name] with input.m as {\"b\": 7} }",
        "7",
    ),
    (
        "name := \"b\"\nx := v if { name := \"a\"; v := q[name] with input as {\"a\": name} }\nq := input",
        "\"a\"",
    ),
    (
        "name := \"b\"\nx := y if { name := \"c\"; k := {name: 1}; y := k[name] }",
        "1",
    ),
    (
        "name := \"b\"\nx := y if { name := \"c\"; k := {name: 1}; {name: y} = k; k[name] }",
        "1",
    ),
    (
        "name(a) := a\nx := y if { name := \"a\"; y := input.m[name] }",
        "{\"v\":1}",
    ),
    ("x := 1 if { x := \"a\"; input.m[x] }", "1"),
    (
        "x contains x if { some x in input.l; input.m[x] }",
        "[\"a\",\"b\"]",
    ),
    (
        "x[x] := 1 if { some x in input.l; input.m[x] }",
        "{\"a\":1,\"b\":1}",
    ),
    (
        "name := \"b\"\nx := {name: v | some name, v in input.m}",
        "{\"a\":{\"v\":1},\"b\":{\"v\":2}}",
    ),
    (
        "name := \"b\"\nx := {name: v | some name; v := input.m[name]}",
        "{\"a\":{\"v\":1},\"b\":{\"v\":2}}",
    ),
    (
        "name := \"b\"\nx := v if { [name, _] := [\"a\", 1]; v := input.m[name] }",
        "{\"v\":1}",
    ),
    (
        "name := \"b\"\nx := v if { not input.m.zzz; name := \"a\"; not input.m[name].w; v := input.m[name] }",
        "{\"v\":1}",
    ),
    (
        "name.a := \"b\"\nx := v if { name := \"a\"; v := input.m[name] }",
        "{\"v\":1}",
    ),
    (
        "i := 5\nx contains i if { some i; input.l[i] == \"b\" }",
        "[1]",
    ),
    ("i := 5\nx := [i | some i; input.l[i] == \"b\"]", "[1]"),
    (
        "count_of := 1\nx := n if { n := count([1 | some count_of; input.l[count_of]]) }",
        "2",
    ),
    (
        "name := \"b\"\nx := v if { n := \"a\"; v := [z | name := n; z := input.m[name]] }",
        "[{\"v\":1}]",
    ),
    (
        "name := \"b\"\nx := [u, w] if { u := [z | name := \"a\"; z := input.m[name]]; w := input.m[name] }",
        "[[{\"v\":1}],{\"v\":2}]",
    ),
    (
        "name := \"b\"\nx := w if { some name in [\"zz\", \"a\"]; w := input.m[name] }",
        "{\"v\":1}",
    ),
    (
        "name := \"b\"\nx := sprintf(\"%s\", [name]) if { name := \"a\"; input.m[name] }",
        "\"a\"",
    ),
];

#[test]
fn a_local_name_is_not_the_rule_nor_the_outer_name_that_is_called_like_it() {
    answers(SHARED);
}

#[test]
fn any_built_in_is_replaced_by_a_function_or_a_value() {
    answers(&[
        (
            "x := y if { y := g with crypto.sha256 as f }\nf(_) := 7\ng := crypto.sha256(\"a\")",
            "7",
        ),
        (
            "x := y if { y := g with crypto.sha256 as 9 }\ng := crypto.sha256(\"a\")",
            "9",
        ),
        ("x := y if { y := g with count as 9 }\ng := count([1])", "9"),
        (
            "x := y if { y := g with http.send as f }\ng := http.send({\"method\": \"get\"}).a\nf(r) := {\"a\": r.method}",
            "\"get\"",
        ),
        (
            "x := y if { y := g with io.jwt.decode as data.main.f with input as 3 }\ng := io.jwt.decode(\"a\")\nf(_) := input",
            "3",
        ),
        (
            "x := y if { y := g with net.lookup_ip_addr as {\"1.1.1.1\"} }\ng := net.lookup_ip_addr(\"a\")",
            "[\"1.1.1.1\"]",
        ),
        (
            "x := [a, b] if { a := g with crypto.md5 as f; b := g }\nf(_) := 7\ng := crypto.md5(\"a\")",
            "[7,\"0cc175b9c0f1b6a831c399e269772661\"]",
        ),
    ]);
}

#[test]
fn a_local_name_may_be_that_of_what_imports_keywords() {
    answers(KEYWORDS);
}
