//! Rego sources: what is refused before parsing, parsing, and what is checked after it.
//!
//! The one place, with `builtins`, that knows the engine's syntax tree. That tree is not a stable
//! interface of the engine; the version is pinned, and everything that touches it is here.

pub(crate) mod annotations;
mod bare;
pub(crate) mod bodies;
pub(crate) mod check;
pub(crate) mod comparisons;
pub(crate) mod defaults;
pub(crate) mod dialect;
pub(crate) mod early;
pub(crate) mod empties;
pub(crate) mod extent;
pub(crate) mod filters;
mod given;
pub(crate) mod heads;
pub(crate) mod imports;
pub(crate) mod keywords;
pub(crate) mod locals;
pub(crate) mod members;
pub(crate) mod modifiers;
pub(crate) mod negations;
pub(crate) mod negatives;
pub(crate) mod operators;
pub(crate) mod origins;
pub(crate) mod outputs;
pub(crate) mod packages;
pub(crate) mod parts;
pub(crate) mod patterns;
pub(crate) mod place;
pub(crate) mod prescan;
pub(crate) mod program;
pub(crate) mod queries;
pub(crate) mod relations;
pub(crate) mod renamed;
pub(crate) mod replaced;
pub(crate) mod replacements;
pub(crate) mod stand_ins;
pub(crate) mod terms;
pub(crate) mod walk;
pub(crate) mod wording;
mod words;

/// `data.a.b`, with brackets where a part cannot follow a dot.
pub(crate) fn path_text(parts: &[String]) -> String {
    reference_text("data", parts)
}

/// What cannot follow a dot, though it looks like a name.
const KEYWORDS: [&str; 16] = [
    "_", "as", "contains", "default", "else", "every", "false", "if", "import", "in", "not",
    "null", "package", "some", "true", "with",
];

/// The same from another root.
pub(crate) fn reference_text(root: &str, parts: &[String]) -> String {
    let mut text = root.to_owned();
    for part in parts {
        if is_name(part) {
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

/// Whether a part can stand in a reference, or begin one, as it is.
fn is_name(part: &str) -> bool {
    is_identifier(part) && !KEYWORDS.contains(&part)
}

/// Whether a part is a name or a keyword.
fn is_identifier(part: &str) -> bool {
    part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && part
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}
