//! What is undefined, null or of another type, where OPA has an answer and the engine has another or none.
//! Every expected value is OPA's (1.20.2).

use crate::support::value_of_x;

const INPUT: &str = r#"{
    "t": true, "n": 3, "s": "abc", "null": null, "o": {"a": 1},
    "l": [{"a": 1}, {}], "m": [{}, {"a": 1}], "q": ["\"", "`"]
}"#;

fn answers(cases: &[(&str, &str)]) {
    for (rules, expected) in cases {
        let module = format!("package main\n\n{rules}\n");
        assert_eq!(value_of_x(&[&module], INPUT), *expected, "{rules}");
    }
}

#[test]
fn a_head_without_a_value_for_one_element_keeps_those_of_all_others() {
    for list in ["input.l", "input.m"] {
        let place = i32::from(list == "input.m").to_string();
        for (head, expected) in [
            ("x contains v.a", "[1]".to_owned()),
            ("x contains is_string(v.a)", "[false]".to_owned()),
            ("x contains sprintf(\"%v\", [v.a])", "[\"1\"]".to_owned()),
            (
                "x contains {\"k\": v.a, \"m\": 2}",
                "[{\"k\":1,\"m\":2}]".to_owned(),
            ),
            ("x contains [\"\\\"\", v.a]", "[[\"\\\"\",1]]".to_owned()),
            ("x := v.a", "1".to_owned()),
            ("x := [v.a, \"`\"]", "[1,\"`\"]".to_owned()),
            ("x[v.a] := 1", "{\"1\":1}".to_owned()),
            ("x[i] := v.a", format!("{{\"{place}\":1}}")),
            ("x[i].k := v.a", format!("{{\"{place}\":{{\"k\":1}}}}")),
            ("x[i] contains v.a", format!("{{\"{place}\":[1]}}")),
            ("x := 2 if { input.zz } else := v.a", "1".to_owned()),
        ] {
            for body in [
                format!("{{ some i, v in {list}; i >= 0 }}"),
                format!("{{\n\tsome i, v in {list} # some\n\ti >= 0 # {{\n}}"),
            ] {
                let rule = format!("{head} if {body}");
                answers(&[(&rule, &expected)]);
            }
        }
        let alone = format!("x contains v.a if some v in {list}");
        answers(&[(&alone, "[1]")]);
    }
    answers(&[
        (
            "x contains und if { some _ in input.l }\nund if input.zz",
            "[]",
        ),
        (
            "x contains v.a if { some v in input.l }\nx contains 9",
            "[1,9]",
        ),
        (
            "f(v) := v.a if v != 7 else := \"none\"\nx contains f(v) if { some v in input.l }",
            "[1,\"none\"]",
        ),
        ("x contains input.s if { \"a\" == \"a\" }", "[\"abc\"]"),
        ("x contains input.s if \"a\" == `a`", "[\"abc\"]"),
    ]);
}

#[test]
fn what_is_negated_has_a_value_before() {
    const RULES: &str = "und := 1 if input.zz\nstr := \"abc\"\nf(a) if a == 1\ng(a) := a\n";
    let fires = |body: &str, expected: bool| {
        let expected = if expected { "true" } else { "undefined" };
        let rules = format!("{RULES}x if {body}");
        answers(&[(&rules, expected)]);
    };
    for undefined in [
        "not startswith(input.zz, \"a\")",
        "not f(und)",
        "not und < 3",
        "not und != 3",
        "not g(input.zz) == 1",
        "not is_number(g(und))",
        "not is_number([input.zz])",
        "not is_number({\"a\": input.zz, \"b\": 1})",
        "not [input.zz] == [1]",
        "not input[und]",
        "not input.zz in [1]",
        "not 1 in input.zz",
        "not input.zz + 1 == 2",
        "not -und == 1",
        "not f(input.o[str])",
        "not f(und) with input.t as \"a\"",
        "not f(input.q2) with input.q2 as 1",
        "not count([1 | not f(und)]) == 1",
    ] {
        fires(undefined, undefined.starts_with("not count"));
        fires(
            &format!("{{ {undefined} }}"),
            undefined.starts_with("not count"),
        );
    }
    for defined in [
        "not und",
        "not input.zz",
        "not input.zz == \"a\"",
        "not und = 1",
        "not f(input.n)",
        "not f(\"1\")",
        "not f(input.q2) with input.q2 as \"3\"",
        "not count({a | a := und}) == 1",
        "not startswith(\"b\", \"a\")",
    ] {
        fires(defined, true);
        fires(&format!("{{\n\tinput.t\n\t{defined} # why\n}}"), true);
    }
    fires("{ not is_object(input.q[_]) }", true);
    fires("{ not is_string(input.q[_]) }", false);
    // With this keyword of OPA 1.20 what is negated is a body of its own.
    let rules = "import future.keywords.not\nx if not startswith(input.zz, \"a\")";
    answers(&[(rules, "true")]);
}

