//! Every form of manifest, and what is wrong with bad ones.

use domain::{InputShape, WrittenLevel};

use crate::support::{ingested, problems, shown};

const DENY: &str = "package a\n\ndeny contains \"x\" if input.x\n";
const SCALR: &str = "package terraform\n\ndeny[msg] { msg := input.x }\n";

fn tfe(manifest: &str) -> Vec<String> {
    problems(&[("policies.hcl", manifest), ("a.rego", DENY)])
}

#[test]
fn every_written_form_lists_the_same_policies() {
    let block = r#"
# one
policy "first" {
  query             = "data.a.deny"
  enforcement_level = "mandatory"
  description       = "First"
}
// two
policy "second" {
  query = "a.deny"
}
"#;
    let object = r#"{"policy": {"first": {"query": "data.a.deny", "enforcement_level": "mandatory",
        "description": "First"}, "second": {"query": "a.deny"}}}"#;
    let lists = r#"{"//": "comment", "policy": [
        {"first": [{"query": "data.a.deny", "enforcement_level": "mandatory", "description": "First"}]},
        {"second": {"query": "a.deny", "//": "comment"}}]}"#;
    let named = r#"{"policy": [
        {"name": "first", "query": "data.a.deny", "enforcement_level": "mandatory", "description": "First"},
        {"name": "second", "query": "a.deny"}]}"#;
    let expected = ingested(&[("policies.hcl", block), ("a.rego", DENY)]);
    assert!(
        expected.problems.is_empty(),
        "{:?}",
        shown(&expected.problems)
    );
    assert_eq!(expected.shape, Some(InputShape::Tfe));
    let [first, second] = &expected.policies[..] else {
        panic!("{:?}", expected.policies)
    };
    assert_eq!(
        (first.name.as_str(), first.level),
        ("first", WrittenLevel::Mandatory)
    );
    assert_eq!(first.description.as_deref(), Some("First"));
    assert_eq!(
        (second.query.as_str(), second.level),
        ("data.a.deny", WrittenLevel::Advisory)
    );
    for json in [object, lists, named] {
        let read = ingested(&[("policies.json", json), ("a.rego", DENY)]);
        assert!(read.is_ready(), "{:?}", shown(&read.problems));
        assert_eq!(read.policies, expected.policies);
    }
}

#[test]
fn a_scalr_manifest_lists_files_beside_it() {
    let manifest = r#"
version = "v1"

policy "cost-check" {
  enabled           = true
  enforcement_level = "soft-mandatory"
}
policy "off" {
  enabled           = false
  enforcement_level = "hard-mandatory"
}
policy "quiet" {
  enabled = true
}
"#;
    let read = ingested(&[
        ("scalr-policy.hcl", manifest),
        ("cost-check.rego", SCALR),
        ("off.rego", SCALR),
        ("quiet.rego", SCALR),
        ("quiet_test.rego", "package terraform\nthis is not rego"),
        ("other.rego", SCALR),
        ("mock.json", "{}"),
    ]);
    assert!(read.is_ready(), "{:?}", shown(&read.problems));
    assert_eq!(read.shape, Some(InputShape::Scalr));
    let levels: Vec<_> = read
        .policies
        .iter()
        .map(|policy| (policy.level, policy.enabled))
        .collect();
    assert_eq!(
        levels,
        [
            (WrittenLevel::SoftMandatory, true),
            (WrittenLevel::HardMandatory, false),
            (WrittenLevel::Advisory, true)
        ]
    );
    assert_eq!(read.policies[0].file.as_deref(), Some("cost-check.rego"));
    assert_eq!(read.policies[0].query, "data.terraform.deny");
    let warnings = shown(&read.problems);
    for part in [
        "policy `quiet` has no level",
        "other.rego: warning",
        "`mock.json`",
        "Rego v0",
    ] {
        assert!(
            warnings.iter().any(|warning| warning.contains(part)),
            "{part}: {warnings:#?}"
        );
    }
}

#[test]
fn bad_manifests_say_where_and_what() {
    for (manifest, expected) in [
        (
            "policy \"a\" {\n  query = \n}\n",
            "policies.hcl:2:11: the manifest is not valid HCL",
        ),
        ("policy \"a\"\n  query = 1\n}\n", "policies.hcl:1:"),
        (
            "\n\npolicy \"a\" {\n}\n",
            "policies.hcl:3:1: policy `a` has no query",
        ),
        (
            "policy {\n query = \"data.a.deny\"\n}\n",
            "policies.hcl:1:1: a policy block has 0 names",
        ),
        (
            "policy \"a\" \"b\" {\n}\n",
            "policies.hcl:1:1: a policy block has 2 names",
        ),
        (
            "policy \"a\" {\n  query = \"data.a.deny\"\n  enforcement_level = \"hard\"\n}\n",
            "policies.hcl:3:3: policy `a` has the unknown level `hard`: write advisory or mandatory",
        ),
        (
            "policy \"a\" {\n  query = \"data.a.deny\"\n}\npolicy \"a\" {\n  query = \"data.a.deny\"\n}\n",
            "policies.hcl:4:1: policy `a` is listed twice",
        ),
        (
            "policy \"a\" {\n  query = 7\n}\n",
            "policies.hcl:2:3: `query` of policy `a` is a number",
        ),
        (
            "policy \"a\" {\n  query = var.x\n}\n",
            "`query` of policy `a` is not a constant",
        ),
        (
            "policy \"a\" {\n  query = \"data.a.deny; true\"\n}\n",
            "policies.hcl:2:3: `data.a.deny; true` is not a query",
        ),
        (
            "policy \"a\" {\n  query = \"data.a.dney\"\n}\n",
            "policies.hcl:1:1: policy `a`: there is no rule `data.a.dney` in the bundle; there is data.a.deny",
        ),
        (
            "policy \"a\" {\n  query = \"data.a\"\n}\n",
            "`data.a` is a package, not a rule",
        ),
    ] {
        let found = tfe(manifest);
        assert!(
            found
                .iter()
                .any(|problem| problem.starts_with(expected) || problem.contains(expected)),
            "{expected}: {found:#?}"
        );
    }
}

