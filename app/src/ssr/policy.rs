//! What the form of a policy says.

use domain::WrittenLevel;

use super::form::{about_name, filled, invalid};
use crate::error::UiError;
use crate::server_functions::policies::PolicyForm;

/// What a policy's form says. What is empty is missing, and the use case says that it is needed.
pub(crate) fn policy_of(form: PolicyForm) -> Result<service::PutPolicy, UiError> {
    let level = WrittenLevel::parse(&form.level)
        .ok_or_else(|| invalid("/policy[level]", format!("`{}` is no level", form.level)))?;
    Ok(service::PutPolicy {
        description: Some(form.description.trim().to_owned()),
        query: filled(form.query),
        level: Some(level),
        // A browser sends lines that end with CRLF; what is kept has the form of a file.
        source: Some(form.source.replace("\r\n", "\n")).filter(|text| !text.trim().is_empty()),
        policy_sets: Some(form.policy_sets),
        must_be_new: false,
    })
}

/// An error of the use case, beside the field of the form that it is about.
pub(crate) fn about_policy(error: service::Error) -> UiError {
    let mut error = about_name(error);
    error.pointer = error.pointer.map(|pointer| match pointer.as_str() {
        "/name" => pointer,
        "/source" | "/query" => format!("/policy[{}]", &pointer[1..]),
        _ => "/policy[policy_sets]".to_owned(),
    });
    error
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_are_those_of_a_file_and_an_empty_source_is_none() {
        let form = |source: &str| PolicyForm {
            level: "advisory".to_owned(),
            source: source.to_owned(),
            ..PolicyForm::default()
        };
        let put = policy_of(form("package a\r\n\r\nx := 1")).unwrap();
        assert_eq!(put.source.unwrap(), "package a\n\nx := 1");
        assert_eq!(policy_of(form(" \r\n")).unwrap().source, None);
    }

    #[test]
    fn a_level_that_is_none_is_refused_beside_its_field() {
        let error = policy_of(PolicyForm::default()).unwrap_err();
        assert!(error.is_about("policy[level]"), "{error:?}");
    }
}
