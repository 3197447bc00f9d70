//! Time and memory of everybody, for each size of plan.

use std::fmt::Write as _;

use super::{Measured, contender::Figures};

/// The table as Markdown.
pub(super) fn render(all: &[Measured]) -> String {
    let mut text = String::from("| warm · cold · peak |");
    // Writing into a String cannot fail.
    for size in all {
        let megabytes = f64::from(u32::try_from(size.bytes).unwrap_or(u32::MAX)) / 1e6;
        let _ = write!(
            text,
            " {} resources, {megabytes:.1} MB |",
            grouped(size.resources)
        );
    }
    text.push_str("\n|---|");
    text.push_str(&"---|".repeat(all.len()));
    text.push('\n');
    let everybody = all.first().map(|size| size.figures.iter());
    for (who, _) in everybody.into_iter().flatten() {
        let _ = write!(text, "| {} |", who.title());
        for size in all {
            let figures = size.of(*who).map(cell).unwrap_or_default();
            let _ = write!(text, " {figures} |");
        }
        text.push('\n');
    }
    text
}

fn cell(figures: &Figures) -> String {
    let warm = figures.warm.map_or_else(|| "–".to_owned(), time);
    format!("{warm} · {} · {:.0} MiB", time(figures.cold), figures.peak)
}

/// Three digits are all that such figures are worth.
fn time(millis: f64) -> String {
    match millis {
        below if below < 10.0 => format!("{millis:.2} ms"),
        below if below < 100.0 => format!("{millis:.1} ms"),
        below if below < 1_000.0 => format!("{millis:.0} ms"),
        _ => format!("{:.2} s", millis / 1_000.0),
    }
}

/// `50,000`.
pub(super) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_three_digits_and_the_unit_that_fits() {
        let times = [0.424, 12.34, 612.7, 2_613.0].map(time);
        assert_eq!(times, ["0.42 ms", "12.3 ms", "613 ms", "2.61 s"]);
    }

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(
            [100, 1_000, 50_000].map(grouped),
            ["100", "1,000", "50,000"]
        );
    }
}
