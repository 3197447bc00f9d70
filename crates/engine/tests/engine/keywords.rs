//! Rules that begin with a keyword. Every expected value is OPA's (1.20.2).

use engine::Dialect;

use crate::support::{module_problems, value_in, value_of_x};

const INPUT: &str = r#"{"n": 3, "l": [1, 2]}"#;

fn answers(cases: &[(&str, &str)]) {
    for (rules, expected) in cases {
        let module = format!("package main\n\n{rules}\n");
        assert_eq!(value_of_x(&[&module], INPUT), *expected, "{rules}");
    }
}

#[test]
fn a_rule_that_begins_with_a_keyword_is_at_its_path() {
    for keyword in [
        "as", "contains", "default", "else", "every", "false", "if", "import", "in", "not", "null",
        "package", "some", "true", "with",
    ] {
        let whole = format!("x := data.main[\"{keyword}\"]");
        for (rules, expected) in [
            (format!("{keyword}.foo := 1"), "{\"foo\":1}"),
            (format!("{keyword}[\"foo\"] := 1"), "{\"foo\":1}"),
            (
                format!("{keyword}.foo.bar := 1 if input.n == 3"),
                "{\"foo\":{\"bar\":1}}",
            ),
            (format!("{keyword}.as.bar := 1"), "{\"as\":{\"bar\":1}}"),
            (format!("{keyword}.foo if input.n == 3"), "{\"foo\":true}"),
            (
                format!("{keyword}.foo contains v if some v in input.l"),
                "{\"foo\":[1,2]}",
            ),
            (
                format!("{keyword}.foo[k] := v if some k, v in input.l"),
                "{\"foo\":{\"0\":1,\"1\":2}}",
            ),
            (
                format!("{keyword}.foo[k] if some k, _ in input.l"),
                "{\"foo\":{\"0\":true,\"1\":true}}",
            ),
            (
                format!("default {keyword}.foo := 7\n\n{keyword}.foo := 1 if input.z"),
                "{\"foo\":7}",
            ),
            (
                format!("{keyword}.foo := 1 if input.z else := 2 if input.n else := 3"),
                "{\"foo\":2}",
            ),
            (format!("y := \"s\"\n{keyword}.foo := y"), "{\"foo\":\"s\"}"),
        ] {
            answers(&[(&format!("{rules}\n\n{whole}"), expected)]);
        }
    }
}

#[test]
fn a_statement_that_begins_with_a_keyword_reads_that_rule() {
    answers(&[
        ("x if { y := 1; in.foo == y }\nin.foo := 1", "true"),
        (
            "x if {\n\ty := 1\n\twith.foo == y\n}\nwith.foo := 1",
            "true",
        ),
        ("x if if.foo\nif.foo := false", "undefined"),
        ("x := y if { y := 2; not.f(2) == y }\nnot.f(a) := a", "2"),
        ("x := y if { not.f(2, y) }\nnot.f(a) := a + z\nz := 5", "7"),
        (
            "x := [y | some y in [1, 2]; as.f(y)]\nas.f(a) if a > 1",
            "[2]",
        ),
        (
            "x := y if { as.foo == 4 with input.n as 4; y := 1 }\nas.foo := input.n",
            "1",
        ),
        ("x := \"as.foo\" # as.foo\nas.foo := 1", "\"as.foo\""),
    ]);
    let other = "package main\n\nas.foo := 3\n";
    assert_eq!(
        value_of_x(&["package main\n\nx if as.foo == 3", other], INPUT),
        "true"
    );
    assert_eq!(
        value_of_x(
            &[
                "package main\n\nimport data.lib as l\n\nas.foo := l.a\n\nx := data.main.as.foo",
                "package lib\n\na := 8"
            ],
            INPUT
        ),
        "8"
    );
}

#[test]
fn what_such_a_rule_names_is_its_own_package() {
    answers(&[
        ("a := 1\nas.foo := a\na_b := 2\nx := data.main.as.foo", "1"),
        (
            "a := 1\nas.foo := b if { some a in [5]; b := a }\nx := data.main.as.foo",
            "5",
        ),
        ("a := 1\nas.f(a) := a\nx := y if { as.f(4, y) }", "4"),
        (
            "f(v) := v + 1\nas.foo := f(f(1))\nx := data.main.as.foo",
            "3",
        ),
        (
            "a contains 1\nas.foo := count(a)\nx := data.main.as.foo",
            "1",
        ),
    ]);
}

#[test]
fn in_v0_a_rule_that_begins_with_a_keyword_is_no_set_for_its_path_is_longer() {
    for (rules, expected) in [
        ("as.foo := 1", "{\"foo\":1}"),
        (
            "as.foo[k] { input.l[k] }",
            "{\"foo\":{\"0\":true,\"1\":true}}",
        ),
        ("as.foo.bar { true }", "{\"foo\":{\"bar\":true}}"),
        ("as.foo(y) = y { true }", "{}"),
    ] {
        let module = format!("package main\n\nx = data.main[\"as\"]\n\n{rules}\n");
        assert_eq!(
            value_in(Dialect::V0, &[&module], INPUT),
            expected,
            "{rules}"
        );
    }
    // The set `as` has no name that the engine could have.
    let module = "package main\n\nx = data.main[\"as\"]\n\nas.foo { true }\n";
    assert!(value_in(Dialect::V0, &[module], INPUT).contains("behind the keyword `as`"));
}

#[test]
fn a_keyword_that_cannot_be_a_name_is_refused_with_its_place() {
    for (rules, place, message) in [
        (
            "deny contains 1 if not as.foo\n\nas.foo := 1",
            "3:24",
            "only a statement can begin",
        ),
        (
            "deny contains as.foo\n\nas.foo := 1",
            "3:15",
            "only a statement can begin",
        ),
        (
            "deny contains 1 if as.foo == 1",
            "3:20",
            "write `data.main[\"as\"]`",
        ),
        (
            "deny contains 1\n\nas[k] := 1 if some k in [1]",
            "5:1",
            "must go on with a name",
        ),
        (
            "deny contains 1\n\nas.if := 1",
            "5:1",
            "must go on with a name",
        ),
        (
            "deny contains 1\n\nas.foo := y",
            "5:11",
            "variable `y` is unsafe",
        ),
        (
            "deny contains 1\n\nas.foo := nope(1)",
            "5:11",
            "there is no function `nope`",
        ),
    ] {
        let found = module_problems(&format!("package main\n\n{rules}\n"));
        let is_told = |one: &String| one.contains(place) && one.contains(message);
        assert!(found.iter().any(is_told), "{rules}: {found:#?}");
    }
}

#[test]
fn a_default_with_brackets_is_found() {
    answers(&[
        (
            "default p[\"z\"] := 3\np[\"z\"] := 1 if input.y\nx := p.z",
            "3",
        ),
        ("default p[`z`] := 3\np.z := 1 if input.n\nx := p.z", "1"),
        (
            "default p[\"z\"].q[\"r\"](_) := 3\np.z.q.r(a) := a if a < 2\nx := p.z.q[\"r\"](5)",
            "3",
        ),
    ]);
    let lost = "package main\n\ndefault p[\"z z\"] := 3\n\np[\"z z\"] := 1 if input.y\n\nx := p\n";
    assert!(value_of_x(&[lost], INPUT).contains("a default is not found"));
}
