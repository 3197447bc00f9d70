//! What looks random and is not: the same for the same run and arguments, as OPA has it within one
//! query and here for good (`v1/topdown/numbers.go`, `v1/topdown/uuid.go`).

use std::fmt::Write as _;

use regorus::Value;
use sha2::{Digest, Sha256};

use super::{Failure, Own, Result, clock, text};

pub(super) const TABLE: &[Own] = &[
    Own {
        name: "rand.intn",
        arity: 2,
        call: intn,
    },
    Own {
        name: "uuid.rfc4122",
        arity: 1,
        call: rfc4122,
    },
];

/// Bytes for a purpose and its arguments.
fn bytes(purpose: &str, arguments: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(clock::moment().seed);
    for part in std::iter::once(&purpose.as_bytes()).chain(arguments) {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

/// A number from 0 up to the absolute value of the second argument, which it does not reach.
fn intn(arguments: &[Value]) -> Result {
    let name = "rand.intn";
    let [key, Value::Number(end)] = arguments else {
        return Err(Failure::builtin(
            "`rand.intn` expects a string and a number",
        ));
    };
    let key = text(name, key)?;
    let Some(end) = end.as_i64() else {
        return Err(Failure::builtin(
            "`rand.intn` expects a whole number of at most 64 bits",
        ));
    };
    let end = end.unsigned_abs();
    if end == 0 {
        return Ok(Value::from(0));
    }
    let bytes = bytes(name, &[key.as_bytes(), &end.to_le_bytes()]);
    let (first, _) = bytes.split_at(16);
    let wide = first
        .iter()
        .fold(0u128, |number, byte| number << 8 | u128::from(*byte));
    // 128 bits against 64: what the remainder prefers cannot be noticed.
    let chosen = wide % u128::from(end);
    Ok(Value::from(u64::try_from(chosen).unwrap_or_default()))
}

/// A UUID of version 4.
fn rfc4122(arguments: &[Value]) -> Result {
    let name = "uuid.rfc4122";
    let [key] = arguments else {
        return Err(Failure::builtin("`uuid.rfc4122` expects a string"));
    };
    let bytes = bytes(name, &[text(name, key)?.as_bytes()]);
    let mut digits = String::new();
    for (at, byte) in bytes.iter().take(16).enumerate() {
        let byte = match at {
            6 => byte & 0x0f | 0x40,
            8 => byte & 0x3f | 0x80,
            _ => *byte,
        };
        if matches!(at, 4 | 6 | 8 | 10) {
            digits.push('-');
        }
        // Writing to a text cannot fail.
        let _ = write!(digits, "{byte:02x}");
    }
    Ok(digits.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builtins::clock::Moment;

    fn seeded(seed: u8) {
        clock::set(Moment {
            nanoseconds: 0,
            seed: [seed; 32],
        });
    }

    #[test]
    fn the_same_run_and_arguments_have_the_same_chance_and_others_another() {
        let ask = |key: &str| intn(&[key.into(), 1_000_000_000.into()]).unwrap();
        let name = |key: &str| rfc4122(&[key.into()]).unwrap();
        seeded(1);
        let (number, id) = (ask("a"), name("a"));
        assert_eq!((ask("a"), name("a")), (number.clone(), id.clone()));
        assert_ne!((ask("b"), name("b")), (number.clone(), id.clone()));
        seeded(2);
        assert_ne!(ask("a"), number);
        assert_ne!(name("a"), id);
    }

    #[test]
    fn a_number_is_below_its_end_whatever_its_sign_and_zero_where_there_is_none() {
        seeded(3);
        for key in 0..200 {
            for end in [1i64, 2, 7, -7] {
                let number = intn(&[format!("{key}").into(), end.into()]).unwrap();
                let number = number.as_i64().unwrap();
                assert!((0..end.abs()).contains(&number), "{number} of {end}");
            }
        }
        assert_eq!(intn(&["a".into(), 0.into()]), Ok(Value::from(0)));
        assert!(intn(&["a".into(), 1.5.into()]).is_err());
    }

    #[test]
    fn an_id_is_one_of_version_4() {
        seeded(4);
        let id = rfc4122(&["k".into()]).unwrap();
        let id = id.as_string().unwrap();
        assert_eq!(id.len(), 36);
        assert_eq!(&id[14..15], "4");
        assert!("89ab".contains(&id[19..20]));
    }
}
