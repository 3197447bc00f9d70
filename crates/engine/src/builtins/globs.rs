//! Globs: what they match (`glob.match`), how they are quoted (`glob.quote_meta`), and whether two have a text in
//! common: `regex.globs_match`, after yashtewari/glob-intersection 0.2, which OPA calls.

mod gobwas;
mod tokens;

use regorus::Value;

use super::{Failure, Own, Result, kind, text};
use gobwas::Glob;
use tokens::{Flag, Token, is_match, tokenize};

pub(super) const TABLE: &[Own] = &[
    Own {
        name: "glob.match",
        arity: 3,
        call: glob_match,
    },
    Own {
        name: "glob.quote_meta",
        arity: 1,
        call: quote_meta,
    },
    Own {
        name: "regex.globs_match",
        arity: 2,
        call: globs_match,
    },
];

/// Most tokens of a glob: as deep as the search may go.
const MAX_TOKENS: usize = 4096;
/// Most steps of the search, which tries every way where flags follow each other.
const MAX_STEPS: usize = 5_000_000;

/// Whether a text is as a glob says (`v1/topdown/glob.go`). Without delimiters nothing is one; of none at all the
/// dot is one.
fn glob_match(arguments: &[Value]) -> Result {
    let name = "glob.match";
    let [pattern, delimiters, candidate] = arguments else {
        return Err(Failure::Builtin(format!(
            "`{name}` expects a glob, delimiters and a text"
        )));
    };
    let pattern = text(name, pattern)?;
    let separators = match delimiters {
        Value::Null => Vec::new(),
        Value::Array(delimiters) if delimiters.is_empty() => vec!['.'],
        Value::Array(delimiters) => {
            let delimiters = delimiters.iter().map(|one| delimiter(name, one));
            delimiters.collect::<Try<_>>()?
        }
        other => {
            return Err(Failure::Builtin(format!(
                "`{name}` expects an array of delimiters or null, not {}",
                kind(other)
            )));
        }
    };
    let candidate = text(name, candidate)?;
    let glob = Glob::new(pattern, &separators)?;
    glob.is_match(candidate).map(Value::from)
}

fn delimiter(name: &str, value: &Value) -> Try<char> {
    let mut characters = text(name, value)?.chars();
    match (characters.next(), characters.next()) {
        (Some(one), None) => Ok(one),
        _ => Err(Failure::Builtin(format!(
            "{name}: operand 2 must be array of runes but got array containing string"
        ))),
    }
}

/// A text as a glob that matches it alone (`QuoteMeta` of gobwas/glob).
fn quote_meta(arguments: &[Value]) -> Result {
    let [value] = arguments else {
        return Err(Failure::builtin("`glob.quote_meta` expects a string"));
    };
    let mut quoted = String::new();
    for character in text("glob.quote_meta", value)?.chars() {
        if r"*?\[]{}".contains(character) {
            quoted.push('\\');
        }
        quoted.push(character);
    }
    Ok(Value::from(quoted))
}

type Try<T> = std::result::Result<T, Failure>;

fn globs_match(arguments: &[Value]) -> Result {
    let name = "regex.globs_match";
    let [one, other] = arguments else {
        return Err(Failure::Builtin(format!("`{name}` expects two globs")));
    };
    let (one, other) = (glob(text(name, one)?)?, glob(text(name, other)?)?);
    Ok(Value::from(meet(&one, &other)?))
}

fn glob(written: &str) -> Try<Vec<Token>> {
    if written.len() > MAX_TOKENS {
        return Err(Failure::Limit(format!(
            "`regex.globs_match`: a glob has more than {MAX_TOKENS} bytes"
        )));
    }
    tokenize(written)
}

fn meet(one: &[Token], other: &[Token]) -> Try<bool> {
    let (mut one, mut other) = (one, other);
    let are_plain = |a: &Token, b: &Token| a.flag == Flag::None && b.flag == Flag::None;
    // Beginnings and ends without flags are compared at once; one token of each stays.
    let plain = |pair: &(&Token, &Token)| are_plain(pair.0, pair.1);
    let begin = one.iter().zip(other).take_while(plain).count();
    if !one
        .iter()
        .zip(other)
        .take(begin)
        .all(|(a, b)| is_match(a, b))
    {
        return Ok(false);
    }
    let skipped = begin.saturating_sub(1);
    (one, other) = (&one[skipped..], &other[skipped..]);
    let reversed = || one.iter().rev().zip(other.iter().rev());
    let end = reversed().take_while(plain).count();
    if !reversed().take(end).all(|(a, b)| is_match(a, b)) {
        return Ok(false);
    }
    let dropped = end.saturating_sub(1);
    Search { steps: 0 }.plain(&one[..one.len() - dropped], &other[..other.len() - dropped])
}

struct Search {
    steps: usize,
}

impl Search {
    fn step(&mut self) -> Try<()> {
        self.steps += 1;
        if self.steps > MAX_STEPS {
            return Err(Failure::Limit(
                "`regex.globs_match` takes too many steps".to_owned(),
            ));
        }
        Ok(())
    }

    /// Compares up to the first flag.
    fn plain(&mut self, one: &[Token], other: &[Token]) -> Try<bool> {
        for (place, (a, b)) in one.iter().zip(other).enumerate() {
            self.step()?;
            match (a.flag, b.flag) {
                (Flag::None, Flag::None) if !is_match(a, b) => return Ok(false),
                (Flag::None, Flag::None) => {}
                (Flag::None, _) => return self.flagged(&other[place..], &one[place..]),
                _ => return self.flagged(&one[place..], &other[place..]),
            }
        }
        Ok(one.len() == other.len())
    }

