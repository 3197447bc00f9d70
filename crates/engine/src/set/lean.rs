//! A bundle's program without the unit tests that its policies can do without.
//!
//! The engine looks through all modules whenever a policy reads `data`, so the tests that come with a bundle
//! would make every check dearer, and loading it too. They are compiled and checked when a bundle is
//! reviewed, and left out of what is evaluated where nothing outside of them names their packages.

use std::collections::BTreeSet;

use domain::Problem;
use regorus::Value;

use super::SetOptions;
use crate::compile::{Compiled, Source, compile};
use crate::manifest::Listed;
use crate::rego::program::{Program, Target};

/// How often a program is compiled to find the tests that it reads. Whoever reads more of them has one with
/// all.
const MAX_TRIES: usize = 3;

/// Compiles the sources without the tests that nothing else reads, with the warnings; `None` where that leaves
/// none out, or something is wrong then.
pub(super) fn compile_lean(
    sources: &[Source<'_>],
    policies: &[Listed],
    data: &Value,
    options: SetOptions,
) -> Option<(Compiled, Vec<Problem>)> {
    let asked = policies.iter().map(|listed| listed.query.parts());
    let asked: Vec<_> = asked.collect();
    let files = sources.iter().map(|source| source.file);
    let mut unread: BTreeSet<&str> = files.filter(|file| is_test(file)).collect();
    for _ in 0..MAX_TRIES {
        if unread.is_empty() {
            break;
        }
        let read = sources.iter();
        let read = read.filter(|source| !unread.contains(source.file));
        let read: Vec<_> = read.cloned().collect();
        let mut problems = Vec::new();
        let compiled = compile(&read, &asked, data, options, &mut problems)?;
        // What is wrong may be that a test is missing.
        if problems.iter().any(Problem::is_error) {
            return None;
        }
        let tests = sources.iter();
        let tests = tests.filter(|source| unread.contains(source.file));
        let named = tests_named(&compiled.program, policies, tests);
        if named.is_empty() {
            return Some((compiled, problems));
        }
        unread.retain(|file| !named.contains(file));
    }
    None
}

/// The tests that a program may read.
///
/// Told by packages, not by rules: whatever may be read by a computed name is named.
fn tests_named<'a: 't, 't>(
    program: &Program,
    policies: &[Listed],
    tests: impl Iterator<Item = &'t Source<'a>>,
) -> BTreeSet<&'a str> {
    let named = named(program, policies);
    let is_named = |source: &&Source<'_>| {
        let package = borrowed(&source.package);
        let mut named = named.iter();
        program.shadows_data
            || named.any(|path| path.starts_with(&package) || package.starts_with(path))
    };
    tests.filter(is_named).map(|source| source.file).collect()
}

/// Every path behind `data` that the queries and the program name or may name, up to its first computed part.
fn named<'a>(program: &'a Program, policies: &'a [Listed]) -> Vec<Vec<&'a str>> {
    let queries = policies.iter().map(|listed| borrowed(listed.query.parts()));
    let packages = program.packages.iter().map(|(_, path)| borrowed(path));
    let mentioned = program.definitions.iter().flat_map(|definition| {
        let references = definition.references.iter().map(|reference| {
            let known = reference.parts.iter().map_while(Option::as_deref);
            known.collect()
        });
        let functions = definition
            .calls
            .iter()
            .filter_map(|call| match &call.target {
                Target::Function(path) => Some(borrowed(path)),
                Target::Other(_) => None,
            });
        references.chain(functions)
    });
    queries.chain(packages).chain(mentioned).collect()
}

fn is_test(file: &str) -> bool {
    file.ends_with("_test.rego")
}

