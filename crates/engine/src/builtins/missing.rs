//! Built-ins of OPA that are refused here, and why.

/// Not written yet.
const UNSUPPORTED: &str = "it is not supported yet";

/// Built-ins that OPA has and we do not, besides those that reach out.
const NAMES: &[&str] = &[
    "assign",
    "eq",
    "rego.metadata.chain",
    "rego.metadata.rule",
    "rego.parse_module",
];

/// Why `name` is refused, when it is.
pub(super) fn reason(name: &str) -> Option<&'static str> {
    match name {
        // Present in the engine without its environment: a rule that reads it would never fire.
        "opa.runtime" => Some("policies cannot see the server's environment"),
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
