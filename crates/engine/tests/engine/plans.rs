//! What is a plan, and what is in it.

use domain::Decision;
use engine::{EvaluationLimits, Inputs, Plan, inspect_plan};

use crate::support::{MANIFEST, load, real_plans, run_document};

#[test]
fn every_real_plan_is_understood_and_evaluated() {
    let manifest = format!("{MANIFEST}policy \"none\" {{\n query = \"data.main.none\"\n}}\n");
    let module = "package main\n\ndeny contains rc.address if some rc in input.plan.resource_changes\n\nnone contains rc if { some rc in input.plan.resource_changes; not rc.address }\n";
    let set = load(&[("policies.hcl", &manifest), ("main.rego", module)], false);
    for (name, bytes) in real_plans() {
        let (summary, changes) =
            inspect_plan(&bytes).unwrap_or_else(|problem| panic!("{name}: {problem}"));
        assert_eq!(summary.resources as usize, changes.len(), "{name}");
        assert_eq!(summary.bytes, bytes.len() as u64);
        assert!(
            changes
                .iter()
                .all(|change| !change.address.is_empty() && !change.kind.is_empty()),
            "{name}"
        );
        let plan = Plan::parse(&bytes).unwrap();
        let inputs = Inputs::new(&plan, &run_document());
        let own = regorus::Value::from_json_str(std::str::from_utf8(&bytes).unwrap()).unwrap();
        let document =
            regorus::Value::from_json_str(&inputs.document(domain::InputShape::Tfe)).unwrap();
        assert_eq!(document["plan"], own, "{name}");
        let listed = set.evaluate(0, &inputs, &EvaluationLimits::default());
        let mut addresses: Vec<_> = changes
            .iter()
            .map(|change| change.address.clone())
            .collect();
        addresses.sort();
        let texts: Vec<_> = listed
            .messages
            .iter()
            .map(|message| message.text.clone())
            .collect();
        assert_eq!(texts, addresses, "{name}");
        for message in &listed.messages {
            assert_eq!(message.resource.as_ref(), Some(&message.text), "{name}");
        }
        assert_eq!(
            set.evaluate(1, &inputs, &EvaluationLimits::default())
                .decision,
            Decision::Passed
        );
    }
}

