use super::*;

fn call(name: &str, arguments: &[Value]) -> Result {
    let own = TABLE.iter().find(|own| own.name == name).unwrap();
    (own.call)(arguments)
}

fn matches(pattern: &str, value: &str) -> Result {
    call("regex.match", &[Value::from(pattern), Value::from(value)])
}

#[test]
fn matches_anywhere_and_tells_a_bad_pattern_from_a_big_one() {
    for _ in 0..2 {
        assert_eq!(matches("b+", "abba"), Ok(Value::from(true)));
        assert_eq!(matches("^b", "abba"), Ok(Value::from(false)));
    }
    assert!(matches!(matches("(", "x"), Err(Failure::Builtin(_))));
    let big = r"\pL{400}\pN{400}";
    assert!(matches!(matches(big, "x"), Err(Failure::Limit(_))));
    for index in 0..600 {
        assert_eq!(
            matches(&format!("^{index}$"), "7"),
            Ok(Value::from(index == 7))
        );
    }
}

#[test]
fn letters_digits_and_bounds_are_of_ascii_as_in_go() {
    for (pattern, value, wanted) in [
        (r"^\w+$", "é", false),
        (r"^\W$", "é", true),
        (r"^\d$", "٣", false),
        (r"^\D$", "٣", true),
        (r"\s", "\u{b}", false),
        (r"\S", "\u{a0}", true),
        (r"[\d\S]", "٣", true),
        (r"a\b", "aé", true),
        (r"(?i)^\w$", "\u{212a}", true),
        (r"\v", "\u{b}", true),
    ] {
        assert_eq!(
            matches(pattern, value),
            Ok(Value::from(wanted)),
            "{pattern}"
        );
    }
}

#[test]
fn what_the_crate_means_by_other_signs_is_a_character() {
    for (pattern, value, wanted) in [
        ("[a&&b]", "a", true),
        ("[a&&b]", "&", true),
        ("[[a]b]", "[b]", true),
        ("^[[a]$", "[", true),
        ("a{", "a{", true),
        ("a{,2}", "a{,2}", true),
        (r"\<a\>", "<a>", true),
        (r"\Qa.b\E*", "a.bbb", true),
        (r"\12", "\n", true),
        ("[]a]", "]", true),
        ("(?)a", "a", true),
        ("(?P<x>a)(?P<x>b)", "ab", true),
        (r"\p{^L}", "1", true),
        ("^*", "a", true),
    ] {
        assert_eq!(
            matches(pattern, value),
            Ok(Value::from(wanted)),
            "{pattern}"
        );
    }
}

#[test]
fn what_go_does_not_take_is_an_error() {
    for pattern in [
        "a++",
        "a**",
        "a{2}{3}",
        "*",
        "(*)",
        "|*",
        "(?x)a",
        "(?i-)a",
        "(?=a)",
        r"\1",
        r"\8",
        r"\Z",
        r"\u0041",
        r"\h",
        r"\é",
        r"[\b]",
        r"[a-\d]",
        "[z-a]",
        "[a--b]",
        "[]",
        "[[:foo:]]",
        "a{2,1}",
        "a{1001}",
        "(?:a{50}){50}",
        "(?P<a b>x)",
        "(a",
        "a)",
        "\\",
        r"\x{110000}",
        r"[\Qa\E]",
    ] {
        let answer = matches(pattern, "x");
        assert!(matches!(answer, Err(Failure::Builtin(_))), "{pattern}");
        let valid = call("regex.is_valid", &[Value::from(pattern)]);
        assert_eq!(valid, Ok(Value::from(false)), "{pattern}");
    }
}

#[test]
fn a_template_is_expanded_as_go_does() {
    for (value, pattern, template, wanted) in [
        ("abab", "(?P<x>a)(?P<x>b)", "$x", "aa"),
        ("ab", "(a)(b)", "$1x${1}x$$$", "ax$$"),
        ("ab", "(a)", "${}$-${1", "${}$-${1b"),
        ("ab", "(a)|(c)", "[$2$9$01]", "[]b"),
        ("baaac", "a*", "-", "-b-c-"),
        ("aab", r"\ba", "x", "xab"),
    ] {
        let arguments = [value, pattern, template].map(Value::from);
        assert_eq!(
            call("regex.replace", &arguments),
            Ok(Value::from(wanted)),
            "{pattern} {template}"
        );
    }
}

#[test]
fn splitting_and_finding_are_gos() {
    let texts = |texts: &[&str]| {
        Ok(Value::from(
            texts
                .iter()
                .map(|text| Value::from(*text))
                .collect::<Vec<_>>(),
        ))
    };
    let split =
        |pattern: &str, value: &str| call("regex.split", &[pattern, value].map(Value::from));
    assert_eq!(split("", "ab"), texts(&["a", "b"]));
    assert_eq!(split("b*", "abbc"), texts(&["a", "c"]));
    assert_eq!(split(",", ""), texts(&[""]));
    assert_eq!(split(",", ",a,"), texts(&["", "a", ""]));
    let find = |number: i64| call("regex.find_n", &["a".into(), "aaa".into(), number.into()]);
    assert_eq!(find(0), texts(&[]));
    assert_eq!(find(2), texts(&["a", "a"]));
    assert_eq!(find(-1), texts(&["a", "a", "a"]));
}

#[test]
fn a_template_with_unbalanced_delimiters_is_an_error() {
    let call = |template: &str, value: &str, start: &str| {
        call(
            "regex.template_match",
            &[template, value, start, ">"].map(Value::from),
        )
    };
    assert_eq!(
        call("urn:<[0-9]+>:x", "urn:12:x", "<"),
        Ok(Value::from(true))
    );
    assert_eq!(call("urn:<[0-9]+>", "u", "<"), Ok(Value::from(false)));
    for (template, start) in [
        ("<", "<"),
        ("a>", "<"),
        ("a", ""),
        ("a", "<<"),
        ("<(>", "<"),
    ] {
        let answer = call(template, "a", start);
        assert!(
            matches!(answer, Err(Failure::Builtin(_))),
            "{template} {start}"
        );
    }
}
