//! How strictly a policy is enforced, as a word in a tone.

use domain::{Level, WrittenLevel};
use leptos::prelude::*;

use crate::model::Tone;
use crate::ui::Badge;

/// The level that is enforced; the written one beside it, where that says something else.
#[component]
pub(super) fn LevelBadge(
    /// The level as written.
    level: WrittenLevel,
    /// The set's switch.
    overridable: bool,
) -> impl IntoView {
    let enforced = level.resolve(overridable);
    let tone = match enforced {
        Level::Advisory => Tone::Warn,
        Level::SoftMandatory => Tone::Ask,
        Level::HardMandatory => Tone::Bad,
    };
    let written = (level == WrittenLevel::Mandatory)
        .then(|| view! { <small class="faint">" written as mandatory"</small> });
    view! {
        <Badge tone=tone icon="" text=enforced.label() />
        {written}
    }
    .into_any()
}
