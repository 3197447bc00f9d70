//! `rego.metadata.rule()` and `rego.metadata.chain()`. Every expected value is OPA's (1.20.2).

use crate::support::{module_problems, value_of_x};

/// Modules, and what `x` is.
const SEEN: &[(&[&str], &str)] = &[
    (
        &["package main\n# METADATA\n# title: T\nx := rego.metadata.rule()"],
        "{\"scope\":\"rule\",\"title\":\"T\"}",
    ),
    (
        &["package main\nx := [rego.metadata.rule(), rego.metadata.chain()]"],
        "[{},[{\"path\":[\"main\",\"x\"]}]]",
    ),
    (
        &["package main\n# METADATA\n# title: T\nx := y if { y := rego.metadata.rule().title }"],
        "\"T\"",
    ),
    (
        &["package main\n# METADATA\n# title: T\nx := [y | y := rego.metadata.chain()[_].path]"],
        "[[\"main\",\"x\"]]",
    ),
    (
        &[
            "package main\n# METADATA\n# scope: document\n# title: D\nx := 1 if false\n# METADATA\n# title: T\nx := rego.metadata.chain()",
        ],
        "[{\"annotations\":{\"scope\":\"rule\",\"title\":\"T\"},\"path\":[\"main\",\"x\"]},{\"annotations\":{\"scope\":\"document\",\"title\":\"D\"},\"path\":[\"main\",\"x\"]}]",
    ),
    (
        &[
            "package main\n# METADATA\n# entrypoint: true\nx := [rego.metadata.rule(), rego.metadata.chain()]",
        ],
        "[{},[{\"path\":[\"main\",\"x\"]},{\"annotations\":{\"entrypoint\":true,\"scope\":\"document\"},\"path\":[\"main\",\"x\"]}]]",
    ),
    (
        &["package main\n# METADATA\n# title: T\nx := 1 if false else := rego.metadata.chain()"],
        "[{\"path\":[\"main\",\"x\"]}]",
    ),
    (
        &[
            "package main\n# METADATA\n# title: T\n\n# METADATA\n# title: near\nx := [rego.metadata.rule(), rego.metadata.chain()]",
        ],
        "[{\"scope\":\"rule\",\"title\":\"T\"},[{\"annotations\":{\"scope\":\"rule\",\"title\":\"near\"},\"path\":[\"main\",\"x\"]},{\"annotations\":{\"scope\":\"rule\",\"title\":\"T\"},\"path\":[\"main\",\"x\"]}]]",
    ),
    (
        &[
            "package main\n# METADATA\n# title: T\ndefault x := 1\n# METADATA\n# title: E\nx := rego.metadata.chain() if true",
        ],
        "[{\"annotations\":{\"scope\":\"rule\",\"title\":\"E\"},\"path\":[\"main\",\"x\"]}]",
    ),
    (
        &["package main\n# METADATA\n# title: T\nf(a) := rego.metadata.rule().title\nx := f(1)"],
        "\"T\"",
    ),
    (
        &[
            "package main\n# METADATA\n# title: T\nas.foo[k] := rego.metadata.chain() if k := \"a\"\nx := data.main[\"as\"]",
        ],
        "{\"foo\":{\"a\":[{\"annotations\":{\"scope\":\"rule\",\"title\":\"T\"},\"path\":[\"main\",\"as\",\"foo\"]}]}}",
    ),
    (
        &[
            "# METADATA\n# title: all\n# scope: subpackages\npackage main.a",
            "# METADATA\n# description: this\npackage main.a.b\n# METADATA\n# title: R\ny := rego.metadata.chain()",
            "package main\nimport data.main.a.b\nx := b.y",
        ],
        "[{\"annotations\":{\"scope\":\"rule\",\"title\":\"R\"},\"path\":[\"main\",\"a\",\"b\",\"y\"]},{\"annotations\":{\"description\":\"this\",\"scope\":\"package\"},\"path\":[\"main\",\"a\",\"b\"]},{\"annotations\":{\"scope\":\"subpackages\",\"title\":\"all\"},\"path\":[\"main\",\"a\"]}]",
    ),
    (
        &[
            "package main\ny := $`a\n{1}\nb`\n# METADATA\n# title: T\nx := $\"{rego.metadata.rule().title}\"",
        ],
        "\"T\"",
    ),
    (
        &[
            "package main\n# METADATA\n# title: 5.50\n# authors: [A B <a@b.c>, {name: X, email: e@f}, <z@z>]\n# organizations: [O]\n# related_resources:\n# - https://a.b/c?d=e\n# - ref: http://x.y\n#   description: Q\n# custom:\n#   sev: HIGH\n#   n: 1.50\n#   yes: no\n#   none: ~\n#   quoted: \"2020\"\n#   deep: [1, {a: b}]\n# unknown: 3\nx := rego.metadata.rule()",
        ],
        "{\"authors\":[{\"email\":\"a@b.c\",\"name\":\"A B\"},{\"email\":\"e@f\",\"name\":\"X\"},{\"email\":\"z@z\"}],\"custom\":{\"deep\":[1,{\"a\":\"b\"}],\"n\":1.5,\"none\":null,\"quoted\":\"2020\",\"sev\":\"HIGH\",\"yes\":\"no\"},\"organizations\":[\"O\"],\"related_resources\":[{\"ref\":\"https://a.b/c?d=e\"},{\"description\":\"Q\",\"ref\":\"http://x.y\"}],\"scope\":\"rule\",\"title\":\"5.50\"}",
    ),
    (
        &[
            "package main\n# METADATA\n# description: |\n#  a\n#   b\n#\n#  c\n\nx := rego.metadata.rule()",
        ],
        "{\"description\":\"a\\n b\\n\\nc\\n\",\"scope\":\"rule\"}",
    ),
    (
        &["package main\ny := `\n# METADATA\n# title: no\n`\nx := rego.metadata.rule()"],
        "{}",
    ),
];

#[test]
fn what_comments_say_of_rules_and_packages_is_seen() {
    for (modules, expected) in SEEN {
        let found = value_of_x(modules, "{}");
        let json = |text: &str| serde_json::from_str::<serde_json::Value>(text);
        assert_eq!(
            json(&found).ok(),
            json(expected).ok(),
            "{modules:#?}: {found}"
        );
    }
}

#[test]
fn what_cannot_be_read_as_opa_reads_it_is_refused() {
    for comments in [
        // Go makes a date of it, and a number of the second.
        "# METADATA\n# custom: {since: 2020-01-02}\n",
        "# METADATA\n# custom: {size: 1_000}\n",
        "# METADATA\n# custom: {mode: 0755}\n",
        "# METADATA\n# schemas:\n# - input: schema.x\n",
        // These OPA refuses.
        "# METADATA\n",
        "# METADATA\n# just words\n",
        "# METADATA\n# scope: package\n",
        "# METADATA\n# scope: rule\n# entrypoint: true\n",
        "# METADATA\n# title: A\nimport data.b\n",
    ] {
        for call in ["rule", "chain"] {
            let rule = format!("deny contains 1 if count(rego.metadata.{call}()) > 0");
            let found = module_problems(&format!("package main\n\n{comments}{rule}\n"));
            let is_told = |one: &String| one.contains("the annotations of these policies");
            assert!(found.iter().any(is_told), "{comments}: {found:#?}");
        }
    }
    let replaced = "package main\n\ndeny contains 1 if input.x with rego.metadata.rule as 1\n";
    let found = module_problems(replaced);
    assert!(
        found.iter().any(|one| one.contains("cannot be replaced")),
        "{found:#?}"
    );
}
