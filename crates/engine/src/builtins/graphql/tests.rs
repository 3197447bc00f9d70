//! What OPA's own cases leave open; the answers are those of OPA 1.20.2.

use std::fmt::Write as _;

use regorus::Value;

use super::TABLE;
use crate::builtins::{Failure, Result};

fn call(name: &str, arguments: &[&str]) -> Result {
    let own = TABLE.iter().find(|own| own.name == name).unwrap();
    let arguments: Vec<Value> = arguments.iter().map(|text| Value::from(*text)).collect();
    (own.call)(&arguments)
}

fn json(text: &str) -> Value {
    Value::from_json_str(text).unwrap()
}

fn is_valid(query: &str, schema: &str) -> bool {
    call("graphql.is_valid", &[query, schema]) == Ok(Value::from(true))
}

#[test]
fn comments_are_kept_where_gqlparser_keeps_them() {
    let query = "# c\nquery { # d\n a(x: # e\n $v, # f\n y: #g\n [1 #h\n]) }";
    let wanted = r##"{"Operations": [{"Comment": {"List": [{"Value": "# c"}]}, "Name": "",
        "Operation": "query", "SelectionSet": [{"Alias": "a", "Name": "a",
        "Comment": {"List": [{"Value": "# d"}]}, "Arguments": [
        {"Name": "x", "Value": {"ExpectedTypeHasDefault": false, "Kind": 0, "Raw": "v"}},
        {"Name": "y", "Comment": {"List": [{"Value": "# f"}]}, "Value": {
        "Comment": {"List": [{"Value": "#g"}]}, "ExpectedTypeHasDefault": false, "Kind": 8,
        "Raw": "", "Children": [{"Name": "", "Value": {
        "ExpectedTypeHasDefault": false, "Kind": 1, "Raw": "1"}}]}}]}]}]}"##;
    assert_eq!(call("graphql.parse_query", &[query]), Ok(json(wanted)));
    let anonymous = call("graphql.parse_query", &["# lost\n{ a }"]).unwrap();
    assert_eq!(anonymous["Operations"][0]["Comment"], Value::Undefined);
}

#[test]
fn words_may_be_strings_where_gqlparser_does_not_look() {
    let schema = call(
        "graphql.parse_schema",
        &["type A \"implements\" B { f: Int }"],
    )
    .unwrap();
    assert_eq!(schema["Definitions"][0]["Interfaces"][0], Value::from("B"));
    let query = call("graphql.parse_query", &["{ ... \"on\" T { a } }"]).unwrap();
    let inline = &query["Operations"][0]["SelectionSet"][0];
    assert_eq!(inline["TypeCondition"], Value::from("T"));
}

#[test]
fn a_fragment_of_a_tree_reads_as_a_field() {
    let schema = "type Query { a: Int }";
    let query = "{ ...F } fragment F on Query { a }";
    assert!(is_valid(query, schema));
    let tree = call("graphql.parse_query", &[query]).unwrap();
    let own = TABLE
        .iter()
        .find(|own| own.name == "graphql.is_valid")
        .unwrap();
    let answer = (own.call)(&[tree, Value::from(schema)]);
    assert_eq!(answer, Ok(Value::from(false)));
}

