//! The resources of a plan. Each is an anchor that messages of policies link to.

use domain::ResourceChange;
use leptos::prelude::*;

use crate::model::{Action, by_action, count};
use crate::ui::{Badge, Icon};

/// The resources that a plan touches, worst first, and those that it leaves alone, folded.
#[component]
pub(super) fn Resources(
    /// All of them.
    changes: Vec<ResourceChange>,
) -> impl IntoView {
    let (touched, untouched) = by_action(changes);
    let touched: Vec<_> = touched.into_iter().map(row).collect();
    let number = u32::try_from(untouched.len()).unwrap_or(u32::MAX);
    let untouched: Vec<_> = untouched.into_iter().map(row).collect();
    let rest = (number > 0).then(|| {
        view! {
            <details class="resources__rest">
                <summary>
                    <Icon name="chevron-right" />
                    <span>
                        {count(number, "resource that it reads or leaves alone", "resources that it reads or leaves alone")}
                    </span>
                </summary>
                <ul class="resources">{untouched}</ul>
            </details>
        }
            .into_any()
    });
    let nothing = touched.is_empty().then(|| {
        view! { <p class="card__note muted">"The plan changes no resource."</p> }.into_any()
    });
    view! {
        {nothing}
        {(!touched.is_empty()).then(|| view! { <ul class="resources">{touched}</ul> }.into_any())}
        {rest}
    }
    .into_any()
}

fn row((action, change): (Action, ResourceChange)) -> AnyView {
    let id = change.address.clone();
    view! {
        <li class="resource" id=id>
            <span class="resource__action">
                <Badge tone=action.tone() icon=action.icon() text=action.word() />
            </span>
            <code class="resource__address">{change.address}</code>
        </li>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::html;

    fn change(address: &str, action: &str) -> ResourceChange {
        ResourceChange {
            address: address.to_owned(),
            kind: "aws_x".to_owned(),
            actions: vec![action.to_owned()],
        }
    }

    #[test]
    fn a_resource_is_an_anchor_by_its_address_and_untouched_ones_are_folded() {
        let changes = vec![
            change("aws_x.a[\"k\"]", "create"),
            change("aws_x.b", "no-op"),
        ];
        let html = html(|| view! { <Resources changes /> }.into_any());
        assert!(html.contains("id=\"aws_x.a[&quot;k&quot;]\""), "{html}");
        let fold = html.find("<details").unwrap();
        assert!(html[fold..].contains("aws_x.b") && !html[..fold].contains("aws_x.b"));
        assert!(html.contains("1 resource that it reads or leaves alone"));
    }

    #[test]
    fn a_plan_that_changes_nothing_says_so() {
        let html = html(|| view! { <Resources changes=Vec::new() /> }.into_any());
        assert!(html.contains("changes no resource"));
    }
}
