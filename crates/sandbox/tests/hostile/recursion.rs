//! Rules and functions that need themselves, or each other without an end.

use std::fmt::Write as _;

use crate::policies::{Hostile, policy};

pub(crate) fn policies() -> Vec<Hostile> {
    let mut all: Vec<Hostile> = [
        ("f of itself", "f(x) := f(x)\ndeny contains \"x\" if f(1)"),
        ("f of more", "f(x) := f(x + 1)\ndeny contains \"x\" if f(1)"),
        (
            "f and g",
            "f(x) := g(x)\ng(x) := f(x)\ndeny contains \"x\" if f(1)",
        ),
        ("a rule of itself", "r := r\ndeny contains \"x\" if r"),
        ("deny of itself", "deny contains x if { some x in deny }"),
        (
            "its package by a computed name",
            "r := data[k].r if { some k in [\"a\"] }\ndeny contains \"x\" if r",
        ),
        (
            "all of `data`",
            "r := data\ndeny contains \"x\" if count(r) > 0",
        ),
        (
            "its package",
            "r := data.a\ndeny contains \"x\" if count(r) > 0",
        ),
        (
            "a rule of its package by a computed name",
            "r := y if { some k; y := data.a[k] }\ndeny contains \"x\" if r",
        ),
        (
            "a walk over itself",
            "deny contains \"x\" if { walk(data, [_, v]); v == 12345 }",
        ),
        (
            "f replaced by what calls it",
            "f(x) := x\ng(x) := f(x)\nh := g(1) with data.a.f as data.a.g\ndeny contains \"x\" if h",
        ),
    ]
    .into_iter()
    .map(|(name, rules)| policy(name, rules))
    .collect();
    for length in [100, 1_000, 20_000] {
        let last = "numbers.range(1, 100000000)";
        let (mut functions, mut rules, mut ring) = (String::new(), String::new(), String::new());
        for index in 0..length {
            let next = index + 1;
            let _ = writeln!(functions, "f{index}(x) := f{next}(x)");
            let _ = writeln!(rules, "r{index} := r{next}");
            let _ = writeln!(ring, "r{index} if r{}", next % length);
        }
        for (name, rules) in [
            (
                "functions in a row",
                format!("{functions}f{length}(x) := {last}\ndeny contains \"x\" if f0(1)"),
            ),
            (
                "rules in a row",
                format!("{rules}r{length} := {last}\ndeny contains \"x\" if r0"),
            ),
            (
                "rules in a ring",
                format!("{ring}deny contains \"x\" if r0"),
            ),
        ] {
            all.push(policy(format!("{length} {name}"), &rules));
        }
    }
    all
}
