//! Whether two globs have a text in common: `regex.globs_match`, after
//! yashtewari/glob-intersection 0.2, which OPA calls.

mod tokens;

use regorus::Value;

use super::{Failure, Own, Result, text};
use tokens::{Flag, Token, is_match, tokenize};

pub(super) const TABLE: &[Own] = &[Own {
    name: "regex.globs_match",
    arity: 2,
    call: globs_match,
}];

/// Most tokens of a glob: as deep as the search may go.
const MAX_TOKENS: usize = 4096;
/// Most steps of the search, which tries every way where flags follow each other.
const MAX_STEPS: usize = 5_000_000;

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
