//! Versions of a policy set: uploaded bundles.

mod bundle;
mod file;
mod files;
mod get;
mod list;
mod tests;
mod upload;

use domain::{Name, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::policy_sets::Policy;
use crate::state::AppState;
pub(crate) use upload::MAX_BUNDLE_BYTES;

/// A version of a policy set.
#[derive(Debug, Serialize, ToSchema)]
#[expect(clippy::struct_field_names, reason = "Rego has versions too")]
pub(crate) struct Version {
    /// Its id, `polsetver-…`.
    id: String,
    /// Its number in its set, from 1.
    number: u32,
    /// `pending`, `ingressing`, `ready` or `errored`.
    status: &'static str,
    /// Which surface brought it: `api`, `ui` or `tfe_api`.
    source: &'static str,
    /// Everything that is wrong with it, and every warning.
    problems: Vec<Problem>,
    /// What became of its unit tests; null when they were not run.
    tests: Option<tests::TestSummary>,
    /// Why it does not come into force although it is `ready`: its set requires tests that pass.
    held: Option<String>,
    /// Its policies, in the manifest's order.
    policies: Vec<Policy>,
    /// SHA-256 of the uploaded bundle, `sha256:…`.
    digest: Option<String>,
    /// The bundle's size in bytes, as uploaded.
    size: Option<u64>,
    /// Which input its policies read: `tfe` or `scalr`.
    shape: Option<&'static str>,
    /// The Rego version that its set declared when it was uploaded, `v0` or `v1`: it is read as that for
    /// good. Null when each of its files says itself which it is.
    rego_version: Option<&'static str>,
    /// How many of its files were read in which version of Rego; null when that is not known.
    rego_files: Option<RegoFiles>,
    /// Who uploaded it, by name.
    created_by: String,
    /// When it was created.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When it became ready or errored.
    #[schema(value_type = Option<String>, format = DateTime)]
    ingested_at: Option<Timestamp>,
    /// Whether it is the version in force.
    is_current: bool,
    /// Its page.
    url: String,
}

/// One thing that is wrong with an upload, and where. Lines and columns count from 1.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// `error` stops the version, `warning` does not.
    severity: &'static str,
    /// The file inside the bundle; null when it is about the bundle itself.
    file: Option<String>,
    /// The line.
    line: Option<u32>,
    /// The column.
    column: Option<u32>,
    /// What is wrong and what to do.
    message: String,
}

impl From<domain::Problem> for Problem {
    fn from(problem: domain::Problem) -> Self {
        Self {
            severity: if problem.is_error() {
                "error"
            } else {
                "warning"
            },
            file: problem.file,
            line: problem.line,
            column: problem.column,
            message: problem.message,
        }
    }
}

impl Version {
    fn of(
        version: domain::PolicySetVersion,
        organization: &Name,
        policy_set: &Name,
        base_url: &str,
    ) -> Self {
        let number = version.number;
        Self {
            id: version.id.to_string(),
            number,
            status: version.status.as_str(),
            source: version.source.as_str(),
            problems: version.problems.into_iter().map(Problem::from).collect(),
            tests: version.tests.map(Into::into),
            held: version.held,
            policies: version.policies.into_iter().map(Policy::from).collect(),
            digest: version.digest.map(|digest| digest.to_string()),
            size: version.size,
            shape: version.shape.map(domain::InputShape::as_str),
            rego_version: version.dialect.map(domain::Dialect::as_str),
            rego_files: version.rego_files.map(RegoFiles::from),
            created_by: version.created_by,
            created_at: version.created_at,
            ingested_at: version.ingested_at,
            is_current: version.is_current,
            url: format!(
                "{base_url}/orgs/{organization}/policy-sets/{policy_set}/versions/{number}"
            ),
        }
    }
}

/// Numbers of Rego files that parse.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RegoFiles {
    /// Files in v0.
    v0: u32,
    /// Files in v1.
    v1: u32,
}

impl From<domain::RegoFiles> for RegoFiles {
    fn from(files: domain::RegoFiles) -> Self {
        Self {
            v0: files.v0,
            v1: files.v1,
        }
    }
}

/// A file of a version.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SourceFile {
    /// Its path, relative to the bundle's root.
    path: String,
    /// Its size in bytes.
    size: u64,
    /// Its text; absent in lists, and when it is not UTF-8.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

impl From<domain::SourceFile> for SourceFile {
    fn from(file: domain::SourceFile) -> Self {
        Self {
            path: file.path,
            size: file.size,
            text: file.text,
        }
    }
}

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list::list_versions))
        .routes(routes!(get::get_version))
        .routes(routes!(files::version_files))
        .routes(routes!(file::version_file))
        .routes(routes!(tests::version_tests))
        .routes(routes!(bundle::version_bundle))
}

/// Routes that take large bodies, and longer.
pub(super) fn uploads() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(upload::upload_version))
}
