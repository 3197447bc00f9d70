//! Who is measured, and what is known of each then.

use std::{collections::BTreeMap, time::Duration};

use anyhow::Result;

/// What each policy denies: its messages, sorted.
pub(super) type Denials = BTreeMap<String, Vec<String>>;

/// Who is measured.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    Sandbox,
    Engine,
    Bare,
    Floor,
    OpaServer,
    OpaEval,
}

impl Who {
    /// As the table has it.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Sandbox => "**engine in the sandbox**",
            Self::Engine => "engine alone",
            Self::Bare => "bare regorus",
            Self::Floor => "floor (typed structs)",
            Self::OpaServer => "OPA's server",
            Self::OpaEval => "`opa eval`",
        }
    }
}

/// Something that evaluates the policies on one plan.
pub(super) trait Contender {
    /// One evaluation that begins with the sources.
    fn cold(&mut self) -> Result<Duration>;

    /// Evaluations of what is compiled, from the plan's bytes on; none when it cannot do that.
    fn warm(&mut self, rounds: u32) -> Result<Vec<Duration>>;

    /// What the last evaluation found.
    fn denials(&mut self) -> Result<Denials>;

    /// The most memory since the start, in MiB.
    fn peak(&mut self) -> Result<f64>;
}

/// What was measured of one of them.
pub(super) struct Figures {
    /// The median of evaluations from the sources, in milliseconds.
    pub(super) cold: f64,
    /// The median of evaluations of what is compiled, in milliseconds, where there are any.
    pub(super) warm: Option<f64>,
    /// MiB.
    pub(super) peak: f64,
}

impl Figures {
    pub(super) fn new(cold: Vec<Duration>, warm: Vec<Duration>, peak: f64) -> Self {
        Self {
            cold: median(cold).unwrap_or_default(),
            warm: median(warm),
            peak,
        }
    }
}

/// In milliseconds.
fn median(mut spans: Vec<Duration>) -> Option<f64> {
    spans.sort_unstable();
    let middle = spans.get(spans.len() / 2)?;
    Some(middle.as_secs_f64() * 1_000.0)
}

/// A few of the messages that only one of the two has.
pub(super) fn difference(right: &[String], said: Option<&Vec<String>>) -> String {
    let Some(said) = said else {
        return "no answer".to_owned();
    };
    let only = |of: &[String], other: &[String]| -> Vec<String> {
        let missing = of.iter().filter(|text| !other.contains(text));
        missing.take(3).cloned().collect()
    };
    format!(
        "{} and {} messages; missing {:?}, too many {:?}",
        right.len(),
        said.len(),
        only(right, said),
        only(said, right)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_one_counts_and_not_the_slowest() {
        let spans = [900, 2, 1].map(Duration::from_millis).to_vec();
        assert_eq!(median(spans), Some(2.0));
        assert_eq!(median(Vec::new()), None);
    }

    #[test]
    fn a_difference_names_what_only_one_has() {
        let texts = |texts: &[&str]| texts.iter().map(ToString::to_string).collect::<Vec<_>>();
        let said = texts(&["b", "c"]);
        let text = difference(&texts(&["a", "b"]), Some(&said));
        assert!(text.contains(r#"missing ["a"], too many ["c"]"#), "{text}");
    }
}
