//! What policies say.

use std::time::Duration;

use domain::{Decision, InputShape};
use engine::{EvaluationLimits, Inputs, PolicyEvaluation};

use crate::support::{MANIFEST, evaluate, evaluate_with, load, plan, raw, run_document};

fn texts(evaluation: &PolicyEvaluation) -> Vec<&str> {
    evaluation
        .messages
        .iter()
        .map(|message| message.text.as_str())
        .collect()
}

#[test]
fn empty_passes_and_members_are_messages_in_a_stable_order() {
    let module = "package main\n\ndeny contains msg if some msg in input.bad\n";
    let passed = evaluate(module, "{\"bad\": []}");
    assert_eq!(
        (passed.decision, passed.error.clone()),
        (Decision::Passed, None)
    );
    let failed = evaluate(module, r#"{"bad": ["b", {"y": 1, "x": [2]}, "a", 3]}"#);
    assert_eq!(failed.decision, Decision::Failed);
    assert_eq!(texts(&failed), ["3", "a", "b", r#"{"x":[2],"y":1}"#]);
    let array = evaluate("package main\n\ndeny := [\"z\", \"a\"]\n", "{}");
    assert_eq!(texts(&array), ["z", "a"]);
}

#[test]
fn both_dialects_are_evaluated() {
    for module in [
        "package main\n\ndeny[msg] { input.x; msg := \"no\" }\n",
        "package main\n\nimport future.keywords.contains\nimport future.keywords.if\n\ndeny contains msg if { input.x; msg := \"no\" }\n",
        "package main\n\nimport rego.v1\n\ndeny contains \"no\" if input.x\n",
        "package main\n\ndefault deny = []\n\ndeny = [\"no\"] { input.x }\n",
        "package main deny[\"no\"] { input.x }",
    ] {
        assert_eq!(
            texts(&evaluate(module, "{\"x\": true}")),
            ["no"],
            "{module}"
        );
        assert_eq!(
            evaluate(module, "{}").decision,
            Decision::Passed,
            "{module}"
        );
    }
}

#[test]
fn what_is_no_collection_of_messages_is_an_error_with_its_place() {
    for (module, expected) in [
        (
            "package main\n\ndeny := [\"x\"] if input.never\n",
            "`data.main.deny` is undefined",
        ),
        (
            "package main\n\ndeny := true\n",
            "`data.main.deny` is a boolean",
        ),
        (
            "package main\n\ndeny[msg] := true if msg := \"x\"\n",
            "`data.main.deny` is an object",
        ),
    ] {
        let evaluation = evaluate(module, "{}");
        assert_eq!(evaluation.decision, Decision::Errored);
        let error = evaluation.error.unwrap();
        assert!(error.message.contains(expected), "{error:?}");
        assert_eq!(
            (error.file.as_deref(), error.line),
            (Some("main.rego"), Some(3))
        );
    }
}

#[test]
fn messages_name_their_resource_and_their_rule() {
    let module = "package main\n\ndeny contains msg if {\n\tsome rc in input.plan.resource_changes\n\trc.type == \"aws_vpc\"\n\tmsg := sprintf(\"%s: no VPCs\", [rc.address])\n}\n\n\
        deny contains \"nothing in particular\" if input.plan.resource_changes\n";
    let set = load(
        &[("policies.hcl", MANIFEST), ("net/main.rego", module)],
        false,
    );
    let plan = plan(&[
        ("aws_vpc.a", "aws_vpc"),
        ("module.x.aws_vpc.a[\"k\"]", "aws_vpc"),
        ("aws_s3_bucket.b", "aws_s3_bucket"),
    ]);
    let inputs = Inputs::new(&plan, &run_document());
    let evaluation = set.evaluate(0, &inputs, &EvaluationLimits::default());
    let messages: Vec<_> = evaluation
        .messages
        .iter()
        .map(|message| {
            (
                message.text.as_str(),
                message.resource.as_deref(),
                message.file.as_deref(),
                message.line,
            )
        })
        .collect();
    assert_eq!(
        messages,
        [
            (
                "aws_vpc.a: no VPCs",
                Some("aws_vpc.a"),
                Some("net/main.rego"),
                Some(3)
            ),
            (
                "module.x.aws_vpc.a[\"k\"]: no VPCs",
                Some("module.x.aws_vpc.a[\"k\"]"),
                Some("net/main.rego"),
                Some(3)
            ),
            (
                "nothing in particular",
                None,
                Some("net/main.rego"),
                Some(9)
            ),
        ]
    );
}

#[test]
fn a_query_may_span_files_and_go_into_a_value() {
    let manifest = "policy \"all\" {\n query = \"data.main.deny\"\n}\npolicy \"one\" {\n query = \"results.net.deny\"\n}\npolicy \"refs\" {\n query = \"data.main.by.kind\"\n}\n";
    let set = load(
        &[
            ("policies.hcl", manifest),
            ("a.rego", "package main\n\ndeny contains \"a\"\n"),
            (
                "b.rego",
                "package main\n\ndeny contains \"b\"\n\nby.kind contains \"k\"\n\nby.name contains \"n\"\n",
            ),
            (
                "c.rego",
                "package results\n\nnet := {\"deny\": [\"c\"], \"other\": 1}\n",
            ),
        ],
        false,
    );
    let limits = EvaluationLimits::default();
    let inputs = raw("{}");
    let said: Vec<_> = (0..3)
        .map(|policy| set.evaluate(policy, &inputs, &limits))
        .collect();
    assert_eq!(texts(&said[0]), ["a", "b"]);
    let files: Vec<_> = said[0]
        .messages
        .iter()
        .map(|message| message.file.as_deref())
        .collect();
    assert_eq!(files, [Some("a.rego"), Some("b.rego")]);
    assert_eq!(texts(&said[1]), ["c"]);
    assert_eq!(texts(&said[2]), ["k"]);
    assert_eq!(
        set.evaluate(9, &inputs, &limits).decision,
        Decision::Errored
    );
}

#[test]
fn scalr_policies_are_evaluated_alone_with_common_functions() {
    let manifest = "version = \"v1\"\npolicy \"one\" {\n enforcement_level = \"hard-mandatory\"\n}\npolicy \"two\" {\n enforcement_level = \"advisory\"\n}\npolicy \"three\" {\n enforcement_level = \"advisory\"\n}\n";
    let set = load(
        &[
            ("scalr-policy.hcl", manifest),
            (
                "one.rego",
                "package terraform\n\nimport input.tfplan as tfplan\nimport data.common\n\nlimit = 1\n\ndeny[reason] { count(tfplan.resource_changes) > limit; reason := common.say(\"one\") }\n",
            ),
            (
                "two.rego",
                "package terraform\n\nlimit = 99\n\ndeny[\"two\"] { input.tfrun.workspace.name == \"net\" }\n",
            ),
            (
                "three.rego",
                "package terraform\n\ndeny { input.nothing }\n",
            ),
            (
                "lib/common.rego",
                "package common\n\nsay(x) = sprintf(\"%q\", [x])\n",
            ),
        ],
        false,
    );
    assert_eq!(set.shape(), InputShape::Scalr);
    let plan = plan(&[("a.b", "a"), ("a.c", "a")]);
    let inputs = Inputs::new(&plan, &run_document());
    let said: Vec<_> = (0..3)
        .map(|policy| set.evaluate(policy, &inputs, &EvaluationLimits::default()))
        .collect();
    assert_eq!(texts(&said[0]), ["\"one\""]);
    assert_eq!(texts(&said[1]), ["two"]);
    assert_eq!(said[2].decision, Decision::Passed, "{:?}", said[2]);
    assert_eq!(said[0].messages[0].line, Some(8));
}

#[test]
fn the_two_views_are_those_of_the_originals() {
    let inputs = Inputs::new(&plan(&[("a.b", "a")]), &run_document());
    let read = |shape| serde_json::from_str::<serde_json::Value>(&inputs.document(shape)).unwrap();
    let tfe = read(InputShape::Tfe);
    assert_eq!(tfe["plan"]["resource_changes"][0]["address"], "a.b");
    assert_eq!(tfe["run"]["id"], "run-0123456789abcdef");
    assert_eq!(tfe["run"]["workspace"]["name"], "net");
    assert_eq!(tfe["run"]["created_at"], "2026-01-05T10:00:00.000Z");
    assert!(tfe["run"].get("target_addrs").is_none());
    let scalr = read(InputShape::Scalr);
    assert_eq!(scalr["tfplan"], tfe["plan"]);
    assert_eq!(scalr["tfrun"]["environment"]["id"], "env-0123456789abcdef");
    assert_eq!(scalr["tfrun"]["workspace"]["tags"][0], "prod");
    assert_eq!(scalr["tfrun"]["vcs"]["commit"]["sha"], "0b1c");
    assert_eq!(scalr["tfrun"]["credentials"], serde_json::json!({}));
}

#[test]
fn swallowed_errors_are_undefined_and_counted_and_errors_when_strict() {
    for (expression, count) in [
        ("to_number(input.text) > 1", 1),
        ("count(input.number) > 1", 1),
        ("some x in input.list; to_number(x) > 9", 2),
        ("1 / input.zero > 1", 1),
        ("7 % input.zero > 1", 1),
        ("sprintf(\"%d\", input.text) == \"\"", 1),
        ("json.unmarshal(input.text)", 1),
    ] {
        let module = format!("package main\n\ndeny contains \"x\" if {{ {expression} }}\n");
        let input = r#"{"text": "abc", "number": 7, "zero": 0, "list": ["a", "b", "1"]}"#;
        let lax = evaluate(&module, input);
        assert_eq!(
            (lax.decision, lax.swallowed_errors),
            (Decision::Passed, count),
            "{expression}: {lax:?}"
        );
        let strict = evaluate_with(&module, input, true);
        assert_eq!(strict.decision, Decision::Errored, "{expression}");
        let error = strict.error.unwrap();
        assert_eq!(
            (error.file.as_deref(), error.line),
            (Some("main.rego"), Some(3)),
            "{error:?}"
        );
        assert!(
            !error.message.contains("-->") && !error.message.contains('\n'),
            "{error:?}"
        );
    }
    let clean = evaluate(
        "package main\n\ndeny contains 1 if 4 / input.two > 3\n",
        "{\"two\": 2}",
    );
    assert_eq!(
        (clean.decision, clean.swallowed_errors),
        (Decision::Passed, 0)
    );
}

#[test]
fn user_functions_win_over_built_ins() {
    let module = "package main\n\ncontains(list, x) { list[_] = x }\n\ndeny[\"x\"] { contains(input.list, 1) }\n";
    assert_eq!(
        evaluate(module, "{\"list\": [2, 1]}").decision,
        Decision::Failed
    );
    assert_eq!(
        evaluate(module, "{\"list\": [2]}").decision,
        Decision::Passed
    );
}

#[test]
fn prints_are_kept_up_to_a_limit() {
    let module =
        "package main\n\ndeny contains 1 if { some x in input.xs; print(\"seen\", x); false }\n";
    let evaluation = evaluate(module, "{\"xs\": [1, \"b\"]}");
    assert_eq!(
        evaluation.prints,
        ["main.rego:3: seen 1", "main.rego:3: seen b"]
    );
    let set = load(&[("policies.hcl", MANIFEST), ("main.rego", module)], false);
    let limits = EvaluationLimits {
        print_bytes: 25,
        ..EvaluationLimits::default()
    };
    let few = set.evaluate(0, &raw("{\"xs\": [1, 2, 3]}"), &limits);
    assert_eq!(few.prints, ["main.rego:3: seen 1", "… and 2 more prints"]);
}

#[test]
fn a_flood_of_messages_is_cut_and_still_fails() {
    let module = "package main\n\ndeny contains msg if { some i in numbers.range(1, 5000); msg := sprintf(\"%06d %s\", [i, input.pad]) }\n";
    let set = load(&[("policies.hcl", MANIFEST), ("main.rego", module)], false);
    let limits = EvaluationLimits {
        output_bytes: 10_000,
        ..EvaluationLimits::default()
    };
    let evaluation = set.evaluate(
        0,
        &raw(&format!("{{\"pad\": \"{}\"}}", "x".repeat(500))),
        &limits,
    );
    assert_eq!(evaluation.decision, Decision::Failed);
    assert_eq!(evaluation.messages.len(), 20);
    assert_eq!(evaluation.messages[19].text, "… and 4981 more messages");
    let one = EvaluationLimits {
        output_bytes: 10,
        ..EvaluationLimits::default()
    };
    let cut = set.evaluate(0, &raw("{\"pad\": \"äääääää\"}"), &one);
    assert_eq!(cut.messages[0].text, "000001 ä…");
}

#[test]
fn a_policy_that_runs_on_is_stopped() {
    let module = "package main\n\ndeny contains 1 if {\n\tsome a in numbers.range(1, 10000)\n\tsome b in numbers.range(1, 10000)\n\ta + b == 0\n}\n";
    let set = load(&[("policies.hcl", MANIFEST), ("main.rego", module)], false);
    let limits = EvaluationLimits {
        timer: Duration::from_millis(50),
        ..EvaluationLimits::default()
    };
    let evaluation = set.evaluate(0, &raw("{}"), &limits);
    assert_eq!(evaluation.decision, Decision::Errored);
    assert_eq!(
        evaluation.error.unwrap().message,
        "the policy ran longer than 50 ms"
    );
    let share = EvaluationLimits {
        check: Some(Duration::from_secs(10)),
        ..limits
    };
    assert_eq!(
        set.evaluate(0, &raw("{}"), &share).error.unwrap().message,
        "the policy was stopped after 50 ms, its share of the time limit (a check may take 10000 ms)"
    );
}

#[test]
fn evaluations_do_not_see_each_other() {
    let module = "package main\n\ndeny contains msg if some msg in input.bad\n";
    let set = load(&[("policies.hcl", MANIFEST), ("main.rego", module)], false);
    let limits = EvaluationLimits::default();
    let (bad, good) = (raw("{\"bad\": [\"x\"]}"), raw("{\"bad\": []}"));
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..50 {
                    assert_eq!(set.evaluate(0, &bad, &limits).decision, Decision::Failed);
                    assert_eq!(set.evaluate(0, &good, &limits).decision, Decision::Passed);
                }
            });
        }
    });
}

