//! How a check's policies ended, as a bar and a tally.

use domain::Counts;
use leptos::prelude::*;

use crate::model::{BAR_WIDTH, slices};

/// What is left open between two parts, in the bar's own units; narrower than any part.
const GAP: u32 = 4;

/// A bar with a part for each way policies ended, and the same in numbers below it.
#[component]
pub(crate) fn CheckBar(
    /// The numbers.
    counts: Counts,
    /// What else there is to say, quieter: "17 policies · 3 sets · 320 ms".
    #[prop(into)]
    note: String,
) -> impl IntoView {
    let slices = slices(counts);
    let bar: Vec<_> = slices
        .iter()
        .map(|slice| {
            let is_last = slice.x + slice.width == BAR_WIDTH;
            let gap = if is_last { 0 } else { GAP };
            view! {
                <rect
                    data-tone=slice.tone.as_str()
                    x=slice.x
                    y="0"
                    width=slice.width - gap
                    height="8"
                ></rect>
            }
            .into_any()
        })
        .collect();
    let tally: Vec<_> = slices
        .iter()
        .map(|slice| {
            view! {
                <li data-tone=slice.tone.as_str()>
                    <span class="tally__dot" aria-hidden="true"></span>
                    <strong>{slice.number}</strong>
                    " "
                    {slice.label}
                </li>
            }
            .into_any()
        })
        .collect();
    view! {
        <div class="check-bar">
            <svg
                class="check-bar__bar"
                viewBox=format!("0 0 {BAR_WIDTH} 8")
                preserveAspectRatio="none"
                aria-hidden="true"
            >
                {bar}
            </svg>
            <ul class="tally num">
                {tally} <li class="faint">{note}</li>
            </ul>
        </div>
    }
    .into_any()
}