#[test]
fn a_helper_that_negates_does_not_hold_for_what_has_no_name() {
    let rules =
        "compliant if not startswith(input.name, \"tmp\")\n\nx contains \"no\" if not compliant";
    answers(&[(rules, "[\"no\"]")]);
}

#[test]
fn what_is_no_collection_has_no_members() {
    for what in ["input.null", "input.n", "input.s", "input.t", "input.zz"] {
        for (rule, expected) in [
            ("x contains v if { some v in WHAT }", "[]"),
            ("x contains v if some v in WHAT", "[]"),
            ("x contains [i, v] if { some i, v in WHAT }", "[]"),
            ("x := count([v | some v in WHAT])", "0"),
            ("x if { every v in [WHAT] { not 1 in v } }", "WHETHER"),
        ] {
            let whether = if what == "input.zz" {
                "undefined"
            } else {
                "true"
            };
            let expected = expected.replace("WHETHER", whether);
            answers(&[(&rule.replace("WHAT", what), &expected)]);
        }
    }
    answers(&[("x contains v if { some v in input.o }", "[1]")]);
}

#[test]
fn what_is_put_in_place_of_another_is_read_as_itself_too() {
    const RULES: &str = "lst := [1]\nst contains 1\nf(a) := a\ng(_) := 7\n";
    for body in [
        "lst != 2 with input.k as lst; st == {1}",
        "lst != 2 with data.d.k as f(lst); st == {1}",
        "lst != 2 with input.k as lst[0] with input.l as [lst]; st",
        "not lst == input.k with input.k as lst[0]; st",
        "f(1) == 7 with f as g; st",
        "f(1) == 7 with data.main.f as g; f(1) == 1",
        "data.main.f(1) == 7 with f as g; f(1) == 1",
        "f(1) == 8 with data.main.f as 8",
        "f(1) == 7 with data.main.f as data.main.g",
    ] {
        let rules = format!("{RULES}x if {{ {body} }}");
        answers(&[(&rules, "true")]);
    }
    answers(&[(
        "lst := [1]\nx if input.k == lst with input.k as lst",
        "true",
    )]);
    answers(&[("x if not input.k with input.k as input.zz", "undefined")]);
}

#[test]
fn a_partial_rule_of_which_no_body_holds_is_empty() {
    let body = "if { some e in input.zz; n := e.n; t := e.t }";
    answers(&[
        (&format!("x[n] contains t {body}"), "{}"),
        (&format!("x[n].b := t {body}"), "{}"),
        (&format!("x[n][t] := 1 {body}"), "{}"),
        (&format!("x[n].b contains t {body}"), "{}"),
        (
            &format!("x.y[n] contains t {body}\nx.z[n] contains t {body}"),
            r#"{"y":{},"z":{}}"#,
        ),
        (&format!("x := count(p)\np[n] contains t {body}"), "0"),
        (
            &format!("x if not \"r\" in object.keys(p)\np[n] contains t {body}"),
            "true",
        ),
        (&format!("x if not p\np[n] contains t {body}"), "undefined"),
        (
            "x[n] contains t if { some e in input.l; n := \"k\"; t := e.a }",
            r#"{"k":[1]}"#,
        ),
    ]);
}

#[test]
fn a_minus_is_of_the_name_behind_it() {
    answers(&[
        ("x := -input.n + 4", "1"),
        ("x := 10 * -input.n + 1", "-29"),
        ("x if -input.n < 0", "true"),
        ("x if not -input.n < 0", "undefined"),
        ("x := abs(-input.n - 5)", "8"),
        ("x if -input.n in [-3]", "true"),
    ]);
}

