//! What is refused at upload although the engine would take it, and what is not.

use std::fmt::Write as _;

use crate::support::{MANIFEST, ingested, module_problems, problems, shown};

#[test]
fn parse_problems_of_all_files_are_reported_at_once_with_their_places() {
    let found = problems(&[
        ("policies.hcl", MANIFEST),
        (
            "main.rego",
            "package main\n\ndeny contains 1 if {\n\tx :=\n}\n",
        ),
        (
            "b/other.rego",
            "package other\nimport rego.v1\nallow { true }\n",
        ),
        ("c.rego", "deny contains 1\n"),
        ("empty.rego", ""),
        ("data.json", "{"),
    ]);
    for place in [
        "main.rego:4:",
        "b/other.rego:3:",
        "c.rego:1:",
        "empty.rego:1:",
        "data.json:1:",
    ] {
        assert!(
            found.iter().any(|problem| problem.starts_with(place)),
            "{place} {found:#?}"
        );
    }
}

#[test]
fn calls_that_cannot_work_are_refused() {
    for (body, expected) in [
        ("nosuch(1)", "main.rego:3:22: there is no function `nosuch`"),
        ("not nosuch(1)", "there is no function `nosuch`"),
        (
            "helper(1, 2, 3)",
            "`data.main.helper` takes 1 arguments, not 3",
        ),
        ("count(1, 2, 3)", "`count` takes 1 arguments, not 3"),
        ("sprintf(\"x\")", "`sprintf` takes 2 arguments, not 1"),
        (
            "http.send({})",
            "`http.send` is not available: policies cannot reach the network",
        ),
        (
            "net.lookup_ip_addr(\"x\")",
            "`net.lookup_ip_addr` is not available: policies cannot reach",
        ),
        (
            "opa.runtime().env.X",
            "policies do not see the server's environment",
        ),
        (
            "rego.parse_module(\"a\", \"x\")",
            "`rego.parse_module` is not available: it is not supported yet",
        ),
        ("data.other.f(1)", "there is no function `data.other.f`"),
        (
            "x := [nosuch(y) | some y in input.z]",
            "there is no function `nosuch`",
        ),
        (
            "every y in input.z { nosuch(y) }",
            "there is no function `nosuch`",
        ),
        ("__builtin_sets.union({1}, {2})", "there is no function"),
        (
            "internal.members([1])",
            "there is no function `internal.members`",
        ),
        (
            "internal.plus(1, 2)",
            "there is no function `internal.plus`",
        ),
    ] {
        let module =
            format!("package main\n\ndeny contains 1 if {{ {body} }}\n\nhelper(x) := x + 1\n");
        let found = module_problems(&module);
        assert!(
            found.iter().any(|problem| problem.contains(expected)),
            "{expected}: {found:#?}"
        );
    }
}

#[test]
fn calls_that_work_are_not() {
    let found = problems(&[
        ("policies.hcl", MANIFEST),
        (
            "main.rego",
            "package main\n\nimport data.lib.text as t\nimport data.lib\n\n\
             deny contains msg if {\n\tsome x in input.xs\n\tt.good(x)\n\tlib.text.good(x)\n\tdata.lib.text.good(x)\n\
             \town(x, 1) == 2\n\tcount(input.xs, n)\n\tprint(\"a\", 1, [x])\n\tmsg := sprintf(\"%s %d\", [x, n])\n}\n\n\
             own(a, b) := a + b\n",
        ),
        (
            "lib/text.rego",
            "package lib.text\n\ngood(x) if startswith(x, \"a\")\n",
        ),
        (
            "old.rego",
            "package old\n\ncontains(list, x) { list[_] = x }\n\nbad { contains(input.a, 1); re_match(\"a\", \"b\"); any([true]) }\n",
        ),
    ]);
    assert_eq!(
        found
            .iter()
            .filter(|problem| !problem.contains("warning"))
            .count(),
        0,
        "{found:#?}"
    );
}

#[test]
fn recursion_is_refused_with_its_way() {
    for (rules, expected) in [
        (
            "a := b\nb := a",
            "`data.main.a` is recursive: data.main.a → data.main.b → data.main.a",
        ),
        (
            "f(x) := f(x - 1)",
            "`data.main.f` is recursive: data.main.f → data.main.f",
        ),
        ("f(x) := g(x)\ng(x) := f(x)", "is recursive"),
        ("all := data.main", "is recursive"),
        ("p[x] := y if { some x; y := data.main[x] }", "is recursive"),
    ] {
        let found = module_problems(&format!(
            "package main\n\ndeny contains 1 if input.x\n\n{rules}\n"
        ));
        assert!(
            found.iter().any(|problem| problem.contains(expected)),
            "{rules}: {found:#?}"
        );
    }
    for rules in [
        "a.b := 1\na.c := a.b + 1",
        "x := 1\nf(x) := x",
        "name := 1\ng(name) := name + 1",
        "p contains x if { some x in q }\nq := {1}",
    ] {
        let found = module_problems(&format!(
            "package main\n\ndeny contains 1 if input.x\n\n{rules}\n"
        ));
        assert_eq!(found, Vec::<String>::new(), "{rules}");
    }
}

