//! One entry of the audit log, as a sentence.

use domain::{AuditEntry, AuditSubject};
use leptos::prelude::*;

use crate::frame::FrameData;
use crate::model::{Paths, percent_encode};
use crate::ui::{Cell, RelativeTime};

/// A row of the log.
pub(super) fn row(entry: AuditEntry, frame: &FrameData) -> AnyView {
    let now = frame.now();
    let phrase = phrase(&entry.action, &entry.subject.kind);
    let name = if entry.subject.name.is_empty() {
        &entry.subject.id
    } else {
        &entry.subject.name
    };
    let object = match address(&entry.subject, &frame.paths()) {
        Some(href) => view! { <a class="link" href=href>{name.clone()}</a> }.into_any(),
        None => view! { <strong>{name.clone()}</strong> }.into_any(),
    };
    let came = match entry.address {
        Some(address) => format!("{} · {address}", via(&entry.via)),
        None => via(&entry.via),
    };
    view! {
        <tr class="audit-row">
            <Cell>
                {phrase} " " {object}
                {entry.detail.map(|detail| view! { <small class="table__sub">{detail}</small> }.into_any())}
            </Cell>
            <Cell label="Who">
                <span class="nowrap">{entry.actor}</span> <small class="table__sub">{came}</small>
            </Cell>
            <Cell label="Request">
                <span class="mono faint audit-row__request">
                    {entry.request_id.unwrap_or_default()}
                </span>
            </Cell>
            <Cell label="When" end=true>
                <RelativeTime at=entry.at now=now />
            </Cell>
        </tr>
    }
    .into_any()
}

/// How they came, in words.
fn via(via: &str) -> String {
    match via {
        "session" => "in the browser".to_owned(),
        "token" => "with a token".to_owned(),
        "setup" => "at set-up".to_owned(),
        "worker" => "by itself".to_owned(),
        "system" => "at the server".to_owned(),
        other => other.to_owned(),
    }
}

/// What was done, up to the name of what it was done to: `policy_set.create` as "Created policy
/// set". An action that is not known here is shown as it is.
fn phrase(action: &str, kind: &str) -> String {
    let noun = kind.replace('_', " ");
    let known = match action {
        "policy_set_version.create" => "Uploaded a version of",
        "policy_check.finish" => "Finished the policy check of",
        "policy_check.override" => "Overrode the policy check of",
        "policy_check.give_up" => "Gave up the policy check of",
        "run.create" => "Sent a plan of",
        "run.cancel" => "Canceled a run of",
        "run.confirm" => "Confirmed a run of",
        "run.discard" => "Discarded a run of",
        "member.invite" => "Invited",
        "member.remove" => "Removed",
        "member.change_role" => "Changed the role of",
        "invitation.accept" => "Accepted the invitation of",
        _ => match action.rsplit_once('.').map(|(_, verb)| verb) {
            Some("create") => return format!("Created {noun}"),
            Some("update") => return format!("Changed {noun}"),
            Some("delete") => return format!("Deleted {noun}"),
            _ => return format!("{action}:"),
        },
    };
    known.to_owned()
}

/// The page of a subject, when it has one.
fn address(subject: &AuditSubject, paths: &Paths) -> Option<String> {
    match subject.kind.as_str() {
        "organization" => Some(paths.below("settings/general")),
        "workspace" => Some(paths.workspace(&subject.name)),
        "policy" => Some(paths.policy(&subject.name)),
        "policy_set" => Some(paths.policy_set(&subject.name)),
        "policy_check" => Some(paths.below(&format!("checks/{}", percent_encode(&subject.id)))),
        "run" => Some(paths.below(&format!("runs/{}", percent_encode(&subject.id)))),
        "project" => Some(paths.below("settings/projects")),
        "membership" | "invitation" => Some(paths.below("settings/members")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_become_sentences_and_unknown_ones_stay_visible() {
        assert_eq!(
            phrase("policy_set.create", "policy_set"),
            "Created policy set"
        );
        assert_eq!(
            phrase("policy_check.override", "policy_check"),
            "Overrode the policy check of"
        );
        assert_eq!(phrase("robot.dance", "robot"), "robot.dance:");
    }

    #[test]
    fn subjects_link_to_their_pages_and_hostile_ids_are_encoded() {
        let subject = |kind: &str, id: &str| AuditSubject {
            kind: kind.to_owned(),
            id: id.to_owned(),
            name: "base".to_owned(),
        };
        let paths = Paths::of("acme");
        let to = |kind, id| address(&subject(kind, id), &paths);
        assert_eq!(
            to("policy_set", "x").unwrap(),
            "/orgs/acme/policy-sets/base"
        );
        assert_eq!(
            to("run", "run-1/../x").unwrap(),
            "/orgs/acme/runs/run-1%2F..%2Fx"
        );
        assert_eq!(
            to("policy_check", "polchk-1").unwrap(),
            "/orgs/acme/checks/polchk-1"
        );
        assert_eq!(to("user", "u"), None);
    }
}
