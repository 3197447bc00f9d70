//! What policies read: nothing else of a document makes a difference.

use domain::Decision;
use engine::{EvaluationLimits, Inputs, LoadedSet, Plan, PolicyEvaluation, Reads};

use crate::example_files::sets;
use crate::support::{MANIFEST, evaluate, load, raw, real_plans, run_document};

/// Every policy's answer, without how long it took.
fn answers(set: &LoadedSet, inputs: &Inputs) -> Vec<PolicyEvaluation> {
    let policies = 0..set.policies().len();
    policies
        .map(|policy| PolicyEvaluation {
            duration_us: 0,
            ..set.evaluate(policy, inputs, &EvaluationLimits::default())
        })
        .collect()
}

fn reads_of(set: &LoadedSet) -> Reads {
    let mut reads = Reads::default();
    for policy in 0..set.policies().len() {
        set.add_reads(policy, &mut reads);
    }
    reads
}

#[test]
fn the_examples_say_the_same_of_what_they_read_as_of_whole_plans() {
    let sets = sets();
    for (name, plan) in real_plans() {
        let whole = Inputs::new(&Plan::parse(&plan).unwrap(), &run_document());
        for (set, loaded) in &sets {
            let read = Plan::parse_read(&plan, &reads_of(loaded)).unwrap();
            let read = Inputs::new(&read, &run_document());
            assert_eq!(
                answers(loaded, &read),
                answers(loaded, &whole),
                "{name} / {set}"
            );
        }
    }
}

