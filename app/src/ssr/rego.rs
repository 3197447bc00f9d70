//! Versions of Rego, as forms send them and pages show them.

use domain::{Dialect, PolicySetVersion};

use super::form::invalid;
use crate::error::UiError;
use crate::server_functions::policy_sets::UNDECLARED;

/// The version of Rego that a form declares; there is a word for none, because what is empty is read as
/// absent, and that changes nothing.
pub(crate) fn declared_dialect(text: &str) -> Result<Option<Dialect>, UiError> {
    if text == UNDECLARED {
        return Ok(None);
    }
    let unknown = || {
        invalid(
            "/rego_version",
            format!("`{text}` is no version of Rego: v0 and v1 are"),
        )
    };
    Dialect::parse(text).map(Some).ok_or_else(unknown)
}

/// In which version of Rego a version was read; empty when that is not known.
pub(crate) fn rego_of(version: &PolicySetVersion) -> String {
    match (version.dialect, version.rego_files) {
        (Some(declared), _) => format!("{declared}, declared"),
        (None, Some(files)) => files.to_string(),
        (None, None) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_declared_taken_back_or_refused_beside_its_field() {
        assert_eq!(declared_dialect("v0").unwrap(), Some(Dialect::V0));
        assert_eq!(declared_dialect("none").unwrap(), None);
        for wrong in ["V1", "v2", " v0", "latest", ""] {
            let error = declared_dialect(wrong).unwrap_err();
            assert_eq!(error.pointer.as_deref(), Some("/rego_version"), "{wrong}");
        }
    }
}
