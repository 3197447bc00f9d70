//! Which lines of the sources the engine evaluated.
//!
//! The engine tells which lines of what it read it was at. It reads other words than were written, so
//! it is given a text on which every head and statement has lines of its own ([`layout()`]); what is
//! told of such a line is told of that head or statement, and led back to the file that it was copied
//! from. Nothing is said of what cannot be told apart.

mod layout;
mod units;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use domain::{Coverage, FileCoverage, LineRange};
use regorus::Engine;
use regorus::unstable::{Module, Ref};

use self::units::{Unit, units};
use crate::compile::{Source, tree};
use crate::position::Lines;
use crate::rego::wording::{Edit, Wordings};

/// What gives every statement of a module lines of its own.
pub(crate) fn layout(module: &Module) -> Vec<Edit> {
    layout::edits(module)
}

/// The heads and statements of sources, and where the engine has them.
pub(crate) struct Chart {
    /// As they are written, by file.
    written: BTreeMap<String, Vec<Spot>>,
    /// As the engine has them, by the name of its text.
    read: BTreeMap<String, Vec<Trace>>,
}

/// A head or statement of a file.
struct Spot {
    rule: usize,
    range: Range<usize>,
    line: u32,
    /// Whether it can be told that it is evaluated.
    is_told: bool,
    is_hit: bool,
}

/// A head or statement of what the engine reads.
struct Trace {
    /// Where its rule begins, in bytes.
    rule: usize,
    body: Option<usize>,
    start: Option<(String, usize)>,
    lines: Vec<TracedLine>,
}

/// A line that it has to itself, and what of the files is on it.
struct TracedLine {
    line: u32,
    spots: BTreeSet<(String, usize)>,
}

/// Lines that the engine was at, by the name of its text.
pub(crate) struct Hits(BTreeMap<String, BTreeSet<u32>>);

impl Hits {
    /// Of an engine that was told to keep them.
    pub(crate) fn of(engine: &Engine) -> Self {
        let report = engine.get_coverage_report().unwrap_or_default();
        let files = report.files.into_iter();
        Self(files.map(|file| (file.path, file.covered)).collect())
    }

    fn has(&self, text: &str, line: u32) -> bool {
        self.0.get(text).is_some_and(|lines| lines.contains(&line))
    }
}

