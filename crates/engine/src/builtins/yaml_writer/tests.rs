//! The texts are those of OPA 1.20.2.

use regorus::Value;

use super::marshal;
use crate::builtins::{Failure, Result};

fn written(json: &str) -> Result {
    marshal(&[Value::from_json_str(json).unwrap()])
}

#[test]
fn values_are_written_in_the_style_of_go_yaml() {
    for (json, wanted) in [
        ("\"foo\"", "foo\n"),
        (
            "{\"a\": \"word word word word word word word word word word word word word word word word word word word word \"}",
            "a: 'word word word word word word word word word word word word word word word word\n  word word word word '\n",
        ),
        (
            "[\"a\\nb\", \"a\\n\", \"a\\n\\n\", \"\\na\", \" a\", \"a\\n b\", \"\\t\", \"it's\", \"\", \"yes\", \"08\", \"1:30\", \"2001-12-14\", \"1e400\", \"<<\", \"- a\", \"-a\", \"a: b\", \"a:b\", \"#a\", \"a#b\", \"é\", \"😀\", \"\u{2028}x\", \"\u{feff}\", \"---\"]",
            "- |-\n  a\n  b\n- |\n  a\n- |+\n  a\n\n- |2-\n\n  a\n- ' a'\n- |-\n  a\n   b\n- \"\\t\"\n- it's\n- \"\"\n- \"yes\"\n- \"08\"\n- \"1:30\"\n- \"2001-12-14\"\n- 1e400\n- <<\n- '- a'\n- -a\n- 'a: b'\n- a:b\n- '#a'\n- a#b\n- é\n- \"\\U0001F600\"\n- '\u{2028}  x'\n- \"\\uFEFF\"\n- '---'\n",
        ),
        (
            "{\"a\\nb\": 1, \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\": []}",
            "? |-\n  a\n  b\n: 1\n? xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n: []\n",
        ),
        ("[[1, [2]], {}, []]", "- - 1\n  - - 2\n- {}\n- []\n"),
        (
            "{\"k\": [\"x\", {\"b\": 1, \"a\": null}]}",
            "k:\n- x\n- a: null\n  b: 1\n",
        ),
        (
            "[1e+21, 1234567.5, 1e-05, 18446744073709551615, 18446744073709551616, -0.5]",
            "- 1e+21\n- 1.2345675e+06\n- 1e-05\n- 18446744073709551615\n- 1.8446744073709552e+19\n- -0.5\n",
        ),
        (
            "{\"a10\": 1, \"a9\": 2, \"_\": 3, \"A\": 4, \"a b\": 5, \"a09\": 6, \"\": 7}",
            "\"\": 7\n_: 3\nA: 4\na b: 5\na9: 2\na09: 6\na10: 1\n",
        ),
    ] {
        assert_eq!(written(json), Ok(Value::from(wanted)), "{json}");
    }
}

#[test]
fn what_no_yaml_may_have_is_an_error() {
    let long = format!("{{\"{}\": 1}}", "k".repeat(1023));
    for json in ["\"\u{7f}\"", "\"\u{ffff}\"", &long] {
        assert!(matches!(written(json), Err(Failure::Builtin(_))), "{json}");
    }
    let just = format!("{{\"{}\": 1}}", "k".repeat(1022));
    assert!(written(&just).is_ok());
}

#[test]
fn what_opa_writes_in_another_order_each_time_is_an_error_in_either_mode() {
    for json in [r#"{"2a": 1, "10": 1, "20": 1}"#, "\"a\u{85}b\""] {
        assert!(matches!(written(json), Err(Failure::Limit(_))), "{json}");
    }
    assert!(written(r#"{"2a": 1, "10": 1}"#).is_ok());
}
