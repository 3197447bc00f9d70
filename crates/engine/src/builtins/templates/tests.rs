//! The answers are those of OPA 1.20.2.

use regorus::Value;

use super::render;
use crate::builtins::{Failure, Result};

const VARIABLES: &str = r#"{"a": [1, {"b": 2, "a": null}], "n": null, "m": {"z": 1, "k": "v"},
    "s": "<&'", "t": true, "f": false, "i": 5, "z": 0, "e": [], "x": 1.5}"#;

fn rendered(template: &str) -> Result {
    let variables = Value::from_json_str(VARIABLES).unwrap();
    render(&[Value::from(template), variables])
}

#[test]
fn templates_are_rendered_as_go_does() {
    for (template, wanted) in [
        (
            "{{.i}} {{.n}} {{.missing}} {{.missing.y}}",
            "5 <undefined> <undefined> <undefined>",
        ),
        ("{{.a}} {{.m}}", "[1 map[a:<nil> b:2]] map[k:v z:1]"),
        (
            "{{if .z}}y{{else}}n{{end}}{{if .e}}y{{else if .t}}z{{end}}",
            "yz",
        ),
        (
            "{{range $i, $e := .a}}{{if $i}},{{end}}{{$e}}{{end}}",
            "1,map[a:<nil> b:2]",
        ),
        ("{{range $k, $v := .m}}{{$k}}={{$v}};{{end}}", "k=v;z=1;"),
        ("{{range .e}}x{{else}}empty{{end}}", "empty"),
        ("{{with .m}}{{.k}}{{$.i}}{{end}}", "v5"),
        ("{{with .n}}a{{else with .i}}c{{.}}{{end}}", "c5"),
        ("a {{- .i -}} b{{/* c */}} {{- 3}}", "a5b3"),
        (
            "{{eq .i \"5\"}} {{eq .n nil}} {{lt \"a\" \"b\"}} {{eq 1 2 1}}",
            "true true true true",
        ),
        (
            "{{index .a 1 \"b\"}} {{index .m \"no\"}} {{len .i}} {{len .m}}",
            "2 <undefined> 1 2",
        ),
        (
            "{{print .i .s 1 2}}|{{print nil}}|{{.missing | print}}",
            "5<&'1 2|<nil>|<nil>",
        ),
        (
            "{{html .s}} {{urlquery .s}} {{printf \"%v-%s\" 1 .i}}",
            "&lt;&amp;&#39; %3C%26%27 1-5",
        ),
        (
            "{{html .n}} {{println .i nil}}",
            "&lt;no value&gt; 5 <nil>\n",
        ),
        ("{{$x := 1}}{{if .t}}{{$x = 2}}{{end}}{{$x}}", "2"),
        (
            "{{and .t .f}} {{or .f \"x\"}} {{not .e}} {{(index .a 1).b}}",
            "false x true 2",
        ),
    ] {
        assert_eq!(rendered(template), Ok(Value::from(wanted)), "{template}");
    }
}

#[test]
fn what_go_refuses_is_an_error() {
    for template in [
        "{{.i.x}}",
        "{{..i}}",
        "{{.n.x}}",
        "{{eq .i 5}}",
        "{{lt .i 6}}",
        "{{index .a 9}}",
        "{{nil}}",
        "{{}}",
        "{{if}}{{end}}",
        "{{end}}",
        "{{else}}",
        "{{if .t}}",
        "{{$y}}",
        "{{foo}}",
        "{{.i",
        "{{.m .i}}",
        "{{.i | 1}}",
        "{{\"a\"\"b\"}}",
        "{{if .t}}{{$q := 1}}{{end}}{{$q}}",
    ] {
        assert!(
            matches!(rendered(template), Err(Failure::Builtin(_))),
            "{template}"
        );
    }
}

#[test]
fn what_go_answers_and_this_cannot_has_no_answer_in_either_mode() {
    for template in [
        "{{range .i}}{{end}}",
        "{{define \"T\"}}{{end}}",
        "{{js .s}}",
        "{{.x}}",
        "{{1.5}}",
        "{{printf \"%d\" .i}}",
    ] {
        assert!(
            matches!(rendered(template), Err(Failure::Limit(_))),
            "{template}"
        );
    }
}

#[test]
fn depth_and_work_are_bounded() {
    let deep = "{{if .t}}".repeat(200) + &"{{end}}".repeat(200);
    assert!(matches!(rendered(&deep), Err(Failure::Limit(_))));
    let items = Value::from(vec![Value::from(1i64); 1000]);
    let variables = std::collections::BTreeMap::from([(Value::from("l"), items)]);
    let loops = "{{range $.l}}".repeat(4) + "x" + &"{{end}}".repeat(4);
    let answer = render(&[Value::from(loops), Value::from(variables)]);
    assert!(matches!(answer, Err(Failure::Limit(_))));
}

#[test]
fn variables_that_are_no_json_are_an_error() {
    let set = std::collections::BTreeMap::from([(Value::from("s"), Value::new_set())]);
    let key = std::collections::BTreeMap::from([(Value::Null, Value::Null)]);
    for variables in [set, key] {
        let answer = render(&[Value::from("x"), Value::from(variables)]);
        assert!(matches!(answer, Err(Failure::Builtin(_))), "{answer:?}");
    }
}
