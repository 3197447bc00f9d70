//! Versions as `semver.*` has them (`v1/topdown/semver.go`): a `v` before them and zeros at their
//! beginning are let pass, which the standard forbids.

use std::cmp::Ordering;

use regorus::Value;

use super::{Failure, Own, Result, text};

pub(super) const TABLE: &[Own] = &[
    Own {
        name: "semver.compare",
        arity: 2,
        call: compare,
    },
    Own {
        name: "semver.is_valid",
        arity: 1,
        call: is_valid,
    },
];

/// A version without what compares as equal: its build.
struct Version<'a> {
    core: [i64; 3],
    pre_release: &'a str,
}

fn compare(arguments: &[Value]) -> Result {
    let name = "semver.compare";
    let [one, other] = arguments else {
        return Err(Failure::builtin("`semver.compare` expects two versions"));
    };
    let read = |value| {
        let written = text(name, value)?;
        version(written).ok_or_else(|| {
            Failure::Builtin(format!(
                "{name}: string \"{written}\" is not a valid SemVer"
            ))
        })
    };
    let (one, other) = (read(one)?, read(other)?);
    let order = one
        .core
        .cmp(&other.core)
        .then_with(|| pre_releases(one.pre_release, other.pre_release));
    Ok(Value::from(match order {
        Ordering::Less => -1_i64,
        Ordering::Equal => 0,
        Ordering::Greater => 1,
    }))
}

/// What is no text is no version, and no error.
#[expect(clippy::unnecessary_wraps, reason = "the form of every built-in")]
fn is_valid(arguments: &[Value]) -> Result {
    let is_valid = matches!(arguments, [Value::String(written)] if version(written).is_some());
    Ok(Value::from(is_valid))
}

fn version(written: &str) -> Option<Version<'_>> {
    let written = written.strip_prefix('v').unwrap_or(written);
    let (rest, build) = written.split_once('+').unwrap_or((written, ""));
    let (core, pre_release) = rest.split_once('-').unwrap_or((rest, ""));
    let mut numbers = core.split('.').map(|number| {
        let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| number.parse().ok()).flatten()
    });
    let core = [numbers.next()??, numbers.next()??, numbers.next()??];
    let is_version =
        numbers.next().is_none() && are_identifiers(pre_release) && are_identifiers(build);
    is_version.then_some(Version { core, pre_release })
}

/// Identifiers with dots between them, or nothing at all.
fn are_identifiers(written: &str) -> bool {
    let is_sign = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    written.is_empty()
        || written
            .split('.')
            .all(|one| !one.is_empty() && one.bytes().all(is_sign))
}

/// A version without any comes after those with one.
fn pre_releases(one: &str, other: &str) -> Ordering {
    if one.is_empty() || other.is_empty() {
        return one.is_empty().cmp(&other.is_empty());
    }
    let (mut some, mut others) = (one.split('.'), other.split('.'));
    loop {
        let order = match (some.next(), others.next()) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => Ordering::Less,
            (Some(_), None) => Ordering::Greater,
            (Some(one), Some(other)) => identifiers(one, other),
        };
        if order.is_ne() {
            return order;
        }
    }
}

/// Numbers by their size, before all others; these by their letters.
fn identifiers(one: &str, other: &str) -> Ordering {
    let is_number = |identifier: &str| identifier.bytes().all(|byte| byte.is_ascii_digit());
    match (is_number(one), is_number(other)) {
        (true, true) => {
            let (one, other) = (one.trim_start_matches('0'), other.trim_start_matches('0'));
            one.len().cmp(&other.len()).then_with(|| one.cmp(other))
        }
        (true, false) => Ordering::Less,
        (false, true) => Ordering::Greater,
        (false, false) => one.cmp(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_ordered_as_opa_does() {
        for (one, other, wanted) in [
            ("v1.2.3", "1.2.3", 0_i64),
            ("01.2.3", "1.2.3", 0),
            ("1.2.3+a", "1.2.3+b", 0),
            ("1.2.3", "1.2.3-rc.1", 1),
            ("1.2.3-1", "1.2.3-a", -1),
            ("1.2.3-a.1", "1.2.3-a.b", -1),
            ("1.2.3-a", "1.2.3-A", 1),
            ("1.2.3-rc.1", "1.2.3-rc.1.0", -1),
            ("1.2.3-99999999999999999999", "1.2.3-9", 1),
        ] {
            let order = compare(&[one.into(), other.into()]);
            assert_eq!(order, Ok(Value::from(wanted)), "{one} {other}");
        }
        let bad = compare(&["1.2".into(), "1.2.0".into()]);
        assert!(matches!(bad, Err(Failure::Builtin(_))));
    }

    #[test]
    fn what_is_a_version_is_as_opa_has_it() {
        for valid in [
            "v1.2.3",
            "01.2.3",
            "1.2.3-01",
            "1.2.3-",
            "1.2.3+",
            "1.2.3--",
            "1.2.3-a+b-c.d",
            "9223372036854775807.0.0",
        ] {
            assert_eq!(is_valid(&[valid.into()]), Ok(true.into()), "{valid}");
        }
        for invalid in [
            "vv1.2.3",
            "V1.2.3",
            "1.2",
            "1.2.3.4",
            "1.2.3-α",
            "1.2.3-a..b",
            "1.2.3+a+b",
            "1.-2.3",
            "+1.2.3",
            "1.2.3-a_b",
            " 1.2.3",
            "99999999999999999999.0.0",
            "v",
            "",
        ] {
            assert_eq!(is_valid(&[invalid.into()]), Ok(false.into()), "{invalid}");
        }
        assert_eq!(is_valid(&[1_i64.into()]), Ok(false.into()));
    }
}
