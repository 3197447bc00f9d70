//! What was typed into a form that came back with an error, without JavaScript.

use leptos::prelude::*;

/// A form that was refused, to be shown again with what was typed. In the context of a page that the
/// server renders; with JavaScript a form stays where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnedForm {
    /// Where it was posted to.
    pub action: String,
    /// Names and values, without secrets.
    pub fields: Vec<(String, String)>,
}

/// What was typed into the form around.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Typed(StoredValue<Option<Vec<(String, String)>>>);

impl Typed {
    /// The fields of the form that posts to `action`, when it just came back.
    pub(crate) fn into_form(action: &str) -> Self {
        let form = use_context::<ReturnedForm>().filter(|form| form.action == action);
        Self(StoredValue::new(form.map(|form| form.fields)))
    }
}

/// What was typed into the field `name`, if its form came back.
pub(super) fn typed(name: &str) -> Option<String> {
    use_context::<Typed>()?.0.with_value(|fields| {
        let mut fields = fields.as_ref()?.iter();
        let (_, value) = fields.find(|(field, _)| field == name)?;
        Some(value.clone())
    })
}

/// Whether the box `name` with this `value` was ticked, if its form came back.
pub(crate) fn ticked(name: &str, value: &str) -> Option<bool> {
    use_context::<Typed>()?.0.with_value(|fields| {
        let mut fields = fields.as_ref()?.iter();
        Some(fields.any(|(field, sent)| field == name && sent == value))
    })
}