#[test]
fn chains_that_would_overflow_the_stack_are_refused() {
    let mut module = String::from("package main\n\ndeny contains 1 if f0(1)\n\n");
    for index in 0..300 {
        writeln!(module, "f{index}(x) := f{}(x)", index + 1).unwrap();
    }
    module.push_str("f300(x) := x\n");
    let found = module_problems(&module);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].contains("a chain of more than 200"), "{found:#?}");
}

#[test]
fn data_never_wins_over_a_rule_silently() {
    let module = "package main\n\ndeny contains 1 if input.x\n";
    for (path, data, expected) in [
        (
            "main/data.json",
            "{\"deny\": []}",
            "main.rego:3:1: `data.main.deny` is both a rule and data",
        ),
        (
            "data.json",
            "{\"main\": {\"deny\": []}}",
            "`data.main.deny` is both a rule and data",
        ),
        (
            "data.yaml",
            "main: 7",
            "the data at `data.main` is in the way of this rule's package",
        ),
        (
            "main/deny/data.json",
            "[]",
            "`data.main.deny` is both a rule and data",
        ),
    ] {
        let found = problems(&[
            ("policies.hcl", MANIFEST),
            ("main.rego", module),
            (path, data),
        ]);
        assert!(
            found.iter().any(|problem| problem.contains(expected)),
            "{expected}: {found:#?}"
        );
    }
    let beside = problems(&[
        ("policies.hcl", MANIFEST),
        (
            "main.rego",
            "package main\n\ndeny contains x if some x in data.main.limits\n",
        ),
        ("main/data.json", "{\"limits\": [1]}"),
    ]);
    assert_eq!(beside, Vec::<String>::new());
}

#[test]
fn references_to_nothing_warn() {
    let read = ingested(&[
        ("policies.hcl", MANIFEST),
        (
            "main.rego",
            "package main\n\nimport data.common\n\ndeny contains 1 if common.limit > 3\n\ndeny contains 2 if data.settings.x\n",
        ),
        ("data.json", "{\"settings\": {}}"),
    ]);
    assert!(read.is_ready());
    let found = shown(&read.problems);
    assert!(
        found[0].starts_with("main.rego:5:20: warning: `data.common.limit` is neither"),
        "{found:#?}"
    );
    assert!(found[1].contains("`data.settings.x`"), "{found:#?}");
}

#[test]
fn unsafe_variables_are_refused_with_their_place() {
    for (rule, expected) in [
        (
            "deny contains msg if {\n\tinput.x\n}",
            "main.rego:3:15: variable `msg` is unsafe",
        ),
        (
            "deny contains sprintf(\"%s\", [y]) if input.x",
            "main.rego:3:30: variable `y` is unsafe",
        ),
        (
            "deny contains msg if input.x\n\nf(a) := b if a",
            "main.rego:5:9: variable `b` is unsafe",
        ),
        ("deny contains 1 if y > 1", "main.rego:3:"),
        ("deny contains msg if msg != \"x\"", "main.rego:3:"),
        (
            "deny contains msg if startswith(msg, \"x\")",
            "main.rego:3:",
        ),
        ("deny contains 1 if not y", "main.rego:3:"),
        (
            "deny contains 1 if count([x | y > 1; x := 1]) > 0",
            "main.rego:3:",
        ),
    ] {
        let found = module_problems(&format!("package main\n\n{rule}\n"));
        assert!(
            found
                .iter()
                .any(|problem| problem.starts_with(expected) && problem.contains("unsafe")),
            "{rule}: {found:#?}"
        );
    }
    for rules in [
        "deny contains msg if msg := input.x",
        "deny contains msg if some msg in input.xs",
        "deny contains [k, v] if v = input.xs[k]",
        "deny contains limit if input.x\n\nlimit := 1",
        "deny := [x | some x in input.xs]",
        "deny contains v if walk(input, [_, v])",
        "f(x) := x + 1 if x > 0\nelse := x - 1\n\ndeny contains f(input.x)",
        "g([a, b], {\"c\": c}) := a + b + c\n\ndeny contains x if g([1, 2], {\"c\": 3}, x)",
    ] {
        let found = module_problems(&format!("package main\n\n{rules}\n"));
        assert_eq!(found, Vec::<String>::new(), "{rules}");
    }
}

