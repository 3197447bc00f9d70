//! Who decided about a check, and why.

use domain::{Check, CheckStatus, Override, Timestamp};
use leptos::prelude::*;

use crate::model::initials;
use crate::ui::{Card, RelativeTime};

/// The history of decisions about a check.
#[component]
pub(super) fn Decisions(
    /// The check.
    check: Check,
    /// The server's time.
    now: Timestamp,
) -> impl IntoView {
    if check.overrides.is_empty() && check.status != CheckStatus::SoftFailed {
        return ().into_any();
    }
    let entries: Vec<_> = check
        .overrides
        .into_iter()
        .map(|one| entry(one, now))
        .collect();
    let content = if entries.is_empty() {
        view! { <p class="muted">"Nobody has decided yet."</p> }.into_any()
    } else {
        view! { <ol class="decisions">{entries}</ol> }.into_any()
    };
    view! { <Card title="Decisions">{content}</Card> }.into_any()
}

fn entry(one: Override, now: Timestamp) -> AnyView {
    let policies: Vec<_> = one
        .policies
        .iter()
        .map(|policy| {
            let (set, name) = policy.split_once('/').unwrap_or(("", policy));
            view! {
                <li>
                    <code class="code">{name.to_owned()}</code>
                    <span class="faint">{set.to_owned()}</span>
                </li>
            }
            .into_any()
        })
        .collect();
    let surface = match one.via.as_str() {
        "tfe" => Some("TFE API"),
        "scalr" => Some("Scalr API"),
        "native" => Some("API"),
        _ => None,
    };
    let reason = match (one.reason, surface) {
        (Some(reason), _) => view! { <blockquote>{reason}</blockquote> }.into_any(),
        (None, Some(surface)) => {
            view! { <p class="faint">{format!("no reason given ({surface})")}</p> }.into_any()
        }
        (None, None) => view! { <p class="faint">"no reason given"</p> }.into_any(),
    };
    view! {
        <li id=one.id.to_string()>
            <span class="avatar" aria-hidden="true">{initials(&one.by)}</span>
            <div>
                <p>
                    <strong>{one.by}</strong>
                    " overrode "
                    <span class="faint">
                        <RelativeTime at=one.at now=now />
                        {surface.map(|surface| format!(" · {surface}"))}
                    </span>
                </p>
                <ul class="decisions__policies">{policies}</ul>
                {reason}
            </div>
        </li>
    }
    .into_any()
}
