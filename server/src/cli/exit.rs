//! Exit codes (DESIGN §4).

use std::process::ExitCode;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exit {
    /// The gate is open.
    Passed = 0,
    /// The gate is shut.
    Failed = 1,
    /// Someone has to decide.
    Decision = 2,
    /// There is no answer.
    Errored = 3,
    /// It was not asked properly, or the server was not reached.
    Usage = 4,
}

impl Exit {
    /// What the status of a check means. A status that this version does not know is no answer.
    pub(super) fn of_check(status: &str) -> Self {
        match status {
            "passed" | "overridden" => Self::Passed,
            "hard_failed" => Self::Failed,
            "soft_failed" => Self::Decision,
            _ => Self::Errored,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Passed => Self::SUCCESS,
            Exit::Failed => Self::from(1),
            Exit::Decision => Self::from(2),
            Exit::Errored => Self::from(3),
            Exit::Usage => Self::from(4),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::CheckStatus;

    #[test]
    fn only_what_lets_through_is_zero() {
        for status in CheckStatus::ALL {
            let exit = Exit::of_check(status.as_str());
            assert_eq!(exit == Exit::Passed, status.lets_through(), "{status:?}");
        }
        assert_eq!(Exit::of_check("something new"), Exit::Errored);
    }
}
