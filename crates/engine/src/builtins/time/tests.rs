use regorus::Value;

use super::TABLE;
use crate::builtins::{Failure, Result};

fn call(name: &str, arguments: &[&str]) -> Result {
    let own = TABLE.iter().find(|own| own.name == name).unwrap();
    let json = |text: &&str| Value::from_json_str(text).unwrap();
    (own.call)(&arguments.iter().map(json).collect::<Vec<_>>())
}

#[test]
fn a_layout_is_read_as_go_does() {
    for (operand, wanted) in [
        (
            r#"[1, "UTC", "1 2 3 4 5 6 01 02 03 04 05 06 _2 __2 002 15 PM pm Jan January Mon Monday MST 2006 _2006"]"#,
            "1 1 12 0 0 6 01 01 12 00 00 70  1   1 001 00 AM am Jan January Thu Thursday UTC 1970 _1970",
        ),
        (
            r#"[1700000000123456789, "America/New_York", "Z0700 Z07:00 Z07 Z070000 Z07:00:00 -0700 -07:00 -07 -070000 -07:00:00 MST"]"#,
            "-0500 -05:00 -05 -050000 -05:00:00 -0500 -05:00 -05 -050000 -05:00:00 EST",
        ),
        (
            r#"[1700000000123456789, "UTC", "Z0700 Z07:00 Z07 -0700 -07"]"#,
            "Z Z Z +0000 +00",
        ),
        (
            r#"[1700000000123450000, "UTC", "05.000 05.999 05,999 .000 x.999 05.9999999 5.00 .0001 .0x Janet Monty"]"#,
            "20.123 20.123 20,123 .123 x.123 20.12345 20.12 .0011 .1x Janet Monty",
        ),
        (
            r#"[1700000000000000000, "UTC", "05.999 x.999 05,000 15h"]"#,
            "20 x 20,000 22h",
        ),
        (
            r#"[-2500000000000000000, "Europe/Brussels", "Z07:00:00 -07:00:00 MST 2006-01-02"]"#,
            "+00:17:30 +00:17:30 BMT 1890-10-11",
        ),
        (
            r#"[1700000000123450000, "Asia/Kathmandu"]"#,
            "2023-11-15T03:58:20.12345+05:45",
        ),
        (
            r#"[1700000000123450000, "Europe/Dublin", "RFC1123"]"#,
            "Tue, 14 Nov 2023 22:13:20 GMT",
        ),
        (
            r#"[1700000000123450000, "America/Sao_Paulo", "MST"]"#,
            "-03",
        ),
        (
            r#"[3234041929288867599, "Europe/Berlin", "MST -07"]"#,
            "CEST +02",
        ),
        ("1700000000000000000", "2023-11-14T22:13:20Z"),
    ] {
        assert_eq!(
            call("time.format", &[operand]),
            Ok(Value::from(wanted)),
            "{operand}"
        );
    }
}

#[test]
fn a_date_that_the_month_does_not_have_is_one_of_the_next() {
    for (operands, wanted) in [
        (
            ["1706659200000000000", "0", "1", "0"],
            1_709_337_600_000_000_000_i64,
        ),
        (
            ["1709164800000000000", "1", "0", "0"],
            1_740_787_200_000_000_000,
        ),
        (["0", "0", "-13", "40"], -30_758_400_000_000_000),
        (
            ["1582934400000000000", "14", "38", "21"],
            2_126_390_400_000_000_000,
        ),
    ] {
        assert_eq!(
            call("time.add_date", &operands),
            Ok(Value::from(wanted)),
            "{operands:?}"
        );
    }
    for years in ["400", "-400", "99999999999", "1.5"] {
        let answer = call("time.add_date", &["0", years, "0", "0"]);
        assert!(matches!(answer, Err(Failure::Builtin(_))), "{years}");
    }
}

#[test]
fn a_clock_on_the_wall_goes_on_over_a_change_of_the_offset() {
    let berlin = r#"[2356772979205510154, "Europe/Berlin"]"#;
    let answer = call("time.add_date", &[berlin, "25", "-7", "-6"]);
    assert_eq!(answer, Ok(Value::from(3_126_859_779_205_510_154_i64)));
}

#[test]
fn how_far_two_times_are_apart_is_said_in_the_zone_of_the_first() {
    for (operands, wanted) in [
        (
            [r#"[1000000000000000000, "America/St_Johns"]"#, "1000000000"],
            "[31,8,8,2,46,39]",
        ),
        (
            ["1709164800000000000", "1706659200000000000"],
            "[0,0,29,0,0,0]",
        ),
        (
            [
                r#"[-470474121746314007, "Europe/Berlin"]"#,
                r#"[3809371214835571933, "America/New_York"]"#,
            ],
            "[135,7,14,6,55,36]",
        ),
    ] {
        let wanted = Value::from_json_str(wanted).unwrap();
        assert_eq!(call("time.diff", &operands), Ok(wanted), "{operands:?}");
    }
}

#[test]
fn small_letters_and_leap_seconds_are_no_times() {
    for written in [
        r#""2024-02-29t12:34:56Z""#,
        r#""2024-02-29T12:34:56z""#,
        r#""2024-12-31T23:59:60Z""#,
        r#""2300-01-01T00:00:00Z""#,
    ] {
        let answer = call("time.parse_rfc3339_ns", &[written]);
        assert!(matches!(answer, Err(Failure::Builtin(_))), "{written}");
        let answer = call("time.parse_ns", &[r#""RFC3339""#, written]);
        assert!(matches!(answer, Err(Failure::Builtin(_))), "{written}");
    }
    let read = call("time.parse_rfc3339_ns", &[r#""2024-02-29T12:34:56Z""#]);
    assert_eq!(read, Ok(Value::from(1_709_210_096_000_000_000_i64)));
    let other = call("time.parse_ns", &[r#""2006é""#, r#""2024é""#]);
    assert!(matches!(other, Err(Failure::Limit(_))));
}

#[test]
fn zones_that_became_names_of_cities_are_an_error_where_these_were_otherwise() {
    let early = call("time.diff", &[r#"[0, "EST5EDT"]"#, "1"]);
    assert!(matches!(early, Err(Failure::Limit(_))), "{early:?}");
    let late = r#"[1709164800000000000, "EST5EDT"]"#;
    assert!(call("time.diff", &[late, "1709164800000000000"]).is_ok());
}

#[test]
fn times_that_only_go_reads_are_an_error_in_either_mode() {
    for written in [
        r#""2024-02-29T12:34:56,5Z""#,
        r#""2024-02-29T12:34:56+24:00""#,
        r#""2024-02-29T2:34:56Z""#,
    ] {
        let answer = call("time.parse_rfc3339_ns", &[written]);
        assert!(matches!(answer, Err(Failure::Limit(_))), "{written}");
    }
}
