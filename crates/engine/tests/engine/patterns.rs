//! Objects taken apart. Every expected value is OPA's (1.20.2).

use crate::support::value_of_x;

const INPUT: &str = r#"{"o": {"v": 1}, "p": {"v": 1, "w": 2}, "l": [{"v": 1}, {"v": 1, "w": 2}, {"w": 3}, {"v": {"a": 1}}, {"v": {"a": 1, "b": 2}}, 5, null, [1]], "m": {"a": {"v": 1}, "b": {"v": 1, "w": 2}}, "k": "v", "arr": [{"v": 1}, 7], "arr2": [{"v": 1, "w": 2}, 7], "e": {}, "deep": {"a": {"b": [{"c": 1}, {"c": 1, "d": 2}]}}}"#;

fn answers(cases: &[(&str, &str)]) {
    for (rules, expected) in cases {
        let module = format!("package main\n\n{rules}\n");
        assert_eq!(value_of_x(&[&module], INPUT), *expected, "{rules}");
    }
}

const EXACT: &[(&str, &str)] = &[
    (
        "x contains y if some {\"v\": y} in input.l",
        "[1,{\"a\":1},{\"a\":1,\"b\":2}]",
    ),
    (
        "x contains y if { some {\"v\": y} in input.l }",
        "[1,{\"a\":1},{\"a\":1,\"b\":2}]",
    ),
    (
        "x contains [k,y] if some k, {\"v\": y} in input.m",
        "[[\"a\",1]]",
    ),
    ("x contains y if some {\"v\": {\"a\": y}} in input.l", "[1]"),
    (
        "x contains y if { some [{\"v\": y}, z] in [input.arr, input.arr2] }",
        "[1]",
    ),
    ("x := y if { {\"v\": y} := input.o }", "1"),
    ("x := y if { {\"v\": y} := input.p }", "undefined"),
    ("x := y if { {\"v\": y} = input.o }", "1"),
    ("x := y if { {\"v\": y} = input.p }", "undefined"),
    ("x := y if { input.p = {\"v\": y} }", "undefined"),
    ("x := y if { z := input.p; {\"v\": y} = z }", "undefined"),
    ("x := y if { z = input.p; {\"v\": y} = z }", "undefined"),
    ("x := y if { {\"v\": y} = z; z = input.p }", "undefined"),
    ("x := z if { y := 1; z = {\"v\": y} }", "{\"v\":1}"),
    ("x := z if { z = {\"v\": y}; y = 1 }", "{\"v\":1}"),
    ("x := q if { z = {\"v\": 3}; q = z.v }", "3"),
    ("x := q if { z = {\"v\": y}; y = 4; q = z.v }", "4"),
    ("x := true if { z = {\"v\": 1}; z = input.p }", "undefined"),
    (
        "x := true if { z = {\"v\": y}; z = input.p; y = 1 }",
        "undefined",
    ),
    ("x := y if { [{\"v\": y}, 7] = input.arr }", "1"),
    ("x := y if { [{\"v\": y}, 7] = input.arr2 }", "undefined"),
    ("x := y if { [{\"v\": y}, _] := input.arr2 }", "undefined"),
    ("x := y if { [{\"v\": 1}, y] = input.arr2 }", "undefined"),
    (
        "x := y if { {\"a\": {\"b\": [{\"c\": y}, {\"c\": _, \"d\": 2}]}} = input.deep }",
        "1",
    ),
    (
        "x := y if { {\"a\": {\"b\": [{\"c\": y}, {\"c\": z}]}} = input.deep }",
        "undefined",
    ),
    (
        "x := [y,z] if { {\"a\": {\"b\": [{\"c\": y}, {\"c\": z, \"d\": w}]}} := input.deep }",
        "[1,1]",
    ),
    (
        "f({\"v\": y}) := y\nx := [a | some e in input.l; a := f(e)]",
        "[1,{\"a\":1},{\"a\":1,\"b\":2}]",
    ),
    (
        "f({\"v\": y}) := y if { y == 1 }\nx := [a | some e in input.l; a := f(e)]",
        "[1]",
    ),
    (
        "f({\"v\": y}) := y if y == 1 else := 9\nx := [a | some e in input.l; a := f(e)]",
        "[1,9,9]",
    ),
    (
        "f({\"v\": y}) if y == 1\nx := [a | some e in input.l; a := f(e)]",
        "[true]",
    ),
    (
        "f([{\"v\": y}, z]) := y+z\nx := [a | some e in [input.arr,input.arr2]; a := f(e)]",
        "[8]",
    ),
    (
        "f({\"v\": {\"a\": y}}) := y\nx := [a | some e in input.l; a := f(e)]",
        "[1]",
    ),
    (
        "f({\"v\": 1}) := 3\nx := [a | some e in input.l; a := f(e)]",
        "[3]",
    ),
    (
        "f({\"v\": 1}) if true\nx := [a | some e in input.l; a := f(e)]",
        "[true]",
    ),
    (
        "f({}) := 3\nx := [a | some e in [{}, {\"a\":1}]; a := f(e)]",
        "[3]",
    ),
    ("x := y if { k := \"v\"; {k: y} = input.p }", "undefined"),
    ("x := y if { k := \"v\"; {k: y} = input.o }", "1"),
    ("x := y if { {\"v\": y, \"w\": z} = input.p }", "1"),
    ("x := z if { {\"v\": 1, \"w\": z} = input.p }", "2"),
    ("x := z if { {\"v\": 2, \"w\": z} = input.p }", "undefined"),
    ("x := 1 if { {\"v\": _} = input.p }", "undefined"),
    ("x := 1 if { {\"v\": _} = input.o }", "1"),
    ("x := 1 if { {\"v\": _} := input.p }", "undefined"),
    ("x := 1 if { {\"v\": _} := input.o }", "1"),
    ("x := 1 if { {} = input.e }", "1"),
    ("x := 1 if { {} = input.o }", "undefined"),
    (
        "x := [y | {\"v\": y} = input.l[_]]",
        "[1,{\"a\":1},{\"a\":1,\"b\":2}]",
    ),
    (
        "x := {y | {\"v\": y} := input.l[_]}",
        "[1,{\"a\":1},{\"a\":1,\"b\":2}]",
    ),
    (
        "x := {i: y | {\"v\": y} = input.l[i]}",
        "{\"0\":1,\"3\":{\"a\":1},\"4\":{\"a\":1,\"b\":2}}",
    ),
    ("x := [i | {\"v\": 1} = input.l[i]]", "[0]"),
    ("x := [i | input.l[i] = {\"v\": 1}]", "[0]"),
    ("x := [i | some i; input.l[i] == {\"v\": 1}]", "[0]"),
    ("x := y if { some y; {\"v\": y} = input.o }", "1"),
    ("x := y if { some y; {\"v\": y} = input.p }", "undefined"),
    (
        "x := 2 if { every e in [input.o] { {\"v\": y} = e; y == 1 } }",
        "2",
    ),
    (
        "x := 2 if { every e in [input.p] { {\"v\": y} = e; y == 1 } }",
        "undefined",
    ),
    ("x := y if { {\"v\": y} = g }\ng := {\"v\": 1}", "1"),
    (
        "g[z] := {\"v\": z} if some z in [1,2]\nx contains y if {\"v\": y} = g[_]",
        "[1,2]",
    ),
    (
        "g contains {\"v\": z, \"w\": 1} if some z in [1,2]\nx contains y if {\"v\": y, \"w\": 1} = g[_]",
        "[1,2]",
    ),
    (
        "g contains {\"v\": z, \"w\": 1} if some z in [1,2]\nx contains y if g[{\"v\": y, \"w\": 1}]",
        "[1,2]",
    ),
    (
        "x := y if { {\"v\": y} = input.o with input as {\"o\":{\"v\":7}} }",
        "7",
    ),
    (
        "x := y if { [{\"v\": y}] = [input.o] with input as {\"o\":{\"v\":7}} }",
        "7",
    ),
    (
        "x := y if { [{\"v\": y}, 3] = input.q with input as {\"q\":[{\"v\":7},3]} }",
        "7",
    ),
    (
        "x contains y if some {\"v\": y} in input.l with input as {\"l\":[{\"v\":8},{\"v\":9,\"w\":1}]}",
        "[8]",
    ),
    ("x := y if { {\"v\": y} = {\"v\": 3} }", "3"),
    (
        "x := y if { {\"v\": {\"u\": y}} = {\"v\": z}; z = {\"u\": 1} }",
        "1",
    ),
    (
        "x := z if { {\"v\": {\"u\": y}} = {\"v\": z}; y = 2 }",
        "{\"u\":2}",
    ),
    ("x := y if { {\"v\": y} := {\"v\": 3} }", "3"),
    (
        "x := [p, y] if { walk(input.deep, [p, {\"c\": y}]) }",
        "[[\"a\",\"b\",0],1]",
    ),
    (
        "x contains [p, y] if { walk(input.deep, [p, {\"c\": y}]) }",
        "[[[\"a\",\"b\",0],1]]",
    ),
    (
        "x contains [p, y] if { [p, {\"c\": y}] := walk(input.deep) }",
        "[[[\"a\",\"b\",0],1]]",
    ),
    (
        "x contains [p, y] if { walk(input.deep, [p, v]); {\"c\": y} = v }",
        "[[[\"a\",\"b\",0],1]]",
    ),
    (
        "x := y if { object.get(input, \"p\", 0) = {\"v\": y} }",
        "undefined",
    ),
    (
        "x := y if { object.get(input, \"o\", 0) = {\"v\": y} }",
        "1",
    ),
    (
        "x := y if { object.get(input, \"p\", 0, {\"v\": y}) }",
        "undefined",
    ),
    ("x := y if { object.get(input, \"o\", 0, {\"v\": y}) }", "1"),
    (
        "g(a) := a\nx := y if { g(input.p, {\"v\": y}) }",
        "undefined",
    ),
    ("g(a) := a\nx := y if { g(input.o, {\"v\": y}) }", "1"),
    ("g(a) := a\nx := y if { g(input.o) = {\"v\": y} }", "1"),
    (
        "g(a) := a\nx := y if { {\"v\": y} = g(input.p) }",
        "undefined",
    ),
    ("x contains y if { m := input.m; {\"v\": y} = m[_] }", "[1]"),
    (
        "x contains y if { some k; {\"v\": y} = input.m[k]; k == \"b\" }",
        "[]",
    ),
    (
        "x contains y if { some e in input.l; {\"v\": y} = e }",
        "[1,{\"a\":1},{\"a\":1,\"b\":2}]",
    ),
    (
        "x contains y if { some e in input.l; e = {\"v\": y} }",
        "[1,{\"a\":1},{\"a\":1,\"b\":2}]",
    ),
    (
        "x contains y if { e = input.l[_]; e = {\"v\": y} }",
        "[1,{\"a\":1},{\"a\":1,\"b\":2}]",
    ),
    (
        "x contains e if { e = {\"v\": y}; y = input.l[_].v }",
        "[{\"v\":1},{\"v\":{\"a\":1}},{\"v\":{\"a\":1,\"b\":2}}]",
    ),
    ("x contains y if { {\"v\": y} == {\"v\": 1}; y = 1 }", "[1]"),
    ("x := {\"v\": y} if y = 1", "{\"v\":1}"),
    ("x := 1 if { {\"v\": {\"a\": 1}} = input.l[3]; true }", "1"),
    (
        "x contains y if { some i, {\"v\": y} in input.l; i > 0 }",
        "[{\"a\":1},{\"a\":1,\"b\":2}]",
    ),
    (
        "x contains y if { some {\"v\": y}, 1 in {{\"v\":1}:1} }",
        "[1]",
    ),
    (
        "x contains [y, z] if { some {\"v\": y}, z in {{\"v\":1}:1, {\"v\":2,\"w\":3}:4} }",
        "[[1,1]]",
    ),
    (
        "x := { \"r\": [y | some {\"v\": y} in input.l], \"s\": {y | {\"v\": y} = input.l[_]} }",
        "{\"r\":[1,{\"a\":1},{\"a\":1,\"b\":2}],\"s\":[1,{\"a\":1},{\"a\":1,\"b\":2}]}",
    ),
    (
        "x := y if { a := {\"v\": 1}; b := {\"v\": y | y := 2}; {\"v\": y} = a }",
        "1",
    ),
    (
        "x := y if { [{\"v\": y}, {\"w\": z}] = [input.o, input.p] }",
        "undefined",
    ),
    (
        "x := [y, z] if { [{\"v\": y}, {\"v\": z, \"w\": _}] = [input.o, input.p] }",
        "[1,1]",
    ),
    (
        "x := [y, z] if { [{\"v\": y}, {\"v\": z}] = [input.o, input.o] }",
        "[1,1]",
    ),
    ("x := y if { {\"v\": y,} = input.o }", "1"),
    (
        "x := y if { t := `{`; {\"v\": y} = input.o; t == `{` }",
        "1",
    ),
    ("x := y if { {\"{\": y} = {\"{\": 1} }", "1"),
    ("x := y if { {\"{\": {\"v\": y}} = {\"{\": input.o} }", "1"),
    (
        "x := y if { z := {\"a{\": 1, \"b\": {\"c\": 2}}; {\"a{\": _, \"b\": {\"c\": y}} = z }",
        "2",
    ),
    (
        "x contains y if { some {\"a{\": y} in [{\"a{\": 1}] }",
        "[1]",
    ),
];

