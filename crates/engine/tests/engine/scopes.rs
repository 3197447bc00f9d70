//! Names in bodies inside of bodies. Every expected value is OPA's (1.20.2).

use crate::support::{module_problems, value_of_x};

const INPUT: &str = r#"{"a": 2, "q": 1, "l": [{"a": 1}]}"#;

#[test]
fn a_name_with_a_value_is_compared_in_every() {
    for (rules, expected) in [
        ("x if { c := 5; every d in [1] { c = d } }", "undefined"),
        ("x if { c := 1; every d in [1] { c = d } }", "true"),
        (
            "x if { c := 5; every d in input.l { d.a = c } }",
            "undefined",
        ),
        (
            "x if { c := 5; every d in input.l { c = d.a } }",
            "undefined",
        ),
        ("c := 5\nx if { every d in [1] { c = d } }", "undefined"),
        (
            "f(c) if { every d in [1] { c = d } }\nx := [f(1), [1 | f(2)]]",
            "[true,[]]",
        ),
        (
            "x := [c | some c in [1, 5]; every d in [1] { c = d }]",
            "[1]",
        ),
        ("x if { every d in [1] { e := 2; e = d } }", "undefined"),
        (
            "x if { c := 5; every d in [1] { count([1 | c = d]) == 1 } }",
            "undefined",
        ),
        (
            "x if { c := 5; every d in [1] { every e in [1] { c = e } } }",
            "undefined",
        ),
        ("x if { every d in input.l { e = d.a; e == 1 } }", "true"),
    ] {
        let module = format!("package main\n\n{rules}\n");
        assert_eq!(value_of_x(&[&module], INPUT), expected, "{rules}");
    }
}

#[test]
fn what_opa_takes_for_another_name_is_refused() {
    let body = "c := 5; every d in [1] { [c, e] = [d, 2] }";
    let found = module_problems(&format!(
        "package main\n\ndeny contains 1 if {{ {body} }}\n"
    ));
    let expected = "in `every` a name that has a value";
    assert!(found.iter().any(|one| one.contains(expected)), "{found:#?}");
}

#[test]
fn a_negated_body_holds_where_it_has_no_solution() {
    for (rules, expected) in [
        ("x if not { false }", "true"),
        ("x if not # {\n{ false }", "true"),
        ("x if { not { 1 } }", "undefined"),
        ("x if { not { input.zz } }", "true"),
        ("x if { not { not { input.a == 2 } } }", "true"),
        (
            "x if { not { q } with input.a as 5 }\nq if input.a == 2",
            "true",
        ),
        ("x := [y | some y in [1, 2, 3]; not { y == 2 }]", "[1,3]"),
        ("x := z if { not { z = 2 }; z = 3 }", "3"),
        ("x := z if { not { z := 2; z == 3 }; z = 3 }", "3"),
        ("x if { not { a = [1, 2][_]; a == 3 } }", "true"),
        ("x if every y in [1, 2] { not { y == 3 } }", "true"),
        ("x if not { false } else := 3", "true"),
        ("x if not { $\"{input.zz}\" == \"1\" }", "true"),
    ] {
        let module = format!("package main\n\nimport future.keywords.not\n\n{rules}\n");
        assert_eq!(value_of_x(&[&module], INPUT), expected, "{rules}");
    }
    for body in [
        "not {1, 2} == {1}",
        "not {}",
        "not {\"a\": 1}",
        "not {1} == 2",
    ] {
        let rules = format!("import future.keywords.not\n\ndeny contains 1 if {{ {body} }}\n");
        let found = module_problems(&format!("package main\n\n{rules}\n"));
        assert!(!found.is_empty(), "{body}");
    }
}

#[test]
fn a_name_that_a_comprehension_declares_is_another_than_one_that_gets_its_value_around_it() {
    const INPUT: &str = r#"{"o": {"x": 1, "y": 2}, "n": [1, 2, 3]}"#;
    for (body, expected) in [
        ("c = input.o.x; z := [c | some c in input.n]", "[1,[1,2,3]]"),
        ("z := [1 | c = 2; c > 1]; some c in [3]", "[3,[1]]"),
        ("z := [1 | input.n[c]]; c := 3", "[3,[1,1,1]]"),
        (
            "input.o[c] == 2; z := {c | some c; input.n[c] > 1}",
            "[\"y\",[1,2]]",
        ),
        (
            "z := {c | some c; input.n[c] > 1}; input.o[c] == 2",
            "[\"y\",[1,2]]",
        ),
        (
            "z := {c | some c; input.n[c] > 1}; c = input.o.y",
            "[2,[1,2]]",
        ),
        (
            "[c, _] = [input.o.x, 3]; z := [y | y := [c | some c in input.n]]",
            "[1,[[1,2,3]]]",
        ),
        (
            "c = input.o.y; every c in input.n { c > 0 }; z := 1",
            "[2,1]",
        ),
    ] {
        let module = format!("package main\n\nx := [c, z] if {{ {body} }}\n");
        assert_eq!(value_of_x(&[&module], INPUT), expected, "{body}");
    }
}

#[test]
fn a_name_is_declared_once_in_a_body_and_before_anything_means_it() {
    for (body, expected) in [
        ("some c; some c in [1]", "is declared above"),
        ("some c; c := 1", "is declared above"),
        ("some c, c; input.l[c]", "is declared above"),
        ("every c in [1] { c := 1 }", "is declared above"),
        ("every c, c in [1] { c == 0 }", "is declared above"),
        ("input.q; c := c + 1", "is used above"),
        ("print(c); some c in [1]", "is used above"),
        ("c == 1; some c, _ in [1]", "is used above"),
        ("not c; [c, _] := [1, 2]", "is used above"),
        (
            "some c; every c in [1] { c > 0 }",
            "is declared and not used",
        ),
        (
            "e := [c | some c in [1]]; some c",
            "is declared and not used",
        ),
    ] {
        let found = module_problems(&format!(
            "package main\n\ndeny contains 1 if {{ {body} }}\n"
        ));
        assert!(
            found.iter().any(|one| one.contains(expected)),
            "{body}: {found:#?}"
        );
    }
    for function in [
        "f(c) if { some c in [1] }",
        "f([c, _]) := d if { c := 1; d := c }",
        "f(c) := c if { c > 3 } else := d if { c := 1; d := c }",
    ] {
        let found = module_problems(&format!("package main\n\n{function}\n"));
        assert!(
            found.iter().any(|one| one.contains("is an argument")),
            "{function}: {found:#?}"
        );
    }
    for (rules, expected) in [
        ("x if { some c, c in [0] }", "true"),
        ("f(c) := [c | some c in [1, 2]]\nx := f(7)", "[1,2]"),
        ("f(c) := d if { d := [c | c := c + 1] }\nx := f(1)", "[2]"),
        ("x := d if { c = input.a; d := [c | c := c + 1] }", "[3]"),
        ("x := d if { c := 1; d := [e | e := c; c := 2] }", "[1]"),
        ("x if { c := 1; every k in [1] { k == c; c := 2 } }", "true"),
        (
            "x := d if { d := [c | c := 1; e := [c | c := c + 1]; e[0] == 2] }",
            "[1]",
        ),
        (
            "f(c) if { d := [c | some c in [1]]; d == [1] }\nx if f(7)",
            "true",
        ),
        ("x := c if { c := 1; c > 2 } else := c if { c := 2 }", "2"),
        ("x := c if { some c; [1, 5][c] == 5 }", "1"),
    ] {
        let module = format!("package main\n\n{rules}\n");
        assert_eq!(value_of_x(&[&module], INPUT), expected, "{rules}");
    }
}
