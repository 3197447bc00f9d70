//! Small bundles and inputs.

use std::collections::BTreeMap;
use std::path::PathBuf;

use domain::{Problem, ProjectId, RunDocument, RunId, WorkspaceId};
use engine::{
    Dialect, EvaluationLimits, Ingested, Inputs, LoadedSet, Plan, PolicyEvaluation, Query,
    QueryInput, SetOptions, ingest, pack, query,
};

use crate::example_files::{example_plans, plans_in};

/// Files by path.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

pub(crate) fn files(files: &[(&str, &str)]) -> Files {
    files
        .iter()
        .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()))
        .collect()
}

pub(crate) fn ingested(contents: &[(&str, &str)]) -> Ingested {
    ingest(&pack(files(contents)), SetOptions::default())
}

/// Every problem as text.
pub(crate) fn problems(contents: &[(&str, &str)]) -> Vec<String> {
    shown(&ingested(contents).problems)
}

pub(crate) fn shown(problems: &[Problem]) -> Vec<String> {
    problems.iter().map(ToString::to_string).collect()
}

/// A `policies.hcl` with one policy that asks `data.main.deny`.
pub(crate) const MANIFEST: &str =
    "policy \"main\" {\n  query = \"data.main.deny\"\n  enforcement_level = \"mandatory\"\n}\n";

/// The problems of one module behind [`MANIFEST`].
pub(crate) fn module_problems(module: &str) -> Vec<String> {
    problems(&[("policies.hcl", MANIFEST), ("main.rego", module)])
}

pub(crate) fn load(contents: &[(&str, &str)], strict: bool) -> LoadedSet {
    LoadedSet::load(
        &pack(files(contents)),
        SetOptions {
            strict,
            ..SetOptions::default()
        },
    )
    .unwrap_or_else(|problems| panic!("{:#?}", shown(&problems)))
}

/// Evaluates one module behind [`MANIFEST`].
pub(crate) fn evaluate(module: &str, input: &str) -> PolicyEvaluation {
    evaluate_with(module, input, false)
}

pub(crate) fn evaluate_with(module: &str, input: &str, strict: bool) -> PolicyEvaluation {
    let set = load(&[("policies.hcl", MANIFEST), ("main.rego", module)], strict);
    set.evaluate(0, &raw(input), &EvaluationLimits::default())
}

pub(crate) fn raw(input: &str) -> Inputs {
    Inputs::raw(input.as_bytes()).unwrap()
}

/// The value of `data.main.x` as JSON, sets as sorted arrays; `undefined`, or why there is none.
pub(crate) fn value_of_x(modules: &[&str], input: &str) -> String {
    value_in(Dialect::V1, modules, input)
}

/// The same in a dialect.
pub(crate) fn value_in(dialect: Dialect, modules: &[&str], input: &str) -> String {
    let modules: Vec<String> = modules.iter().map(|one| (*one).to_owned()).collect();
    let asked = Query {
        text: "data.main.x = x",
        modules: &modules,
        dialect,
        data: None,
        input: Some(QueryInput::Json(input)),
        strict: false,
    };
    match query(&asked, &EvaluationLimits::default()) {
        Ok(found) => found.first().map_or("undefined".to_owned(), |bindings| {
            bindings.get("x").unwrap().to_string()
        }),
        Err(none) => format!("{none:?}"),
    }
}

pub(crate) fn run_document() -> RunDocument {
    RunDocument {
        id: RunId::from_bare("0123456789abcdef").unwrap(),
        created_at: "2026-01-05T10:00:00Z".parse().unwrap(),
        created_by: "Ann".into(),
        created_by_email: Some("ann@example.com".into()),
        created_by_userid: "ann".into(),
        message: Some("Merge #12".into()),
        source: "api".into(),
        commit: Some("0b1c".into()),
        branch: Some("main".into()),
        is_destroy: false,
        is_dry: false,
        organization: "acme".parse().unwrap(),
        project_id: ProjectId::from_bare("0123456789abcdef").unwrap(),
        project: "Default Project".into(),
        workspace_id: WorkspaceId::from_bare("0123456789abcdef").unwrap(),
        workspace: "net".parse().unwrap(),
        workspace_created_at: "2026-01-04T10:00:00Z".parse().unwrap(),
        workspace_description: None,
        auto_apply: false,
        working_directory: None,
        tags: vec!["prod".into()],
    }
}

/// A plan with one resource of each given (address, type).
pub(crate) fn plan(resources: &[(&str, &str)]) -> Plan {
    let changes: Vec<_> = resources
        .iter()
        .map(|(address, kind)| {
            serde_json::json!({
                "address": address, "type": kind, "mode": "managed",
                "change": {"actions": ["create"], "before": null, "after": {}},
            })
        })
        .collect();
    let plan = serde_json::json!({"format_version": "1.2", "resource_changes": changes});
    Plan::parse(plan.to_string().as_bytes()).unwrap()
}

/// Real plans, by file name; the example plans, with a word about it, where there is no test data.
pub(crate) fn real_plans() -> Vec<(String, Vec<u8>)> {
    shared_plans().unwrap_or_else(example_plans)
}

/// The plans of the shared test data; none, with a word about it, where there is none.
pub(crate) fn shared_plans() -> Option<Vec<(String, Vec<u8>)>> {
    let default = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data");
    #[expect(
        clippy::disallowed_methods,
        reason = "tests have no configuration but this variable"
    )]
    let folder = std::env::var("PORTCULLIS_TEST_DATA").unwrap_or_else(|_| default.to_owned());
    let folder = PathBuf::from(folder).join("plans");
    if folder.is_dir() {
        return Some(plans_in(&folder));
    }
    println!("skipped: no test data");
    None
}