impl Chart {
    /// Of sources, and of the modules that the engine read in their place.
    pub(crate) fn of(sources: &[Source<'_>], modules: &[Ref<Module>], wordings: &Wordings) -> Self {
        let mut chart = Self {
            written: BTreeMap::new(),
            read: BTreeMap::new(),
        };
        for source in sources {
            if let Some(module) = tree(source) {
                chart.add_source(source, &module);
            }
        }
        for module in modules {
            chart.add_module(module, wordings);
        }
        chart
    }

    fn add_source(&mut self, source: &Source<'_>, module: &Module) {
        let Some(text) = source.wording.written(source.file) else {
            return;
        };
        let lines = Lines::of(text);
        // What a template string was said with stands for its beginning.
        let origin = |offset| source.wording.origin_in(source.file, offset);
        let spot = |unit: Unit| {
            let start = origin(unit.range.start)?;
            let last = unit.range.end.saturating_sub(1);
            let inside = unit.signals.into_iter().chain([last]);
            let end = inside.filter_map(origin).max()?;
            Some(Spot {
                rule: unit.rule,
                line: lines.position(text, start).0,
                range: start..end.max(start) + 1,
                is_told: false,
                is_hit: false,
            })
        };
        let mut spots: Vec<Spot> = units(module).into_iter().filter_map(spot).collect();
        spots.sort_by_key(|spot| spot.range.start);
        self.written.insert(source.file.to_owned(), spots);
    }

    fn add_module(&mut self, module: &Module, wordings: &Wordings) {
        let source = &module.package.span.source;
        let Some(wording) = wordings.get(source.file()) else {
            return;
        };
        let text = wording.read();
        let lines = Lines::of(text);
        let line = |offset: usize| lines.position(text, offset).0;
        let units = units(module);
        let mut owners: BTreeMap<u32, BTreeSet<usize>> = BTreeMap::new();
        for (number, unit) in units.iter().enumerate() {
            for signal in &unit.signals {
                owners.entry(line(*signal)).or_default().insert(number);
            }
        }
        let mut traces = Vec::new();
        for unit in &units {
            // What an operator is said with instead begins with an addition.
            let places = std::iter::once(&unit.range.start).chain(&unit.signals);
            let start = places
                .filter_map(|offset| wording.copied(*offset))
                .find_map(|at| self.spot(at))
                .and_then(|(file, number)| {
                    let start = self.written.get(&file)?.get(number)?.range.start;
                    Some((file, start))
                });
            let own = unit.signals.iter().map(|signal| (line(*signal), *signal));
            let mut told: BTreeMap<u32, BTreeSet<(String, usize)>> = BTreeMap::new();
            for (line, signal) in own {
                if owners.get(&line).is_some_and(|owners| owners.len() == 1) {
                    let spots = told.entry(line).or_default();
                    for offset in [signal, unit.range.start] {
                        spots.extend(wording.copied(offset).and_then(|at| self.spot(at)));
                    }
                }
            }
            for (file, number) in told.values().flatten() {
                if let Some(spot) = self
                    .written
                    .get_mut(file)
                    .and_then(|all| all.get_mut(*number))
                {
                    spot.is_told = true;
                }
            }
            let lines = told.into_iter();
            traces.push(Trace {
                rule: module
                    .policy
                    .get(unit.rule)
                    .map_or(0, |rule| rule.span().start as usize),
                body: unit.body,
                start,
                lines: lines
                    .map(|(line, spots)| TracedLine { line, spots })
                    .collect(),
            });
        }
        self.read.insert(source.file().clone(), traces);
    }

    /// The innermost head or statement around a place of a file.
    fn spot(&self, (file, offset): (&str, usize)) -> Option<(String, usize)> {
        let spots = self.written.get(file)?;
        // They stand in order of their beginnings.
        let behind = spots.partition_point(|spot| spot.range.start <= offset);
        let before = spots.get(..behind)?;
        let rule = before.last()?.rule;
        let of_rule = before.iter().rev().take_while(|spot| spot.rule == rule);
        let steps = of_rule.take_while(|spot| !spot.range.contains(&offset));
        let number = (behind - 1).checked_sub(steps.count())?;
        let is_around = spots.get(number)?.range.contains(&offset);
        is_around.then(|| (file.to_owned(), number))
    }

    /// Takes note of what was evaluated.
    pub(crate) fn add(&mut self, hits: &Hits) {
        for (text, traces) in &self.read {
            let lines = traces.iter().flat_map(|trace| &trace.lines);
            for traced in lines.filter(|traced| hits.has(text, traced.line)) {
                for (file, number) in &traced.spots {
                    let spots = self.written.get_mut(file);
                    if let Some(spot) = spots.and_then(|spots| spots.get_mut(*number)) {
                        spot.is_hit = true;
                    }
                }
            }
        }
    }

    /// The file and the byte offset of the statement at which a rule without a value ended; `None`
    /// when its statements were not evaluated one after another as they are written.
    pub(crate) fn ended_at(&self, text: &str, rule: usize, hits: &Hits) -> Option<(&str, usize)> {
        let traces = self.read.get(text)?.iter();
        let of_rule = traces.filter(|trace| trace.rule == rule);
        let statements: Vec<&Trace> = of_rule.filter(|trace| trace.body.is_some()).collect();
        if statements
            .iter()
            .any(|trace| trace.body != Some(0) || trace.lines.is_empty())
        {
            return None;
        }
        let is_hit = |trace: &&Trace| trace.lines.iter().any(|traced| hits.has(text, traced.line));
        let reached = statements.iter().take_while(|trace| is_hit(trace)).count();
        if statements.get(reached..)?.iter().any(is_hit) {
            return None;
        }
        let last = statements.get(reached.checked_sub(1)?)?;
        let (file, offset) = last.start.as_ref()?;
        Some((file, *offset))
    }

    /// What is known by now.
    pub(crate) fn coverage(&self) -> Coverage {
        let mut coverage = Coverage::default();
        for (file, spots) in &self.written {
            let told = || spots.iter().filter(|spot| spot.is_told);
            let hit: BTreeSet<u32> = told().filter(|s| s.is_hit).map(|s| s.line).collect();
            let all: BTreeSet<u32> = told().map(|spot| spot.line).collect();
            if !all.is_empty() {
                let lines = FileCoverage {
                    covered: LineRange::of(&hit),
                    not_covered: LineRange::of(&all.difference(&hit).copied().collect()),
                };
                coverage.files.insert(file.clone(), lines);
            }
        }
        coverage
    }
}