#[test]
fn a_pattern_fits_objects_that_have_its_keys_and_no_other() {
    answers(EXACT);
}

#[test]
fn a_name_twice_in_the_objects_of_arguments_is_one_value() {
    answers(&[
        ("g({input.r.name: y}) := y\nx := g({\"a\": 7})", "undefined"),
        ("f(a, {\"k\": a}) := a\nx := f(1, {\"k\": 1})", "1"),
        ("f(a, {\"k\": a}) := a\nx := f(2, {\"k\": 1})", "undefined"),
        (
            "f({\"k\": a}, {\"k\": a}) := a\nx := f({\"k\": 1}, {\"k\": 1})",
            "1",
        ),
        (
            "f({\"k\": a}, {\"k\": a}) := a\nx := f({\"k\": 1}, {\"k\": 2})",
            "undefined",
        ),
        (
            "f({\"k\": a, \"l\": a}) := a\nx := f({\"k\": 1, \"l\": 1})",
            "1",
        ),
        (
            "f({\"k\": a, \"l\": a}) := a\nx := f({\"k\": 1, \"l\": 2})",
            "undefined",
        ),
        ("a := 5\nf({\"k\": a}) := a\nx := f({\"k\": 1})", "1"),
        ("a := 5\nx := a if { {\"k\": a} := {\"k\": 1} }", "1"),
        ("a := 5\nx := a if { {\"k\": a} = {\"k\": 5} }", "5"),
        ("a := 5\nx := 1 if { {\"k\": a} = {\"k\": 6} }", "undefined"),
        (
            "x := y if { {\"k\": a, \"l\": a} = {\"k\": 1, \"l\": 2}; y := a}",
            "undefined",
        ),
        (
            "x := y if { {\"k\": a, \"l\": a} = input.z; y := a}",
            "undefined",
        ),
    ]);
}

#[test]
fn a_negated_pattern_is_compared_wherever_its_names_get_their_values() {
    answers(&[
        ("x := true if not {\"v\": 1} = input.p", "true"),
        ("x := true if not {\"v\": 1} = input.o", "undefined"),
        ("x if { not {\"v\": v} = input.o; v = 3 }", "true"),
        ("x if { v = 3; not {\"v\": v} = input.o }", "true"),
        ("x if { not {\"v\": v} = input.p; v = 1 }", "true"),
        ("x if { v := 1; not {\"v\": v} = input.o }", "undefined"),
        ("x if { v := 1; not {\"v\": v} = input.p }", "true"),
        ("x if { not [v] = [2]; v = 3 }", "true"),
        ("x if { not [v] = [3]; v = 3 }", "undefined"),
        ("x if { v := 3; not [v] = [2] }", "true"),
        ("x if { v := 3; not [v] = [3] }", "undefined"),
        ("r := 3\nx if { not [r] = [2] }", "true"),
        ("r := 3\nx if { not {\"a\":r} = {\"a\":3} }", "undefined"),
        ("x if { not [u] = [2] }\nu := 2", "undefined"),
    ]);
}
