//! From a parsed JSON value to any type that derives `Deserialize`.
//!
//! `serde-wasm-bindgen` and `serde_json` read every struct by the names that they meet and with
//! errors that quote what they met; compiled for every type that a page shows, that was a twelfth of
//! the WASM. This reader asks for the members of a struct by name, in the order of its fields, and
//! knows one error. It reads what our own server wrote: structs, lists, and enums whose variants
//! carry at most one value. It does not know `flatten`, `alias`, `tag` and maps.

use std::fmt;

use serde::de::value::U32Deserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error, Expected,
    IntoDeserializer as _, SeqAccess, Unexpected, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;

/// A parsed JSON value, whoever parsed it.
pub(super) trait Json: Sized {
    /// Whether it stands for a member that an object does not have.
    fn is_absent(&self) -> bool;
    /// Whether it is `null` or absent.
    fn is_null(&self) -> bool;
    fn boolean(&self) -> Option<bool>;
    fn number(&self) -> Option<f64>;
    fn text(&self) -> Option<String>;
    /// How long the list is; `None` when it is no list.
    fn length(&self) -> Option<u32>;
    /// An element of a list.
    fn item(&self, index: u32) -> Self;
    /// A member of an object, possibly absent; `None` when it is no object.
    fn member(&self, name: &str) -> Option<Self>;
}

/// Reads `value` as a `T`.
pub(super) fn read<T: DeserializeOwned>(value: impl Json) -> Result<T, Malformed> {
    T::deserialize(Reader(value))
}

/// A value that is not what was expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Malformed;

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not the value that was expected")
    }
}

impl std::error::Error for Malformed {}

// What serde would format and nobody would see.
impl Error for Malformed {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }

    fn invalid_type(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self
    }

    fn invalid_value(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self
    }

    fn invalid_length(_: usize, _: &dyn Expected) -> Self {
        Self
    }
}

type Outcome<T> = Result<T, Malformed>;

struct Reader<J>(J);

/// Whole numbers up to here are exact in JSON as browsers read it.
const LARGEST: f64 = 9_007_199_254_740_991.0;

#[expect(
    clippy::cast_possible_truncation,
    reason = "a whole number between the two largest exact ones"
)]
fn whole(value: &impl Json) -> Outcome<i64> {
    value
        .number()
        .filter(|number| number.fract() == 0.0 && number.abs() <= LARGEST)
        .map(|number| number as i64)
        .ok_or(Malformed)
}

/// Which of `variants` it is, and the value that the variant carries.
fn variant<J: Json>(value: &J, variants: &[&str]) -> Outcome<(u32, Option<J>)> {
    let text = value.text();
    for (index, name) in (0..).zip(variants) {
        if let Some(text) = &text {
            if text == name {
                return Ok((index, None));
            }
        } else if let Some(carried) = value.member(name)
            && !carried.is_absent()
        {
            return Ok((index, Some(carried)));
        }
    }
    Err(Malformed)
}

macro_rules! numbers {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
            visitor.visit_i64(whole(&self.0)?)
        }
    )*};
}

impl<'de, J: Json> Deserializer<'de> for Reader<J> {
    type Error = Malformed;

    /// Only for types that do not say what they are; ours all do.
    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Outcome<V::Value> {
        Err(Malformed)
    }

    forward_to_deserialize_any! { i128 u128 f32 f64 char bytes byte_buf map identifier unit_struct }

    numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        visitor.visit_bool(self.0.boolean().ok_or(Malformed)?)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        self.deserialize_string(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        visitor.visit_string(self.0.text().ok_or(Malformed)?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        if self.0.is_null() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        if self.0.is_null() {
            visitor.visit_unit()
        } else {
            Err(Malformed)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Outcome<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        let length = self.0.length().ok_or(Malformed)?;
        visitor.visit_seq(Items {
            list: self.0,
            rest: 0..length,
        })
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Outcome<V::Value> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Outcome<V::Value> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Outcome<V::Value> {
        visitor.visit_seq(Members {
            object: self.0,
            names: fields.iter(),
        })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Outcome<V::Value> {
        let (index, carried) = variant(&self.0, variants)?;
        visitor.visit_enum(Variant { index, carried })
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        visitor.visit_unit()
    }
}

/// The elements of a list.
struct Items<J> {
    list: J,
    rest: std::ops::Range<u32>,
}

impl<'de, J: Json> SeqAccess<'de> for Items<J> {
    type Error = Malformed;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Outcome<Option<T::Value>> {
        let Some(index) = self.rest.next() else {
            return Ok(None);
        };
        seed.deserialize(Reader(self.list.item(index))).map(Some)
    }
}

/// The members of an object that are a struct's fields, in their order.
struct Members<J> {
    object: J,
    names: std::slice::Iter<'static, &'static str>,
}

impl<'de, J: Json> SeqAccess<'de> for Members<J> {
    type Error = Malformed;

    /// An absent member is `None` to an `Option`, and to everything else the end: then serde takes
    /// the field's default, or there is none and that is an error.
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Outcome<Option<T::Value>> {
        let Some(name) = self.names.next() else {
            return Ok(None);
        };
        let member = self.object.member(name).ok_or(Malformed)?;
        let is_absent = member.is_absent();
        match seed.deserialize(Reader(member)) {
            Ok(value) => Ok(Some(value)),
            Err(_) if is_absent => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// A variant of an enum, by its place.
struct Variant<J> {
    index: u32,
    carried: Option<J>,
}

impl<'de, J: Json> EnumAccess<'de> for Variant<J> {
    type Error = Malformed;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Outcome<(V::Value, Self)> {
        let index: U32Deserializer<Malformed> = self.index.into_deserializer();
        Ok((seed.deserialize(index)?, self))
    }
}

impl<'de, J: Json> VariantAccess<'de> for Variant<J> {
    type Error = Malformed;

    fn unit_variant(self) -> Outcome<()> {
        self.carried.is_none().then_some(()).ok_or(Malformed)
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Outcome<T::Value> {
        seed.deserialize(Reader(self.carried.ok_or(Malformed)?))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Outcome<V::Value> {
        Err(Malformed)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        _: V,
    ) -> Outcome<V::Value> {
        Err(Malformed)
    }
}

#[cfg(test)]
mod tests;
