//! What pages say, worked out from `domain` values by pure functions: no signals, no views, no
//! clock. Everything here has tests and needs no browser.

mod bytes;
mod order;
mod paths;
mod plan;
mod results;
#[cfg(test)]
pub(crate) mod samples;
mod status;
mod steps;
mod tags;
mod tally;
mod text;
mod time;
mod tone;
mod verdict;
mod week;

pub use bytes::bytes;
pub use order::sorted;
pub use paths::Paths;
pub use plan::{Action, by_action, plan_numbers, plan_words};
pub use results::{Grouped, full_name, grouped, is_overridden, some_names};
pub use status::{Look, check_look, failures, level_tone, outcome_look, run_look};
pub use steps::{Step, steps};
pub use tags::tags;
pub use tally::{BAR_WIDTH, Slice, slices};
pub use text::{count, escape_html, initials, percent_encode, sentence, shorten, shorten_commit};
pub use time::{clock_time, duration, exact_time, relative_time, waiting_time};
pub use tone::Tone;
pub use verdict::{VerdictWords, verdict};
pub use week::{SPARK_HEIGHT, SPARK_WIDTH, Week, blocked_line, pass_rate_line, sparkline};
