//! What of the audit log is shown.

use leptos::prelude::*;

use crate::model::percent_encode;
use crate::ui::{Button, TextInput};

/// The filters of the page's address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Filters {
    pub(super) actor: Option<String>,
    pub(super) action: Option<String>,
    pub(super) subject: Option<String>,
}

impl Filters {
    fn all(&self) -> [(&'static str, &'static str, &'static str, Option<&String>); 3] {
        [
            ("actor", "Who", "Who, as alice", self.actor.as_ref()),
            (
                "action",
                "Action",
                "Action, as policy_set",
                self.action.as_ref(),
            ),
            (
                "subject",
                "Id of the object",
                "Id, as polset-…",
                self.subject.as_ref(),
            ),
        ]
    }

    /// Whether everything is shown.
    pub(super) fn is_empty(&self) -> bool {
        self.all().iter().all(|(_, _, _, value)| value.is_none())
    }

    /// The filters as a query, `?actor=alice`; empty when there are none.
    pub(super) fn query(&self) -> String {
        let pairs: Vec<String> = self
            .all()
            .into_iter()
            .filter_map(|(name, _, _, value)| {
                value.map(|value| format!("{name}={}", percent_encode(value)))
            })
            .collect();
        if pairs.is_empty() {
            String::new()
        } else {
            format!("?{}", pairs.join("&"))
        }
    }

    /// The form that sets them.
    pub(super) fn form(&self, address: &str) -> AnyView {
        let inputs: Vec<_> = self
            .all()
            .into_iter()
            .map(|(name, label, example, value)| {
                view! {
                    <TextInput
                        id=name
                        name=name
                        kind="search"
                        value=value.cloned().unwrap_or_default()
                        placeholder=example
                        label=label
                    />
                }
                .into_any()
            })
            .collect();
        view! {
            <form class="filters" method="get" action=address.to_owned() role="search">
                {inputs}
                <Button icon="filter">"Filter"</Button>
            </form>
        }
        .into_any()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_survive_their_way_into_an_address() {
        let filters = Filters {
            actor: Some("a&b=c".to_owned()),
            action: None,
            subject: Some("x y".to_owned()),
        };
        assert_eq!(filters.query(), "?actor=a%26b%3Dc&subject=x%20y");
        assert_eq!(Filters::default().query(), "");
        assert!(Filters::default().is_empty() && !filters.is_empty());
    }

    #[test]
    fn a_hostile_filter_stays_text() {
        let filters = Filters {
            actor: Some("\"><script>".to_owned()),
            ..Filters::default()
        };
        let owner = Owner::new();
        let html = owner.with(|| filters.form("/orgs/acme/audit").to_html());
        assert!(!html.contains("<script>"), "{html}");
    }
}
