//! Finds template strings.

use super::Wording;
use crate::builtins::TEMPLATE_STRING;

/// Deepest nesting of template strings.
const MAX_DEPTH: usize = 8;

/// The text in other words; `None` when it has nothing that is to be said otherwise, or cannot be.
pub(super) fn rewrite(source: &Wording) -> Option<Wording> {
    let mut scan = Scan {
        source,
        text: source.read(),
        at: 0,
        copied: 0,
        depth: 0,
        templates: 0,
        changed: false,
        written: Wording::default(),
    };
    scan.code(false)?;
    scan.copy();
    scan.changed.then_some(scan.written)
}

struct Scan<'a> {
    source: &'a Wording,
    text: &'a str,
    at: usize,
    /// Up to where the text stands in `written`.
    copied: usize,
    /// How many template strings are open.
    depth: usize,
    /// How many there were.
    templates: usize,
    changed: bool,
    written: Wording,
}

impl Scan<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += next.len_utf8();
        Some(next)
    }

    /// Writes what was passed since the last time.
    fn copy(&mut self) {
        self.written.copy(self.source, self.copied..self.at);
        self.copied = self.at;
    }

    fn add(&mut self, text: &str) {
        self.changed = true;
        self.written.add(text, self.source, self.copied);
    }

    /// Leaves out what was passed since the last time.
    fn skip(&mut self) {
        self.changed = true;
        self.copied = self.at;
    }

    /// Passes over code: to the end, or to the bracket that closes a template's expression.
    fn code(&mut self, in_template: bool) -> Option<()> {
        let mut open = 0usize;
        while let Some(next) = self.peek() {
            match next {
                '"' => self.string()?,
                '`' => self.raw_string()?,
                '#' => self.comment(),
                '$' if self.rest().starts_with("$\"") || self.rest().starts_with("$`") => {
                    self.template()?;
                }
                '}' if in_template && open == 0 => return Some(()),
                _ => {
                    match next {
                        '{' | '[' | '(' => open += 1,
                        '}' | ']' | ')' => open = open.saturating_sub(1),
                        _ => {}
                    }
                    self.next();
                }
            }
        }
        (!in_template).then_some(())
    }

    fn string(&mut self) -> Option<()> {
        self.next();
        while let Some(next) = self.next() {
            match next {
                '\\' => drop(self.next()),
                '"' => return Some(()),
                '\n' => return None,
                _ => {}
            }
        }
        None
    }

    fn raw_string(&mut self) -> Option<()> {
        self.at += 1;
        self.at += self.rest().find('`')? + 1;
        Some(())
    }

    fn comment(&mut self) {
        self.at += self.rest().find('\n').unwrap_or(self.rest().len());
    }

    /// `$"a {b}"` becomes `internal.template_string(["a ", {x | x := b}])`: a part without a value is
    /// an empty set, which is how OPA's compiler has it too.
    fn template(&mut self) -> Option<()> {
        if self.depth == MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        self.copy();
        self.at += 1;
        let quote = self.next()?;
        self.skip();
        self.add(&format!("{TEMPLATE_STRING}([{quote}"));
        loop {
            match self.peek()? {
                '\\' if self.rest().starts_with("\\{") => {
                    self.copy();
                    self.at += 1;
                    self.skip();
                    self.at += 1;
                }
                '\\' if quote == '"' => {
                    self.next();
                    self.next();
                }
                '\n' if quote == '"' => return None,
                '{' => self.part(quote)?,
                next => {
                    if next == quote {
                        break;
                    }
                    self.next();
                }
            }
        }
        self.copy();
        self.at += 1;
        self.skip();
        self.add(&format!("{quote}])"));
        self.depth -= 1;
        Some(())
    }

    /// One expression of a template, with its braces.
    fn part(&mut self, quote: char) -> Option<()> {
        self.copy();
        self.at += 1;
        self.skip();
        let number = self.templates;
        self.templates += 1;
        self.add(&format!(
            "{quote}, {{__part{number}__ | __part{number}__ := "
        ));
        // Nothing in it is refused by OPA, and by the engine then.
        self.code(true)?;
        self.copy();
        self.at += 1;
        self.skip();
        self.add(&format!("}}, {quote}"));
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn other(text: &str) -> Option<String> {
        Some(rewrite(&Wording::plain("a", text))?.read().to_owned())
    }

    #[test]
    fn strings_and_comments_are_no_templates() {
        for text in ["\"$\\\"{a}\"", "# $\"{a}\"", "`$\"{a}\"`", "x := 1"] {
            assert_eq!(other(text), None, "{text}");
        }
    }

    #[test]
    fn a_template_becomes_a_call_with_a_set_for_each_expression() {
        assert_eq!(
            other(r#"$"a {b.c} d""#).unwrap(),
            r#"internal.template_string(["a ", {__part0__ | __part0__ := b.c}, " d"])"#
        );
        assert_eq!(
            other(r#"$"\{{{"}": 1}}\"""#).unwrap(),
            r#"internal.template_string(["{", {__part0__ | __part0__ := {"}": 1}}, "\""])"#
        );
        assert_eq!(
            other("$`a\n\\n`").unwrap(),
            "internal.template_string([`a\n\\n`])"
        );
        assert!(other(r#"$"{$"{$`{x}`}"}""#).is_some());
    }

    #[test]
    fn what_is_not_closed_is_left_to_the_parser() {
        for text in [r#"$"a"#, r#"$"{a"#, "$\"a\n\"", "$`{a`"] {
            assert_eq!(other(text), None, "{text}");
        }
        let deep = "$\"{".repeat(9) + "1" + &"}\"".repeat(9);
        assert_eq!(other(&deep), None);
    }
}
