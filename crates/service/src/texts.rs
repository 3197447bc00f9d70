//! What people may write into the fields of a PUT: every limit in one place, each refusal naming the
//! field and the limit. Empty means none.

use domain::Userid;

use crate::Error;

/// The longest description, in characters.
const MAX_DESCRIPTION: usize = 2_000;
/// The longest path of a folder, in characters.
const MAX_FOLDER: usize = 400;
/// The most tags of a workspace, and the longest of them in characters.
const MAX_TAGS: usize = 50;
const MAX_TAG: usize = 100;

/// A description, with line breaks and any other character.
pub(crate) fn description(text: String) -> Result<Option<String>, Error> {
    short("/description", "the description", &text, MAX_DESCRIPTION)?;
    Ok(filled(text))
}

/// An e-mail address: its shape only.
pub(crate) fn email(text: &str) -> Result<Option<String>, Error> {
    if !text.is_empty() {
        Userid::from_email(text).map_err(|error| Error::invalid("/email", error.to_string()))?;
    }
    Ok(filled(text.trim().to_owned()))
}

/// A folder inside a repository.
pub(crate) fn working_directory(text: String) -> Result<Option<String>, Error> {
    let (pointer, name) = ("/working_directory", "the working directory");
    short(pointer, name, &text, MAX_FOLDER)?;
    let climbs = text.split(['/', '\\']).any(|part| part == "..");
    if climbs || text.starts_with(['/', '\\']) || text.chars().any(char::is_control) {
        return Err(Error::invalid(
            pointer,
            "the working directory is relative to the repository, without `..`: write `modules/net`",
        ));
    }
    Ok(filled(text))
}

/// Labels, each as it is.
pub(crate) fn tags(tags: Vec<String>) -> Result<Vec<String>, Error> {
    if tags.len() > MAX_TAGS {
        return Err(Error::invalid(
            "/tags",
            format!(
                "a workspace has at most {MAX_TAGS} tags, these are {}",
                tags.len()
            ),
        ));
    }
    for (index, tag) in tags.iter().enumerate() {
        let pointer = format!("/tags/{index}");
        if tag.trim().is_empty() || tag.chars().any(char::is_control) {
            return Err(Error::invalid(
                &pointer,
                format!("a tag is 1 to {MAX_TAG} characters without line breaks"),
            ));
        }
        short(&pointer, "a tag", tag, MAX_TAG)?;
    }
    Ok(tags)
}

fn filled(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

fn short(pointer: &str, name: &str, text: &str, limit: usize) -> Result<(), Error> {
    let length = text.chars().count();
    if length > limit {
        return Err(Error::invalid(
            pointer,
            format!("{name} has at most {limit} characters, this one has {length}"),
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limit_is_met_exactly_and_named() {
        let kept = description("ä".repeat(MAX_DESCRIPTION)).unwrap();
        assert_eq!(kept.unwrap().chars().count(), MAX_DESCRIPTION);
        let error = description("x".repeat(MAX_DESCRIPTION + 1)).unwrap_err();
        assert_eq!(error.pointer(), Some("/description"));
        assert!(error.message().contains("2000") && error.message().contains("2001"));

        assert!(working_directory("x".repeat(MAX_FOLDER)).is_ok());
        let error = working_directory("x".repeat(MAX_FOLDER + 1)).unwrap_err();
        assert!(error.message().contains("400"));

        assert!(tags(vec!["x".repeat(MAX_TAG); MAX_TAGS]).is_ok());
        let error = tags(vec!["x".to_owned(); MAX_TAGS + 1]).unwrap_err();
        assert!(error.message().contains("50"));
        let error = tags(vec!["x".to_owned(), "x".repeat(MAX_TAG + 1)]).unwrap_err();
        assert_eq!(error.pointer(), Some("/tags/1"));
        assert!(error.message().contains("100"));
    }

    #[test]
    fn a_folder_is_relative_and_does_not_climb() {
        for good in ["a", "a/b", "..a/b..", "a b"] {
            assert!(working_directory(good.to_owned()).is_ok(), "{good}");
        }
        for bad in ["/etc", "..", "a/../b", "a\\..\\b", "\\a", "a\nb"] {
            assert!(working_directory(bad.to_owned()).is_err(), "{bad}");
        }
    }

    #[test]
    fn nothing_is_none_and_an_address_has_the_shape_of_one() {
        assert_eq!(email("").unwrap(), None);
        assert_eq!(email(" a@b ").unwrap().unwrap(), "a@b");
        assert_eq!(email("nobody").unwrap_err().pointer(), Some("/email"));
        assert_eq!(description(String::new()).unwrap(), None);
        assert_eq!(working_directory(String::new()).unwrap(), None);
    }
}