#[test]
fn what_is_not_read_is_not_there_and_keeps_its_place() {
    let module =
        "package main\n\ndeny contains json.marshal([input.a.b, input.list[1].x]) if true\n";
    let set = load(&[("policies.hcl", MANIFEST), ("main.rego", module)], false);
    let document =
        br#"{"a": {"b": {"c": 1}, "d": 2}, "list": [1, {"x": 3, "y": 4}], "z": {"a": 5}}"#;
    let inputs = Inputs::raw_read(document, &reads_of(&set)).unwrap();
    let said = &answers(&set, &inputs)[0];
    assert_eq!(said.messages[0].text, r#"[{"c":1},3]"#);
    let kept: serde_json::Value =
        serde_json::from_str(&inputs.document(domain::InputShape::Tfe)).unwrap();
    assert_eq!(
        kept,
        serde_json::json!({"a": {"b": {"c": 1}}, "list": [1, {"x": 3}]})
    );
}

#[test]
fn a_document_of_ones_own_is_refused_for_what_is_not_read_too() {
    let nothing = Reads::default();
    for (document, expected) in [
        (r#"{"z": {"a": 1, "a": 2}}"#, "the key `a` is there twice"),
        (r#"{"z": 1, "z": 2}"#, "the key `z` is there twice"),
        (r#"{"z": [1,]}"#, "it is not JSON"),
        (r#"{"z": 1} 2"#, "there is more behind the document"),
    ] {
        let refused = Inputs::raw_read(document.as_bytes(), &nothing).unwrap_err();
        assert!(refused.message.contains(expected), "{refused}");
        assert_eq!(refused, Inputs::raw(document.as_bytes()).unwrap_err());
    }
}

#[test]
fn who_did_not_pass_tells_what_it_reads() {
    let module = r#"package main

deny contains rc.address if {
    some rc in input.resource_changes
    rc.type == "x"
    not rc.change.after.tags.Owner
}
"#;
    let failed = evaluate(
        module,
        r#"{"resource_changes": [{"type": "x", "address": "x.a", "change": {"after": {}}}]}"#,
    );
    assert_eq!(failed.decision, Decision::Failed);
    assert_eq!(
        failed.reads,
        [
            "input.resource_changes[_].address",
            "input.resource_changes[_].change.after.tags.Owner",
            "input.resource_changes[_].type",
        ]
    );
    assert_eq!(evaluate(module, "{}").reads, Vec::<String>::new());
}

#[test]
fn paths_that_are_read_are_told_up_to_a_limit() {
    let keys: Vec<String> = (0..200).map(|key| format!("input.k{key} == 1")).collect();
    let long = "x".repeat(900);
    let module = format!(
        "package main\n\ndeny contains \"no\" if {{ not input.{long}; x := [1 | {}]; count(x) == 0 }}\n",
        keys.join("; ")
    );
    let failed = evaluate(&module, "{}");
    assert_eq!(failed.decision, Decision::Failed, "{:?}", failed.error);
    assert_eq!(failed.reads.len(), 50);
    assert!(failed.reads.iter().all(|path| path.len() <= 410));
}

/// A list of members of every kind, longer than what is searched.
fn members() -> String {
    let odd =
        r#"{"kind": "x", "n": -1}, {"kind": ["x"]}, {"kind": null}, {}, "x", ["kind"], null, 7"#;
    let many: Vec<String> = (0..100)
        .map(|n| format!(r#"{{"kind": "{}", "n": {n}}}"#, ["x", "y", "z"][n % 3]))
        .collect();
    format!("{odd}, {}", many.join(", "))
}

#[test]
fn members_are_selected_by_a_text_as_if_each_were_looked_at() {
    let list = format!("[{}]", members());
    let object: Vec<String> = (0..100)
        .map(|n| format!(r#""k{n}": {{"kind": "{}", "n": {n}}}"#, ["x", "y"][n % 2]))
        .collect();
    let object = format!("{{{}}}", object.join(", "));
    for collection in [
        &list,
        &object,
        "[]",
        "null",
        "\"x\"",
        "{\"a\": {\"kind\": \"x\", \"n\": 1}}",
    ] {
        let input = format!(r#"{{"list": {collection}}}"#);
        let asked = |body: &str| {
            let module =
                format!("package main\n\ndeny contains n if {{\n\t{body}\n\tn := m.n\n}}\n");
            let said = evaluate(&module, &input);
            assert_eq!(said.error, None, "{body}");
            let texts = said.messages.into_iter().map(|message| message.text);
            texts.collect::<Vec<_>>()
        };
        // `concat` makes a text that is not written out: every member is looked at.
        let expected = asked("some m in input.list\n\tm.kind == concat(\"\", [\"x\"])");
        for body in [
            "some m in input.list\n\tm.kind == \"x\"",
            "some m in input.list\n\t\"x\" == m.kind",
            "some m in input.list\n\tm[\"kind\"] == `x`",
            "some m in [k | some k in input.list]\n\tm.kind == \"x\"",
            "t := \"x\"\n\tcount([1 | some k in input.list\n\t\tk.kind == t]) > 0\n\tsome m in input.list\n\tm.kind == t",
            "some t in [\"x\", 7, null, {}]\n\tsome m in [k | some k in input.list\n\t\tk.kind == t]\n\tt == \"x\"",
            "every j in [1, 2] { j > 0 }\n\tsome m in input.list\n\tm.kind == \"x\"",
        ] {
            assert_eq!(asked(body), expected, "{body} / {collection}");
        }
        if collection == &list[..] {
            assert_eq!(expected.len(), 35);
        }
    }
}

#[test]
fn a_text_that_is_undefined_selects_nothing() {
    let input = format!(r#"{{"list": [{}]}}"#, members());
    let module = "package main\n\nt := input.never\n\nsome_x if {\n\tsome m in input.list\n\tm.kind == t\n}\n\n\
                  deny contains \"none\" if not some_x\n";
    let said = evaluate(module, &input);
    assert_eq!(said.error, None);
    assert_eq!(said.messages[0].text, "none");
}

#[test]
fn members_of_one_document_are_not_those_of_the_next() {
    let module =
        "package main\n\ndeny contains m.n if {\n\tsome m in input.list\n\tm.kind == \"x\"\n}\n";
    let set = load(&[("policies.hcl", MANIFEST), ("main.rego", module)], false);
    for n in 0..20 {
        let list: Vec<String> = (0..80)
            .map(|_| format!(r#"{{"kind": "x", "n": {n}}}"#))
            .collect();
        let inputs = raw(&format!(r#"{{"list": [{}]}}"#, list.join(", ")));
        for _ in 0..2 {
            let said = &answers(&set, &inputs)[0];
            assert_eq!(said.messages[0].text, n.to_string());
            assert_eq!(said.messages.len(), 1);
        }
    }
}

#[test]
fn a_message_of_several_definitions_has_the_place_of_the_first() {
    let module = r#"package main

deny contains "both" if input.a

deny contains msg if {
    some msg in ["both", "second"]
    input.b
}

deny contains sprintf("%s", ["third"]) if input.b
"#;
    let lines = |input: &str| {
        let said = evaluate(module, input);
        let messages = said.messages.into_iter();
        messages
            .map(|message| (message.text, message.line.unwrap()))
            .collect::<Vec<_>>()
    };
    let of = |pairs: &[(&str, u32)]| -> Vec<(String, u32)> {
        pairs
            .iter()
            .map(|(text, line)| ((*text).to_owned(), *line))
            .collect()
    };
    assert_eq!(
        lines(r#"{"a": true, "b": true}"#),
        of(&[("both", 3), ("second", 5), ("third", 10)])
    );
    assert_eq!(
        lines(r#"{"b": true}"#),
        of(&[("both", 5), ("second", 5), ("third", 10)])
    );
}
