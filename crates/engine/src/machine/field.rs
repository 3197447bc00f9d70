//! Members that are found where they were found before.

use std::sync::atomic::{AtomicUsize, Ordering};

use regorus::Value;

/// Larger objects are searched by halves only.
const MANY: usize = 64;

/// A text as a key. The objects that one reference leads to have mostly the same members, so where the
/// last one had it is looked first.
#[derive(Debug)]
pub(super) struct Field {
    key: Value,
    at: AtomicUsize,
}

impl Field {
    /// `None` for a key that is no text.
    pub(super) fn of(key: &Value) -> Option<Self> {
        matches!(key, Value::String(_)).then(|| Self {
            key: key.clone(),
            at: AtomicUsize::new(0),
        })
    }

    /// The member of a value under it, undefined too.
    pub(super) fn member<'v>(&self, of: &'v Value) -> &'v Value {
        let (Value::Object(members), Value::String(name)) = (of, &self.key) else {
            return &of[&self.key];
        };
        if members.len() > MANY {
            return &of[&self.key];
        }
        let is_it = |key: &Value| matches!(key, Value::String(key) if **key == **name);
        let at = self.at.load(Ordering::Relaxed);
        if let Some((key, member)) = members.iter().nth(at)
            && is_it(key)
        {
            return member;
        }
        let Some(member) = members.get(&self.key) else {
            return &Value::Undefined;
        };
        let at = members.keys().position(is_it);
        self.at.store(at.unwrap_or_default(), Ordering::Relaxed);
        member
    }
}

#[cfg(test)]
mod tests {
    use super::Field;
    use regorus::Value;

    #[test]
    fn a_member_is_found_wherever_it_stands() {
        let field = Field::of(&Value::from("k")).unwrap();
        let many: Vec<String> = (0..200).map(|number| format!("\"a{number}\": 0")).collect();
        let many = many.join(",");
        for (json, expected) in [
            (r#"{"k": 1}"#, "1"),
            (r#"{"a": 0, "k": 2}"#, "2"),
            (r#"{"a": 0, "j": 0, "l": 0}"#, "undefined"),
            (r#"{"k": 3, "l": 0}"#, "3"),
            ("{}", "undefined"),
            ("[1]", "undefined"),
            ("null", "undefined"),
            (&*format!("{{{many}, \"k\": 4}}"), "4"),
        ] {
            let value = Value::from_json_str(json).unwrap();
            let found = match field.member(&value) {
                Value::Undefined => "undefined".to_owned(),
                found => found.to_string(),
            };
            assert_eq!(found, expected, "{json}");
        }
        assert!(Field::of(&Value::from(1)).is_none());
    }
}
