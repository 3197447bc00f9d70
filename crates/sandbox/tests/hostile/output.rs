//! Numbers without a measure, and floods of output.

use crate::policies::{Hostile, body, growing, policy};

pub(crate) fn policies() -> Vec<Hostile> {
    let mut all = vec![growing("$ * $", "3.7e30", "$ < 0")];
    for number in [
        "bits.lsh(1, 1000000000000)",
        "bits.lsh(1, 100000000)",
        "bits.rsh(bits.lsh(12345678901234567890, 100000), 1)",
        "product([1e300 | some _ in numbers.range(1, 10000)])",
        "format_int(1e300, 2)",
        "sprintf(\"%d\", [1e300])",
        "round(1e307 * 10)",
        "numbers.range(1e300, 2e300)",
        "numbers.range(-9223372036854775807, 9223372036854775807)",
        "substring(\"abc\", 922337203685477, 922337203685477)",
        "9223372036854775807 * 9223372036854775807",
    ] {
        all.push(body(
            number,
            &format!("x := {number}\nsome i in numbers.range(1, 100000000)\nx == sprintf(\"%v%d\", [x, i])"),
        ));
    }
    let many = "some x in numbers.range(1, 100000000)";
    for (name, rules) in [
        (
            "messages",
            format!("deny contains sprintf(\"%0900d\", [x * 1000 + y]) if {{ {many}; some y in numbers.range(1, 1000) }}"),
        ),
        ("prints", format!("deny contains \"x\" if {{ {many}; print(x); x < 0 }}")),
        ("objects", format!("deny contains {{\"msg\": x, \"d\": {{\"e\": [x, x, x]}}}} if {{ {many} }}")),
        (
            "sets",
            "deny contains {x, y} if { some x in numbers.range(1, 100000); some y in numbers.range(1, 10000) }".to_owned(),
        ),
        ("an array", format!("deny := [sprintf(\"%01000d\", [x]) | {many}]")),
        ("an object", format!("deny[sprintf(\"%d\", [x])] := x if {{ {many} }}")),
        ("errors", format!("deny contains \"x\" if {{ {many}; to_number(\"zz\") == x }}")),
        (
            "a text",
            "deny := concat(\"\", [sprintf(\"%01000d\", [x]) | some x in numbers.range(1, 900000)])".to_owned(),
        ),
    ] {
        all.push(policy(format!("a flood: {name}"), &rules));
    }
    all
}
