//! Paths through a graph (`v1/topdown/reachable.go`): an object of the nodes that each node leads to.

use std::collections::{BTreeMap, BTreeSet};

use regorus::Value;

use super::{Failure, MAX_ITEMS, Own, Result, kind, too_many};

pub(super) const TABLE: &[Own] = &[Own {
    name: NAME,
    arity: 2,
    call: reachable_paths,
}];

const NAME: &str = "graph.reachable_paths";

/// Most nodes that are entered: of a graph in which all lead to all there are more paths than anybody can
/// wait for.
const MAX_STEPS: usize = 1 << 20;

/// The members of an array or a set; of anything else none.
fn members(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(items) => items.iter().collect(),
        Value::Set(items) => items.iter().collect(),
        _ => Vec::new(),
    }
}

/// Every path from the nodes to begin with, up to where it ends or would meet itself.
fn reachable_paths(arguments: &[Value]) -> Result {
    let [graph, initial] = arguments else {
        return Err(Failure::Builtin(format!(
            "`{NAME}` expects a graph and nodes to begin with"
        )));
    };
    let Value::Object(graph) = graph else {
        return Err(expected("an object", graph));
    };
    let (Value::Array(_) | Value::Set(_)) = initial else {
        return Err(expected("an array or a set of nodes", initial));
    };
    let mut search = Search {
        graph: graph.iter().collect(),
        found: BTreeSet::new(),
        size: 0,
        steps: 0,
    };
    for node in members(initial) {
        search.from(node)?;
    }
    Ok(Value::from(search.found))
}

fn expected(what: &str, found: &Value) -> Failure {
    Failure::Builtin(format!("`{NAME}` expects {what}, not {}", kind(found)))
}

struct Search<'v> {
    graph: BTreeMap<&'v Value, &'v Value>,
    found: BTreeSet<Value>,
    /// How many nodes the paths that were found have together.
    size: usize,
    steps: usize,
}

/// A node of the path that is walked, and where it leads to.
struct Step<'v> {
    ahead: std::vec::IntoIter<&'v Value>,
    /// Whether it was on the path before: a node to begin with may lead to itself.
    is_again: bool,
}

impl<'v> Search<'v> {
    fn from(&mut self, start: &'v Value) -> std::result::Result<(), Failure> {
        let Some(edges) = self.graph.get(start) else {
            return Ok(());
        };
        let ahead = members(edges);
        let (mut path, mut walked) = (vec![start], BTreeSet::from([start]));
        if ahead.is_empty() {
            return self.add(&path);
        }
        let mut steps = vec![Step {
            ahead: ahead.into_iter(),
            is_again: false,
        }];
        while let Some(step) = steps.last_mut() {
            let Some(node) = step.ahead.next() else {
                let left = path.pop();
                if let (false, Some(left)) = (step.is_again, left) {
                    walked.remove(left);
                }
                steps.pop();
                continue;
            };
            self.steps += 1;
            if self.steps > MAX_STEPS {
                return Err(too_many(NAME));
            }
            let is_again = walked.contains(node);
            let Some(edges) = self.graph.get(node).copied() else {
                self.add(&path)?;
                continue;
            };
            if is_again && steps.len() > 1 {
                self.add(&path)?;
                continue;
            }
            path.push(node);
            let ahead = members(edges);
            if ahead.is_empty() {
                self.add(&path)?;
                path.pop();
                continue;
            }
            walked.insert(node);
            steps.push(Step {
                ahead: ahead.into_iter(),
                is_again,
            });
        }
        Ok(())
    }

    fn add(&mut self, path: &[&Value]) -> std::result::Result<(), Failure> {
        self.size += path.len();
        if self.size > MAX_ITEMS {
            return Err(too_many(NAME));
        }
        let path: Vec<Value> = path.iter().copied().cloned().collect();
        self.found.insert(Value::from(path));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(graph: &str, initial: &str) -> Result {
        let value = |text: &str| Value::from_json_str(text).unwrap();
        reachable_paths(&[value(graph), value(initial)])
    }

    /// The answers are those of OPA 1.20.2.
    #[test]
    fn paths_end_where_they_would_meet_themselves() {
        for (graph, initial, wanted) in [
            (r#"{"a": ["a"]}"#, r#"["a"]"#, r#"[["a","a"]]"#),
            (
                r#"{"a": ["a", "b"], "b": []}"#,
                r#"["a"]"#,
                r#"[["a","a"],["a","a","b"],["a","b"]]"#,
            ),
            (r#"{"a": ["b"], "b": ["b"]}"#, r#"["a"]"#, r#"[["a","b"]]"#),
            (r#"{"a": ["x"]}"#, r#"["a", "x"]"#, r#"[["a"]]"#),
            (
                r#"{"a": null, "b": {"c": 1}}"#,
                r#"["a", "b"]"#,
                r#"[["a"],["b"]]"#,
            ),
        ] {
            let found = paths(graph, initial).unwrap();
            let found: BTreeSet<&Value> = found.as_set().unwrap().iter().collect();
            let wanted = Value::from_json_str(wanted).unwrap();
            let wanted: BTreeSet<&Value> = wanted.as_array().unwrap().iter().collect();
            assert_eq!(found, wanted, "{graph}");
        }
    }

    #[test]
    fn where_all_lead_to_all_there_is_an_end() {
        let nodes: Vec<String> = (0..14).map(|node| node.to_string()).collect();
        let all = serde_json::to_string(&nodes).unwrap();
        let edges = nodes.iter().map(|node| format!("{node:?}: {all}"));
        let graph = format!("{{{}}}", edges.collect::<Vec<_>>().join(","));
        assert!(matches!(paths(&graph, &all), Err(Failure::Limit(_))));
    }
}
