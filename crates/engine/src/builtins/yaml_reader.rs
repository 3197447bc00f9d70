//! `yaml.unmarshal` and `yaml.is_valid`: the engine's own, which reads YAML 1.2, for documents that go-yaml
//! 2.4, which OPA calls, reads in the same way. Of all others there is no answer in either mode: a document
//! must not mean one thing to OPA and another here.

use std::sync::LazyLock;

use regex::{Regex, RegexSet};
use regorus::Value;

use super::yaml_writer::is_text;
use super::{Failure, Own, Result, call_by_name};

pub(super) const TABLE: &[Own] = &[
    Own {
        name: UNMARSHAL,
        arity: 1,
        call: unmarshal,
    },
    Own {
        name: IS_VALID,
        arity: 1,
        call: is_valid,
    },
];

const UNMARSHAL: &str = "yaml.unmarshal";
const IS_VALID: &str = "yaml.is_valid";

fn unmarshal(arguments: &[Value]) -> Result {
    if let [Value::String(document)] = arguments {
        same_in_both(UNMARSHAL, document)?;
        let answer = call_by_name(UNMARSHAL, arguments);
        match &answer {
            Ok(value) => texts_as_keys(UNMARSHAL, value)?,
            Err(_) => wrong_in_both(UNMARSHAL, document)?,
        }
        return answer;
    }
    call_by_name(UNMARSHAL, arguments)
}

/// What is no text is not valid; for the engine it is an error.
fn is_valid(arguments: &[Value]) -> Result {
    let [Value::String(document)] = arguments else {
        return Ok(Value::from(false));
    };
    same_in_both(IS_VALID, document)?;
    let answer = call_by_name(IS_VALID, arguments)?;
    if answer != Value::from(true) {
        wrong_in_both(IS_VALID, document)?;
    } else if let Ok(value) = call_by_name(UNMARSHAL, arguments) {
        texts_as_keys(IS_VALID, &value)?;
    }
    Ok(answer)
}

/// A collection as a key, `{{a}}: b`, is an error to OPA. The engine makes a text of it.
///
/// # Errors
/// A limit, where a key may be such a text.
fn texts_as_keys(name: &str, value: &Value) -> std::result::Result<(), Failure> {
    match value {
        Value::Array(items) => items.iter().try_for_each(|item| texts_as_keys(name, item)),
        Value::Object(members) => members.iter().try_for_each(|(key, member)| match key {
            Value::String(key) if !key.starts_with(['{', '[']) => texts_as_keys(name, member),
            _ => Err(Failure::Limit(format!(
                "`{name}` does not read keys here that begin with a bracket"
            ))),
        }),
        _ => Ok(()),
    }
}

/// What the two read otherwise, each with an expression that finds it, and more than it where a text or a
/// comment looks alike.
const OTHERWISE: [(&str, &str); 9] = [
    ("question marks in brackets", r"[\[{][^\n]*\?"),
    (r"the escape `\/`", r"\\/"),
    ("tags", r"(?m)(^|[\s\[{,:?-])!"),
    ("merged keys", r#"(?m)(^|[\s\[{,:?-])["']?<<["']?\s*:"#),
    (
        "several documents, or directives",
        r"(?m)(^\.\.\.|^%|[^\n]\n+---(\s|$)|^---[^\n]*\n---)",
    ),
    (
        "`yes`, `no`, `on`, `off`, `y` and `n`",
        r"(?m)BEGIN([yY]|yes|Yes|YES|[nN]|no|No|NO|on|On|ON|off|Off|OFF)END",
    ),
    (
        "keys that are no texts",
        r"(?m)BEGIN([-+.0-9~][^\s:]*|true|True|TRUE|false|False|FALSE|null|Null|NULL|)\s*:(\s|$)",
    ),
    ("keys in more than one line", r"(?m)(^|[\s\[{,])\?(\s|$)"),
    ("anchors", r"(?m)(^|[\s\[{,:?-])[&*]"),
];

/// Where a value in plain letters may begin and end.
const BEGIN: &str = r"(?:^[ \t]*|[-?:][ \t]+|[\[{,][ \t]*)";
const END: &str = r"[ \t\r]*(?:$|[ \t]#|[,\]}]|:(?:\s|$))";

/// # Errors
/// A limit that names what is read otherwise.
fn same_in_both(name: &str, document: &str) -> std::result::Result<(), Failure> {
    static SET: LazyLock<Option<RegexSet>> = LazyLock::new(|| {
        let written = |(_, one): &(&str, &str)| one.replace("BEGIN", BEGIN).replace("END", END);
        RegexSet::new(OTHERWISE.iter().map(written)).ok()
    });
    let found = match SET.as_ref() {
        Some(set) => set.matches(document).iter().next(),
        None => Some(0),
    };
    let found = match found.and_then(|place| OTHERWISE.get(place)) {
        Some((what, _)) => Some(*what),
        None => has_other_number(document).then_some("a number in this spelling, or a time,"),
    };
    found.map_or(Ok(()), |what| {
        Err(Failure::Limit(format!(
            "`{name}` does not read {what} here, which OPA reads by the rules of YAML 1.1"
        )))
    })
}

/// What the engine cannot read. go-yaml looks at nothing behind the first value of a document, which may be
/// whole where a text, a bracket or the indentation ends.
///
/// # Errors
/// A limit, where that may be.
fn wrong_in_both(name: &str, document: &str) -> std::result::Result<(), Failure> {
    static BLOCK: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"^(- |[A-Za-z_][^'\x22\[\]{}#]*:(\s|$))").ok());
    let lines = document.lines().filter(|line| {
        let line = line.trim_start();
        !line.is_empty() && !line.starts_with('#')
    });
    let mut levels = lines
        .clone()
        .map(|line| line.len() - line.trim_start_matches(' ').len());
    let first = levels.next().unwrap_or(0);
    let root = lines.clone().next().unwrap_or_default().trim_start();
    let is_open = match root.chars().next() {
        Some('[' | '{') => !document.contains([']', '}']),
        Some(quote @ ('\'' | '"')) => document.matches(quote).count() == 1,
        Some(_) => BLOCK.as_ref().is_some_and(|block| block.is_match(root)),
        None => true,
    };
    if is_open && levels.all(|level| level >= first) {
        return Ok(());
    }
    Err(Failure::Limit(format!(
        "`{name}` cannot read this document, of which OPA may read the begin alone"
    )))
}

