//! What is to be reached.

use super::{Measured, contender::Who, grid::grouped};
use crate::bench::table::Row;

/// Where speed and memory are judged.
const JUDGED: [usize; 2] = [1_000, 10_000];

/// Ten times the resources may take so many times as long.
const GROWTH: f64 = 12.0;

/// The largest plan that has to fit, and the memory in MiB that it has to fit in.
const LARGEST: (usize, f64) = (50_000, 1_024.0);

/// The figures that are judged, and the distance to the floor.
pub(super) fn rows(all: &[Measured]) -> Vec<Row> {
    let mut rows = Vec::new();
    for size in all.iter().filter(|size| JUDGED.contains(&size.resources)) {
        rows.extend(speed(size));
    }
    if let Some(size) = all.iter().find(|size| size.resources == JUDGED[1]) {
        rows.extend(memory(size));
    }
    for pair in all.windows(2) {
        rows.extend(growth(&pair[0], &pair[1]));
    }
    let largest = all.iter().find(|size| size.resources == LARGEST.0);
    if let Some(ours) = largest.and_then(|size| size.of(Who::Sandbox)) {
        let what = format!("peak in MiB, {} resources", grouped(LARGEST.0));
        rows.push(Row::at_most(&what, ours.peak, LARGEST.1));
    }
    rows
}

fn speed(size: &Measured) -> Vec<Row> {
    let resources = grouped(size.resources);
    let warm = |who| size.of(who).and_then(|figures| figures.warm);
    let Some(ours) = warm(Who::Sandbox) else {
        return Vec::new();
    };
    let row = |who, name: &str, row: fn(&str, f64) -> Row| {
        let what = format!("{name}, warm, {resources} resources");
        warm(who).map(|other| row(&what, other / ours))
    };
    let floor = warm(Who::Floor).map(|floor| {
        let what = format!("sandbox / floor, warm, {resources} resources (striven for: 3)");
        Row::shown(&what, ours / floor)
    });
    [
        row(Who::Bare, "bare regorus / sandbox", |what, ratio| {
            Row::at_least(what, ratio, 2.5)
        }),
        row(Who::OpaServer, "OPA's server / sandbox", |what, ratio| {
            Row::at_least(what, ratio, 9.0)
        }),
        floor,
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn memory(size: &Measured) -> Option<Row> {
    let (ours, opa) = (size.of(Who::Sandbox)?, size.of(Who::OpaServer)?);
    let what = format!(
        "peak of OPA's server / sandbox, {} resources",
        grouped(size.resources)
    );
    Some(Row::at_least(&what, opa.peak / ours.peak, 6.0))
}

fn growth(small: &Measured, large: &Measured) -> Option<Row> {
    let warm = |size: &Measured| size.of(Who::Sandbox)?.warm;
    let count = |size: &Measured| f64::from(u32::try_from(size.resources).unwrap_or(u32::MAX));
    let what = format!(
        "warm, {} resources / {} resources",
        grouped(large.resources),
        grouped(small.resources)
    );
    let goal = GROWTH * count(large) / count(small) / 10.0;
    Some(Row::at_most(&what, warm(large)? / warm(small)?, goal))
}
