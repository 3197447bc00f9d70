//! The sentence above a version.

use domain::VersionStatus;
use leptos::prelude::*;

use crate::model::{Tone, sentence};
use crate::server_functions::versions::VersionView;
use crate::ui::Callout;

fn held(why: &str, current: Option<u32>) -> String {
    let why = sentence(why);
    let stays = current.map_or_else(
        || "Nothing is in force.".to_owned(),
        |number| format!("Version {number} is in force."),
    );
    format!("{why} The policy set requires tests that pass: mend them and upload again. {stays}")
}

/// What became of the version, and what that means for the checks to come.
pub(super) fn banner(view: &VersionView) -> AnyView {
    let version = &view.version;
    let (tone, title, body) = match version.status {
        VersionStatus::Pending => (
            Tone::Run,
            "Waiting for its bundle",
            "Whoever created this version has not uploaded its bundle yet.".to_owned(),
        ),
        VersionStatus::Ingressing => (
            Tone::Run,
            "Being read",
            "The bundle is being read and compiled. Load this page again in a moment.".to_owned(),
        ),
        VersionStatus::Ready if version.is_current => (
            Tone::Ok,
            "In force",
            "Plans in the scope of its policy set are checked against it.".to_owned(),
        ),
        VersionStatus::Ready if version.held.is_some() => (
            Tone::Warn,
            "Held back",
            held(version.held.as_deref().unwrap_or_default(), view.current_version),
        ),
        VersionStatus::Ready => (
            Tone::Quiet,
            "Not in force any more",
            view.current_version.map_or_else(
                || "It compiled and is kept.".to_owned(),
                |number| format!("It compiled and is kept; version {number} is in force."),
            ),
        ),
        VersionStatus::Errored => (
            Tone::Bad,
            "Rejected",
            view.current_version.map_or_else(
                || "Mend what is listed below and upload again. Nothing is in force.".to_owned(),
                |number| {
                    format!("Mend what is listed below and upload again. Version {number} stays in force.")
                },
            ),
        ),
    };
    view! { <Callout tone=tone title=title>{body}</Callout> }.into_any()
}
