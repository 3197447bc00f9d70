//! Members by a text that one of their own members is, from an index.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use regorus::Value;
use regorus::value::Array;

use super::{Failure, MEMBERS_WHERE, Own, Result, collections};

pub(super) const TABLE: &[Own] = &[Own {
    name: MEMBERS_WHERE,
    arity: 3,
    call: members_where,
}];

/// Shorter arrays are searched: most of them are parts of one resource and looked at once.
const LONG: usize = 64;
/// Most indexes that are kept; an array without one is searched.
const MAX_KEPT: usize = 16;

/// The elements of an array that have a text under a key, by the text.
struct Index {
    /// It is kept so that no other array can be where it is.
    of: Arc<Array>,
    key: Arc<str>,
    elements: HashMap<Arc<str>, Value>,
}

thread_local! {
    static KEPT: RefCell<Vec<Index>> = const { RefCell::new(Vec::new()) };
}

/// Drops what is kept on this thread.
pub(crate) fn forget() {
    KEPT.take();
}

/// The members of a collection; of an array those whose member under a key is a text.
fn members_where(arguments: &[Value]) -> Result {
    let [collection, key, wanted] = arguments else {
        return Err(Failure::builtin(format!(
            "`{MEMBERS_WHERE}` expects three operands"
        )));
    };
    let Value::Array(array) = collection else {
        return collections::members(std::slice::from_ref(collection));
    };
    // What is no text is for the comparison to find.
    let Value::String(wanted) = wanted else {
        return Ok(collection.clone());
    };
    let Value::String(name) = key else {
        return Err(Failure::builtin(format!("`{MEMBERS_WHERE}` expects a key")));
    };
    if array.len() < LONG {
        return Ok(searched(array, key, wanted));
    }
    Ok(KEPT.with_borrow_mut(|kept| {
        let mut indexes = kept.iter();
        let at = indexes.position(|index| Arc::ptr_eq(&index.of, array) && index.key == *name);
        let index = match at {
            Some(at) => &kept[at],
            None if kept.len() >= MAX_KEPT => return searched(array, key, wanted),
            None => {
                kept.push(Index {
                    of: Arc::clone(array),
                    key: Arc::clone(name),
                    elements: indexed(array, key),
                });
                &kept[kept.len() - 1]
            }
        };
        let elements = index.elements.get(&**wanted).cloned();
        elements.unwrap_or_else(Value::new_array)
    }))
}

fn searched(array: &Array, key: &Value, wanted: &str) -> Value {
    let has = |element: &&Value| matches!(&element[key], Value::String(text) if **text == *wanted);
    Value::from(array.iter().filter(has).cloned().collect::<Vec<_>>())
}

fn indexed(array: &Array, key: &Value) -> HashMap<Arc<str>, Value> {
    let mut lists: HashMap<Arc<str>, Vec<Value>> = HashMap::new();
    for element in array {
        if let Value::String(text) = &element[key] {
            lists
                .entry(Arc::clone(text))
                .or_default()
                .push(element.clone());
        }
    }
    let lists = lists.into_iter();
    lists
        .map(|(text, elements)| (text, Value::from(elements)))
        .collect()
}
