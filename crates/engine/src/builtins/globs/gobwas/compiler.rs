//! From a tree to what compares texts (`compiler/compiler.go`).

use super::matcher::{Matcher, Tree};
use super::tree::Node;
use super::{Try, alternatives, wrong};

pub(super) fn compile(node: &Node, separators: &[char]) -> Try<Matcher> {
    let matcher = match node {
        Node::AnyOf(nodes) => {
            return match alternatives::minimised(nodes) {
                Some(node) => compile(&node, separators),
                None => compile_all(nodes, separators).map(Matcher::AnyOf),
            };
        }
        Node::Pattern(nodes) if nodes.is_empty() => return Ok(Matcher::Nothing),
        Node::Pattern(nodes) => {
            let matchers = minimised(compile_all(nodes, separators)?);
            joined(&matchers)?
        }
        Node::Nothing => Matcher::Nothing,
        Node::List { characters, not } => Matcher::List {
            characters: characters.clone(),
            not: *not,
        },
        Node::Range { first, last, not } => Matcher::Range {
            first: *first,
            last: *last,
            not: *not,
        },
        Node::Text(text) => Matcher::Text(text.clone()),
        Node::Any => Matcher::Any(separators.to_vec()),
        Node::Super => Matcher::Super,
        Node::Single => Matcher::Single(separators.to_vec()),
    };
    Ok(optimised(matcher))
}

fn compile_all(nodes: &[Node], separators: &[char]) -> Try<Vec<Matcher>> {
    let compiled = nodes.iter().map(|node| compile(node, separators));
    compiled
        .map(|matcher| matcher.map(optimised))
        .collect::<Try<_>>()
}

fn optimised(matcher: Matcher) -> Matcher {
    match matcher {
        Matcher::Any(separators) if separators.is_empty() => Matcher::Super,
        Matcher::AnyOf(mut matchers) if matchers.len() == 1 => matchers.remove(0),
        Matcher::List {
            characters,
            not: false,
        } if characters.len() == 1 => Matcher::Text(characters.into_iter().collect()),
        Matcher::Tree(tree) => optimised_tree(*tree),
        other => other,
    }
}

fn optimised_tree(mut tree: Tree) -> Matcher {
    tree.left = tree.left.map(optimised);
    tree.right = tree.right.map(optimised);
    let Matcher::Text(text) = &tree.value else {
        return Matcher::Tree(Box::new(tree));
    };
    let text = text.clone();
    match (&tree.left, &tree.right) {
        (None, None) => Matcher::Text(text),
        (Some(Matcher::Super), Some(Matcher::Super)) => Matcher::Contains {
            needle: text,
            not: false,
        },
        (Some(Matcher::Super), None) => Matcher::Suffix(text),
        (None, Some(Matcher::Super)) => Matcher::Prefix(text),
        (None, Some(Matcher::Suffix(suffix))) => Matcher::PrefixSuffix(text, suffix.clone()),
        (Some(Matcher::Prefix(prefix)), None) => Matcher::PrefixSuffix(prefix.clone(), text),
        (Some(Matcher::Any(separators)), None) => Matcher::SuffixAny(text, separators.clone()),
        (None, Some(Matcher::Any(separators))) => Matcher::PrefixAny(text, separators.clone()),
        _ => Matcher::Tree(Box::new(tree)),
    }
}

/// One for several that follow each other: around the longest of a fixed length, of those the last.
fn joined(matchers: &[Matcher]) -> Try<Matcher> {
    match matchers {
        [] => return Err(wrong("compile error: need at least one matcher")),
        [one] => return Ok(one.clone()),
        _ => {}
    }
    if let Some(glued) = glued(matchers) {
        return Ok(glued);
    }
    let fixed = matchers.iter().enumerate();
    let longest = fixed
        .filter_map(|(place, matcher)| Some((matcher.length()?, place)))
        .max();
    let Some((_, place)) = longest else {
        let right = joined(&matchers[1..])?;
        let tree = Tree::new(matchers[0].clone(), None, Some(right));
        return Ok(Matcher::Tree(Box::new(tree)));
    };
    let side = |part: &[Matcher]| match part {
        [] => Ok(None),
        part => joined(part).map(Some),
    };
    let left = side(&matchers[..place])?;
    let right = side(&matchers[place + 1..])?;
    let tree = Tree::new(matchers[place].clone(), left, right);
    Ok(Matcher::Tree(Box::new(tree)))
}

fn glued(matchers: &[Matcher]) -> Option<Matcher> {
    if matchers.len() <= 1 {
        return None;
    }
    glued_as_every(matchers).or_else(|| glued_as_row(matchers))
}

fn glued_as_row(matchers: &[Matcher]) -> Option<Matcher> {
    let lengths = matchers.iter().map(Matcher::length);
    let length = lengths.sum::<Option<usize>>()?;
    Some(Matcher::Row(matchers.to_vec(), length))
}

fn glued_as_every(matchers: &[Matcher]) -> Option<Matcher> {
    let (mut has_any, mut has_super, mut singles) = (false, false, 0);
    let mut separators: Option<&[char]> = None;
    for matcher in matchers {
        let own: &[char] = match matcher {
            Matcher::Super => {
                has_super = true;
                &[]
            }
            Matcher::Any(separators) => {
                has_any = true;
                separators
            }
            Matcher::Single(separators) => {
                singles += 1;
                separators
            }
            Matcher::List {
                characters,
                not: true,
            } => {
                singles += 1;
                characters
            }
            _ => return None,
        };
        if *separators.get_or_insert(own) != own {
            return None;
        }
    }
    let separators = separators?;
    if has_super && !has_any && singles == 0 {
        return Some(Matcher::Super);
    }
    if has_any && !has_super && singles == 0 {
        return Some(Matcher::Any(separators.to_vec()));
    }
    if (has_any || has_super) && singles > 0 && separators.is_empty() {
        return Some(Matcher::Min(singles));
    }
    let mut every = Vec::new();
    if singles > 0 {
        every.push(Matcher::Min(singles));
        if !has_any && !has_super {
            every.push(Matcher::Max(singles));
        }
    }
    if !separators.is_empty() {
        every.push(Matcher::Contains {
            needle: separators.iter().collect(),
            not: true,
        });
    }
    Some(Matcher::EveryOf(every))
}

/// The same with what can be glued as one, the longest first, until there is nothing left to glue.
fn minimised(mut matchers: Vec<Matcher>) -> Vec<Matcher> {
    while let Some((glued, left, right)) = best_glued(&matchers) {
        let length = matchers.len();
        matchers.splice(left..right, [glued]);
        if matchers.len() == length {
            break;
        }
    }
    matchers
}

fn best_glued(matchers: &[Matcher]) -> Option<(Matcher, usize, usize)> {
    let mut best: Option<(Matcher, usize, usize)> = None;
    for left in 0..matchers.len() {
        for right in (left + 1..=matchers.len()).rev() {
            let Some(glued) = glued(&matchers[left..right]) else {
                continue;
            };
            let is_better = best.as_ref().is_none_or(|(known, begin, end)| {
                let longer = glued.length().zip(known.length());
                longer.is_some_and(|(new, old)| new > old) || end - begin < right - left
            });
            if is_better {
                best = Some((glued, left, right));
            }
        }
    }
    best
}
