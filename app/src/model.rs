//! What pages say, worked out from `domain` values by pure functions: no signals, no views, no
//! clock. Everything here has tests and needs no browser.

mod paths;
mod text;
mod time;
mod tone;

pub use paths::Paths;
pub use text::{count, escape_html, initials, percent_encode, sentence, shorten};
pub use time::{clock_time, duration, exact_time, relative_time, waiting_time};
pub use tone::Tone;
