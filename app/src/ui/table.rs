//! Tables: rows on wide screens, cards on narrow ones.

use leptos::prelude::*;

/// A table. Its children are `<tr>`s of [`Cell`]s. On narrow screens each row becomes a card, and
/// each cell shows its column's name.
#[component]
pub(crate) fn Table(
    /// What it lists, for screen readers.
    #[prop(into)]
    caption: String,
    /// The columns' names, in order. An empty name is a column of buttons.
    columns: Vec<&'static str>,
    /// The rows.
    children: Children,
) -> impl IntoView {
    let columns: Vec<_> = columns
        .into_iter()
        .map(|name| {
            if name.is_empty() {
                view! { <td></td> }.into_any()
            } else {
                view! { <th scope="col">{name}</th> }.into_any()
            }
        })
        .collect();
    view! {
        <table class="table">
            <caption class="visually-hidden">{caption}</caption>
            <thead>
                <tr>{columns}</tr>
            </thead>
            <tbody>{children()}</tbody>
        </table>
    }
}

/// A cell of a [`Table`]. `label` repeats its column's name for narrow screens. `end`: numbers and
/// times, set to the right.
#[component]
pub(crate) fn Cell(
    /// The column's name; empty for the row's name and for buttons.
    #[prop(optional)]
    label: &'static str,
    /// Whether it is set to the right.
    #[prop(optional)]
    end: bool,
    /// Its content.
    children: Children,
) -> impl IntoView {
    view! {
        <td data-label=label class=if end { "table__end" } else { "" }>
            {children()}
        </td>
    }
}