#[test]
fn a_name_that_gets_another_name_may_be_an_index() {
    answers(&[
        (
            "x contains m if { some k in [\"a\"]; u := k; m := input.o[u] }",
            "[1]",
        ),
        (
            "x contains i if { some i; input.l[i]; j := i; not input.l[j].a }",
            "[1]",
        ),
        (
            "ex := {\"a\": 1}\nx if { some k, _ in input.o; not ex[k] }",
            "undefined",
        ),
    ]);
}

#[test]
fn what_the_engine_would_take_for_something_else_is_refused() {
    for (rules, expected) in [
        (
            "x if { z := k; input.o[k]; not ex[z] }\nex := {\"a\": 1}",
            "put the `not` last",
        ),
        (
            "x if { some u; input.l[u]; u(1) }\nu(q) := q",
            "`u` is taken for a rule",
        ),
        (
            "f({k: v}) := v\nx := f({\"a\": 1})\nk := \"a\"",
            "a name cannot be the key of an object among the arguments",
        ),
        (
            "f(a, a) := a\nx := f(1, 2)",
            "the argument `a` is named twice",
        ),
        ("x if data[_].bad", "packages cannot be gone through"),
        (
            "x if { some p; data[p].bad }",
            "packages cannot be gone through",
        ),
        ("x := -(input.n + 1)", "a minus can stand before a name"),
    ] {
        let module = format!("package main\n\n{rules}\n");
        let found = value_of_x(&[&module], INPUT);
        assert!(found.contains(expected), "{rules}: {found}");
    }
    answers(&[("x := y if { p := \"main\"; y := data[p].z }\nz := 4", "4")]);
}

#[test]
fn long_arithmetic_is_not_nested() {
    let long = vec!["input.n"; 200].join(" + ");
    answers(&[(&format!("x := {long}"), "600")]);
    let nested = (0..12).fold("input.n".to_owned(), |inner, _| format!("({inner} + 1)"));
    answers(&[(&format!("x := {nested}"), "15")]);
}

#[test]
fn operators_are_those_of_opa() {
    answers(&[
        ("x := 1 + 2 * 3 - (4 - 5)", "8"),
        ("x := -input.n", "-3"),
        ("x := (0 - (input.n - 10)) * 2 % 4 + 1", "3"),
        ("x := ({1, 2} | {3}) - {2} & {2, 3}", "[3]"),
        ("x := {1, 2} | {3} - {3} & {3}", "[1,2]"),
        ("x := (189 / 22) * 0.23485", "2.017575"),
        ("x := 10 / 3 * 3", "10"),
        ("x := 1 + input.n / 0", "undefined"),
        ("x := 1 + 2 * input.zz", "undefined"),
        ("x := 1 - -input.n", "4"),
        ("x := {1, 2} | {3} & {3}", "[1,2,3]"),
        ("x := {1, 2} - {2}", "[1]"),
        ("x := input.l[input.n - 3].a + 1", "2"),
        ("default x := -1", "-1"),
        ("x if { input.o < {1} }", "true"),
        ("x if { not {1} <= input.o }", "true"),
        ("x if { [input.o, 2] < [{1}, 1] }", "true"),
        ("x := 2 if { input.n > 2.5; input.n <= 3 }", "2"),
        ("x := input.null + 1", "undefined"),
        ("x := input.s * 2", "undefined"),
        ("x := 1 / 0", "undefined"),
        ("f(a) := a / 0\nf(a) := 2 if a\nx := f(1)", "2"),
        ("x := 0.1 + 0.2", "0.3"),
        ("x := 100 * 1.1", "110"),
        ("x if 3 * 0.1 == 0.3", "true"),
        ("x := sum([0.1, 0.2, 0.3])", "0.6"),
        ("x := product([0.1, 3])", "0.30000000000000004"),
        (
            "x := input.internal + internal if { some internal in [1] }",
            "undefined",
        ),
    ]);
}

#[test]
fn a_head_without_a_body_may_go_through_a_collection() {
    answers(&[
        ("x := input.m[_].a", "1"),
        ("x contains input.q[_]", "[\"\\\"\",\"`\"]"),
        ("x contains input.l[i].a", "[1]"),
        ("x[input.q[_]] := 1", "{\"\\\"\":1,\"`\":1}"),
        ("f(a) := a[_]\nx := f(input.o)", "1"),
        ("x := 1 if { input.zz } else := input.o[_]", "1"),
        ("x := count(input.m[_].a)", "undefined"),
        ("x := {\"a\": input.o[_]}", "{\"a\":1}"),
    ]);
}
