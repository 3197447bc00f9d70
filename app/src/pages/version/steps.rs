//! How far a version came, as a checklist.

use domain::{PolicySetVersion, VersionStatus};
use leptos::prelude::*;

use crate::model::{Tone, bytes, count};
use crate::server_functions::versions::{Tested, VersionView};
use crate::ui::{Card, Icon};

/// How one step of the way went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Went {
    Well,
    Wrong,
    /// Not reached, or not yet.
    NotYet,
}

/// One step: how it went, what it is, what there is to say about it.
type Step = (Went, &'static str, String);

const MANIFESTS: [&str; 3] = ["policies.hcl", "policies.json", "scalr-policy.hcl"];

/// The checklist of the page.
pub(super) fn checklist(view: &VersionView) -> AnyView {
    let tests = tests(view.tested, view.tests.clone());
    let mut steps = steps(&view.version, view.files.len(), view.current_version);
    steps.insert(steps.len() - 1, tests);
    let items: Vec<_> = steps
        .into_iter()
        .map(|(went, label, detail)| {
            let (tone, icon, word) = match went {
                Went::Well => (Tone::Ok, "passed", "done"),
                Went::Wrong => (Tone::Bad, "failed", "failed"),
                Went::NotYet => (Tone::Quiet, "circle", "not reached"),
            };
            view! {
                <li class="ingest__step" data-tone=tone.as_str()>
                    <Icon name=icon label=word />
                    <span>
                        <strong>{label}</strong>
                        <small>{detail}</small>
                    </span>
                </li>
            }
            .into_any()
        })
        .collect();
    view! {
        <Card title="Ingest">
            <ol class="ingest">{items}</ol>
        </Card>
    }
    .into_any()
}

/// The steps from the upload to being in force. What failed is told by what the version knows: a
/// manifest gives it a shape, a readable bundle gives it files.
fn steps(version: &PolicySetVersion, files: usize, current: Option<u32>) -> Vec<Step> {
    let is_ready = version.status == VersionStatus::Ready;
    let is_errored = version.status == VersionStatus::Errored;
    let went = |well: bool| match (well, is_errored) {
        (true, _) => Went::Well,
        (false, true) => Went::Wrong,
        (false, false) => Went::NotYet,
    };
    let after = |before: Went, step: Went| {
        if before == Went::Well {
            step
        } else {
            Went::NotYet
        }
    };

    let received = if version.digest.is_some() {
        Went::Well
    } else {
        went(is_ready)
    };
    let is_read = files > 0 || version.shape.is_some() || is_ready;
    let read = after(received, went(is_read));
    let manifest = after(
        read,
        went(version.shape.is_some() && !has_errors(version, true)),
    );
    let compiled = match manifest {
        Went::Wrong if has_errors(version, false) => Went::Wrong,
        manifest => after(manifest, went(is_ready)),
    };
    let number = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    vec![
        (
            received,
            "Received",
            version.size.map(bytes).unwrap_or_default(),
        ),
        (
            read,
            "Unpacked",
            match files {
                0 => String::new(),
                files => count(number(files), "file", "files"),
            },
        ),
        (
            manifest,
            "Manifest read",
            match version.policies.len() {
                0 => String::new(),
                policies => count(number(policies), "policy", "policies"),
            },
        ),
        (compiled, "Compiled", String::new()),
        in_force(version, current),
    ]
}

fn tests(tested: Tested, detail: String) -> Step {
    let went = match tested {
        Tested::Well => Went::Well,
        Tested::Badly => Went::Wrong,
        Tested::Not => Went::NotYet,
    };
    (went, "Tested", detail)
}

fn in_force(version: &PolicySetVersion, current: Option<u32>) -> Step {
    let detail = match current {
        _ if version.is_current => String::new(),
        _ if version.held.is_some() => "held back by its tests".to_owned(),
        Some(number) => format!("version {number} is"),
        None => "nothing is".to_owned(),
    };
    (
        if version.is_current {
            Went::Well
        } else {
            Went::NotYet
        },
        "In force",
        detail,
    )
}

/// Whether there are errors in the manifest, or in any other file.
fn has_errors(version: &PolicySetVersion, in_manifest: bool) -> bool {
    version
        .problems
        .iter()
        .filter(|problem| problem.is_error())
        .any(|problem| {
            let named = problem
                .file
                .as_deref()
                .is_some_and(|file| MANIFESTS.contains(&file.rsplit('/').next().unwrap_or(file)));
            named == in_manifest && problem.file.is_some()
        })
}

#[cfg(test)]
mod tests {
    use domain::{Digest, InputShape, PolicySetVersionId, Problem, Timestamp, VersionSource};

    use super::*;

    fn version(status: VersionStatus) -> PolicySetVersion {
        PolicySetVersion {
            id: PolicySetVersionId::from_bare("000000000000000a").unwrap(),
            number: 3,
            status,
            source: VersionSource::Ui,
            digest: Some(Digest::from_bytes([7; 32])),
            size: Some(1_000),
            shape: None,
            dialect: None,
            rego_files: None,
            problems: Vec::new(),
            tests: None,
            held: None,
            policies: Vec::new(),
            created_by: "alice".to_owned(),
            created_at: Timestamp::from_unix_micros(0).unwrap(),
            ingested_at: None,
            is_current: false,
        }
    }

    fn went(version: &PolicySetVersion, files: usize) -> Vec<Went> {
        steps(version, files, None)
            .into_iter()
            .map(|(went, ..)| went)
            .collect()
    }

    #[test]
    fn a_version_in_force_passed_every_step() {
        let version = PolicySetVersion {
            shape: Some(InputShape::Tfe),
            is_current: true,
            ..version(VersionStatus::Ready)
        };
        assert!(went(&version, 4).iter().all(|went| *went == Went::Well));
    }

    #[test]
    fn a_bundle_that_is_not_gzip_stops_at_unpacking() {
        let version = version(VersionStatus::Errored);
        let expected = [
            Went::Well,
            Went::Wrong,
            Went::NotYet,
            Went::NotYet,
            Went::NotYet,
        ];
        assert_eq!(went(&version, 0), expected);
    }

    #[test]
    fn a_bundle_without_a_manifest_stops_there() {
        let version = version(VersionStatus::Errored);
        assert_eq!(
            went(&version, 2)[1..4],
            [Went::Well, Went::Wrong, Went::NotYet]
        );
    }

    #[test]
    fn rego_that_does_not_parse_stops_at_compiling() {
        let version = PolicySetVersion {
            shape: Some(InputShape::Tfe),
            problems: vec![Problem::in_file("lib/a.rego", "no").at(1, 1)],
            ..version(VersionStatus::Errored)
        };
        assert_eq!(
            went(&version, 2)[1..4],
            [Went::Well, Went::Well, Went::Wrong]
        );
    }

    #[test]
    fn problems_in_manifest_and_rego_are_both_marked() {
        let version = PolicySetVersion {
            shape: Some(InputShape::Tfe),
            problems: vec![
                Problem::in_file("policies.hcl", "no"),
                Problem::in_file("a.rego", "no"),
            ],
            ..version(VersionStatus::Errored)
        };
        assert_eq!(went(&version, 2)[2..4], [Went::Wrong, Went::Wrong]);
    }

    #[test]
    fn a_version_without_a_bundle_waits_and_nothing_failed() {
        let version = PolicySetVersion {
            digest: None,
            ..version(VersionStatus::Pending)
        };
        assert!(went(&version, 0).iter().all(|went| *went == Went::NotYet));
    }
}
