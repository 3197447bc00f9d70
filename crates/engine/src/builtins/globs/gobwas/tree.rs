//! The tree of a glob (`syntax/ast`).

use super::lexer::Token;
use super::{MAX_DEPTH, Try};
use crate::builtins::Failure;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    Nothing,
    Pattern(Vec<Node>),
    /// `{…,…}`: patterns, or nothing where what they have in common is taken out.
    AnyOf(Vec<Node>),
    /// `[abc]`
    List {
        characters: Vec<char>,
        not: bool,
    },
    /// `[a-c]`
    Range {
        first: char,
        last: char,
        not: bool,
    },
    Text(String),
    /// `*`
    Any,
    /// `**`
    Super,
    /// `?`
    Single,
}

/// The tree; a brace that is not closed is closed at the end.
///
/// # Errors
/// A limit: too many braces inside of each other.
pub(super) fn parse(tokens: &[Token]) -> Try<Node> {
    // What stands before each open brace, and the alternatives behind it that are whole.
    let mut open: Vec<(Vec<Node>, Vec<Node>)> = Vec::new();
    let mut pattern = Vec::new();
    for token in tokens {
        match token {
            Token::Leaf(node) => pattern.push(node.clone()),
            Token::Open => {
                open.push((std::mem::take(&mut pattern), Vec::new()));
                if open.len() > MAX_DEPTH {
                    return Err(Failure::Limit(format!(
                        "`glob.match`: a glob has more than {MAX_DEPTH} braces inside of each other"
                    )));
                }
            }
            Token::Separator => {
                if let Some((_, alternatives)) = open.last_mut() {
                    alternatives.push(Node::Pattern(std::mem::take(&mut pattern)));
                }
            }
            Token::Close => close(&mut open, &mut pattern),
        }
    }
    while !open.is_empty() {
        close(&mut open, &mut pattern);
    }
    Ok(Node::Pattern(pattern))
}

fn close(open: &mut Vec<(Vec<Node>, Vec<Node>)>, pattern: &mut Vec<Node>) {
    if let Some((mut before, mut alternatives)) = open.pop() {
        alternatives.push(Node::Pattern(std::mem::take(pattern)));
        before.push(Node::AnyOf(alternatives));
        *pattern = before;
    }
}
