//! The policy sets in effect on a workspace, and why; the others folded, with the reason too.

use domain::{EffectivePolicySet, Permission};
use leptos::prelude::*;

use crate::frame::FrameData;
use crate::model::{Tone, count};
use crate::ui::{Badge, ButtonLink, Card, Cell, EmptyState, Table};

pub(super) fn policy_sets(all: &[EffectivePolicySet], frame: &FrameData) -> AnyView {
    let (inside, outside): (Vec<_>, Vec<_>) = all.iter().partition(|set| set.reason.applies());
    let others = (!outside.is_empty()).then(|| {
        let number = u32::try_from(outside.len()).unwrap_or(u32::MAX);
        let title = format!(
            "Not in effect: {}",
            count(number, "policy set", "policy sets")
        );
        let outside = table(&outside, "Policy sets not in effect", frame);
        view! {
            <details class="fold">
                <summary>{title}</summary>
                {outside}
            </details>
        }
        .into_any()
    });
    let inside = if inside.is_empty() {
        nothing_applies(frame)
    } else {
        let inside = table(&inside, "Policy sets in effect", frame);
        view! {
            <Card title="Policy sets in effect, and why" flush=true>
                {inside}
            </Card>
        }
        .into_any()
    };
    view! {
        {inside}
        {others}
    }
    .into_any()
}

fn nothing_applies(frame: &FrameData) -> AnyView {
    let list = frame.paths().below("policy-sets");
    let may_manage = frame.may(Permission::ManagePolicySets);
    view! {
        <EmptyState
            icon="policy-set"
            title="No policy set in effect"
            body="Every plan of this workspace passes with 0 policies applied."
            action=move || {
                may_manage.then(|| view! { <ButtonLink href=list>"See the policy sets"</ButtonLink> })
            }
        />
    }
    .into_any()
}

fn table(sets: &[&EffectivePolicySet], caption: &'static str, frame: &FrameData) -> AnyView {
    let rows: Vec<_> = sets.iter().map(|set| row(set, frame)).collect();
    view! {
        <Table caption=caption columns=vec!["Policy set", "Why", "Policies", "In force"]>
            {rows}
        </Table>
    }
    .into_any()
}

fn row(set: &EffectivePolicySet, frame: &FrameData) -> AnyView {
    let tone = if set.reason.applies() {
        Tone::Ok
    } else {
        Tone::Quiet
    };
    let paths = frame.paths();
    let in_force = match set.current_version {
        Some(number) => {
            let href = paths.version(&set.policy_set, number);
            view! { <a class="link" href=href>{format!("version {number}")}</a> }.into_any()
        }
        None if set.policy_count > 0 => "managed one by one".into_any(),
        None => "nothing".into_any(),
    };
    let (name, href) = (
        set.policy_set.to_string(),
        paths.policy_set(&set.policy_set),
    );
    let (reason, policies) = (set.reason.label(), set.policy_count);
    view! {
        <tr>
            <Cell>
                <a class="table__name" href=href>{name}</a>
            </Cell>
            <Cell label="Why">
                <Badge tone=tone icon="" text=reason />
            </Cell>
            <Cell label="Policies">
                <span class="num">{policies}</span>
            </Cell>
            <Cell label="In force">{in_force}</Cell>
        </tr>
    }
    .into_any()
}