/// Whether what looks like a number is none that both read alike.
fn has_other_number(document: &str) -> bool {
    static NUMBER: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(&format!(r"(?m){BEGIN}([-+.0-9][^\s,\[\]{{}}]+|[0-9])")).ok());
    let Some(number) = NUMBER.as_ref() else {
        return true;
    };
    let mut from = 0;
    while let Some(found) = number
        .captures_at(document, from)
        .and_then(|found| found.get(1))
    {
        if !is_same(found.as_str()) {
            return true;
        }
        from = found.end();
    }
    false
}

fn is_same(word: &str) -> bool {
    static PLAIN: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"^(0|-?[1-9][0-9]{0,17}|-?(0|[1-9][0-9]*)\.[0-9]*[1-9])$").ok()
    });
    let is_text = is_text(word) && word.parse::<f64>().is_err();
    is_text || PLAIN.as_ref().is_some_and(|plain| plain.is_match(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_that_opa_reads_otherwise_have_no_answer_in_either_mode() {
        for document in [
            "!!binary aGk=",
            "a: !foo b",
            "<<: {a: 1}\nb: 2",
            "{<<: *a}",
            "a: yes",
            "- off",
            "{on: 1}",
            "a: 010",
            "a: 1_000",
            "a: +1",
            "a: .5",
            "a: 1e3",
            "a: 2001-12-14",
            "a: 0x1F",
            "a: .inf",
            "1: a",
            "true: b",
            "~: c",
            "a: 1\n---\nb: 2",
            "%YAML 1.1\n---\na: 1",
            "? a\n: b",
            "a: &x 1\nb: *x",
            "{{end}}",
            "a: {[b]: c}",
        ] {
            for call in [unmarshal, is_valid] {
                let answer = call(&[document.into()]);
                assert!(matches!(answer, Err(Failure::Limit(_))), "{document}");
            }
        }
    }

    /// The answers are those of OPA 1.20.2.
    #[test]
    fn documents_that_both_read_alike_are_read() {
        for (document, wanted) in [
            (
                "a: hello!\nb: 1 << 2 and me!",
                r#"{"a": "hello!", "b": "1 << 2 and me!"}"#,
            ),
            ("---\na: 1\nb: [2, 0.5]", r#"{"a": 1, "b": [2, 0.5]}"#),
            (
                "- \"yes\"\n- 'no'\n- true\n- ~\n- there is no way",
                r#"["yes", "no", true, null, "there is no way"]"#,
            ),
            (
                "a: 10.0.0.0/8\nb: 1.2.3\nc: t2.micro",
                r#"{"a": "10.0.0.0/8", "b": "1.2.3", "c": "t2.micro"}"#,
            ),
            ("a: |\n  x\n  z\n", r#"{"a": "x\nz\n"}"#),
        ] {
            let wanted = Value::from_json_str(wanted).unwrap();
            assert_eq!(unmarshal(&[document.into()]), Ok(wanted), "{document}");
            assert_eq!(is_valid(&[document.into()]), Ok(Value::from(true)));
        }
        assert_eq!(is_valid(&["a: [".into()]), Ok(Value::from(false)));
        assert_eq!(is_valid(&[Value::from(1_u64)]), Ok(Value::from(false)));
    }
}
