//! Rego sources: what is refused before parsing, parsing, and what is checked after it.
//!
//! The one place, with `builtins`, that knows the engine's syntax tree. That tree is not a stable
//! interface of the engine; the version is pinned, and everything that touches it is here.

pub(crate) mod check;
pub(crate) mod dialect;
pub(crate) mod outputs;
pub(crate) mod place;
pub(crate) mod prescan;
pub(crate) mod program;
pub(crate) mod relations;
mod walk;
pub(crate) mod wording;

/// `data.a.b`, with brackets where a part is no identifier.
pub(crate) fn path_text(parts: &[String]) -> String {
    let mut text = "data".to_owned();
    for part in parts {
        let is_identifier = part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if is_identifier {
            text.push('.');
            text.push_str(part);
        } else {
            text.push('[');
            text.push_str(&serde_json::Value::from(part.as_str()).to_string());
            text.push(']');
        }
    }
    text
}
