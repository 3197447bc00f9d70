use regorus::Value;

use super::needs;
use crate::SetOptions;
use crate::compile::{compile, parse};

/// What `data.p.deny` reads in a package with these rules.
fn paths(rules: &str) -> Vec<String> {
    let text = format!("package p\n\nimport rego.v1\n\n{rules}\n");
    let mut problems = Vec::new();
    let sources = parse(None, [("p.rego", text.as_bytes())], &mut problems);
    let asked = ["p".to_owned(), "deny".to_owned()];
    let compiled = compile(
        &sources,
        &[&asked],
        &Value::new_object(),
        SetOptions::default(),
        &mut problems,
    );
    assert!(problems.is_empty(), "{problems:?}");
    needs(&compiled.unwrap().program, [&asked[..]])[0].paths("input", 20)
}

#[test]
fn a_reference_reads_what_is_at_its_end() {
    assert_eq!(
        paths("deny contains input.a.b if input.c == 1"),
        ["input.a.b", "input.c"]
    );
}

#[test]
fn a_name_reads_what_is_read_of_it() {
    let rules = r#"deny contains msg if {
        some rc in input.resource_changes
        rc.type == "x"
        after := rc.change.after
        not after.tags.Owner
        msg := sprintf("%s", [rc.address])
    }"#;
    assert_eq!(
        paths(rules),
        [
            "input.resource_changes[_].address",
            "input.resource_changes[_].change.after.tags.Owner",
            "input.resource_changes[_].type",
        ]
    );
}

#[test]
fn functions_rules_and_lists_pass_on_what_they_are_given() {
    let rules = r#"
        created := [rc | some rc in input.changes; "create" in rc.actions]
        both := array.concat(created, input.more)
        name(rc) := object.get(rc, ["after", "name"], "?")
        deny contains name(rc) if some rc in both
    "#;
    assert_eq!(
        paths(rules),
        [
            "input.changes[_].actions[_]",
            "input.changes[_].after.name",
            "input.more[_].after.name",
        ]
    );
}

#[test]
fn texts_that_are_spelled_out_are_followed_to_where_they_are_keys() {
    let rules = r#"
        attribute := {"a": "x", "b": "y"}
        deny contains 1 if {
            some flag in ["on", "off"]
            input.flags[flag] == attribute[input.kind]
        }
        deny contains input.values[attribute[input.kind]]
    "#;
    assert_eq!(
        paths(rules),
        [
            "input.flags.off",
            "input.flags.on",
            "input.kind",
            "input.values.x",
            "input.values.y",
        ]
    );
}

#[test]
fn a_name_without_a_value_goes_through_all() {
    for body in [
        "input.a[i].b == 1",
        "some i; input.a[i].b == 1",
        "i := input.i; input.a[_].b == i",
        "x = input.a[_]; x.b == 1",
        "[_, x] := [1, input.a[_]]; x.b == 1",
        "some i, x in input.a; x.b == i",
        "every x in input.a { x.b == 1 }",
    ] {
        let paths = paths(&format!("deny contains 1 if {{ {body} }}"));
        assert!(
            paths.contains(&"input.a[_].b".to_owned()),
            "{body}: {paths:?}"
        );
        assert!(!paths.contains(&"input.a".to_owned()), "{body}: {paths:?}");
    }
}

#[test]
fn what_is_compared_or_told_apart_is_read_as_a_whole() {
    for rules in [
        "deny contains 1 if input.a == input.b",
        "deny contains input.a",
        "deny contains 1 if count({x | some x in [input.a]}) > 1",
        "deny contains 1 if { x := input.a; x in [1, 2] }",
        "deny contains 1 if json.marshal(input.a) != \"\"",
        "deny contains 1 if { input.a = x; input.b = x }",
        "deny contains 1 if { some [x, x] in [[input.a, input.b]] }",
        // Two values of one rule are compared.
        "v := input.a if input.c\nv := input.b if input.d\ndeny contains 1 if v.x",
        "f(1) := input.a\nf(2) := input.b\ndeny contains 1 if f(input.n).x",
        "v := x if some x in [input.a, input.b]\ndeny contains 1 if v.x",
        "v[input.k] := input.a\ndeny contains 1 if v[_].x",
        "deny contains 1 if { o := {k: input.a | some k in input.keys}; o[_].x }",
    ] {
        let paths = paths(rules);
        assert!(paths.contains(&"input.a".to_owned()), "{rules}: {paths:?}");
    }
}

#[test]
fn types_are_kept_of_what_is_not_read() {
    assert_eq!(
        paths("deny contains 1 if { is_array(input.a); count(input.b) > 1 }"),
        ["input.a", "input.b[_]"]
    );
}

#[test]
fn everything_is_read_where_that_cannot_be_told() {
    for rules in [
        "deny contains 1 if data.p.q with input as {}\nq := input.a",
        "deny contains 1 if input[input.key] == 1",
        "deny contains 1 if walk(input, [[\"a\"], _])",
        "deny contains json.marshal(input)",
    ] {
        let paths = paths(rules);
        let is_all = paths == ["input"] || paths.contains(&"input[_]".to_owned());
        assert!(is_all, "{rules}: {paths:?}");
    }
}
