//! A week as a line.

use leptos::prelude::*;

use crate::model::{SPARK_HEIGHT, SPARK_WIDTH, Tone};

/// A line without axes, beside a number that says what it is of; decoration for screen readers.
#[component]
pub(crate) fn Sparkline(
    /// Its points: `model::sparkline`.
    points: Option<String>,
    /// Its tone.
    tone: Tone,
) -> impl IntoView {
    points.map(|points| {
        view! {
            <svg
                class="sparkline"
                data-tone=tone.as_str()
                viewBox=format!("0 0 {SPARK_WIDTH} {SPARK_HEIGHT}")
                preserveAspectRatio="none"
                aria-hidden="true"
            >
                <polyline points=points></polyline>
            </svg>
        }
        .into_any()
    })
}
