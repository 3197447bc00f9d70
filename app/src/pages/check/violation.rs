//! One thing that a policy denied.

use domain::Message;
use leptos::prelude::*;

use crate::ui::Icon;

/// One thing that a policy denied: what, which resource, which line of which file.
/// Its links load their page anew: only then does the browser scroll to the anchor and mark it.
#[component]
pub(super) fn Violation(
    /// The message.
    message: Message,
    /// The resource on its run's page.
    resource: Option<String>,
    /// The rule in the set's source.
    source: Option<String>,
) -> impl IntoView {
    let address = message.resource.map(|address| match resource {
        Some(href) => view! {
            <a class="violation__resource" href=href rel="external">
                <code class="code">{address}</code>
                <Icon name="external" />
                <span class="visually-hidden">"resource in the plan"</span>
            </a>
        }
        .into_any(),
        None => view! { <code class="code">{address}</code> }.into_any(),
    });
    let rule = message.file.map(|file| {
        let name = file.rsplit('/').next().unwrap_or(&file).to_owned();
        let place = match message.line {
            Some(line) => format!("{name}:{line}"),
            None => name,
        };
        match source {
            Some(href) => {
                view! { <a class="link" href=href title=file rel="external">{place}</a> }.into_any()
            }
            None => view! { <span title=file>{place}</span> }.into_any(),
        }
    });
    view! {
        <li class="violation">
            <p class="violation__text">{message.text}</p>
            <p class="violation__where">{address} {rule}</p>
        </li>
    }
    .into_any()
}
