//! One policy that is managed on its own.

mod form;
mod list;

use domain::{ManagedPolicy, Permission};
use leptos::prelude::*;

use super::address::use_param;
use super::level_badge::LevelBadge;
use crate::frame::{FrameData, use_organization};
use crate::model::Paths;
use crate::server_functions::policies::{GetPolicy, PolicyView};
use crate::ui::{
    Breadcrumbs, ButtonLink, Card, Code, CodeView, Crumb, EmptyState, Fact, Facts, PageHead,
    RelativeTime, loaded, page_data,
};

pub(crate) use form::{PolicyEditPage, PolicyNewPage};
pub(crate) use list::PolicyListPage;

/// The page of a policy.
#[component]
pub(crate) fn PolicyPage() -> impl IntoView {
    let organization = use_organization();
    let name = use_param("policy");
    let view = page_data(move || GetPolicy {
        organization: organization.get(),
        policy: name.get(),
    });
    loaded(view, |view, frame| policy(view, &frame))
}

fn policy(view: PolicyView, frame: &FrameData) -> AnyView {
    let paths = frame.paths();
    let PolicyView { managed, source } = view;
    let name = managed.policy.name.clone();
    let edit = format!("{}/edit", paths.policy(&name));
    let may_change = frame.may(Permission::ManagePolicySets);
    let file = managed.policy.file.clone().unwrap_or_default();
    view! {
        <Breadcrumbs items=vec![
            Crumb::link("Policy sets", paths.below("policy-sets")),
            Crumb::link("Policies", paths.below("policies")),
            Crumb::here(name.clone()),
        ] />
        <PageHead
            title=name
            actions=move || {
                may_change.then(|| view! { <ButtonLink href=edit icon="edit">"Edit"</ButtonLink> })
            }
        />
        {managed.policy.description.clone().map(|text| view! { <p class="lead">{text}</p> }.into_any())}
        <div class="stack">
            {facts(&managed, frame)}
            {match source {
                Some(text) => {
                    view! {
                        <Card flush=true>
                            <CodeView label=file text=text />
                        </Card>
                    }
                        .into_any()
                }
                None => nothing_written(),
            }}
        </div>
    }
    .into_any()
}

fn facts(managed: &ManagedPolicy, frame: &FrameData) -> AnyView {
    let (level, query) = (managed.policy.level, managed.policy.query.clone());
    let (changed, now) = (managed.updated_at, frame.now());
    let sets = sets_of(managed, &frame.paths());
    view! {
        <Card>
            <Facts>
                <Fact label="Level">
                    <LevelBadge level=level overridable=None />
                </Fact>
                <Fact label="Query">
                    <Code text=query />
                </Fact>
                <Fact label="Policy sets">{sets}</Fact>
                <Fact label="Changed">
                    <RelativeTime at=changed now=now />
                </Fact>
            </Facts>
        </Card>
    }
    .into_any()
}

/// The sets that a policy is in, each a link; a policy in none says that nothing uses it.
fn sets_of(managed: &ManagedPolicy, paths: &Paths) -> AnyView {
    if managed.policy_sets.is_empty() {
        return view! { <span class="muted">"in none: no plan is checked against it"</span> }
            .into_any();
    }
    let last = managed.policy_sets.len() - 1;
    let links: Vec<_> = managed
        .policy_sets
        .iter()
        .enumerate()
        .map(|(index, set)| {
            let href = paths.policy_set(set);
            let comma = if index == last { "" } else { ", " };
            view! {
                <a class="link" href=href>
                    {set.to_string()}
                </a>
                {comma}
            }
            .into_any()
        })
        .collect();
    links.into_any()
}

fn nothing_written() -> AnyView {
    view! {
        <EmptyState
            icon="file-code"
            title="No Rego yet"
            body="Until it is written, every check with this policy is errored."
        />
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::super::samples::{self, HOSTILE, render};
    use super::*;

    #[test]
    fn its_source_is_text_with_an_anchor_for_each_line() {
        let mut view = samples::policy_view();
        view.source = Some(format!("package a\n{HOSTILE}"));
        let html = render(|| policy(view, &samples::owner()));
        assert!(
            html.contains("id=\"L2\"") && html.contains("&lt;script&gt;"),
            "{html}"
        );
        assert!(html.contains("/orgs/acme/policies/tagged/edit"), "{html}");
        assert!(html.contains("/orgs/acme/policy-sets/baseline"), "{html}");
    }

    #[test]
    fn a_reader_sees_no_button_and_a_policy_in_no_set_says_so() {
        let mut view = samples::policy_view();
        view.managed.policy_sets.clear();
        let html = render(|| policy(view, &samples::reader()));
        assert!(!html.contains("/edit"), "{html}");
        assert!(html.contains("no plan is checked against it"), "{html}");
    }
}
