//! How a check's policies ended, as a bar and as numbers.

use domain::Counts;

use super::Tone;

/// One part of the bar and of the tally below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slice {
    /// Its tone.
    pub tone: Tone,
    /// How many policies.
    pub number: u32,
    /// What became of them.
    pub label: &'static str,
    /// Where it begins in the bar, of [`BAR_WIDTH`].
    pub x: u32,
    /// How wide it is.
    pub width: u32,
}

/// The width of the whole bar, in its own units.
pub const BAR_WIDTH: u32 = 1_000;

/// The narrowest a part may be, so that one failure among a thousand is still seen.
const NARROWEST: u32 = 16;

/// The parts of the bar, worst first, those without any policy left out.
pub fn slices(counts: Counts) -> Vec<Slice> {
    let parts: Vec<(Tone, u32, &'static str)> = [
        (Tone::Bad, counts.hard_failed, "hard failed"),
        (Tone::Bad, counts.soft_failed, "soft failed"),
        (Tone::Bad, counts.errored, "errored"),
        (Tone::Warn, counts.advisory_failed, "advisory"),
        (Tone::Ok, counts.passed, "passed"),
    ]
    .into_iter()
    .filter(|(_, number, _)| *number > 0)
    .collect();
    let total: u32 = parts.iter().map(|(_, number, _)| number).sum();
    let fixed = NARROWEST * u32::try_from(parts.len()).unwrap_or(0);
    let free = BAR_WIDTH.saturating_sub(fixed);
    let mut x = 0;
    let last = parts.len().saturating_sub(1);
    parts
        .into_iter()
        .enumerate()
        .map(|(index, (tone, number, label))| {
            let share = u64::from(free) * u64::from(number) / u64::from(total.max(1));
            let width = if index == last {
                BAR_WIDTH - x
            } else {
                NARROWEST + u32::try_from(share).unwrap_or(0)
            };
            let slice = Slice {
                tone,
                number,
                label,
                x,
                width,
            };
            x += width;
            slice
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_fill_the_bar_without_gap_or_overlap() {
        for counts in [
            Counts {
                passed: 14,
                soft_failed: 2,
                advisory_failed: 1,
                ..Counts::default()
            },
            Counts {
                passed: 10_000,
                hard_failed: 1,
                ..Counts::default()
            },
            Counts {
                passed: 1,
                advisory_failed: 1,
                soft_failed: 1,
                hard_failed: 1,
                errored: 1,
            },
            Counts {
                errored: 3,
                ..Counts::default()
            },
        ] {
            let slices = slices(counts);
            let mut x = 0;
            for slice in &slices {
                assert_eq!(slice.x, x);
                assert!(slice.width >= NARROWEST);
                x += slice.width;
            }
            assert_eq!(x, BAR_WIDTH);
        }
    }

    #[test]
    fn no_policies_make_no_bar() {
        assert!(slices(Counts::default()).is_empty());
    }

    #[test]
    fn failures_come_first() {
        let counts = Counts {
            passed: 5,
            hard_failed: 1,
            ..Counts::default()
        };
        assert_eq!(slices(counts)[0].label, "hard failed");
    }
}