    /// Goes on where `flagged` begins with a flag; neither is empty.
    fn flagged(&mut self, flagged: &[Token], other: &[Token]) -> Try<bool> {
        let ([first, rest @ ..], [begin, after @ ..]) = (flagged, other) else {
            return Ok(false);
        };
        if first.flag == Flag::Star {
            return self.star(flagged, other);
        }
        if !is_match(first, begin) {
            return Ok(false);
        }
        // It takes what the other begins with, or the other takes it.
        Ok(self.star(flagged, after)? || begin.flag != Flag::None && self.plain(rest, other)?)
    }

    /// Takes from the other what the first token matches, until the rest meets.
    fn star(&mut self, starred: &[Token], other: &[Token]) -> Try<bool> {
        let [first, rest @ ..] = starred else {
            return Ok(false);
        };
        let next = rest.first();
        for (place, token) in other.iter().enumerate() {
            self.step()?;
            let follows = next.is_some_and(|next| is_match(token, next));
            if follows && self.plain(rest, &other[place..])? {
                return Ok(true);
            }
            if !is_match(token, first) {
                return Ok(false);
            }
        }
        Ok(next.is_none())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(one: &str, other: &str) -> Result {
        globs_match(&[Value::from(one), Value::from(other)])
    }

    fn matches(glob: &str, delimiters: Value, text: &str) -> Result {
        glob_match(&[Value::from(glob), delimiters, Value::from(text)])
    }

    fn delimiters(all: &str) -> Value {
        let each = all.chars().map(|one| Value::from(one.to_string()));
        Value::from(each.collect::<Vec<_>>())
    }

    #[test]
    fn what_opa_does_not_read_as_a_glob_is_an_error() {
        for glob in ["[!]a]", "[a", "[]", "[a-c-e]", "[c-a]", "["] {
            let answer = matches(glob, Value::Null, "b");
            assert!(matches!(answer, Err(Failure::Builtin(_))), "{glob}");
        }
        for glob in ["[a-c]", "[abc]", r"\[b]", "[!a]"] {
            let answer = matches(glob, Value::Null, "b");
            assert_eq!(answer, Ok(Value::from(!glob.starts_with('\\'))), "{glob}");
        }
        for delimiter in ["", "ab"] {
            let delimiters = Value::from(vec![Value::from(delimiter)]);
            let answer = matches("*", delimiters, "b");
            assert!(matches!(answer, Err(Failure::Builtin(_))), "{delimiter}");
        }
    }

    /// The answers are those of OPA 1.20.2, the strange ones too.
    #[test]
    fn globs_match_what_they_match_in_opa() {
        for (glob, all, text, wanted) in [
            ("*.example.com", "", "a.b.example.com", false),
            ("**.example.com", "", "a.b.example.com", true),
            ("?*", "./", ".:b", true),
            ("[!.]*", ".", "ab", true),
            ("{a,ab}c", "", "abc", true),
            (r"a\{b", "", "a{b", true),
            ("a}", "", "a}", true),
            ("a,b", "", "a,b", true),
            ("*", "é", "aéb", false),
            ("?", "", "", true),
            ("[!a]", "", "", true),
            ("***", "/", "", false),
            ("*{", "", "b", false),
            ("{**{", ":", "", false),
            ("é?", "", "éa", false),
        ] {
            let answer = matches(glob, delimiters(all), text);
            assert_eq!(answer, Ok(Value::from(wanted)), "{glob} {text}");
        }
        let everywhere = matches("*-*", Value::Null, "a.b-c");
        assert_eq!(everywhere, Ok(Value::from(true)));
    }

    #[test]
    fn globs_without_an_answer_are_an_error_in_either_mode() {
        let many = format!("b{}", "*a".repeat(30));
        for (glob, text) in [
            ("{a*,b}{", "b".to_owned()),
            (&"a".repeat(2000), String::new()),
            (&"{".repeat(100), String::new()),
            (&many, "a".repeat(200)),
        ] {
            let answer = matches(glob, delimiters("./"), &text);
            assert!(matches!(answer, Err(Failure::Limit(_))), "{glob}");
        }
    }

    #[test]
    fn what_means_something_in_a_glob_is_quoted() {
        let quoted = quote_meta(&[Value::from(r"*?[]{}\!,-a^")]);
        assert_eq!(quoted, Ok(Value::from(r"\*\?\[\]\{\}\\!,-a^")));
    }

    #[test]
    fn globs_meet_as_the_library_has_it() {
        for (one, other, wanted) in [
            ("", "", true),
            ("", "a*", false),
            ("a*", "b*", false),
            ("a+b", "aaab", true),
            ("[ab]+c", "[bc]+", true),
            (".*", "x", true),
            ("a", "[]", false),
            (".", "[]", true),
            (r"\.", "a", false),
            ("[a-c]", "[c-e]", true),
            ("a*b*c", "bbbc", true),
        ] {
            assert_eq!(call(one, other), Ok(Value::from(wanted)), "{one} {other}");
        }
    }

    #[test]
    fn what_is_no_glob_is_an_error() {
        for glob in ["+a", "a**", "[a", "a]", "[z-a]", "[-a]", "a\\", "[a-"] {
            assert!(
                matches!(call(glob, "a"), Err(Failure::Builtin(_))),
                "{glob}"
            );
        }
    }

    #[test]
    fn the_search_is_bounded() {
        let one = "a+.*".repeat(200) + "b";
        let answer = call(&one, &("[ab]*.+".repeat(200) + "c"));
        assert!(answer.is_ok() || matches!(answer, Err(Failure::Limit(_))));
        assert!(matches!(
            call(&"a".repeat(5000), "a"),
            Err(Failure::Limit(_))
        ));
    }
}