#[test]
fn walk_inside_of_another_expression_is_refused() {
    for body in [
        "{ count(walk(input)) > 1 }",
        "{ not walk(input) }",
        "{ walk(input)[1] == 2 }",
        "{ some x in walk(input); x == 2 }",
        "{ [_, 2] := walk(input) with input as {} }",
        "{ walk(input) }",
    ] {
        let found = module_problems(&format!("package main\n\ndeny contains 1 if {body}\n"));
        let is_named = |problem: &String| {
            problem.starts_with("main.rego:3:") && problem.contains("`walk` cannot be part of")
        };
        assert!(found.iter().any(is_named), "{body}: {found:#?}");
    }
    let own =
        module_problems("package main\n\nwalk(x) := [x]\n\ndeny contains 1 if walk(1)[0] == 2\n");
    assert!(own[0].contains("cannot be called `walk`"), "{own:#?}");
}

#[test]
fn a_problem_behind_a_template_string_is_where_it_was_written() {
    for (rule, expected) in [
        ("deny contains $\"{input.x}\" if y > 1", "main.rego:3:31: "),
        (
            "deny contains $\"{input.x}\" if no.such(1)",
            "main.rego:3:31: ",
        ),
        ("deny contains $\"{input.x}\" if 1 +", "main.rego:4:1: "),
        ("deny contains $\"{}\" if true", "main.rego:3:18: "),
        ("deny contains $\"{input.x\" if true", "main.rego:3:15: "),
    ] {
        let found = module_problems(&format!("package main\n\n{rule}\n"));
        assert!(
            found.iter().any(|one| one.starts_with(expected)),
            "{rule}: {found:#?}"
        );
    }
}

#[test]
fn a_problem_behind_what_was_written_otherwise_is_in_its_line() {
    for statement in [
        "[_, v] := walk(\n  input\n)",
        "[\n_, v] = walk(input)",
        "array.flatten(\n  input,\n  v,\n)",
    ] {
        let module = format!("package main\n\ndeny contains v if {{\n{statement}\n}}\n\nx := y\n");
        let line = module.lines().count();
        let found = module_problems(&module);
        let expected = format!("main.rego:{line}:");
        assert!(
            found.iter().any(|one| one.starts_with(&expected)),
            "{statement}: {found:#?}"
        );
    }
}

#[test]
fn what_rules_say_below_each_other_is_not_read_by_name() {
    for rules in [
        "r[q].x := 1 if some q in [\"a\"]\n\nr.a.y := 2",
        "r[q] contains 1 if some q in [\"a\"]\n\nr.a contains 2",
        "r[q][w] := 1 if { some q in [\"a\"]; some w in [\"b\"] }\n\nr.a.c := 2",
    ] {
        let found = module_problems(&format!("package main\n\n{rules}\n\ndeny := [r.a]\n"));
        assert!(
            found
                .iter()
                .any(|one| one.starts_with("main.rego:7:10: ") && one.contains("cannot be read")),
            "{rules}: {found:#?}"
        );
    }
    for rules in [
        "r[q] := 1 if some q in [\"a\"]\n\nr.c := 2",
        "r[q].x := 1 if some q in [\"a\"]\n\nr[q].y := 2 if some q in [\"b\"]",
        "r.a contains 1\n\nr.b contains 2",
        "r[q].x := 1 if some q in [\"a\"]\n\nr.a.y := 2",
    ] {
        let found = module_problems(&format!("package main\n\n{rules}\n\ndeny := [r]\n"));
        assert_eq!(found, Vec::<String>::new(), "{rules}");
    }
}

#[test]
fn a_function_that_a_built_in_of_its_name_would_hide_is_refused() {
    let other = |name: &str, package: &str, function: &str| {
        (
            name.to_owned(),
            format!("package {package}\n\n{function} := false\n"),
        )
    };
    for (main, (file, module)) in [
        (
            "deny contains 1 if walk(input)\n\nwalk(x) if x",
            other("n.rego", "nothing", "f(x)"),
        ),
        (
            "deny contains 1 if glob.match(\"*\", [], \"bad\")",
            other("g.rego", "main.glob", "match(a, b, c)"),
        ),
        (
            "deny contains 1 if $\"{input.n}\" == \"3\"",
            other("i.rego", "main.internal", "template_string(x)"),
        ),
        (
            "deny contains 1 if $\"{input.n}\" == \"3\"\n\ninternal.template_string(x) := \"bad\"",
            other("n.rego", "nothing", "f(x)"),
        ),
        (
            "import data.o.internal\n\ndeny contains 1 if $\"{input.n}\" == \"3\"",
            other("o.rego", "o.internal", "template_string(x)"),
        ),
    ] {
        let main = format!("package main\n\n{main}\n");
        let found = problems(&[
            ("policies.hcl", MANIFEST),
            ("main.rego", &main),
            (&file, &module),
        ]);
        let is_told = |one: &String| one.contains("is a built-in") || one.contains("`walk`");
        assert!(found.iter().any(is_told), "{main}: {found:#?}");
    }
}

