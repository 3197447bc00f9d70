//! Versions of a policy set and their files. Uploading is a plain handler of `server`.

use domain::{PolicySetVersion, Problem, SourceFile};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::UiError;
use crate::sent::Sent;

/// A version and the paths of its files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionView {
    pub version: PolicySetVersion,
    pub files: Vec<SourceFile>,
    /// The version in force, which stays in force when this one is bad.
    pub current_version: Option<u32>,
    /// How its tests went.
    pub tested: Tested,
    /// The same in short; empty when they were not run.
    pub tests: String,
    /// The part of the page about them, as HTML.
    pub tests_html: String,
    /// In which version of Rego it was read, in words; empty when that is not known.
    pub rego: String,
}

/// How the tests of a version went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tested {
    /// They all passed.
    Well,
    /// Some did not, or they have no answer.
    Badly,
    /// There are none, or they were not run.
    Not,
}

/// One file of a version and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileView {
    pub file: SourceFile,
    pub problems: Vec<Problem>,
}

/// A version with the list of its files.
#[server(prefix = "/ui", endpoint = "versions/get")]
pub async fn get_version(
    organization: String,
    policy_set: String,
    number: u32,
) -> Result<Sent<VersionView>, UiError> {
    let (services, caller) = crate::ssr::current().await?;
    let (organization, name) = (
        crate::ssr::name(&organization)?,
        crate::ssr::name(&policy_set)?,
    );
    let set = services
        .get_policy_set(&caller, &organization, &name)
        .await?;
    let version = services
        .get_version(&caller, &organization, &name, number)
        .await?;
    let report = services
        .version_tests(&caller, &organization, &name, number)
        .await?;
    let about_tests = crate::ssr::TestsOf {
        version: &version,
        report: &report,
        organization: &organization,
        set: &name,
    };
    let (tested, tests) = about_tests.in_short();
    Sent::of(&VersionView {
        tested,
        tests,
        tests_html: about_tests.html(),
        rego: crate::ssr::rego_of(&version),
        // A bundle that cannot be read has no files; that is no reason to hide its problems.
        files: services
            .version_files(&caller, &organization, &name, number)
            .await
            .unwrap_or_default(),
        current_version: set.current_version,
        version,
    })
}

/// One file of a version.
#[server(prefix = "/ui", endpoint = "versions/file")]
pub async fn get_version_file(
    organization: String,
    policy_set: String,
    number: u32,
    path: String,
) -> Result<Sent<FileView>, UiError> {
    let (services, caller) = crate::ssr::current().await?;
    let (organization, name) = (
        crate::ssr::name(&organization)?,
        crate::ssr::name(&policy_set)?,
    );
    let mut problems = services
        .get_version(&caller, &organization, &name, number)
        .await?
        .problems;
    problems.retain(|problem| problem.file.as_deref() == Some(path.as_str()));
    Sent::of(&FileView {
        file: services
            .version_file(&caller, &organization, &name, number, &path)
            .await?,
        problems,
    })
}
