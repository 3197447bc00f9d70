//! Source text.

use leptos::prelude::*;

/// A few words of code inside a sentence.
#[component]
pub(crate) fn Code(
    /// The code.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! { <code class="code">{text}</code> }
}

/// A file with numbered lines. Every line is an anchor, `#L18`.
#[component]
pub(crate) fn CodeView(
    /// What it is, for screen readers: the file's path.
    #[prop(into)]
    label: String,
    /// The text.
    text: String,
) -> impl IntoView {
    let lines: Vec<_> = text
        .lines()
        .enumerate()
        .map(|(index, line)| {
            let number = index + 1;
            view! {
                <li id=format!("L{number}")>
                    <a class="code-view__number" href=format!("#L{number}") rel="external">
                        {number}
                    </a>
                    <code>{line.to_owned()}</code>
                </li>
            }
            .into_any()
        })
        .collect();
    view! {
        <ol class="code-view" aria-label=label tabindex="0">
            {lines}
        </ol>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::{HOSTILE, assert_harmless, html};

    #[test]
    fn every_line_is_an_anchor_and_no_line_is_markup() {
        let text = format!("package a\n{HOSTILE}\n");
        let html = html(|| view! { <CodeView label="a.rego" text=text /> }.into_any());
        assert_harmless(&html);
        assert!(
            html.contains("id=\"L2\"") && html.contains("href=\"#L2\""),
            "{html}"
        );
        assert!(!html.contains("id=\"L3\""));
    }
}
