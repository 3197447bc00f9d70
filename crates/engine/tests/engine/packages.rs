//! Packages over several files, and imports. Every expected value is OPA's (1.20.2).

use engine::EvaluationLimits;

use crate::support::{MANIFEST, load, problems, raw, value_of_x};

const INPUT: &str = r#"{"tags": ["e"], "l": [1], "t": true}"#;

fn x(modules: &[&str]) -> String {
    value_of_x(modules, INPUT)
}

const T: [&str; 2] = [
    "package t\ne := {}",
    "package t\ndeny contains m if { eph; some m in input.l }\neph if \"e\" in input.tags",
];

#[test]
fn a_package_over_several_files_is_whole_however_it_is_read() {
    for (main, expected) in [
        ("import data.t\nx := t.deny", "[1]"),
        ("x := data.t.deny", "[1]"),
        (
            "x := y if { y := data.t }",
            r#"{"deny":[1],"e":{},"eph":true}"#,
        ),
        (
            "x contains k if { some k, _ in data.t }",
            r#"["deny","e","eph"]"#,
        ),
        ("x := data.t[concat(\"\", [\"de\", \"ny\"])]", "[1]"),
    ] {
        let main = format!("package main\n{main}");
        assert_eq!(x(&[T[0], T[1], &main]), expected, "{main}");
        assert_eq!(x(&[&main, T[1], T[0]]), expected, "{main}");
    }
}

#[test]
fn a_package_below_another_is_whole_when_the_upper_is_read() {
    let below = "package a.b\ndeny contains 1 if h\nh if input.t";
    for main in [
        "x := y.b.deny if { y := data.a }",
        "import data.a\nx := a.b.deny",
    ] {
        let main = format!("package main\n{main}");
        assert_eq!(x(&["package a\nx := 1", below, &main]), "[1]", "{main}");
    }
}

#[test]
fn packages_may_import_themselves_and_each_other() {
    let own = "package main\nimport data.main\nx contains 1 if main.h\nh if input.t";
    assert_eq!(x(&[own]), "[1]");
    let other = "package q\nimport data.main\nb := main.c";
    let main = "package main\nx contains 1 if data.q.b\nc if input.t";
    assert_eq!(x(&[other, main]), "[1]");
}

#[test]
fn an_import_is_of_its_file() {
    let lib = "package lib.a\nv := 1";
    let other = "package lib.b\nv := 2";
    for (one, two, expected) in [
        (
            "import data.lib.a as lib\nx contains lib.v",
            "import data.lib.b as lib\nx contains lib.v",
            "[1,2]",
        ),
        (
            "import data.lib.a as lib\nx contains lib",
            "lib := 3\nx contains [lib]",
            r#"[[3],{"v":1}]"#,
        ),
        (
            "import input.l as l\nx contains y if { some y in l }",
            "h(l) := l[0]\nx contains h([7])",
            "[1,7]",
        ),
    ] {
        let modules = [
            format!("package main\n{one}"),
            format!("package main\n{two}"),
        ];
        let found = x(&[lib, other, &modules[0], &modules[1]]);
        assert_eq!(found, expected, "{one}");
    }
}

#[test]
fn what_a_scope_declares_is_no_import_in_it() {
    let lib = "package lib\nv := w\nw := 1";
    for (main, expected) in [
        (
            "x contains y if { lib := {\"v\": 5}; y := lib.v }\nx contains y if { y := lib.v }",
            "[1,5]",
        ),
        (
            "x contains y if { y := [lib.v | some lib in [{\"v\": 6}]] }\nx contains [lib.v, [lib | lib := 2]]",
            "[[1,[2]],[6]]",
        ),
        ("f(lib) := lib.v\nx := f({\"v\": 8})", "8"),
        (
            "x contains lib if { some lib in [1, 2] }\nx contains [lib.v]",
            "[1,2,[1]]",
        ),
        (
            "x := y if { every lib in [1] { lib > 0 }; y := lib.v }",
            "1",
        ),
        ("x := y if { y := lib.v with lib.w as 4 }", "4"),
    ] {
        let main = format!("package main\nimport data.lib\n{main}");
        assert_eq!(x(&[lib, &main]), expected, "{main}");
    }
}

