//! The versions of a policy set, newest first.

use domain::PolicySetVersion;
use leptos::prelude::*;

use crate::frame::FrameData;
use crate::model::{Tone, shorten};
use crate::pages::version::status_badge;
use crate::server_functions::policy_sets::PolicySetView;
use crate::ui::{Badge, Card, Cell, EmptyState, Pagination, RelativeTime, Table};

pub(super) fn versions(view: &PolicySetView, frame: &FrameData, is_first: bool) -> AnyView {
    if view.versions.items.is_empty() {
        return view! {
            <EmptyState
                icon="history"
                title="No version yet"
                body="Each upload becomes a version and stays. The newest one that compiles is in force."
            />
        }
        .into_any();
    }
    let rows: Vec<_> = view
        .versions
        .items
        .iter()
        .map(|version| row(view, version, frame))
        .collect();
    let base = format!("{}?tab=versions", frame.paths().policy_set(&view.set.name));
    view! {
        <Card flush=true>
            <Table
                caption="Versions"
                columns=vec!["Version", "State", "Policies", "Digest", "Uploaded by", "When"]
            >
                {rows}
            </Table>
        </Card>
        <Pagination label="Versions" base=base is_first=is_first next=view.versions.next.clone() />
    }
    .into_any()
}

fn row(view: &PolicySetView, version: &PolicySetVersion, frame: &FrameData) -> AnyView {
    let href = frame.paths().version(&view.set.name, version.number);
    let digest = version.digest.map(|digest| {
        view! {
            <code class="code" title=digest.to_string()>
                {shorten(&digest.hex(), 13)}
            </code>
        }
        .into_any()
    });
    let in_force = version
        .is_current
        .then(|| view! { <Badge tone=Tone::Ok icon="check" text="in force" /> });
    let state = status_badge(version);
    let (number, policies) = (version.number, version.policies.len());
    let (by, at, now) = (version.created_by.clone(), version.created_at, frame.now());
    view! {
        <tr>
            <Cell>
                <a class="table__name" href=href>{format!("Version {number}")}</a>
                " "
                {in_force}
            </Cell>
            <Cell label="State">{state}</Cell>
            <Cell label="Policies">
                <span class="num">{policies}</span>
            </Cell>
            <Cell label="Digest">{digest}</Cell>
            <Cell label="Uploaded by">{by}</Cell>
            <Cell label="When" end=true>
                <RelativeTime at=at now=now />
            </Cell>
        </tr>
    }
    .into_any()
}
