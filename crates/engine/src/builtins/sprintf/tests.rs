//! What Go prints. Every expectation is Go's.

use regorus::Value;

use super::{Failure, sprintf};

fn call(format: &str, values: &str) -> String {
    let values = Value::from_json_str(values).unwrap();
    match sprintf(&[Value::from(format), values]).unwrap() {
        Value::String(text) => text.to_string(),
        other => panic!("{other}"),
    }
}

fn check(cases: &[(&str, &str, &str)]) {
    for (format, values, expected) in cases {
        assert_eq!(call(format, values), *expected, "{format:?} of {values}");
    }
}

#[test]
fn strings() {
    check(&[
        ("%s", r#"["a"]"#, "a"),
        ("%q", r#"["a\"b\n"]"#, r#""a\"b\n""#),
        ("%q", "[\"ü\u{200b}\"]", "\"ü\\u200b\""),
        ("%+q", r#"["ü"]"#, r#""\u00fc""#),
        ("%#q", r#"["ab"]"#, "`ab`"),
        ("%#q", r#"["a`b"]"#, "\"a`b\""),
        (
            "%-40s|",
            r#"["name"]"#,
            "name                                    |",
        ),
        ("%10s|", r#"["name"]"#, "      name|"),
        ("%.2s", r#"["name"]"#, "na"),
        ("%5.1s|", r#"["é é"]"#, "    é|"),
        ("%05s", r#"["ab"]"#, "000ab"),
        ("%-05s|", r#"["ab"]"#, "ab   |"),
        ("%x", r#"["hi"]"#, "6869"),
        ("%X", r#"["hi"]"#, "6869"),
        ("% x", r#"["hi"]"#, "68 69"),
        ("%#x", r#"["hi"]"#, "0x6869"),
        ("%v", r#"["a"]"#, "a"),
        ("%d", r#"["a"]"#, "%!d(string=a)"),
        ("%t", "[true]", "%!t(string=true)"),
        (
            "% g",
            "[12345678901234567890]",
            "%!g(big.Int=12345678901234567890)",
        ),
        ("%#t", r#"["a"]"#, "%!t(string=a)"),
        ("%T", r#"["a"]"#, "string"),
        ("%#v", r#"["a"]"#, "\"a\""),
        ("%!", r#"["a"]"#, "%!!(string=a)"),
    ]);
}

#[test]
fn whole_numbers() {
    check(&[
        ("%d", "[7]", "7"),
        ("%d", "[-7]", "-7"),
        ("%+d", "[7]", "+7"),
        ("% d", "[7]", " 7"),
        ("%5d|", "[7]", "    7|"),
        ("%-5d|", "[7]", "7    |"),
        ("%05d", "[-7]", "-0007"),
        ("%+05d", "[7]", "+0007"),
        ("%.3d", "[7]", "007"),
        ("%08.3d", "[7]", "     007"),
        ("%.0d|", "[0]", "|"),
        ("%x", "[255]", "ff"),
        ("%#x", "[255]", "0xff"),
        ("%X", "[255]", "FF"),
        ("%o", "[8]", "10"),
        ("%#o", "[8]", "010"),
        ("%O", "[8]", "0o10"),
        ("%b", "[5]", "101"),
        ("%c", "[65]", "A"),
        ("%q", "[65]", "'A'"),
        ("%U", "[65]", "U+0041"),
        ("%#U", "[9786]", "U+263A '☺'"),
        ("%s", "[7]", "%!s(int64=7)"),
        ("%f", "[7]", "%!f(int64=7)"),
        ("%t", "[7]", "%!t(int64=7)"),
        ("%T", "[7]", "int64"),
        ("%v", "[12345678901234567890]", "12345678901234567890"),
        ("%d", "[12345678901234567890]", "12345678901234567890"),
        ("%T", "[12345678901234567890]", "*big.Int"),
        ("%y", "[7]", "%!y(int64=7)"),
        ("%5y", "[7]", "%!y(int64=    7)"),
    ]);
}

#[test]
fn fractions() {
    check(&[
        ("%f", "[3.14159]", "3.141590"),
        ("%.2f", "[3.14159]", "3.14"),
        ("%8.2f|", "[3.14159]", "    3.14|"),
        ("%-8.2f|", "[3.14159]", "3.14    |"),
        ("%08.2f", "[-3.14159]", "-0003.14"),
        ("%+.1f", "[3.14159]", "+3.1"),
        ("%.0f", "[2.5]", "2"),
        ("%e", "[1234.5]", "1.234500e+03"),
        ("%.1e", "[0.00012]", "1.2e-04"),
        ("%E", "[1234.5]", "1.234500E+03"),
        ("%g", "[0.1]", "0.1"),
        ("%v", "[24.5]", "24.5"),
        ("%v", "[1234567.5]", "1.2345675e+06"),
        ("%v", "[0.00001]", "1e-05"),
        ("%v", "[123456.5]", "123456.5"),
        ("%.3g", "[1234.5]", "1.23e+03"),
        ("%.3g", "[12.345]", "12.3"),
        ("%.10g", "[12.5]", "12.5"),
        ("%d", "[1.5]", "%!d(float64=1.5)"),
        ("%s", "[1.5]", "%!s(float64=1.5)"),
        ("%T", "[1.5]", "float64"),
    ]);
}

#[test]
fn everything_else_is_text_of_rego() {
    check(&[
        ("%v", r#"[["a", 1, null, true]]"#, r#"["a", 1, null, true]"#),
        ("%s", r#"[{"b": [], "a": {}}]"#, r#"{"a": {}, "b": []}"#),
        ("%v", "[null]", "null"),
        ("%v", "[false]", "false"),
        ("%d", "[[1]]", "%!d(string=[1])"),
        ("%q", "[[1]]", "\"[1]\""),
    ]);
    let set: std::collections::BTreeSet<Value> = [Value::from("b"), Value::from("a")].into();
    let values = Value::from(vec![Value::from(set), Value::new_set()]);
    let text = sprintf(&[Value::from("%v %v"), values]).unwrap();
    assert_eq!(text, Value::from("{\"a\", \"b\"} set()"));
}

#[test]
fn faults_are_reported_in_the_text() {
    check(&[
        ("%d %d", "[1]", "1 %!d(MISSING)"),
        ("%d", r#"[1, "x", 2.5]"#, "1%!(EXTRA string=x, float64=2.5)"),
        ("100%", "[]", "100%!(NOVERB)"),
        ("%", "[1]", "%!(NOVERB)%!(EXTRA int64=1)"),
        ("%%", "[]", "%"),
        ("100%% of %s", r#"["x"]"#, "100% of x"),
        ("%[2]s %[1]s", r#"["a", "b"]"#, "b a"),
        ("%[1]s", r#"["a", "b"]"#, "a"),
        ("%[3]s", r#"["a"]"#, "%!s(BADINDEX)"),
        ("%[x]s", r#"["a"]"#, "%!s(BADINDEX)"),
        ("%*d", "[5, 42]", "   42"),
        ("%-*d|", "[5, 42]", "42   |"),
        ("%*d|", "[-5, 42]", "42   |"),
        ("%.*f", "[2, 1.2345]", "1.23"),
        ("%*d", r#"["x", 42]"#, "%!(BADWIDTH)42"),
        ("%[2]*[1]d", "[2, 3]", "  2"),
        ("no verbs", "[]", "no verbs"),
        ("ü%sü", r#"["ß"]"#, "üßü"),
    ]);
}

#[test]
fn what_would_be_too_long_is_a_limit_and_what_is_no_array_an_error() {
    let many = "%1000000d".repeat(40);
    let values = Value::from(vec![Value::from(1i64); 40]);
    assert!(matches!(
        sprintf(&[Value::from(many), values]),
        Err(Failure::Limit(_))
    ));
    assert!(matches!(
        sprintf(&[Value::from("%s"), Value::from("x")]),
        Err(Failure::Builtin(_))
    ));
    assert!(matches!(
        sprintf(&[Value::Null, Value::new_array()]),
        Err(Failure::Builtin(_))
    ));
}
