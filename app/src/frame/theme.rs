//! Dark, light, or as the system says.

use std::str::FromStr;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::ui::Icon;

/// Dark, light, or as the system says. Kept in the cookie `theme`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// Every theme.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The cookie's value.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The value of `data-theme` on the document; absent when the system decides.
    pub const fn forced(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::System => "System",
            Self::Light => "Light",
            Self::Dark => "Dark",
        }
    }

    const fn icon(self) -> &'static str {
        match self {
            Self::System => "monitor",
            Self::Light => "sun",
            Self::Dark => "moon",
        }
    }
}

impl FromStr for Theme {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL
            .into_iter()
            .find(|theme| theme.as_str() == text)
            .ok_or(())
    }
}

/// Chooses a theme by posting a plain form, so that the next page is rendered in it at once.
#[component]
pub(super) fn ThemeToggle(
    /// The theme in force.
    theme: Theme,
    /// The page to come back to.
    next: Signal<String>,
) -> impl IntoView {
    let buttons: Vec<_> = Theme::ALL
        .into_iter()
        .map(|choice| {
            view! {
                <button
                    name="theme"
                    value=choice.as_str()
                    aria-pressed=if choice == theme { "true" } else { "false" }
                    title=choice.label()
                >
                    <Icon name=choice.icon() label=choice.label() />
                </button>
            }
            .into_any()
        })
        .collect();
    view! {
        <form class="theme-toggle" method="post" action="/session/theme">
            <input type="hidden" name="next" value=move || next.get() />
            <span>"Theme"</span>
            <div role="group" aria-label="Theme">
                {buttons}
            </div>
        </form>
    }
}
