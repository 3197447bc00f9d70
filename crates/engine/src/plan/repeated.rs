//! Values that a document repeats.
//!
//! Types, providers, actions and most tags of a plan are the same in thousands of its resources. Made once,
//! they take no room, and are in the processor's cache when a policy looks at them.

use regorus::Value;

/// Longest text of a value that is kept, in bytes.
const LONGEST: usize = 64;
/// How many are kept.
const KEPT_BITS: u32 = 11;

/// Values that were seen lately, by their text in the document. Each has one place where it may be; what is
/// there goes. So a document can at worst have them made anew.
pub(super) struct Repeated<'d> {
    kept: Vec<(&'d str, Value)>,
}

impl<'d> Repeated<'d> {
    pub(super) fn none() -> Self {
        Self {
            kept: vec![("", Value::Undefined); 1 << KEPT_BITS],
        }
    }

    /// The value of a text, made when it was not seen lately; `None` when it cannot be.
    pub(super) fn value(
        &mut self,
        text: &'d str,
        make: impl FnOnce() -> Option<Value>,
    ) -> Option<Value> {
        if text.len() > LONGEST {
            return make();
        }
        let (known, value) = &mut self.kept[place(text.as_bytes())];
        if *known != text {
            *value = make()?;
            *known = text;
        }
        Some(value.clone())
    }
}

/// Where a text is kept.
fn place(text: &[u8]) -> usize {
    let length = text.len().min(8);
    let word = |bytes: &[u8]| {
        let mut word = [0; 8];
        word[..length].copy_from_slice(bytes);
        u64::from_le_bytes(word)
    };
    let first = word(&text[..length]);
    let last = word(&text[text.len() - length..]);
    // Fibonacci hashing (Knuth 6.4): the upper bits of a product with the golden ratio.
    let mixed = first ^ last.rotate_left(29) ^ text.len() as u64;
    (mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - KEPT_BITS)) as usize
}

#[cfg(test)]
mod tests {
    use super::{Repeated, place};
    use regorus::Value;

    #[test]
    fn a_text_has_its_own_value_whatever_is_kept_in_its_place() {
        let texts: Vec<String> = (0..20_000)
            .map(|number| format!("\"text {number}\""))
            .collect();
        let mut repeated = Repeated::none();
        for _ in 0..2 {
            for text in &texts {
                let value = || Value::from_json_str(text).ok();
                assert_eq!(repeated.value(text, value), value());
            }
        }
    }

    #[test]
    fn what_is_repeated_is_made_once() {
        let mut repeated = Repeated::none();
        let mut made = 0;
        for _ in 0..3 {
            let value = repeated.value("\"create\"", || {
                made += 1;
                Some(Value::from("create"))
            });
            assert_eq!(value, Some(Value::from("create")));
        }
        assert_eq!(made, 1);
    }

    #[test]
    fn texts_of_every_length_have_a_place() {
        for length in 0..100 {
            assert!(place(&vec![b'x'; length]) < 1 << super::KEPT_BITS);
        }
    }
}
