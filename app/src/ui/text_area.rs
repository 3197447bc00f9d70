//! The only place that writes a `<textarea>`.

use leptos::prelude::*;

use super::typed::typed;
use crate::model::escape_html;

/// A text field of several lines. The only place that writes one: leptos 0.8 does not escape its
/// children on the server, so the text goes in escaped by hand, the same on both sides.
#[component]
pub(crate) fn TextArea(
    /// Its id; hint and error are `{id}-hint` and `{id}-error`.
    #[prop(into)]
    id: String,
    /// The form field.
    #[prop(into)]
    name: String,
    /// Its text. The live text too, when it is followed with `on:input`.
    #[prop(optional, into)]
    value: String,
    /// How many lines are shown.
    #[prop(default = 4)]
    rows: u32,
    /// Whether it must be filled in.
    #[prop(optional)]
    required: bool,
    /// The fewest characters.
    #[prop(optional)]
    min_length: Option<u32>,
    /// The most characters.
    #[prop(optional)]
    max_length: Option<u32>,
    /// Whether it holds code.
    #[prop(optional)]
    mono: bool,
) -> impl IntoView {
    let value = typed(&name).unwrap_or(value);
    let described_by = format!("{id}-hint {id}-error");
    view! {
        <textarea
            class=if mono { "input input--area mono" } else { "input input--area" }
            id=id
            name=name
            rows=rows
            required=required
            minlength=min_length
            maxlength=max_length
            aria-describedby=described_by
            inner_html=escape_html(&value)
        ></textarea>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::{HOSTILE, assert_harmless, html};

    #[test]
    fn text_cannot_close_it() {
        let html = html(|| view! { <TextArea id="a" name="a" value=HOSTILE /> }.into_any());
        assert_harmless(&html);
        assert!(html.contains("&lt;/textarea&gt;&lt;script&gt;"), "{html}");
    }
}
