//! Uploads by a form: a bundle, a plan. Plain axum, because a server function would hold the file in
//! memory twice and could not show progress.

use axum::Extension;
use axum::extract::{Multipart, State};
use axum::response::Response;
use axum_extra::extract::cookie::CookieJar;
use bytes::{Bytes, BytesMut};
use domain::{Name, VersionSource};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use service::SubmitRun;

use super::answer::{done, refused};
use super::visitor::Visitor;
use crate::api::v1::{MAX_BUNDLE_BYTES, Path};
use crate::http::error::ErrorAnswer;
use crate::state::AppState;

/// The largest field that is no file.
const MAX_TEXT_BYTES: u64 = 64 << 10;

/// How much of a form that is too large is still read: a browser that is cut off while it sends
/// shows its own error page instead of ours.
const DRAIN_BYTES: u64 = 256 << 20;

#[derive(Deserialize)]
pub(super) struct PolicySetAddress {
    organization: Name,
    policy_set: Name,
}

#[derive(Deserialize)]
pub(super) struct WorkspaceAddress {
    organization: Name,
    workspace: Name,
}

/// `POST /upload/orgs/{organization}/policy-sets/{policy_set}/versions`, field `bundle`
pub(super) async fn version(
    State(state): State<AppState>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
    jar: CookieJar,
    Path(at): Path<PolicySetAddress>,
    form: Multipart,
) -> Response {
    let page = format!(
        "/orgs/{}/policy-sets/{}/versions",
        at.organization, at.policy_set
    );
    let uploaded = async {
        let caller = visitor.signed_in()?;
        let fields = Fields::read(form, "bundle", MAX_BUNDLE_BYTES).await?;
        let bundle = fields.file("choose a bundle: a .tar.gz with a policies.hcl in it")?;
        let version = state
            .services
            .upload_version(
                caller,
                &at.organization,
                &at.policy_set,
                VersionSource::Ui,
                bundle,
            )
            .await?;
        Ok::<_, ErrorAnswer>(version.number)
    };
    match uploaded.await {
        // Also of an errored version: that page lists its problems.
        Ok(number) => done(&headers, jar, &format!("{page}/{number}")),
        Err(error) => refused(&state, &headers, jar, &format!("{page}/new"), error),
    }
}

/// `POST /upload/orgs/{organization}/workspaces/{workspace}/runs`, fields `plan` and `message`
pub(super) async fn run(
    State(state): State<AppState>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
    jar: CookieJar,
    Path(at): Path<WorkspaceAddress>,
    form: Multipart,
) -> Response {
    let submitted = async {
        let caller = visitor.signed_in()?;
        let mut fields = Fields::read(form, "plan", state.max_plan_bytes).await?;
        let submit = SubmitRun {
            plan: fields.file("choose a plan: the output of `terraform show -json`")?,
            message: fields.message.take(),
            source: Some("ui".to_owned()),
            commit: None,
            branch: None,
            dry: false,
            create: false,
        };
        let run = state
            .services
            .submit_run(caller, &at.organization, &at.workspace, submit)
            .await?;
        Ok::<_, ErrorAnswer>(run.id)
    };
    match submitted.await {
        Ok(run) => done(
            &headers,
            jar,
            &format!("/orgs/{}/runs/{run}", at.organization),
        ),
        Err(error) => {
            let form = format!(
                "/orgs/{}/workspaces/{}/runs/new",
                at.organization, at.workspace
            );
            refused(&state, &headers, jar, &form, error)
        }
    }
}

/// The fields of an upload form.
#[derive(Debug, Default)]
struct Fields {
    file: Option<Bytes>,
    message: Option<String>,
}

impl Fields {
    /// Reads all fields; the file is the one called `noun`, at most `limit` bytes.
    async fn read(mut form: Multipart, noun: &str, limit: u64) -> Result<Self, ErrorAnswer> {
        let mut fields = Self::default();
        let mut refusal = None;
        let mut total = 0u64;
        while let Some(mut field) = form.next_field().await.map_err(|error| malformed(&error))? {
            let name = field.name().unwrap_or_default().to_owned();
            let limit = if name == noun { limit } else { MAX_TEXT_BYTES };
            let mut read = BytesMut::new();
            while let Some(chunk) = field.chunk().await.map_err(|error| malformed(&error))? {
                total += chunk.len() as u64;
                if total > DRAIN_BYTES {
                    return Err(too_large(noun, limit));
                }
                if refusal.is_none() && (read.len() + chunk.len()) as u64 > limit {
                    refusal = Some(too_large(&name, limit));
                    read = BytesMut::new();
                }
                if refusal.is_none() {
                    read.extend_from_slice(&chunk);
                }
            }
            if name == noun {
                fields.file = Some(read.freeze());
            } else if name == "message" {
                let text = String::from_utf8_lossy(&read).trim().to_owned();
                fields.message = (!text.is_empty()).then_some(text);
            }
        }
        refusal.map_or(Ok(fields), Err)
    }

    fn file(&self, what_to_do: &str) -> Result<Bytes, ErrorAnswer> {
        self.file
            .clone()
            .filter(|file| !file.is_empty())
            .ok_or_else(|| {
                ErrorAnswer::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", what_to_do)
            })
    }
}

fn malformed(error: &axum::extract::multipart::MultipartError) -> ErrorAnswer {
    ErrorAnswer::new(
        StatusCode::BAD_REQUEST,
        "malformed_form",
        format!("the form cannot be read: {}", error.body_text()),
    )
}

fn too_large(noun: &str, limit: u64) -> ErrorAnswer {
    if limit >= 1 << 20 {
        return service::Error::too_large(noun, limit).into();
    }
    let noun: String = noun.chars().take(40).collect();
    service::Error::too_large(&format!("field {noun}"), limit).into()
}
