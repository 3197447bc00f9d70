//! Building the engine's value of a document.
//!
//! The engine's own reader takes 1.5 times as long: it looks for arbitrary-precision numbers in
//! every object and copies every key before it shares it.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::sync::Arc;

use regorus::Value;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::projection::Projection;
use super::strict::{Checked, Key, Keys, duplicate, read};
use super::{PlanProblem, reader};
use crate::reads::Needs;

/// Reads a document, strictly: no repeated keys, nothing behind its end.
///
/// # Errors
/// The first thing that is wrong with it.
pub(crate) fn parse_value(bytes: &[u8]) -> Result<Value, PlanProblem> {
    parse_needed(bytes, &Needs::whole())
}

/// The same of the parts that are needed; the others are checked as strictly.
pub(crate) fn parse_needed(bytes: &[u8], needs: &Needs) -> Result<Value, PlanProblem> {
    let keys = RefCell::default();
    let keys = &keys;
    read(bytes, Builder { keys, needs })
}

/// The parts that are needed of a document that somebody checked before: of others only their ends are
/// looked for.
pub(crate) fn parse_checked(bytes: &[u8], needs: &Needs) -> Result<Value, PlanProblem> {
    let text = std::str::from_utf8(bytes).ok();
    match text.and_then(|text| reader::read(text, &Projection::of(needs))) {
        Some(value) => Ok(value),
        None => parse_needed(bytes, needs),
    }
}

/// Keys that were seen. A plan repeats a few hundred of them many thousand times.
type SharedKeys = RefCell<HashSet<Arc<str>>>;

#[derive(Clone, Copy)]
struct Builder<'k> {
    keys: &'k SharedKeys,
    needs: &'k Needs,
}

impl Builder<'_> {
    fn share(self, key: &str) -> Value {
        let mut keys = self.keys.borrow_mut();
        if let Some(shared) = keys.get(key) {
            return Value::String(shared.clone());
        }
        let shared: Arc<str> = Arc::from(key);
        keys.insert(shared.clone());
        Value::String(shared)
    }
}

impl<'de> DeserializeSeed<'de> for Builder<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Builder<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        if value.is_finite() {
            Ok(Value::from(value))
        } else {
            Err(E::custom("a number is too large"))
        }
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::String(Arc::from(text)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        let Some(needs) = self.needs.element() else {
            while items.next_element_seed(Checked)?.is_some() {}
            return Ok(Value::from(list));
        };
        let element = Self { needs, ..self };
        while let Some(item) = items.next_element_seed(element)? {
            list.push(item);
        }
        Ok(Value::from(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = BTreeMap::new();
        let mut others = Keys::default();
        while let Some(Key(key)) = members.next_key()? {
            let Some(needs) = self.needs.member(&key) else {
                others.add(key)?;
                members.next_value_seed(Checked)?;
                continue;
            };
            let key = self.share(&key);
            if object.contains_key(&key) {
                return Err(duplicate(key.as_string().map_or("", |key| key)));
            }
            let member = Self { needs, ..self };
            object.insert(key, members.next_value_seed(member)?);
        }
        Ok(Value::from(object))
    }
}

#[cfg(test)]
mod tests {
    use super::parse_value;
    use regorus::Value;

    #[test]
    fn the_value_is_the_engines_own() {
        let text = r#"{"a": [1, -2, 3.5, 1e3, true, null, "ü\n\u0041"], "b": {"a": {}, "": []},
            "big": 18446744073709551615, "neg": -9223372036854775808, "f": 0.1}"#;
        assert_eq!(
            parse_value(text.as_bytes()).unwrap(),
            Value::from_json_str(text).unwrap()
        );
    }
}
