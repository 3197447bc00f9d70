//! What `with` puts in place of functions. Every expected value is OPA's (1.20.2).

use crate::support::{module_problems, value_of_x};

#[test]
fn a_builtin_is_put_in_place_of_a_function() {
    for (rules, expected) in [
        ("f(_) := 1\nx := y if y := f([1, 2]) with f as count", "2"),
        (
            "f(_) := 1\nx := y if y := f([1, 2]) with data.main.f as count",
            "2",
        ),
        ("f(_) := 1\nx if f([1], 1) with f as count", "true"),
        (
            "x := y if y := upper(\"a\") with upper as lower with lower as count",
            "\"a\"",
        ),
        (
            "x := y if y := upper(lower(\"Ab\")) with upper as lower with lower as upper",
            "\"ab\"",
        ),
        (
            "g(z) := upper(z)\nx := y if y := g(\"abc\") with upper as count",
            "3",
        ),
        (
            "g := upper(\"abc\")\nx := [y, g] if y := g with upper as count",
            "[3,\"ABC\"]",
        ),
        (
            "count(x) := 7\nx := y if y := upper(\"abc\") with upper as count",
            "7",
        ),
        (
            "x := y if { count := 3; y := upper(\"abc\") with upper as count }",
            "3",
        ),
        (
            "x := y if { some c in [\"abc\"]; y := upper(c) with upper as count }",
            "3",
        ),
        (
            "x if every c in [\"abc\"] { upper(c) == 3 with upper as count }",
            "true",
        ),
        (
            "x := y if y := count([{}, {\"a\": 3}]) with count as object.union_n",
            "{\"a\":3}",
        ),
        (
            "x := y if y := time.now_ns() with time.now_ns as opa.runtime",
            "{}",
        ),
        (
            "x := data.main.y\ny := [z] if z := abs(-3) with abs as round",
            "[-3]",
        ),
    ] {
        let module = format!("package main\n\n{rules}\n");
        assert_eq!(value_of_x(&[&module], "{}"), expected, "{rules}");
    }
}

#[test]
fn a_function_is_replaced_only_by_one_of_as_many_arguments() {
    for (statement, expected) in [
        (
            "count([1]) with count as object.get",
            "`object.get` takes 3 arguments, and `count`",
        ),
        (
            "helper(1, 2) with helper as count",
            "`count` takes 1 arguments, and `data.main.helper`",
        ),
        (
            "upper(\"a\") with upper as helper",
            "`helper` takes 2 arguments, and `upper`",
        ),
        (
            "1 + 2 == 3 with plus as minus",
            "what an operator means cannot be replaced",
        ),
        (
            "1 + 2 == 3 with plus as 7",
            "what an operator means cannot be replaced",
        ),
        (
            "count([1]) with count as walk",
            "`walk` cannot be part of an expression",
        ),
        (
            "count([1]) with count as http.send",
            "variable `http` is unsafe",
        ),
    ] {
        let rules = format!("helper(a, b) := a + b\n\ndeny contains 1 if {{ {statement} }}");
        let found = module_problems(&format!("package main\n\n{rules}\n"));
        assert!(
            found.iter().any(|one| one.contains(expected)),
            "{statement}: {found:#?}"
        );
    }
}
