//! Values on their way into a statement.

use domain::{
    AuditId, CheckId, CheckStatus, Dialect, Digest, InputShape, Level, MembershipId, Name,
    OrganizationId, Outcome, OverrideId, PolicyId, PolicySetId, PolicySetVersionId, ProjectId,
    RoleId, RunId, RunStatus, SessionId, SetKind, Stage, Timestamp, TokenId, UserId, UserKind,
    Verdict, VersionSource, VersionStatus, WorkspaceId, WrittenLevel,
};

/// A value of one of the three types that both engines have. `None` is null; Postgres wants to know
/// of which type.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    Text(Option<String>),
    Count(Option<i64>),
    Flag(Option<bool>),
}

/// What can be put into a statement.
pub(crate) trait Bind {
    /// Null of the same type.
    const NULL: Value;

    /// The value as the database keeps it.
    fn bind(&self) -> Value;
}

impl<T: Bind> Bind for Option<T> {
    const NULL: Value = T::NULL;

    fn bind(&self) -> Value {
        self.as_ref().map_or(T::NULL, Bind::bind)
    }
}

impl<T: Bind + ?Sized> Bind for &T {
    const NULL: Value = T::NULL;

    fn bind(&self) -> Value {
        T::bind(self)
    }
}

impl Bind for bool {
    const NULL: Value = Value::Flag(None);

    fn bind(&self) -> Value {
        Value::Flag(Some(*self))
    }
}

impl Bind for i64 {
    const NULL: Value = Value::Count(None);

    fn bind(&self) -> Value {
        Value::Count(Some(*self))
    }
}

impl Bind for u32 {
    const NULL: Value = Value::Count(None);

    fn bind(&self) -> Value {
        Value::Count(Some(i64::from(*self)))
    }
}

impl Bind for u64 {
    const NULL: Value = Value::Count(None);

    /// Sizes and sequence numbers: none gets near the end of an `i64`.
    fn bind(&self) -> Value {
        Value::Count(Some(i64::try_from(*self).unwrap_or(i64::MAX)))
    }
}

macro_rules! text {
    ($($type:ty => |$value:ident| $text:expr;)+) => {$(
        impl Bind for $type {
            const NULL: Value = Value::Text(None);

            fn bind(&self) -> Value {
                let $value = self;
                Value::Text(Some($text))
            }
        }
    )+};
}

macro_rules! ids {
    ($($type:ident)+) => { text! { $($type => |id| id.bare().to_owned();)+ } };
}

macro_rules! words {
    ($($type:ident)+) => { text! { $($type => |word| word.as_str().to_owned();)+ } };
}

text! {
    str => |text| storable(text);
    String => |text| storable(text);
    Timestamp => |moment| moment.to_stored();
    Digest => |digest| digest.hex();
}

ids! {
    AuditId CheckId MembershipId OrganizationId OverrideId PolicyId PolicySetId PolicySetVersionId
    ProjectId RoleId RunId SessionId TokenId UserId WorkspaceId
}

words! {
    CheckStatus Dialect InputShape Level Name Outcome RunStatus SetKind Stage UserKind VersionSource
    VersionStatus WrittenLevel
}

text! {
    Verdict => |verdict| crate::queue::verdict_word(*verdict).to_owned();
}

/// Postgres cannot keep a NUL in a text; SQLite can, and would then answer differently.
fn storable(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}

/// The values of a statement, in the order of `$1`, `$2` and so on.
macro_rules! params {
    ($($value:expr),* $(,)?) => {
        vec![$(crate::value::Bind::bind(&$value)),*]
    };
}
pub(crate) use params;

/// A value as JSON text.
pub(crate) fn json<T: serde::Serialize + ?Sized>(value: &T) -> Result<String, crate::StoreError> {
    serde_json::to_string(value).map_err(|error| {
        crate::StoreError::Unavailable(format!("a value cannot be written as JSON: {error}"))
    })
}

/// Ids as `,one,two,`: what `like '%,' || id || ',%'` finds one in. Arrays are Postgres' alone.
pub(crate) fn listed<T: Bind>(items: &[T]) -> String {
    let mut text = String::from(",");
    for item in items {
        if let Value::Text(Some(word)) = item.bind() {
            text.push_str(&word);
            text.push(',');
        }
    }
    text
}

/// The same for a filter that may be absent: null lets everything through, and none of nothing does.
pub(crate) fn among<T: Bind>(items: Option<&[T]>) -> Option<String> {
    items.map(listed)
}

/// A pattern for `like … escape '\'` that finds `text` anywhere.
pub(crate) fn containing(text: &str) -> String {
    format!("%{}%", escaped(text))
}

/// A pattern for `like … escape '\'` that finds what begins with `text`.
pub(crate) fn beginning(text: &str) -> String {
    format!("{}%", escaped(text))
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '%' | '_' | '\\') {
            out.push('\\');
        }
        out.push(character);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_that_someone_typed_are_letters() {
        assert_eq!(containing(r"50%_\"), r"%50\%\_\\%");
        assert_eq!(beginning("policy_set."), r"policy\_set.%");
    }

    #[test]
    fn a_list_has_a_comma_on_both_sides_of_each() {
        assert_eq!(listed::<RunStatus>(&[]), ",");
        assert_eq!(
            listed(&[RunStatus::Checked, RunStatus::Errored]),
            ",checked,errored,"
        );
    }

    #[test]
    fn no_filter_is_null_and_an_empty_one_lets_nothing_through() {
        assert_eq!(among::<RunStatus>(None), None);
        assert_eq!(among::<RunStatus>(Some(&[])), Some(",".to_owned()));
    }
}
