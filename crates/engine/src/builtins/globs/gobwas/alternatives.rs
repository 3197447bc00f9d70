//! What alternatives have in common is taken out of them (`minimizeTreeAnyOf` of `compiler/compiler.go`).

use super::tree::Node;

/// The same with what the alternatives begin and end with outside; `None` where that is nothing, or one of
/// them is no pattern.
pub(super) fn minimised(alternatives: &[Node]) -> Option<Node> {
    let patterns: Vec<&[Node]> = alternatives
        .iter()
        .map(|node| match node {
            Node::Pattern(children) => Some(children.as_slice()),
            _ => None,
        })
        .collect::<Option<_>>()?;
    let (left, right) = common(&patterns);
    if left.is_empty() && right.is_empty() {
        return None;
    }
    let (begin, end) = (left.len(), right.len());
    let mut rest = Vec::new();
    for pattern in patterns {
        let node = match pattern.get(begin..pattern.len() - end) {
            None | Some([]) => Node::Nothing,
            Some(own) => Node::Pattern(own.to_vec()),
        };
        if !rest.contains(&node) {
            rest.push(node);
        }
    }
    let mut children = Vec::new();
    if begin > 0 {
        children.push(Node::Pattern(left));
    }
    if rest.len() > 1 {
        children.push(Node::AnyOf(rest));
    } else {
        children.extend(rest.into_iter().filter(|node| *node != Node::Nothing));
    }
    if end > 0 {
        children.push(Node::Pattern(right));
    }
    Some(Node::Pattern(children))
}

/// What all patterns begin with, and what they end with behind that.
fn common(patterns: &[&[Node]]) -> (Vec<Node>, Vec<Node>) {
    let (mut left, mut right) = (Vec::new(), Vec::new());
    let numbered = patterns.iter().enumerate();
    let shortest = numbered.min_by_key(|(_, pattern)| pattern.len());
    let (Some((place, shortest)), true) = (shortest, patterns.len() > 1) else {
        return (left, right);
    };
    let others = || patterns[..place].iter().chain(&patterns[place + 1..]);
    let length = shortest.len();
    let (mut left_ends, mut right_ends) = (false, false);
    for (begin, end) in (0..length).zip((0..length).rev()) {
        if left.len() + right.len() >= length || left_ends && right_ends {
            break;
        }
        for pattern in others() {
            if left_ends && right_ends {
                break;
            }
            left_ends |= shortest[begin] != pattern[begin];
            // What is on the left already is not taken on the right again.
            right_ends |= !left_ends && end <= begin;
            right_ends |= shortest[end] != pattern[end + pattern.len() - length];
        }
        if !left_ends {
            left.push(shortest[begin].clone());
        }
        if !right_ends {
            right.insert(0, shortest[end].clone());
        }
    }
    (left, right)
}