#[test]
fn a_plan_that_leaves_something_to_do_is_partial() {
    for (complete, is_partial) in [
        ("", false),
        (r#""complete": null, "#, false),
        (r#""complete": true, "#, false),
        (r#""complete": false, "#, true),
    ] {
        let plan = format!(r#"{{{complete}"format_version": "1.2", "resource_changes": []}}"#);
        let (summary, _) = inspect_plan(plan.as_bytes()).unwrap();
        assert_eq!(summary.is_partial, is_partial, "{complete}");
    }
}

#[test]
fn the_summary_counts_replacements_twice() {
    let change = |address: &str, actions: &str| {
        format!(
            r#"{{"address": "{address}", "type": "t", "change": {{"actions": {actions}, "after": {{}}}}}}"#
        )
    };
    let plan = format!(
        r#"{{"terraform_version": "1.9.5", "format_version": "1.2", "resource_changes": [{}, {}, {}, {}, {}, {}]}}"#,
        change("t.a", "[\"create\"]"),
        change("t.b", "[\"delete\", \"create\"]"),
        change("t.c", "[\"update\"]"),
        change("t.d", "[\"delete\"]"),
        change("t.e", "[\"no-op\"]"),
        change("t.f", "[\"read\"]"),
    );
    let (summary, changes) = inspect_plan(plan.as_bytes()).unwrap();
    assert_eq!(
        (
            summary.add,
            summary.change,
            summary.destroy,
            summary.resources
        ),
        (2, 1, 2, 6)
    );
    assert_eq!(summary.terraform_version.as_deref(), Some("1.9.5"));
    assert_eq!(changes[1].actions, ["delete", "create"]);
}

#[test]
fn formats_that_are_understood() {
    for version in ["0.1", "0.2", "1.0", "1.2", "1.17"] {
        let plan = format!(r#"{{"format_version": "{version}", "resource_changes": []}}"#);
        assert!(inspect_plan(plan.as_bytes()).is_ok(), "{version}");
    }
    for version in ["", "0.3", "2.0", "1", "1.", "1.x", "10.0"] {
        let plan = format!(r#"{{"format_version": "{version}", "resource_changes": []}}"#);
        let problem = inspect_plan(plan.as_bytes()).unwrap_err();
        assert!(
            problem.message.contains("format_version"),
            "{version}: {problem}"
        );
    }
    let without_changes = r#"{"format_version": "1.2", "planned_values": {"root_module": {}}}"#;
    assert!(inspect_plan(without_changes.as_bytes()).is_ok());
}

#[test]
fn what_is_no_plan_is_refused_with_a_place_and_a_way_out() {
    let deep = format!(
        r#"{{"format_version": "1.2", "x": {}1{}}}"#,
        "[".repeat(200),
        "]".repeat(200)
    );
    let keys: Vec<String> = (0..40).map(|index| format!("\"k{index}\": 1")).collect();
    let many = format!("{{{}, \"k3\": 2}}", keys.join(", "));
    for (text, expected) in [
        ("", "the document is empty"),
        (" \n", "the document is empty"),
        ("hello", "line 1, column 1: it is not JSON"),
        (
            "{\"format_version\": \"1.2\",\n  \"resource_changes\": [}",
            "line 2, column 24: it is not JSON",
        ),
        (
            "{\"format_version\": \"1.2\", \"resource_changes\": [",
            "it ends in the middle",
        ),
        ("[]", "a plan, which is an object"),
        ("7", "a plan, which is an object"),
        ("{}", "has no format_version"),
        ("{\"format_version\": 1}", "line 1, column 20"),
        (
            "{\"format_version\": \"1.0\", \"values\": {}}",
            "is a state, not a plan",
        ),
        ("{\"format_version\": \"1.0\"}", "has no resource_changes"),
        (
            "{\"format_version\": \"1.0\", \"resource_changes\": {}}",
            "a list of resource changes",
        ),
        (
            "{\"format_version\": \"1.0\", \"resource_changes\": [1]}",
            "a resource change",
        ),
        (
            "{\"format_version\": \"1.0\", \"resource_changes\": [], \"errored\": true}",
            "one that failed",
        ),
        (
            "{\"format_version\": \"1.0\",\n\"resource_changes\": [],\n\"resource_changes\": []}",
            "line 3, column 18: the key `resource_changes` is there twice",
        ),
        (
            "{\"format_version\": \"1.0\", \"x\": [{\"a\": {\"b\": 1, \"b\": 2}}]}",
            "the key `b` is there twice",
        ),
        (
            "{\"format_version\": \"1.0\", \"x\": {\"a\": 1, \"\\u0061\": 2}}",
            "the key `a` is there twice",
        ),
        (
            "{\"format_version\": \"1.0\", \"resource_changes\": [{\"address\": \"a\", \"address\": \"b\"}]}",
            "the key `address` is there twice",
        ),
        (
            "{\"format_version\": \"1.0\", \"resource_changes\": []}\n{}",
            "line 2, column 1: there is more behind",
        ),
        (
            "{\"@level\":\"info\"}\n{\"@level\":\"info\"}",
            "there is more behind",
        ),
        ("\u{feff}{}", "byte order mark"),
        (
            "{\"format_version\": \"1.0\", \"x\": 1e400}",
            "number out of range",
        ),
        (
            "{\"format_version\": \"1.0\", \"x\": NaN}",
            "it is not JSON",
        ),
        (
            "{\"format_version\": \"1.0\", \"x\": \"\\ud800\"}",
            "it is not JSON",
        ),
        (&deep, "nested deeper than 128"),
        (&many, "the key `k3` is there twice"),
    ] {
        let problem = inspect_plan(text.as_bytes()).unwrap_err();
        assert!(problem.message.contains(expected), "{text:.80}: {problem}");
        // Both readers refuse what does not mean one thing only.
        let is_json_problem = problem.line.is_some()
            && !expected.starts_with("a ")
            && !expected.contains("column 20");
        if is_json_problem {
            assert!(Plan::parse(text.as_bytes()).is_err(), "{text:.80}");
        }
    }
    for bytes in [&b"\xff\xfe{\0}\0"[..], b"{\0}\0", b"{\"a\": \"\xff\"}"] {
        assert!(inspect_plan(bytes).is_err());
        assert!(Plan::parse(bytes).is_err());
    }
}

#[test]
fn a_raw_input_is_used_as_it_is_and_its_plan_is_found() {
    let module =
        "package main\n\ndeny contains sprintf(\"%s\", [input.resource_changes[0].address])\n";
    let set = load(&[("policies.hcl", MANIFEST), ("main.rego", module)], false);
    let inputs = Inputs::raw(br#"{"resource_changes": [{"address": "aws_vpc.a"}]}"#).unwrap();
    let evaluation = set.evaluate(0, &inputs, &EvaluationLimits::default());
    assert_eq!(
        evaluation.messages[0].resource.as_deref(),
        Some("aws_vpc.a")
    );
    assert!(Inputs::raw(b"{\"a\": 1, \"a\": 2}").is_err());
    assert!(Inputs::raw(b"{").is_err());
}
