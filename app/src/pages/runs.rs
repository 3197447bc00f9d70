//! In the making.

use leptos::prelude::*;

/// In the making.
#[component]
pub(crate) fn RunListPage() -> impl IntoView {}
