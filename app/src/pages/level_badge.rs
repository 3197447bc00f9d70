//! How strictly a policy is enforced, as a word in a tone.

use domain::WrittenLevel;
use leptos::prelude::*;

use crate::model::{Tone, level_tone};
use crate::ui::Badge;

/// A level. With the set's switch it is the level that is enforced, and the written one beside it
/// where that says something else; without, the written one.
#[component]
pub(super) fn LevelBadge(
    /// The level as written.
    level: WrittenLevel,
    /// The set's switch.
    overridable: Option<bool>,
) -> impl IntoView {
    let (tone, text, written) = match (level, overridable) {
        (WrittenLevel::Mandatory, None) => (Tone::Ask, "mandatory", false),
        (level, overridable) => {
            let enforced = level.resolve(overridable.unwrap_or_default());
            (
                level_tone(enforced),
                enforced.label(),
                level == WrittenLevel::Mandatory,
            )
        }
    };
    view! {
        <Badge tone=tone icon="" text=text />
        {written.then(|| view! { <small class="table__sub">"written as mandatory"</small> }.into_any())}
    }
    .into_any()
}
