//! The stages of a test run.

use std::fmt;

use clap::ValueEnum;

/// One stage; `--only` takes these names.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Stage {
    /// The format of the source.
    Fmt,
    /// Lints of everything that runs natively.
    Clippy,
    /// Lints of what runs in the browser.
    ClippyWasm,
    /// The engine compiles where there is nothing to read and to write.
    EngineWasm,
    /// The documentation builds without a warning.
    Doc,
    /// Unit, API and documentation tests, on SQLite and Postgres.
    Test,
    /// The engine's answers are those of a real OPA.
    Differential,
    /// Wasm, style sheet and the binary.
    Build,
    /// The sizes of what a browser loads.
    Budget,
    /// Playwright.
    Browser,
    /// Committed files that tests write are up to date.
    Generated,
}

impl Stage {
    /// What runs when nothing is named, in this order: what fails fast and often comes first.
    pub(super) const ALL: [Self; 11] = [
        Self::Fmt,
        Self::Clippy,
        Self::ClippyWasm,
        Self::EngineWasm,
        Self::Doc,
        Self::Test,
        Self::Differential,
        Self::Build,
        Self::Budget,
        Self::Browser,
        Self::Generated,
    ];

    /// Whether it compiles for the browser.
    pub(super) fn needs_browser_toolchain(self) -> bool {
        matches!(
            self,
            Self::ClippyWasm | Self::EngineWasm | Self::Build | Self::Browser
        )
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = self.to_possible_value();
        formatter.pad(value.as_ref().map_or("?", |value| value.get_name()))
    }
}

/// How a stage ended.
pub(super) enum Outcome {
    Passed,
    /// There is nothing to do yet, for this reason.
    Skipped(String),
    Failed(String),
}