#[test]
fn walk_is_each_path_and_value_in_turn_wherever_its_result_is_named() {
    let input = r#"{"a": [{"b": "x"}, {"c": "y"}]}"#;
    for body in [
        "{ walk(input, [_, v]); is_string(v) }",
        "{ [_, v] := walk(input); is_string(v) }",
        "{ [_, v] = walk(input)\n is_string(v) }",
        "{ walk(input) = [_, v]; is_string(v) }",
        "{ pair := walk(input); v := pair[1]; is_string(v) }",
        "{ some v in [w | [_, w] := walk(input.a); is_string(w)] }",
        "{ some w in {w | [_, w] := walk([u | [_, u] := walk(input)])}; is_string(w); v := w }",
    ] {
        let module = format!("package main\n\ndeny contains v if {body}\n");
        let evaluation = evaluate(&module, input);
        assert_eq!(
            texts(&evaluation),
            ["x", "y"],
            "{body}: {:?}",
            evaluation.error
        );
    }
    let bare = "package main\n\ndeny contains v if [_, v] := walk(input)\n";
    assert_eq!(texts(&evaluate(bare, "\"x\"")), ["x"]);
}

#[test]
fn a_template_string_has_the_values_of_its_expressions() {
    for (template, expected) in [
        (r#"$"{input.name} in {input.tags}""#, r#"a "b" in ["c", 1]"#),
        (r#"$"{input.none}: {1 + 1}""#, "<undefined>: 2"),
        (r#"$"{$"<{input.name}>"} \{\"}""#, r#"<a "b"> {"}"#),
        ("$`{input.name}\n\\{`", "a \"b\"\n{"),
        (r#"$"{x with input.name as "z"}""#, "z"),
    ] {
        let module = format!(
            "package main\n\nx := input.name\n\ndeny contains msg if {{ msg := {template} }}\n"
        );
        let evaluation = evaluate(&module, r#"{"name": "a \"b\"", "tags": ["c", 1]}"#);
        assert_eq!(texts(&evaluation), [expected], "{:?}", evaluation.error);
    }
}

#[test]
fn the_time_and_the_chance_are_those_of_the_run() {
    let module = "package main\n\ndeny contains msg if { msg := sprintf(\"%d %d %s\", [time.now_ns(), rand.intn(\"a\", 1000000), uuid.rfc4122(\"k\")]) }\n";
    let set = load(&[("policies.hcl", MANIFEST), ("main.rego", module)], false);
    let ask = || {
        let inputs = Inputs::new(&plan(&[]), &run_document());
        set.evaluate(0, &inputs, &EvaluationLimits::default())
    };
    let (first, again) = (ask(), ask());
    assert_eq!(first.messages, again.messages);
    let created = run_document().created_at.unix_micros() * 1_000;
    assert!(
        texts(&first)[0].starts_with(&format!("{created} ")),
        "{first:?}"
    );
}

#[test]
fn a_rule_elsewhere_in_the_package_cannot_take_the_place_of_a_walked_value() {
    let main = "package main\n\ndeny contains v if { [_, v] := walk(input); v == \"bad\" }\n";
    let other = "package main\n\n__walked0__ := 3\n";
    let files = [
        ("policies.hcl", MANIFEST),
        ("main.rego", main),
        ("b.rego", other),
    ];
    let set = load(&files, false);
    let evaluation = set.evaluate(0, &raw(r#"{"y": ["bad"]}"#), &EvaluationLimits::default());
    assert_eq!(texts(&evaluation), ["bad"]);
}

#[test]
fn what_opa_answers_and_this_cannot_is_an_error_and_no_pass() {
    for body in [
        r#"{ not json.match_schema(input.text, {"required": ["Version"]})[0] }"#,
        r#"{ [ok, _] := json.match_schema({"e": "no"}, {"properties": {"e": {"format": "email"}}}); not ok }"#,
        r#"{ strings.render_template("{{.cost}}", {"cost": input.cost}) }"#,
        r#"{ strings.render_template("{{printf \"%q\" .a}}", {"a": "x"}) }"#,
        r"{ [_, p, _] := io.jwt.decode(input.token); p.admin }",
        r"{ json.unmarshal(input.surrogate).admin }",
        r#"{ json.unmarshal("1e400") }"#,
    ] {
        let module = format!("package main\n\ndeny contains 1 if {body}\n");
        // The payload is {"admin":true,"x":"\ud800"}.
        let input = r#"{
            "text": "{\"Statement\": []}", "cost": 1.5,
            "surrogate": "{\"admin\": true, \"x\": \"\\ud800\"}",
            "token": "eyJhbGciOiJIUzI1NiJ9.eyJhZG1pbiI6dHJ1ZSwieCI6Ilx1ZDgwMCJ9.AA"
        }"#;
        let evaluation = evaluate(&module, input);
        assert_eq!(
            evaluation.decision,
            Decision::Errored,
            "{body}: {evaluation:?}"
        );
    }
    let valid = "package main\n\ndeny contains 1 if json.is_valid(input)\n";
    for text in [r#""{\"a\": \"\\ud800\"}""#, "\"1e400\""] {
        assert_eq!(evaluate(valid, text).decision, Decision::Failed, "{text}");
    }
}
