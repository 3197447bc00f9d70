//! Rules and functions that need themselves, and chains of them that are too long.
//!
//! The engine notices a recursive rule when it runs, and a recursive function never: it overflows
//! the stack, which kills the process.

use std::collections::BTreeMap;

use domain::Problem;

use super::problem;
use crate::rego::path_text;
use crate::rego::program::{Definition, Program, Reference, Target};

/// Longest chain of rules and functions that need each other. Each takes some of the stack.
const MAX_CHAIN: usize = 200;

pub(super) fn check(program: &Program, problems: &mut Vec<Problem>) {
    let graph = Graph::of(program);
    let mut search = Search {
        graph: &graph,
        states: vec![State::New; graph.nodes.len()],
        depth: vec![0; graph.nodes.len()],
        problems,
    };
    for start in 0..graph.nodes.len() {
        search.run(start);
    }
}

/// What each path needs.
struct Graph<'a> {
    /// A path and its first definition.
    nodes: Vec<(&'a [String], &'a Definition)>,
    edges: Vec<Vec<usize>>,
}

impl<'a> Graph<'a> {
    fn of(program: &'a Program) -> Self {
        let mut index: BTreeMap<&[String], usize> = BTreeMap::new();
        let mut nodes: Vec<(&[String], &Definition)> = Vec::new();
        for definition in &program.definitions {
            index.entry(&definition.path).or_insert_with(|| {
                nodes.push((&definition.path, definition));
                nodes.len() - 1
            });
        }
        let mut edges = vec![Vec::new(); nodes.len()];
        for definition in &program.definitions {
            let from = index[definition.path.as_slice()];
            for call in &definition.calls {
                if let Target::Function(path) = &call.target {
                    edges[from].extend(index.get(path.as_slice()));
                }
            }
            for reference in &definition.references {
                edges[from].extend(reached(&index, reference));
            }
        }
        for targets in &mut edges {
            targets.sort_unstable();
            targets.dedup();
        }
        Self { nodes, edges }
    }
}

/// The paths that a reference may evaluate: those above it, and those below it that fit.
fn reached<'a>(
    index: &'a BTreeMap<&[String], usize>,
    reference: &'a Reference,
) -> impl Iterator<Item = usize> + 'a {
    let fixed: Vec<String> = reference.parts.iter().map_while(Clone::clone).collect();
    let above: Vec<usize> = (1..fixed.len())
        .filter_map(|length| index.get(&fixed[..length]).copied())
        .collect();
    let below = index
        .range(fixed.as_slice()..)
        .take_while({
            let fixed = fixed.clone();
            move |(path, _)| path.starts_with(&fixed)
        })
        .filter(|(path, _)| {
            path.iter()
                .zip(&reference.parts)
                .all(|(part, wanted)| wanted.as_ref().is_none_or(|wanted| wanted == part))
        })
        .map(|(_, node)| *node)
        .collect::<Vec<_>>();
    above.into_iter().chain(below)
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    Open,
    Done,
}

struct Search<'a> {
    graph: &'a Graph<'a>,
    states: Vec<State>,
    /// Length of the longest chain from each node, once it is done.
    depth: Vec<usize>,
    problems: &'a mut Vec<Problem>,
}

impl Search<'_> {
    /// Depth first, without recursion of its own.
    fn run(&mut self, start: usize) {
        if self.states[start] != State::New {
            return;
        }
        let mut path: Vec<(usize, usize)> = vec![(start, 0)];
        self.states[start] = State::Open;
        while let Some((node, next)) = path.last_mut() {
            let node = *node;
            if let Some(target) = self.graph.edges[node].get(*next).copied() {
                *next += 1;
                match self.states[target] {
                    State::New => {
                        self.states[target] = State::Open;
                        path.push((target, 0));
                    }
                    State::Open => self.report_cycle(&path, target),
                    State::Done => {}
                }
            } else {
                let longest = self.graph.edges[node]
                    .iter()
                    .map(|target| self.depth[*target])
                    .max();
                self.depth[node] = longest.unwrap_or(0) + 1;
                if self.depth[node] == MAX_CHAIN + 1 {
                    self.report_chain(node);
                }
                self.states[node] = State::Done;
                path.pop();
            }
        }
    }

    fn report_cycle(&mut self, path: &[(usize, usize)], target: usize) {
        let from = path
            .iter()
            .position(|(node, _)| *node == target)
            .unwrap_or(0);
        let mut names: Vec<_> = path[from..]
            .iter()
            .map(|(node, _)| path_text(self.graph.nodes[*node].0))
            .collect();
        names.push(path_text(self.graph.nodes[target].0));
        let (name, definition) = self.graph.nodes[target];
        self.problems.push(problem(
            &definition.place,
            format!("`{}` is recursive: {}", path_text(name), names.join(" → ")),
        ));
    }

    fn report_chain(&mut self, node: usize) {
        let (name, definition) = self.graph.nodes[node];
        self.problems.push(problem(
            &definition.place,
            format!(
                "`{}` needs a chain of more than {MAX_CHAIN} rules and functions",
                path_text(name)
            ),
        ));
    }
}
