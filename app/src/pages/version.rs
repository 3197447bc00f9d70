//! One version of a policy set: how far it came, everything that is wrong with it, its policies
//! and files.

mod ingest;
mod problems;
mod steps;

use domain::{PolicySetVersion, SourceFile, VersionSource, VersionStatus};
use leptos::prelude::*;

use super::address::use_param;
use super::policy_set::policy_table;
use crate::frame::{FrameData, use_organization};
use crate::model::{Paths, Tone, bytes, count};
use crate::server_functions::versions::{GetVersion, VersionView};
use crate::ui::{
    Badge, Breadcrumbs, ButtonLink, Card, Cell, CopyField, Crumb, Fact, Facts, PageHead,
    RelativeTime, Table, loaded, page_data,
};

pub(super) use problems::problem_list;

/// The page of a version.
#[component]
pub(crate) fn VersionPage() -> impl IntoView {
    let organization = use_organization();
    let set = use_param("set");
    let number = use_param("version");
    let view = page_data(move || GetVersion {
        organization: organization.get(),
        policy_set: set.get(),
        // A version that is no number is version 0, which does not exist.
        number: number.read().parse().unwrap_or(0),
    });
    loaded(view, move |view, frame| {
        version(&view, &set.get_untracked(), &frame)
    })
}

fn version(view: &VersionView, set: &str, frame: &FrameData) -> AnyView {
    let paths = frame.paths();
    let number = view.version.number;
    let bundle = format!("/download{}/bundle.tar.gz", paths.version(set, number));
    let has_bundle = view.version.digest.is_some();
    view! {
        <Breadcrumbs items=vec![
            Crumb::link("Policy sets", paths.below("policy-sets")),
            Crumb::link(set, paths.policy_set(set)),
            Crumb::link("Versions", format!("{}?tab=versions", paths.policy_set(set))),
            Crumb::here(number.to_string()),
        ] />
        <PageHead
            title=format!("Version {number}")
            aside=set.to_owned()
            document_title=format!("Version {number} of {set}")
            actions=move || {
                has_bundle
                    .then(|| {
                        view! {
                            <ButtonLink href=bundle external=true icon="download">
                                "Bundle"
                            </ButtonLink>
                        }
                    })
            }
        />
        {ingest::banner(view)}
        <div class="cols">
            <div class="stack">
                {problem_list(&view.version.problems, &view.files, set, number, &paths)}
                {tests(&view.tests_html)} {policies(&view.version, set, &paths)} {files(&view.files, set, number, &paths)}
            </div>
            <aside class="stack">{steps::checklist(view)} {facts(view, frame)}</aside>
        </div>
    }
    .into_any()
}

/// Where a version stands, as a word in a tone.
pub(super) fn status_badge(version: &PolicySetVersion) -> AnyView {
    let (tone, text) = match version.status {
        VersionStatus::Pending => (Tone::Run, "waits for its bundle".to_owned()),
        VersionStatus::Ingressing => (Tone::Run, "being read".to_owned()),
        VersionStatus::Ready if version.held.is_some() => (Tone::Warn, "held back".to_owned()),
        VersionStatus::Ready => (Tone::Ok, "ready".to_owned()),
        VersionStatus::Errored => {
            let errors = version
                .problems
                .iter()
                .filter(|problem| problem.is_error())
                .count();
            let errors = u32::try_from(errors).unwrap_or(u32::MAX);
            (Tone::Bad, count(errors.max(1), "problem", "problems"))
        }
    };
    view! { <Badge tone=tone text=text /> }.into_any()
}

/// What became of the tests. The server renders it: nothing in it is alive, and long reports would
/// have to be read twice.
fn tests(html: &str) -> Option<AnyView> {
    let html = html.to_owned();
    (!html.is_empty()).then(|| view! { <div class="stack" inner_html=html></div> }.into_any())
}

fn policies(version: &PolicySetVersion, set: &str, paths: &Paths) -> Option<AnyView> {
    (!version.policies.is_empty()).then(|| {
        let number = version.number;
        view! {
            <h2 class="section-title">"Policies"</h2>
            // The switch of the set is not the version's affair: levels are shown as written.
            {policy_table(
                &version.policies,
                None,
                |file| paths.source(set, number, file, None),
            )}
        }
        .into_any()
    })
}

fn files(files: &[SourceFile], set: &str, number: u32, paths: &Paths) -> Option<AnyView> {
    if files.is_empty() {
        return None;
    }
    let rows: Vec<_> = files
        .iter()
        .map(|file| {
            let href = paths.source(set, number, &file.path, None);
            let (path, size) = (file.path.clone(), bytes(file.size));
            view! {
                <tr>
                    <Cell>
                        <a class="table__name mono" href=href>
                            {path}
                        </a>
                    </Cell>
                    <Cell label="Size" end=true>
                        <span class="num">{size}</span>
                    </Cell>
                </tr>
            }
            .into_any()
        })
        .collect();
    Some(
        view! {
            <h2 class="section-title">"Files"</h2>
            <Card flush=true>
                <Table caption="Files" columns=vec!["Path", "Size"]>
                    {rows}
                </Table>
            </Card>
        }
        .into_any(),
    )
}

fn facts(view: &VersionView, frame: &FrameData) -> AnyView {
    let version = &view.version;
    let digest = version.digest.map(|digest| {
        view! {
            <Fact label="Digest">
                <CopyField value=digest.to_string() label="the digest" />
            </Fact>
        }
    });
    let size = version
        .size
        .map(|size| view! { <Fact label="Size">{bytes(size)}</Fact> });
    let through = match version.source {
        VersionSource::Api => "the API or the command line",
        VersionSource::Ui => "the browser",
        VersionSource::TfeApi => "the TFE API",
    };
    let rego = Some(view.rego.clone())
        .filter(|rego| !rego.is_empty())
        .map(|rego| view! { <Fact label="Rego">{rego}</Fact> });
    let (by, id) = (version.created_by.clone(), version.id.to_string());
    let (at, now) = (version.created_at, frame.now());
    view! {
        <Card>
            <Facts>
                <Fact label="Uploaded by">{by}</Fact>
                <Fact label="When">
                    <RelativeTime at=at now=now />
                </Fact>
                <Fact label="Through">{through}</Fact>
                {rego}
                {size}
                {digest}
                <Fact label="Id">
                    <CopyField value=id label="the id" />
                </Fact>
            </Facts>
        </Card>
    }
    .into_any()
}
