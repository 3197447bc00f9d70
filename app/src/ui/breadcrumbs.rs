//! Where a page is.

use leptos::prelude::*;

/// One step of the way to a page.
#[derive(Debug, Clone)]
pub(crate) struct Crumb {
    label: String,
    href: Option<String>,
    is_id: bool,
}

impl Crumb {
    /// A step with a page of its own.
    pub(crate) fn link(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            href: Some(href.into()),
            is_id: false,
        }
    }

    /// The page itself.
    pub(crate) fn here(label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            href: None,
            is_id: false,
        }
    }

    /// The same, shown as an identifier.
    #[must_use]
    pub(crate) fn id(mut self) -> Self {
        self.is_id = true;
        self
    }
}

/// The way to this page.
#[component]
pub(crate) fn Breadcrumbs(
    /// From the organization down to the page itself.
    items: Vec<Crumb>,
) -> impl IntoView {
    let items: Vec<_> = items
        .into_iter()
        .map(|crumb| {
            let class = if crumb.is_id { "mono" } else { "" };
            match crumb.href {
                Some(href) => view! {
                    <li>
                        <a href=href class=class>
                            {crumb.label}
                        </a>
                    </li>
                }
                .into_any(),
                None => view! {
                    <li>
                        <span class=class aria-current="page">
                            {crumb.label}
                        </span>
                    </li>
                }
                .into_any(),
            }
        })
        .collect();
    view! {
        <nav class="crumbs" aria-label="Breadcrumb">
            <ol>{items}</ol>
        </nav>
    }
}
