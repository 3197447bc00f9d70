//! Built-ins of OPA that are refused here, and why.

/// What is not read as annotations stays a call (`rego/annotations.rs`).
const ANNOTATIONS: &str =
    "the annotations of these policies, or this use of them, cannot be read here";
/// Not written yet.
const UNSUPPORTED: &str = "it is not supported yet";

/// Built-ins that OPA has and we do not, besides those that reach out.
const NAMES: &[&str] = &["assign", "eq", "rego.parse_module"];

/// Why `name` is refused, when it is.
pub(super) fn reason(name: &str) -> Option<&'static str> {
    match name {
        "rego.metadata.chain" | "rego.metadata.rule" => Some(ANNOTATIONS),
        _ if NAMES.contains(&name) => Some(UNSUPPORTED),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{NAMES, reason};
    use regorus::unstable::BUILTINS;

    #[test]
    fn nothing_is_refused_that_the_engine_has() {
        for name in NAMES {
            assert!(!BUILTINS.contains_key(name), "{name}");
        }
    }

    #[test]
    fn what_is_there_is_not_refused() {
        assert!(reason("count").is_none());
    }
}
