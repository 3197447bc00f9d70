//! What takes all the memory that there is.

use crate::policies::{Hostile, body, growing, policy};

pub(crate) fn policies() -> Vec<Hostile> {
    let mut all = Vec::new();
    for size in ["100000000", "1000000000", "1000000000000000000"] {
        all.push(body(
            format!("a range of {size}"),
            &format!("count(numbers.range(1, {size})) == 0"),
        ));
        all.push(body(
            format!("a range of {size} in steps"),
            &format!("count(numbers.range_step(1, {size}, 2)) == 0"),
        ));
    }
    for size in [1_000, 5_000, 20_000] {
        let xs = format!("xs := numbers.range(1, {size})");
        let three = "some x in xs; some y in xs; some z in xs";
        for (name, text) in [
            (
                "pairs of pairs",
                "ys := [[x, y] | some x in xs; some y in xs]\n\
                 zs := [[a, b] | some a in ys; some b in xs]\ncount(zs) == 0"
                    .to_owned(),
            ),
            (
                "an object",
                format!(
                    "o := {{sprintf(\"%d-%d-%d\", [x, y, z]): [x, y] | {three}}}\ncount(o) == 0"
                ),
            ),
            (
                "a set of texts",
                format!("s := {{sprintf(\"%060d-%060d-%d\", [x, y, z]) | {three}}}\ncount(s) == 0"),
            ),
        ] {
            all.push(body(format!("{name}, {size}"), &format!("{xs}\n{text}")));
        }
        all.push(policy(
            format!("a rule of texts, {size}"),
            &format!("deny contains sprintf(\"%0100d-%d-%d\", [x, y, z]) if {{ {xs}; {three} }}"),
        ));
        all.push(policy(
            format!("a rule of objects, {size}"),
            &format!(
                "p[x][y] := z if {{ {xs}; some x in xs; some y in xs; z := [x, y] }}\n\
                 deny contains \"y\" if {{ some a in p; some b in a; some c in p; some d in c; b == d; b == 0 }}"
            ),
        ));
    }
    let text = "\"aaaaaaaaaaaaaaaa\"";
    for step in [
        "concat(\"\", [$, $])",
        "sprintf(\"%s%s\", [$, $])",
        "replace($, \"a\", \"aaaa\")",
        "regex.replace($, \"a\", \"aaaa\")",
        "strings.replace_n({\"a\": \"bb\", \"b\": \"aa\"}, $)",
        "base64.encode(concat(\"\", [$, $]))",
        "hex.encode($)",
        "urlquery.encode(concat(\"%\", [$, $]))",
        "json.marshal([$, $])",
        "yaml.marshal([$, $])",
        "upper(concat(\"\", [$, $]))",
        "strings.reverse(concat(\"\", [$, $]))",
        "trim(concat(\"\", [$, $]), \"b\")",
        "substring(concat(\"\", [$, $]), 0, -1)",
        "strings.render_template(\"{{.a}}{{.a}}\", {\"a\": $})",
        "$\"{$}{$}\"",
    ] {
        // A template string has the sign itself.
        let step = step.replace("$\"{$}{$}\"", "concat(\"\", [lower($), $])");
        all.push(growing(&step, text, "count($) == 0"));
    }
    for (step, first) in [
        ("array.concat($, $)", "[1, 2, 3, 4]"),
        ("[$, $]", "[1, 2]"),
        ("{\"a\": $, \"b\": $}", "{\"a\": 1}"),
        ("array.flatten([$, $])", "[1, 2, 3]"),
        ("[x | some y in [1, 2]; some x in $]", "[1, 2, 3]"),
        (
            "{x * 2 | some x in $} | {x * 2 + 1 | some x in $}",
            "{1, 2}",
        ),
    ] {
        all.push(growing(step, first, "json.marshal($) == \"\""));
    }
    for call in [
        "net.cidr_expand(\"10.0.0.0/8\")",
        "net.cidr_expand(\"::/1\")",
        "strings.render_template(\"{{range $i := .x}}{{range $j := $.x}}{{range $k := $.x}}aaaaaaaa{{end}}{{end}}{{end}}\", {\"x\": numbers.range(1, 2000)})",
        "[x | some y in numbers.range(1, 100000); x := numbers.range(1, 100000)]",
    ] {
        all.push(body(call, &format!("x := {call}\ncount(x) == -1")));
    }
    all
}