#[test]
fn unknown_attributes_warn_and_do_not_stop() {
    let read = ingested(&[
        (
            "policies.hcl",
            "x = 1\npolicy \"a\" {\n  query = \"data.a.deny\"\n  colour = \"red\"\n}\nother \"y\" {}\n",
        ),
        ("a.rego", DENY),
    ]);
    assert!(read.is_ready());
    let warnings = shown(&read.problems);
    for place in [
        "policies.hcl:1:1:",
        "policies.hcl:4:3:",
        "policies.hcl:6:1:",
    ] {
        assert!(
            warnings.iter().any(|warning| warning.starts_with(place)),
            "{warnings:#?}"
        );
    }
}

#[test]
fn bad_json_says_where() {
    for (manifest, expected) in [
        ("{\"policy\": ", "policies.json:1:"),
        ("[]", "policies.json:1:1: the manifest is not an object"),
        (
            "{\"policy\": 1}",
            "`policy` is neither an object nor a list",
        ),
        ("{\"policy\": {\"a\": 1}}", "policy `a` is not an object"),
        (
            "{\"policy\": {\n\"a\": {\"query\": \"data.a.deny\"},\n\"a\": {\"query\": \"data.a.deny\"}}}",
            "policies.json:3:1: policy `a` is listed twice",
        ),
        (
            "{\"policy\": {\"a\": {\n\"query\": \"data.a.deny\",\n\"query\": \"data.a.deny\"}}}",
            "policies.json:3:1: policy `a` has `query` twice",
        ),
        (
            "{\"policy\": [{\"query\": \"data.a.deny\"}]}",
            "a policy has no name",
        ),
    ] {
        let found = problems(&[("policies.json", manifest), ("a.rego", DENY)]);
        assert!(
            found.iter().any(|problem| problem.contains(expected)),
            "{expected}: {found:#?}"
        );
    }
}

#[test]
fn bad_scalr_manifests_say_what() {
    for (manifest, expected) in [
        (
            "policy \"a\" {\n  enabled = true\n}\n",
            "the manifest has no version",
        ),
        ("version = \"v2\"\n", "the manifest's version is not \"v1\""),
        (
            "version = \"v1\"\npolicy \"b\" {\n}\n",
            "scalr-policy.hcl:2:1: policy `b` has no file: add `b.rego`",
        ),
        (
            "version = \"v1\"\npolicy \"a\" {\n  enabled = \"yes\"\n}\n",
            "scalr-policy.hcl:3:3: `enabled` of policy `a` is a string",
        ),
        (
            "version = \"v1\"\npolicy \"a\" {\n  enforcement_level = \"mandatory\"\n}\n",
            "has the unknown level `mandatory`",
        ),
        (
            "version = \"v1\"\npolicy \"a\"\n  enabled = true\n}\n",
            "scalr-policy.hcl:2:11: the manifest is not valid HCL",
        ),
    ] {
        let read = ingested(&[("scalr-policy.hcl", manifest), ("a.rego", SCALR)]);
        let found = shown(&read.problems);
        assert!(!read.is_ready());
        assert!(
            found.iter().any(|problem| problem.contains(expected)),
            "{expected}: {found:#?}"
        );
    }
    let nested = problems(&[
        (
            "scalr-policy.hcl",
            "version = \"v1\"\npolicy \"a\" {\n enforcement_level = \"advisory\"\n}\n",
        ),
        ("lib/a.rego", SCALR),
    ]);
    assert!(nested[0].contains("has no file"), "{nested:#?}");
    let package = problems(&[
        (
            "scalr-policy.hcl",
            "version = \"v1\"\npolicy \"a\" {\n enforcement_level = \"advisory\"\n}\n",
        ),
        ("a.rego", "package other\ndeny[x] { x := 1 }"),
    ]);
    assert!(
        package
            .iter()
            .any(|problem| problem.contains("package is not `terraform`")),
        "{package:#?}"
    );
}

#[test]
fn there_is_exactly_one_manifest_and_it_stands_at_the_root() {
    let manifest = "policy \"a\" {\n  query = \"data.a.deny\"\n}\n";
    let none = ingested(&[("a.rego", DENY)]);
    assert_eq!(none.shape, None);
    assert!(shown(&none.problems)[0].contains("has no manifest: add"));
    let nested = problems(&[("sub/policies.hcl", manifest), ("a.rego", DENY)]);
    assert!(
        nested[0].contains("`sub/policies.hcl`: pack the folder"),
        "{nested:#?}"
    );
    let two = problems(&[
        ("policies.hcl", manifest),
        ("policies.json", "{}"),
        ("a.rego", DENY),
    ]);
    assert!(
        two[0].contains("two manifests, `policies.hcl` and `policies.json`"),
        "{two:#?}"
    );
    let empty = ingested(&[("policies.hcl", "# nothing\n"), ("a.rego", DENY)]);
    assert!(
        empty.is_ready()
            && empty.problems[0]
                .message
                .contains("nothing will be checked")
    );
}
