//! Reading what is needed of a document that was checked before.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use regorus::Value;

use super::projection::Projection;
use super::repeated::Repeated;
use super::scan::Scanner;
use super::value::parse_value;

/// Deepest nesting of what is built, as for the strict reader.
const MAX_DEPTH: u32 = 127;

/// Longest array that is looked for among those that were read, in bytes.
const SHORT: u32 = 48;

/// What is needed of a document that was checked before. `None` where it is not what was checked: the strict
/// reader says why.
pub(super) fn read(text: &str, projection: &Projection) -> Option<Value> {
    let mut reader = Reader {
        scanner: Scanner::new(text),
        repeated: Repeated::none(),
        depth: 0,
    };
    let value = reader.value(projection)?;
    reader.scanner.is_at_end().then_some(value)
}

struct Reader<'d> {
    scanner: Scanner<'d>,
    repeated: Repeated<'d>,
    depth: u32,
}

impl<'d> Reader<'d> {
    fn value(&mut self, projection: &Projection) -> Option<Value> {
        match self.scanner.peek()? {
            b'{' => self.inside(|reader| reader.object(projection)),
            b'[' if projection.is_whole => self.whole_array(projection),
            b'[' => self.inside(|reader| reader.array(projection)),
            b'"' => {
                let (text, has_escapes) = self.scanner.text()?;
                self.text(text, has_escapes)
            }
            _ => scalar(self.scanner.scalar()?),
        }
    }

    fn text(&mut self, text: &'d str, has_escapes: bool) -> Option<Value> {
        self.repeated.value(text, || {
            Some(Value::String(Arc::from(&*unquoted(text, has_escapes)?)))
        })
    }

    /// An array, which is often the same: `["create"]`.
    fn whole_array(&mut self, projection: &Projection) -> Option<Value> {
        // What is inside of a short one is not counted.
        let is_deep = self.depth + SHORT / 2 > MAX_DEPTH;
        let short = self.scanner.short(SHORT as usize).filter(|_| !is_deep);
        let Some(text) = short else {
            return self.inside(|reader| reader.array(projection));
        };
        // What is inside of it is not kept by itself: it takes the place of others.
        self.repeated
            .value(text, || parse_value(text.as_bytes()).ok())
    }

    fn inside(&mut self, read: impl FnOnce(&mut Self) -> Option<Value>) -> Option<Value> {
        if self.depth == MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        let value = read(self);
        self.depth -= 1;
        value
    }

    fn array(&mut self, projection: &Projection) -> Option<Value> {
        self.scanner.take(b'[')?;
        let mut elements = Vec::new();
        if self.scanner.peek()? == b']' {
            self.scanner.take(b']')?;
            return Some(Value::from(elements));
        }
        loop {
            match projection.other() {
                Some(element) => elements.push(self.value(element)?),
                None => self.scanner.skip()?,
            }
            if !self.scanner.has_next(b']')? {
                return Some(Value::from(elements));
            }
        }
    }

    fn object(&mut self, projection: &Projection) -> Option<Value> {
        self.scanner.take(b'{')?;
        let mut members = Members {
            projection,
            named: Vec::new(),
            others: BTreeMap::new(),
        };
        if self.scanner.peek()? == b'}' {
            self.scanner.take(b'}')?;
            return Some(members.value());
        }
        loop {
            let (text, has_escapes) = self.scanner.text()?;
            let key = unquoted(text, has_escapes)?;
            self.scanner.take(b':')?;
            if let Some(index) = projection.find(&key) {
                let value = self.value(&projection.member(index).projection)?;
                members.put(index, value)?;
            } else if let Some(other) = projection.other() {
                let value = self.value(other)?;
                let key = self.text(text, has_escapes)?;
                if members.others.insert(key, value).is_some() {
                    return None;
                }
            } else {
                self.scanner.skip()?;
            }
            if !self.scanner.has_next(b'}')? {
                return Some(members.value());
            }
        }
    }
}

/// The members of an object that are needed.
struct Members<'p> {
    projection: &'p Projection,
    /// Those that are needed by name, in the order of their names.
    named: Vec<(usize, Value)>,
    others: BTreeMap<Value, Value>,
}

