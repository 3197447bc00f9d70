//! The level that was enforced.

use domain::Level;
use leptos::prelude::*;

use crate::model::level_tone;
use crate::ui::Badge;

/// The level that a policy was enforced with.
#[component]
pub(crate) fn EnforcedLevel(
    /// The level.
    level: Level,
) -> impl IntoView {
    view! { <Badge tone=level_tone(level) icon="" text=level.label() /> }
}
