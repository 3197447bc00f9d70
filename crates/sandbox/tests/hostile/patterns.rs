//! Patterns that take long, on texts that are long.

use crate::policies::{Hostile, body};

pub(crate) fn policies() -> Vec<Hostile> {
    let mut all = Vec::new();
    for (pattern, letter) in [
        ("(a+)+$", "a"),
        ("(a|aa)+$", "a"),
        ("(.*a){40}", "a"),
        ("(a?){100}a{100}", "a"),
        ("(x+x+)+y", "x"),
        ("^(([a-z])+.)+[A-Z]([a-z])+$", "a"),
        ("[a-z]{1000}[a-z]{1000}[a-z]{1000}", "a"),
        ("\\\\pL{1000}", "a"),
        ("(?i)(?:\\\\pL{500}){5}", "a"),
    ] {
        for call in [
            "regex.match(p, s)",
            "count(regex.find_n(p, s, -1)) >= 0",
            "count(regex.find_all_string_submatch_n(p, s, -1)) >= 0",
        ] {
            all.push(body(
                format!("{call}, {pattern}"),
                &format!(
                    "t := concat(\"\", [\"{letter}\" | some _ in numbers.range(1, 60000)])\np := \"{pattern}\"\n\
                     some i in numbers.range(1, 1000000)\ns := sprintf(\"%s!%d\", [t, i])\n{call}; i == -1"
                ),
            ));
        }
    }
    for call in [
        "regex.globs_match(sprintf(\"a*b*c*%d\", [i]), \"[a-z]*[a-z]*[a-z]*[a-z]*[0-9]*x\")",
        "glob.match(\"*a*a*a*a*a*a*a*a*a*b\", [], sprintf(\"%s%d\", [concat(\"\", [\"a\" | some _ in numbers.range(1, 5000)]), i]))",
        "regex.template_match(\"urn:foo:{.*}{.*}{.*}\", sprintf(\"urn:foo:bar:%d\", [i]), \"{\", \"}\")",
    ] {
        all.push(body(
            call,
            &format!("some i in numbers.range(1, 10000000)\nnot {call}; i == -1"),
        ));
    }
    all
}
