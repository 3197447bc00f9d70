//! The tokens of a glob (`syntax/lexer/lexer.go`; ranges whole, as `syntax/ast/parser.go` has them).

use super::tree::Node;
use super::wrong;
use crate::builtins::globs::Try;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Leaf(Node),
    Open,
    Separator,
    Close,
}

/// What the library takes for the end, a NUL in the glob too.
const END: char = '\0';

/// The tokens up to the end.
///
/// # Errors
/// What is no range.
pub(super) fn tokens(pattern: &str) -> Try<Vec<Token>> {
    let mut lexer = Lexer {
        characters: pattern.chars().collect(),
        place: 0,
        depth: 0,
    };
    let mut tokens = Vec::new();
    while let Some(token) = lexer.next()? {
        tokens.push(token);
    }
    Ok(tokens)
}

struct Lexer {
    characters: Vec<char>,
    place: usize,
    depth: usize,
}

impl Lexer {
    fn peek(&self) -> Try<char> {
        match self.characters.get(self.place) {
            None => Ok(END),
            Some(&char::REPLACEMENT_CHARACTER) => Err(wrong("could not read rune")),
            Some(character) => Ok(*character),
        }
    }

    fn read(&mut self) -> Try<char> {
        let character = self.peek()?;
        self.place += 1;
        Ok(character)
    }

    /// The next token; `None` at the end.
    fn next(&mut self) -> Try<Option<Token>> {
        let token = match self.read()? {
            END => return Ok(None),
            '{' => {
                self.depth += 1;
                Token::Open
            }
            ',' if self.depth > 0 => Token::Separator,
            '}' if self.depth > 0 => {
                self.depth -= 1;
                Token::Close
            }
            '[' => Token::Leaf(self.range()?),
            '?' => Token::Leaf(Node::Single),
            '*' if self.peek()? == '*' => {
                self.place += 1;
                Token::Leaf(Node::Super)
            }
            '*' => Token::Leaf(Node::Any),
            _ => {
                self.place -= 1;
                let breakers = if self.depth > 0 { "?*[{}," } else { "?*[{" };
                let text = self.text(breakers)?;
                // Of a text nothing but a backslash may be left.
                if text.is_empty() {
                    return self.next();
                }
                Token::Leaf(Node::Text(text))
            }
        };
        Ok(Some(token))
    }

    /// A text up to one of the breakers. A NUL ends it, and is passed over.
    fn text(&mut self, breakers: &str) -> Try<String> {
        let (mut text, mut is_escaped) = (String::new(), false);
        loop {
            let character = self.read()?;
            if character == END {
                return Ok(text);
            }
            if !is_escaped && character == '\\' {
                is_escaped = true;
                continue;
            }
            if !is_escaped && breakers.contains(character) {
                self.place -= 1;
                return Ok(text);
            }
            is_escaped = false;
            text.push(character);
        }
    }

    /// What follows an opening bracket, up to the closing one.
    fn range(&mut self) -> Try<Node> {
        let mut first = self.inside()?;
        let not = first == '!';
        if not {
            first = self.inside()?;
        }
        if self.peek()? == '-' {
            self.place += 1;
            let last = self.inside()?;
            self.close()?;
            if last < first {
                return Err(wrong("the end of a range is below its beginning"));
            }
            return Ok(Node::Range { first, last, not });
        }
        self.place -= 1;
        let characters = self.text("]")?;
        self.close()?;
        if characters.is_empty() {
            return Err(wrong("could not parse range"));
        }
        let characters = characters.chars().collect();
        Ok(Node::List { characters, not })
    }

    fn inside(&mut self) -> Try<char> {
        match self.read()? {
            END => Err(wrong("unexpected end of input")),
            character => Ok(character),
        }
    }

    fn close(&mut self) -> Try<()> {
        match self.inside()? {
            ']' => Ok(()),
            _ => Err(wrong("expected close range character")),
        }
    }
}
