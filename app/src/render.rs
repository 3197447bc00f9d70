//! Rendering for tests.

use leptos::prelude::*;

/// What the server would send for `view`.
pub(crate) fn html(view: impl FnOnce() -> AnyView) -> String {
    let owner = Owner::new();
    owner.with(|| view().to_html())
}

/// What would be a way into the page, if anything let it through.
pub(crate) const HOSTILE: &str = "</textarea><script>alert(1)</script>\" onload='x'";

/// That nothing of [`HOSTILE`] became markup: neither an element nor an attribute.
pub(crate) fn assert_harmless(html: &str) {
    assert!(!html.contains("<script>"), "{html}");
    for tag in tags(html) {
        assert!(!tag.contains("onload"), "{tag} in {html}");
    }
}

/// Every tag without the values of its attributes.
fn tags(html: &str) -> Vec<String> {
    let mut tags = Vec::new();
    let (mut inside, mut quoted) = (false, false);
    for character in html.chars() {
        match character {
            '<' if !inside => {
                inside = true;
                tags.push(String::new());
            }
            '>' if inside && !quoted => inside = false,
            '"' if inside => quoted = !quoted,
            other if inside && !quoted => {
                if let Some(tag) = tags.last_mut() {
                    tag.push(other);
                }
            }
            _ => {}
        }
    }
    tags
}
