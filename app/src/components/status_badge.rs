//! A status as a badge.

use leptos::prelude::*;

use crate::model::Look;
use crate::ui::Badge;

/// A status as a badge: icon, word and colour.
#[component]
pub(crate) fn StatusBadge(
    /// How it looks: `model::run_look`, `model::check_look`.
    look: Look,
) -> impl IntoView {
    view! { <Badge tone=look.tone icon=look.icon text=look.word /> }
}
