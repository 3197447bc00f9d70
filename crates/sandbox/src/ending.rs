//! How a child ended that should not have, in words for the author of the policy.

use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;
use std::time::Duration;

use crate::child::STACK_MB;

/// How a child ended that should not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Ending {
    /// The parent killed it: out of wall clock.
    #[error(
        "stopped after {}, over the time limit (a check may take {}, one policy half of what is \
         left of it); make it look at less, or ask the operator for a higher limit",
        seconds(*.after), seconds(*.wall)
    )]
    Time { after: Duration, wall: Duration },
    /// The kernel killed it: out of processor time.
    #[error("stopped, over the processor time limit; make it look at less")]
    Cpu,
    /// An allocation was refused, or the parent saw too much of it resident.
    #[error(
        "stopped, over the memory limit of {0} MB; make it build smaller values, or ask the operator \
         for a higher limit"
    )]
    Memory(u64),
    /// The stack is used up.
    #[error(
        "stopped, over the stack limit of {STACK_MB} MB: it recurses or nests too deeply; make \
         functions call each other less deeply"
    )]
    Stack,
    /// Its answer is not one.
    #[error("its evaluation process was stopped because {0}")]
    Garbled(String),
    /// It ended by itself, or somebody else ended it.
    #[error(
        "its evaluation process ended unexpectedly ({0}); try again, and report it if it stays"
    )]
    Died(String),
}

impl Ending {
    /// What the status and the last words of a child that ended by itself mean.
    pub(crate) fn of(status: Option<ExitStatus>, last_words: &str, memory_mb: u64) -> Self {
        if last_words.contains("has overflowed its stack") {
            return Self::Stack;
        }
        // The standard library's words, and those of allocators that print their own.
        if last_words.contains("memory allocation of") || last_words.contains("out of memory") {
            return Self::Memory(memory_mb);
        }
        let Some(status) = status else {
            return Self::Died("it cannot be asked why".to_owned());
        };
        match (status.signal(), status.code()) {
            (Some(libc::SIGXCPU), _) => Self::Cpu,
            (Some(libc::SIGKILL), _) => Self::Died(
                "signal 9: it was killed from outside, perhaps because the machine ran out of memory"
                    .to_owned(),
            ),
            (Some(signal), _) => Self::Died(format!("signal {signal}")),
            (None, Some(code)) => {
                let words = last_words.lines().next_back().unwrap_or_default();
                Self::Died(format!("exit code {code}: {words}"))
            }
            (None, None) => Self::Died("no exit code".to_owned()),
        }
    }

    /// Whether it hit a limit. If not, what it was doing may be innocent, and cheap steps are tried
    /// again.
    pub(crate) fn is_limit(&self) -> bool {
        match self {
            Self::Time { .. } | Self::Cpu | Self::Memory(_) | Self::Stack => true,
            Self::Garbled(_) | Self::Died(_) => false,
        }
    }
}

/// `10 s`, `0.25 s`: at most two digits after the point.
fn seconds(time: Duration) -> String {
    let text = format!("{:.2}", time.as_secs_f64());
    let text = text.trim_end_matches('0').trim_end_matches('.');
    format!("{text} s")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ended(status: i32, last_words: &str) -> Ending {
        Ending::of(Some(ExitStatus::from_raw(status)), last_words, 512)
    }

    #[test]
    fn each_limit_is_named_and_says_what_to_do() {
        let time = Ending::Time {
            after: Duration::from_secs(5),
            wall: Duration::from_millis(10_250),
        };
        for (ending, words) in [
            (
                time,
                "stopped after 5 s, over the time limit (a check may take 10.25 s",
            ),
            (ended(24, ""), "processor time limit"),
            (
                ended(6, "memory allocation of 80 bytes failed\n"),
                "memory limit of 512 MB",
            ),
            (
                ended(6, "\nthread 'policy' (7) has overflowed its stack\n"),
                "stack limit of 64 MB",
            ),
        ] {
            assert!(ending.is_limit(), "{ending}");
            assert!(ending.to_string().contains(words), "{ending}");
        }
    }

    #[test]
    fn an_end_without_a_known_reason_is_told_as_it_was() {
        for (ending, words) in [
            (ended(11, ""), "signal 11"),
            (ended(9, ""), "killed from outside"),
            (ended(0x300, "a\nb"), "exit code 3: b"),
            (Ending::of(None, "", 512), "cannot be asked"),
        ] {
            assert!(!ending.is_limit(), "{ending}");
            assert!(ending.to_string().contains(words), "{ending}");
        }
    }
}
