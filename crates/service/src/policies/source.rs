//! The bundle behind a policy that is managed on its own.

use bytes::Bytes;
use domain::{Digest, ManagedPolicy, Name, Problem};
use sandbox::{Party, SetOptions};

use super::PutPolicy;
use crate::{Error, Services};

/// The longest source in bytes: what people write into a form, not a library.
const MAX_SOURCE: usize = 1 << 20;
const MANIFEST: &str = "policies.json";

/// A compiled source.
pub(super) struct PolicyBundle {
    pub(super) digest: Digest,
    /// The query as it is evaluated, with `data.` in front.
    pub(super) query: String,
}

/// The file that a policy's source is in.
pub(super) fn file_of(name: &Name) -> String {
    format!("{name}.rego")
}

impl Services {
    /// Compiles, on behalf of `party`, and keeps what `put` makes of the policy that is `known`.
    pub(super) async fn policy_bundle(
        &self,
        party: &Party,
        name: &Name,
        known: Option<&ManagedPolicy>,
        put: &PutPolicy,
    ) -> Result<PolicyBundle, Error> {
        let stored = match known {
            Some(managed) if put.source.is_none() => self.policy_source(managed).await?,
            _ => None,
        };
        let source = put.source.clone().or(stored).ok_or_else(|| {
            Error::invalid("/source", "a new policy needs its source: one Rego module")
        })?;
        let query = put
            .query
            .clone()
            .or_else(|| known.map(|managed| managed.policy.query.clone()))
            .ok_or_else(|| {
                Error::invalid("/query", "a new policy needs its query, `data.tags.deny`")
            })?;
        if source.len() > MAX_SOURCE {
            return Err(Error::invalid(
                "/source",
                format!("a source has at most {} KiB", MAX_SOURCE >> 10),
            ));
        }
        let manifest = serde_json::json!({
            // The level is the policy's own, so that changing it changes no bundle.
            "policy": { name.as_str(): { "query": query, "enforcement_level": "advisory" } }
        });
        let bundle = Bytes::from(sandbox::pack([
            (MANIFEST.to_owned(), manifest.to_string().into_bytes()),
            (file_of(name), source.into_bytes()),
        ]));
        let ingested = self
            .sandbox()
            .ingest(bundle.clone(), SetOptions::default(), party)
            .await?;
        if !ingested.is_ready() {
            return Err(refusal(&ingested.problems));
        }
        let query = ingested
            .policies
            .into_iter()
            .next()
            .map_or(query, |policy| policy.query);
        let digest = self.keep(bundle).await?;
        Ok(PolicyBundle { digest, query })
    }

    /// The Rego of a policy.
    pub(super) async fn policy_source(
        &self,
        managed: &ManagedPolicy,
    ) -> Result<Option<String>, Error> {
        let Some(digest) = managed.digest else {
            return Ok(None);
        };
        let bundle = self.content(digest).await?;
        let read = self
            .unpacking(move || sandbox::read_bundle(&bundle))
            .await?;
        let files = read.map(|bundle| bundle.files).unwrap_or_default();
        Ok(files
            .into_iter()
            .find(|(path, _)| path != MANIFEST)
            .and_then(|(_, content)| String::from_utf8(content).ok()))
    }
}

/// Every problem at once, each with its place; beside the source, unless all are about the query.
fn refusal(problems: &[Problem]) -> Error {
    let errors: Vec<&Problem> = problems.iter().filter(|one| one.is_error()).collect();
    let is_about_query = |problem: &&Problem| problem.file.as_deref() == Some(MANIFEST);
    let pointer = if errors.iter().all(is_about_query) {
        "/query"
    } else {
        "/source"
    };
    let lines: Vec<String> = errors
        .into_iter()
        .map(|problem| match (problem.line, problem.column) {
            (Some(line), Some(column)) if !is_about_query(&problem) => {
                format!("line {line}, column {column}: {}", problem.message)
            }
            _ => problem.message.clone(),
        })
        .collect();
    Error::invalid(pointer, lines.join("; "))
}
