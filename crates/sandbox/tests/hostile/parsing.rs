//! Sources that are hard to read.

use crate::policies::{Hostile, body, policy};

pub(crate) fn policies() -> Vec<Hostile> {
    let mut all = Vec::new();
    for (open, close, depths) in [
        ("[", "]", [25, 200, 100_000]),
        ("{", "}", [25, 200, 2_000]),
        ("(", ")", [40, 200, 5_000]),
        ("{\"a\":", "}", [25, 200, 5_000]),
        ("[x | x := ", "]", [30, 200, 2_000]),
        ("f(", ")", [60, 200, 3_000]),
        ("not ", "", [30, 200, 2_000]),
        ("-", "", [30, 200, 5_000]),
        ("$\"{", "}\"", [40, 60, 200]),
    ] {
        for depth in depths {
            let (opened, closed) = (open.repeat(depth), close.repeat(depth));
            let name = format!("`{open}` {depth} times");
            all.push(body(&name, &format!("x := {opened}1{closed}\nx == 1")));
            all.push(body(
                format!("{name}, without an end"),
                &format!("x := {opened}"),
            ));
        }
    }
    let repeated =
        |count: usize, part: &dyn Fn(usize) -> String| -> String { (0..count).map(part).collect() };
    let all_sums = vec!["1"; 50_000].join(" + ");
    all.push(body("a sum of 50,000", &format!("x := {all_sums}\nx < 0")));
    for part in [".a", "[\"a\"]"] {
        let chain = part.repeat(50_000);
        all.push(body(
            format!("`{part}` 50,000 times"),
            &format!("x := input{chain}\nx"),
        ));
    }
    let deny = "deny contains \"x\" if true";
    for (name, rules) in [
        (
            "a line of a mebibyte",
            format!("deny contains \"{}\" if true", "x".repeat(1 << 20)),
        ),
        (
            "30,000 rules",
            format!(
                "{}{deny}",
                repeated(30_000, &|index| format!("r{index} := {index}\n"))
            ),
        ),
        (
            "30,000 definitions of a rule",
            repeated(30_000, &|index| {
                format!("deny contains \"{index}\" if input.a{index}\n")
            }),
        ),
        (
            "a name of half a mebibyte",
            format!("{} := 1\n{deny}", "a".repeat(500_000)),
        ),
        ("zeroes", format!("\0\0\0{deny}")),
        (
            "200,000 comments",
            format!("{}{deny}", "#\n".repeat(200_000)),
        ),
        (
            "a raw text without an end",
            format!("x := `{}", "a".repeat(100_000)),
        ),
        (
            "a text without an end",
            format!("x := \"{}", "\\\"".repeat(100_000)),
        ),
        (
            "3,000 `with`",
            format!(
                "p := input.x\ndeny contains \"x\" if p{}",
                repeated(3_000, &|index| format!(" with input.a{index} as {index}"))
            ),
        ),
        (
            "20,000 imports",
            format!(
                "{}{deny}",
                repeated(20_000, &|index| format!("import data.b{index}\n"))
            ),
        ),
    ] {
        all.push(policy(name, &rules));
    }
    all
}