#[test]
fn functions_are_imported_too() {
    let lib = "package lib\nf(a) := a + 9\nwalk(a) if a.t\n";
    for (main, expected) in [
        ("import data.lib.f\nx := f(1)", "10"),
        ("import data.lib\nx := lib.f(1)", "10"),
        (
            "import data.lib.f as g\nh(a) := a\nx := y if { y := h(1) with h as g }",
            "10",
        ),
    ] {
        let main = format!("package main\n{main}");
        let lib = lib.replace("walk(a) if a.t\n", "");
        assert_eq!(x(&[&lib, &main]), expected, "{main}");
    }
    let main = "package main\nimport data.o.f as walk\nx if walk(input)";
    assert_eq!(x(&["package o\nf(a) if a.t", main]), "true");
}

#[test]
fn a_name_that_hides_what_is_imported_is_refused() {
    let main =
        "package main\n\nimport data.lib\n\ndeny contains data if { some data in [lib.v] }\n";
    let found = problems(&[
        ("policies.hcl", MANIFEST),
        ("main.rego", main),
        ("lib.rego", "package lib\n\nv := 1\n"),
    ]);
    let expected = "main.rego:3:1: `lib` cannot be imported here";
    assert!(
        found.iter().any(|one| one.starts_with(expected)),
        "{found:#?}"
    );
}

#[test]
fn a_package_of_both_dialects_is_refused_where_it_is_read_as_a_whole() {
    let old = "package t\n\ndeny[m] { eph; m := input.l[_] }\n\neph { input.t }\n";
    let bundle = |main: &str| {
        let main = format!("package main\n\n{main}\n");
        problems(&[
            ("policies.hcl", MANIFEST),
            ("main.rego", &main),
            ("new.rego", "package t\n\ne contains 1 if input.t\n"),
            ("old.rego", old),
        ])
    };
    let is_told = |one: &String| one.contains("`data.t` cannot be read as a whole");
    let named = bundle("deny contains m if { some m in data.t.deny }");
    assert!(!named.iter().any(is_told), "{named:#?}");
    for main in [
        "deny contains m if { some m, _ in data.t }",
        "deny contains m if { some k; m := data.t[k] }",
        "import data.t\n\ndeny contains m if { m := t }",
    ] {
        let found = bundle(main);
        assert!(found.iter().any(is_told), "{main}: {found:#?}");
    }
}

#[test]
fn what_is_wrong_in_a_package_over_several_files_keeps_its_file_and_line() {
    let one = "package main\n\nimport data.lib\n\ndeny contains m if { m := lib.v }\n";
    let two = |value: &str| {
        format!(
            "# é\npackage main\n\nimport data.lib as l\n\n# é\ndeny contains [\"é\", l.v, {value}]\n"
        )
    };
    let bundle = |two: &str| {
        [
            ("policies.hcl", MANIFEST.to_owned()),
            ("a.rego", one.to_owned()),
            ("b.rego", two.to_owned()),
            ("lib.rego", "package lib\n\nv := 1\n".to_owned()),
        ]
    };
    let (unbound, failing) = (bundle(&two("y")), bundle(&two("count(input.t)")));
    let found = problems(
        &unbound
            .each_ref()
            .map(|(name, text)| (*name, text.as_str())),
    );
    let expected = "b.rego:7:26: variable `y` is unsafe: nothing gives it a value";
    assert!(found.iter().any(|one| one == expected), "{found:#?}");

    let set = load(
        &failing
            .each_ref()
            .map(|(name, text)| (*name, text.as_str())),
        true,
    );
    let evaluation = set.evaluate(0, &raw(INPUT), &EvaluationLimits::default());
    let error = evaluation.error.unwrap();
    assert_eq!(error.file.as_deref(), Some("b.rego"));
    assert_eq!((error.line, error.column), (Some(7), Some(32)), "{error:?}");
}