impl Members<'_> {
    /// Takes the member that stands at `index` among those that are named; `None` when it is there twice.
    fn put(&mut self, index: usize, value: Value) -> Option<()> {
        let at = match self.named.last() {
            Some((last, _)) if *last >= index => {
                let found = self.named.binary_search_by_key(&index, |(other, _)| *other);
                found.err()?
            }
            _ => self.named.len(),
        };
        self.named.insert(at, (index, value));
        Some(())
    }

    fn value(self) -> Value {
        let mut members = self.others;
        let named = self.named.into_iter();
        let named = named.map(|(index, value)| (self.projection.member(index).key.clone(), value));
        if members.is_empty() {
            members = named.collect();
        } else {
            members.extend(named);
        }
        Value::from(members)
    }
}

/// What stands between quotes.
fn unquoted(text: &str, has_escapes: bool) -> Option<Cow<'_, str>> {
    if has_escapes {
        return serde_json::from_str::<String>(text).ok().map(Into::into);
    }
    let inner = text.strip_prefix('"')?.strip_suffix('"')?;
    if inner.bytes().any(|byte| byte < b' ') {
        return None;
    }
    Some(inner.into())
}

/// Longest number that is read here: with more digits it may not fit.
const MAX_DIGITS: usize = 18;

fn scalar(text: &str) -> Option<Value> {
    match text {
        "true" => return Some(Value::Bool(true)),
        "false" => return Some(Value::Bool(false)),
        "null" => return Some(Value::Null),
        _ => {}
    }
    let is_plain = text.len() <= MAX_DIGITS
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && (text.len() == 1 || !text.starts_with('0'));
    if is_plain {
        return text.parse::<u64>().ok().map(Value::from);
    }
    parse_value(text.as_bytes()).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regorus::Value;

    use super::{Projection, parse_value, read};
    use crate::reads::Needs;

    fn documents() -> impl Strategy<Value = serde_json::Value> {
        let scalars = prop_oneof![
            Just(serde_json::Value::Null),
            any::<bool>().prop_map(Into::into),
            any::<i64>().prop_map(Into::into),
            any::<u64>().prop_map(Into::into),
            (-1e18..1e18).prop_map(|number: f64| number.into()),
            "[a-c\"\\\\{}\\[\\]\u{e9}\n]{0,70}".prop_map(Into::into),
        ];
        scalars.prop_recursive(5, 80, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
                prop::collection::btree_map("[a-d\"\\\\]{1,2}", inner, 0..6).prop_map(|members| {
                    members
                        .into_iter()
                        .collect::<serde_json::Map<_, _>>()
                        .into()
                }),
            ]
        })
    }

    fn paths() -> impl Strategy<Value = Vec<Vec<Option<String>>>> {
        let part = prop_oneof![Just(None), "[a-d]{1,2}".prop_map(Some)];
        prop::collection::vec(prop::collection::vec(part, 1..4), 0..5)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn what_is_needed_is_read_as_the_strict_reader_reads_it(
            document in documents(), paths in paths(), is_pretty in any::<bool>(),
        ) {
            let text = if is_pretty {
                serde_json::to_string_pretty(&document).unwrap()
            } else {
                document.to_string()
            };
            let mut needs = Needs::default();
            for path in &paths {
                let path: Vec<_> = path.iter().map(Option::as_deref).collect();
                needs.add(&Needs::at(&path));
            }
            let whole = parse_value(text.as_bytes()).unwrap();
            prop_assert_eq!(read(&text, &Projection::of(&needs)), Some(needs.taken_from(&whole)));
            prop_assert_eq!(read(&text, &Projection::of(&Needs::whole())), Some(whole));
        }
    }

    #[test]
    fn what_was_not_checked_is_left_to_the_strict_reader() {
        let needs = Needs::at(&[Some("a")]);
        for text in [
            "",
            "{",
            "{\"a\"",
            "{\"a\": 1",
            "{\"a\": 01}",
            "{\"a\": 1} 2",
            "{\"a\": x}",
            "{\"a\": 1, \"a\": 1}",
            "{\"a\": \"\\x\"}",
            "{\"a\": \"x\ny\"}",
            "{\"a\": [\"x\ny\"]}",
            "{\"a\" 1}",
            "{a: 1}",
            "{\"b\": [}",
        ] {
            assert_eq!(read(text, &Projection::of(&needs)), None, "{text}");
        }
        let needs = Needs::at(&[Some("a"), None]);
        assert_eq!(
            read("{\"a\": {\"b\": 1, \"b\": 2}}", &Projection::of(&needs)),
            None
        );
        let deep = format!("{}{}", "[".repeat(128), "]".repeat(128));
        assert_eq!(read(&deep, &Projection::of(&Needs::whole())), None);
        let one = Value::from(1);
        assert_eq!(read(" 1 ", &Projection::of(&Needs::whole())), Some(one));
    }
}
