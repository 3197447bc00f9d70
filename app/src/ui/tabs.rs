//! Tabs, which are links.

use leptos::prelude::*;

use super::Icon;

/// One tab.
#[derive(Debug, Clone)]
pub(crate) struct Tab {
    label: String,
    href: String,
    count: Option<String>,
    is_current: bool,
    is_external: bool,
    is_download: bool,
}

impl Tab {
    /// A tab and the address of its page.
    pub(crate) fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            href: href.into(),
            count: None,
            is_current: false,
            is_external: false,
            is_download: false,
        }
    }

    /// The same with a number beside its label.
    #[must_use]
    pub(crate) fn count(mut self, count: impl ToString) -> Self {
        self.count = Some(count.to_string());
        self
    }

    /// The same, current when `is_current`.
    #[must_use]
    pub(crate) fn current(mut self, is_current: bool) -> Self {
        self.is_current = is_current;
        self
    }

    /// The same, loading its page anew.
    #[must_use]
    pub(crate) fn external(mut self) -> Self {
        self.is_external = true;
        self
    }

    /// The same, as a file to keep, which it shows.
    #[must_use]
    pub(crate) fn download(mut self) -> Self {
        self.is_download = true;
        self.external()
    }
}

/// Tabs. They are links, so that each has an address and works without JavaScript.
#[component]
pub(crate) fn Tabs(
    /// What they divide, for screen readers.
    label: &'static str,
    /// The tabs.
    items: Vec<Tab>,
) -> impl IntoView {
    let items: Vec<_> = items
        .into_iter()
        .map(|tab| {
            view! {
                <a
                    href=tab.href
                    aria-current=tab.is_current.then_some("page")
                    rel=tab.is_external.then_some("external")
                >
                    {tab.is_download.then(|| view! { <Icon name="download" /> }.into_any())}
                    {tab.label}
                    {tab.count.map(|count| view! { <span class="tabs__count">{count}</span> }.into_any())}
                </a>
            }
                .into_any()
        })
        .collect();
    view! {
        <nav class="tabs" aria-label=label>
            {items}
        </nav>
    }
}
