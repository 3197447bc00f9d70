//! Digests and message authentication codes, as lower-case hexadecimal.

use hmac::{Hmac, KeyInit, Mac};
use md5::Md5;
use regorus::Value;
use sha1::Sha1;
use sha2::digest::Digest;
use sha2::{Sha256, Sha512};

use super::{Failure, Own, Result, text};

pub(super) const TABLE: &[Own] = &[
    Own {
        name: "crypto.md5",
        arity: 1,
        call: |arguments| digest::<Md5>("crypto.md5", arguments),
    },
    Own {
        name: "crypto.sha1",
        arity: 1,
        call: |arguments| digest::<Sha1>("crypto.sha1", arguments),
    },
    Own {
        name: "crypto.sha256",
        arity: 1,
        call: |arguments| digest::<Sha256>("crypto.sha256", arguments),
    },
    Own {
        name: "crypto.hmac.md5",
        arity: 2,
        call: |arguments| code::<Hmac<Md5>>("crypto.hmac.md5", arguments),
    },
    Own {
        name: "crypto.hmac.sha1",
        arity: 2,
        call: |arguments| code::<Hmac<Sha1>>("crypto.hmac.sha1", arguments),
    },
    Own {
        name: "crypto.hmac.sha256",
        arity: 2,
        call: |arguments| code::<Hmac<Sha256>>("crypto.hmac.sha256", arguments),
    },
    Own {
        name: "crypto.hmac.sha512",
        arity: 2,
        call: |arguments| code::<Hmac<Sha512>>("crypto.hmac.sha512", arguments),
    },
    Own {
        name: "crypto.hmac.equal",
        arity: 2,
        call: equal,
    },
];

fn digest<D: Digest>(name: &str, arguments: &[Value]) -> Result {
    let message = text(name, arguments.first().unwrap_or(&Value::Undefined))?;
    Ok(hexadecimal(&D::digest(message)))
}

fn code<M: Mac + KeyInit>(name: &str, arguments: &[Value]) -> Result {
    let [message, key] = arguments else {
        return Err(Failure::Builtin(format!(
            "`{name}` expects a message and a key"
        )));
    };
    let (message, key) = (text(name, message)?, text(name, key)?);
    let mut code = <M as KeyInit>::new_from_slice(key.as_bytes())
        .map_err(|error| Failure::Builtin(format!("`{name}`: {error}")))?;
    code.update(message.as_bytes());
    Ok(hexadecimal(&code.finalize().into_bytes()))
}

/// In a time that does not depend on where they differ. Here nobody could measure it; it costs
/// nothing to keep the promise of the name.
fn equal(arguments: &[Value]) -> Result {
    let name = "crypto.hmac.equal";
    let [one, other] = arguments else {
        return Err(Failure::Builtin(format!("`{name}` expects two codes")));
    };
    let (one, other) = (text(name, one)?.as_bytes(), text(name, other)?.as_bytes());
    let differing = one
        .iter()
        .zip(other)
        .fold(0, |found, (a, b)| found | (a ^ b));
    Ok(Value::from(one.len() == other.len() && differing == 0))
}

pub(super) fn hexadecimal(bytes: &[u8]) -> Value {
    use std::fmt::Write as _;
    let mut written = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        let _ = write!(written, "{byte:02x}");
    }
    Value::from(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_those_of_the_standards() {
        let of = |name: &str| {
            let own = TABLE.iter().find(|own| own.name == name).unwrap();
            (own.call)(&[Value::from("abc"), Value::from("key")][..usize::from(own.arity)])
        };
        for (name, wanted) in [
            ("crypto.md5", "900150983cd24fb0d6963f7d28e17f72"),
            ("crypto.sha1", "a9993e364706816aba3e25717850c26c9cd0d89d"),
            (
                "crypto.sha256",
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            ),
            ("crypto.hmac.md5", "d2fe98063f876b03193afb49b4979591"),
            (
                "crypto.hmac.sha1",
                "4fd0b215276ef12f2b3e4c8ecac2811498b656fc",
            ),
            (
                "crypto.hmac.sha256",
                "9c196e32dc0175f86f4b1cb89289d6619de6bee699e4c378e68309ed97a1a6ab",
            ),
        ] {
            assert_eq!(of(name), Ok(Value::from(wanted)), "{name}");
        }
    }
}
