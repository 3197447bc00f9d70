//! What takes all the time that there is.

use crate::policies::{Hostile, body, body_with};

pub(crate) fn policies() -> Vec<Hostile> {
    let mut all = Vec::new();
    for size in [1_000, 3_000, 100_000] {
        let xs = format!("xs := numbers.range(1, {size})");
        let three = "some x in xs; some y in xs; some z in xs";
        for (name, text) in [
            ("three loops", format!("{three}; x * y * z == -1")),
            (
                "a set of three loops",
                format!("count({{w | {three}; w := (x * y * z) % 7}}) > 100"),
            ),
            (
                "every of every",
                "every x in xs { every y in xs { every z in xs { x * y * z > 0 } } }\nfalse"
                    .to_owned(),
            ),
            (
                "texts in three loops",
                format!("{three}; sprintf(\"%d%d%d\", [x, y, z]) == \"q\""),
            ),
            (
                "indexes that are free",
                "[a, b] = [xs[i], xs[j]]; [c, d] = [xs[k], xs[l]]; a + b + c + d == -1".to_owned(),
            ),
            (
                "a new pattern each time",
                format!(
                    "{three}; regex.match(sprintf(\"^%d+%d+$\", [x, y]), sprintf(\"%d\", [z])); z == -1"
                ),
            ),
            (
                "sorting",
                format!("{three}; sort(xs)[0] == x + y + z + 99999999"),
            ),
            (
                "objects",
                format!("{three}; object.union({{\"a\": x}}, {{\"b\": y}}) == z"),
            ),
        ] {
            all.push(body(format!("{name}, {size}"), &format!("{xs}\n{text}")));
        }
        for (name, helper, text) in [
            (
                "a function in three loops",
                "f(a, b, c) := a + b + c",
                format!("{three}; f(x, y, z) == -1"),
            ),
            (
                "`with` in two loops",
                "p if input.v > 0",
                "some x in xs; some y in xs; p with input.v as x + y; x == -1".to_owned(),
            ),
        ] {
            all.push(body_with(
                format!("{name}, {size}"),
                helper,
                &format!("{xs}\n{text}"),
            ));
        }
    }
    for size in [14, 20, 200] {
        all.push(body(
            format!("paths through a clique of {size}"),
            &format!(
                "g := {{n: [m | some m in numbers.range(1, {size})] | some n in numbers.range(1, {size})}}\n\
                 count(graph.reachable_paths(g, [1])) > 100000000"
            ),
        ));
    }
    all.push(body(
        "a walk over a walk",
        "o := {x: {y: y | some y in numbers.range(1, 100)} | some x in numbers.range(1, 100000)}\n\
         walk(o, [p, v]); walk(o, [q, w]); v == \"zz\"; w == \"zz\"",
    ));
    for call in CALLS {
        let text = "t := sprintf(\"%v\", [xs])";
        all.push(body(
            *call,
            &format!(
                "xs := numbers.range(1, 20000)\n{text}\nsome i in xs; some j in xs; {call} == i * 1.5 - j + 0.3"
            ),
        ));
    }
    all
}

/// Calls that take their time, once each.
const CALLS: &[&str] = &[
    "json.marshal(xs)",
    "yaml.marshal(xs)",
    "base64.encode(t)",
    "crypto.sha256(t)",
    "crypto.hmac.sha512(t, t)",
    "json.unmarshal(json.marshal(xs))",
    "sum(xs)",
    "product(xs)",
    "max(xs)",
    "concat(\",\", [sprintf(\"%d\", [x]) | some x in xs])",
    "union({{x} | some x in xs})",
    "object.union_n([{x: x} | some x in xs])",
    "split(t, \",\")",
    "array.reverse(xs)",
    "json.patch({\"a\": xs}, [{\"op\": \"add\", \"path\": \"/a/-\", \"value\": 1}])",
    "object.keys({x: 1 | some x in xs})",
    "urlquery.encode(t)",
    "glob.match(\"*1*2*3*4*5*\", [], t)",
    "regex.find_n(\"[0-9]+\", t, -1)",
    "regex.split(\"1\", t)",
    "regex.replace(t, \"[0-9]\", \"$0$0$0\")",
    "strings.replace_n({\"1\": \"222\", \"2\": \"333\"}, t)",
    "indexof_n(t, \"1\")",
    "strings.count(t, \"1\")",
    "upper(t)",
    "net.cidr_merge([sprintf(\"10.%d.%d.0/24\", [x % 250, x % 7]) | some x in xs])",
    "strings.render_template(\"{{range .x}}{{.}}{{end}}\", {\"x\": xs})",
];
