//! The five tones, and the quiet one.

/// What a thing feels like. A tone always comes with an icon and a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tone {
    /// Fine.
    Ok,
    /// Blocked or broken.
    Bad,
    /// Worth knowing, does not block.
    Warn,
    /// Waits for someone's decision.
    Ask,
    /// In progress.
    Run,
    /// None of these.
    Quiet,
}

impl Tone {
    /// The value of `data-tone`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Bad => "bad",
            Self::Warn => "warn",
            Self::Ask => "ask",
            Self::Run => "run",
            Self::Quiet => "quiet",
        }
    }

    /// The icon that goes with it when there is none more exact.
    pub const fn icon(self) -> &'static str {
        match self {
            Self::Ok => "passed",
            Self::Bad => "failed",
            Self::Warn => "warning",
            Self::Ask => "decision",
            Self::Run => "running",
            Self::Quiet => "info",
        }
    }
}
