//! The verdict: the first thing on a check's and a run's page.

use leptos::prelude::*;

use crate::model::VerdictWords;
use crate::ui::Icon;

/// The verdict in one sentence, with what can be done about it.
#[component]
pub(crate) fn VerdictBanner(
    /// What it says.
    words: VerdictWords,
    /// Buttons, or whom to ask.
    #[prop(optional, into)]
    actions: ViewFnOnce,
) -> impl IntoView {
    view! {
        <section class="verdict" data-tone=words.tone.as_str() aria-label="Verdict">
            <Icon name=words.icon />
            <div class="verdict__words">
                <h2>{words.title}</h2>
                <p>{words.sentence}</p>
            </div>
            <div class="verdict__actions">{actions.run()}</div>
        </section>
    }
    .into_any()
}
