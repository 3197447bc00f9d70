//! Members that come soon.
//!
//! Going through ten thousand resources mostly waits for memory: they do not fit into the processor's cache,
//! and where the next one's members stand is known only once it was read. So each is asked for while others
//! before it are looked at.

use std::slice;

use prefetch_index::prefetch_index;
use regorus::Value;
use regorus::value::Array;

/// How far ahead a member itself is asked for, and what it consists of.
const FAR: usize = 12;
const NEAR: usize = 6;

/// How many members of an object, and keys with them, are in one line of the cache.
const IN_LINE: usize = 2;
/// How many of an object's members are asked for: those of a resource, as far as policies read it.
const ASKED: usize = 8;

/// Asks for members behind the one at `index`.
pub(super) fn look_ahead(elements: &Array, index: usize) {
    if let Some(Value::Object(object)) = elements.get(index + FAR) {
        prefetch_index(slice::from_ref(object.as_ref()), 0);
    }
    if let Some(Value::Object(object)) = elements.get(index + NEAR)
        && let Some((first, _)) = object.iter().next()
    {
        let members = object.len().min(ASKED);
        for member in (0..members).step_by(IN_LINE) {
            prefetch_index(slice::from_ref(first), 2 * member);
        }
    }
}
