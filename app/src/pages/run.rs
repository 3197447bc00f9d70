//! In the making.

use leptos::prelude::*;

/// In the making.
#[component]
pub(crate) fn RunPage() -> impl IntoView {}
