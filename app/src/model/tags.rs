//! Tags as people type them.

/// The tags in `text`, separated by commas or white space, each once, in the order they were typed.
pub fn tags(text: &str) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for tag in text.split(|c: char| c == ',' || c.is_whitespace()) {
        if !tag.is_empty() && !tags.iter().any(|known| known == tag) {
            tags.push(tag.to_owned());
        }
    }
    tags
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_separated_by_commas_or_spaces_and_kept_once() {
        assert_eq!(
            tags(" env=prod, team:core\tenv=prod,,x"),
            ["env=prod", "team:core", "x"]
        );
        assert!(tags(" , ").is_empty());
    }
}