fn borrowed(path: &[String]) -> Vec<&str> {
    path.iter().map(String::as_str).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::compile_lean;
    use crate::SetOptions;
    use crate::bundle::extension;
    use crate::compile::{Source, parse};
    use crate::manifest::Manifest;
    use crate::rego::dialect::Dialect;

    const MANIFEST: &str =
        "policy \"main\" {\n  query = \"data.main.deny\"\n  enforcement_level = \"mandatory\"\n}\n";

    /// The test files that are left out beside one policy.
    fn unread(policy: &str, tests: &[(&str, &str)]) -> Vec<String> {
        let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        files.insert("policies.hcl".to_owned(), MANIFEST.into());
        files.insert("main.rego".to_owned(), policy.into());
        for (file, text) in tests {
            files.insert((*file).to_owned(), (*text).into());
        }
        let mut problems = Vec::new();
        let manifest = Manifest::read(&files, &mut problems).unwrap();
        let rego = files
            .iter()
            .filter(|(path, _)| extension(path) == Some("rego"));
        let sources = parse(
            None,
            rego.map(|(path, text)| (path.as_str(), text.as_slice())),
            &mut problems,
        );
        let is_new = |source: &Source<'_>| source.dialect == Dialect::V1;
        assert!(sources.iter().all(is_new), "{policy}");
        let data = regorus::Value::new_object();
        let lean = compile_lean(&sources, &manifest.policies, &data, SetOptions::default());
        let Some((compiled, _)) = lean else {
            return Vec::new();
        };
        let packages = &compiled.program.packages;
        let is_read = |file: &str| packages.iter().any(|(read, _)| read == file);
        let files = sources.iter().map(|source| source.file);
        let unread = files.filter(|file| !is_read(file));
        unread.map(str::to_owned).collect()
    }

    const FIXTURE: (&str, &str) = ("fixture_test.rego", "package fixture\nx := 1");

    #[test]
    fn a_test_that_nothing_names_is_left_out() {
        let tests = [
            FIXTURE,
            (
                "main_test.rego",
                "package main_test\nimport data.fixture\nimport data.main\ntest_x if { count(main.deny) == fixture.x }",
            ),
        ];
        assert_eq!(
            unread("package main\ndeny contains 1 if input.x", &tests),
            ["fixture_test.rego", "main_test.rego"]
        );
    }

    #[test]
    fn a_test_in_the_policy_s_own_package_stays() {
        let tests = [("main_test.rego", "package main\nhelper := 1")];
        assert_eq!(
            unread("package main\ndeny contains 1 if helper", &tests),
            Vec::<String>::new()
        );
    }

    #[test]
    fn a_test_that_a_policy_names_or_may_name_stays() {
        for body in [
            "data.fixture.x == 1",
            "data.fixture == {}",
            "data[input.x].x == 1",
            "count(data) == 1",
            "some name, found in data",
        ] {
            let policy = format!("package main\ndeny contains 1 if {{ {body} }}");
            assert_eq!(unread(&policy, &[FIXTURE]), Vec::<String>::new(), "{body}");
        }
    }

    #[test]
    fn where_data_is_also_a_local_name_every_test_stays() {
        for body in [
            "data.fixture.x == 1; every data in [1] { data == 1 }",
            "data.fixture.x == 1; count([1 | some data; data = 1]) == 1",
            "data.fixture.x == 1; count([1 | [data] := [1]]) == 1",
            "data.fixture.x == 1; count([1 | {\"a\": data} := {\"a\": 1}]) == 1",
        ] {
            let policy = format!("package main\ndeny contains \"no\" if {{ {body} }}");
            assert_eq!(unread(&policy, &[FIXTURE]), Vec::<String>::new(), "{body}");
        }
        let policy =
            "package main\nf(data) if data == 1\ndeny contains 1 if { data.fixture.x == 1; f(1) }";
        assert_eq!(unread(policy, &[FIXTURE]), Vec::<String>::new());
        let policy = "package main\ndeny := [1] if {\n  [data] := [2]\n  data == 3\n} else := [2] if {\n  data.fixture.x == 1\n}";
        assert_eq!(unread(policy, &[FIXTURE]), Vec::<String>::new());
    }

    #[test]
    fn a_test_that_stays_keeps_the_tests_that_it_reads() {
        let policy =
            "package main\nimport data.fixture\ndeny contains 1 if { input.x > fixture.limit }";
        let tests = [
            ("base_test.rego", "package base\nlimit := 1"),
            (
                "fixture_test.rego",
                "package fixture\nlimit := data.base.limit",
            ),
            ("other_test.rego", "package other\nlimit := data.base.limit"),
        ];
        assert_eq!(unread(policy, &tests), ["other_test.rego"]);
    }

    #[test]
    fn a_test_that_a_policy_imports_or_calls_stays() {
        let imported = "package main\nimport data.fixture as f\ndeny contains 1 if { f.x == 1 }";
        assert_eq!(unread(imported, &[FIXTURE]), Vec::<String>::new());
        let called = "package main\ndeny contains 1 if { data.fixture.f(1) }";
        let function = ("fixture_test.rego", "package fixture\nf(x) if x");
        assert_eq!(unread(called, &[function]), Vec::<String>::new());
    }
}