#[test]
fn a_query_asks_for_nothing_that_rules_say_below_each_other() {
    let rules = "deny[q] contains 1 if some q in [\"a\"]\n\ndeny.a contains 2";
    let manifest = MANIFEST.replace("data.main.deny", "data.main.deny.a");
    let module = format!("package main\n\n{rules}\n");
    let found = problems(&[("policies.hcl", &manifest), ("main.rego", &module)]);
    assert!(
        found.iter().any(|one| one.contains("cannot be read")),
        "{found:#?}"
    );
}

#[test]
fn what_would_be_nested_too_deeply_in_other_words_is_refused_in_time() {
    let deep = (0..15).fold("input.x".to_owned(), |inner, _| format!("f(1 + {inner})"));
    let found = module_problems(&format!(
        "package main\n\nf(a) := a\n\ndeny contains 1 if {deep} > 1\n"
    ));
    let expected = "main.rego: calls, operators and negations are nested too deeply";
    assert!(
        found.iter().any(|one| one.starts_with(expected)),
        "{found:#?}"
    );
}

#[test]
fn a_wildcard_that_is_negated_is_refused() {
    for body in ["not input.l[_]", "not input.l[_] == 1", "not f(_)"] {
        let rules = format!("f(a) if a\n\ndeny contains 1 if {{ {body} }}");
        let found = module_problems(&format!("package main\n\n{rules}\n"));
        let is_told = |one: &String| one.contains("`_` is unsafe");
        assert!(found.iter().any(is_told), "{body}: {found:#?}");
    }
    // OPA gives these their values before the `not`.
    for body in [
        "not count([1 | input.l[_]]) == 1",
        "not count(input.l[_]) == 1",
    ] {
        let module = format!("package main\n\ndeny contains 1 if {{ {body} }}\n");
        assert_eq!(module_problems(&module), [""; 0], "{body}");
    }
}

#[test]
fn a_set_is_negated_only_where_its_braces_are_no_body() {
    let negated = "deny contains 1 if not {1, 2} == {1}";
    for import in ["future.keywords", "future.keywords.not"] {
        let found = module_problems(&format!("package main\n\nimport {import}\n\n{negated}\n"));
        assert!(
            found.iter().any(|one| one.contains("`not` with a body")),
            "{found:#?}"
        );
    }
    let found = module_problems(&format!("package main\n\n{negated}\n"));
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn brackets_in_a_template_string_count_as_nesting() {
    let deep = format!(
        "package main\n\nx := $\"{{{}1{}}}\"\n",
        "[".repeat(30),
        "]".repeat(30)
    );
    assert_ne!(module_problems(&deep), Vec::<String>::new());
}

#[test]
fn what_could_stall_or_mislead_the_parser_never_reaches_it() {
    let deep = format!(
        "package main\n\nx := {}1{}\n",
        "[".repeat(30),
        "]".repeat(30)
    );
    let found = module_problems(&deep);
    assert!(
        found[0].starts_with("main.rego:3:23: brackets are nested deeper than 17"),
        "{found:#?}"
    );
    let hidden = module_problems("package main\n\ndeny contains 1 if false\n\0\ndeny contains 2\n");
    assert!(
        hidden[0].starts_with("main.rego:4:1: the policy holds a NUL"),
        "{hidden:#?}"
    );
}

#[test]
fn common_functions_of_a_scalr_bundle_must_be_whole() {
    let manifest = "version = \"v1\"\npolicy \"a\" {\n enforcement_level = \"advisory\"\n}\n";
    let policy = "package terraform\n\nimport data.common\n\ndeny[msg] { common.is_bad(input.tfplan); msg := \"bad\" }\n";
    let good = ingested(&[
        ("scalr-policy.hcl", manifest),
        ("a.rego", policy),
        (
            "lib/common.rego",
            "package common\n\nis_bad(plan) { plan.bad }\n",
        ),
    ]);
    assert!(good.is_ready(), "{:?}", shown(&good.problems));
    for broken in [
        "",
        "is_bad(plan) { plan.bad }",
        "package common\n\nis_bad(plan) { plan.bad",
        "package common\n\nis_bad(plan) { http.send({}) }",
    ] {
        let bad = ingested(&[
            ("scalr-policy.hcl", manifest),
            ("a.rego", policy),
            ("lib/common.rego", broken),
        ]);
        assert!(!bad.is_ready());
        assert!(
            shown(&bad.problems)[0].starts_with("lib/common.rego"),
            "{:?}",
            shown(&bad.problems)
        );
    }
    let absent = ingested(&[("scalr-policy.hcl", manifest), ("a.rego", policy)]);
    assert!(shown(&absent.problems)[0].contains("there is no function `data.common.is_bad`"));
}