#[test]
fn what_a_validator_notes_is_refused() {
    let tree = json(r#"{"Operations": [{"SelectionSet": [{"Name": "a", "Definition": {}}]}]}"#);
    let own = TABLE
        .iter()
        .find(|own| own.name == "graphql.is_valid")
        .unwrap();
    let answer = (own.call)(&[tree, Value::from("type Query { a: Int }")]);
    assert!(matches!(answer, Err(Failure::Limit(_))));
}

#[test]
fn what_opa_panics_at_is_refused() {
    let own = TABLE
        .iter()
        .find(|own| own.name == "graphql.schema_is_valid");
    for tree in [
        r#"{"Definitions": [{"Kind": "OBJECT", "Name": "A", "Fields": [{"Name": "a"}]}]}"#,
        r#"{"Definitions": [null]}"#,
    ] {
        let answer = (own.unwrap().call)(&[json(tree)]);
        assert!(matches!(answer, Err(Failure::Limit(_))), "{tree}");
    }
}

#[test]
fn values_have_the_types_that_are_wanted() {
    let schema = "type Query { f(i: Int, l: [Int!], e: E, o: O, s: S): Int }
        enum E { A } input O { x: Int!, y: Int } scalar S";
    for (arguments, wanted) in [
        ("i: 1", true),
        ("i: 9223372036854775808", false),
        ("i: 4294967296", true),
        ("i: 1.5", false),
        ("l: 1", true),
        ("l: [1, null]", false),
        ("e: A", true),
        ("e: B", false),
        ("e: \"A\"", false),
        ("o: {x: 1}", true),
        ("o: {y: 1}", false),
        ("o: {x: 1, z: 1}", false),
        ("o: {x: 1, x: 1}", false),
        ("s: {any: [thing]}", true),
        ("i: {}", true),
        ("j: 1", false),
    ] {
        let query = format!("{{ f({arguments}) }}");
        assert_eq!(is_valid(&query, schema), wanted, "{arguments}");
    }
}

#[test]
fn fragments_and_overlaps_are_checked() {
    let schema = "interface I { n: String } type A implements I { n: String, a: Int, b: Int }
        type B implements I { n: String, b: Int! } type Query { i: I, a: A, b: B }
        type Subscription { a: Int, b: Int }";
    for (query, wanted) in [
        (
            "{ i { n ... on A { a } ...F } } fragment F on B { b }",
            true,
        ),
        ("{ a { ... on B { b } } }", false),
        ("{ a { x: a x: b } }", false),
        ("{ i { ... on A { x: a } ... on B { x: n } } }", false),
        ("{ i { ... on A { b } ... on B { b } } }", false),
        ("{ ...F } fragment F on Query { a { a } ...F }", false),
        ("{ a { a } } fragment F on Query { a { a } }", false),
        ("subscription { a b }", false),
        ("subscription { a a }", true),
        ("query Q($v: Int) { a { a } }", false),
        ("{ a }", false),
        ("{ a { a { a } } }", false),
        ("mutation { a }", false),
        ("{ a { a } } { b { b } }", false),
        ("{ a @skip(if: true) { a @include(if: $x) } }", false),
        (
            "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }",
            false,
        ),
        ("{ __schema { types { fields { type { name } } } } }", true),
    ] {
        assert_eq!(is_valid(query, schema), wanted, "{query}");
    }
}

#[test]
fn depth_and_work_are_bounded() {
    let deep = format!("{}a{}", "{a".repeat(200), "}".repeat(200));
    let answer = call("graphql.parse_query", &[&deep]);
    assert!(matches!(answer, Err(Failure::Limit(_))));
    let mut query = "{ ...F0 }".to_owned();
    for number in 0..600 {
        let next = number + 1;
        write!(query, " fragment F{number} on Query {{ ...F{next} }}").unwrap();
    }
    query += " fragment F600 on Query { a }";
    let answer = call("graphql.is_valid", &[&query, "type Query { a: Int }"]);
    assert!(matches!(answer, Err(Failure::Limit(_))));
    let mut query = "{ __schema { ...F0 } }".to_owned();
    for number in 0..40 {
        let next = number + 1;
        write!(
            query,
            " fragment F{number} on __Schema {{ ...F{next} ...F{next} }}"
        )
        .unwrap();
    }
    query += " fragment F40 on __Schema { description }";
    let answer = call("graphql.is_valid", &[&query, "type Query { a: Int }"]);
    assert!(matches!(answer, Err(Failure::Limit(_))));
    let query = format!("{{ {} }}", "a ".repeat(20_000));
    let answer = call("graphql.is_valid", &[&query, "type Query { a: Int }"]);
    assert!(matches!(answer, Err(Failure::Limit(_))));
}
