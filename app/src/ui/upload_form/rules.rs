//! What a file must be, as far as a browser can tell.

use crate::model::bytes;

/// What a file must be, as far as a browser can tell. The server looks again, and deeper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct UploadRules {
    /// The form field, also the input's id.
    pub(crate) field: &'static str,
    /// The input's `accept`: what the file chooser offers first.
    pub(crate) accept: &'static str,
    /// How names may end, lower case.
    pub(crate) extensions: &'static [&'static str],
    /// The largest size in bytes.
    pub(crate) max_bytes: u64,
}

impl UploadRules {
    /// What is wrong with a file of this name and size, as a sentence.
    pub(super) fn complaint(&self, name: &str, size: u64) -> Option<String> {
        let lower = name.to_ascii_lowercase();
        if !self
            .extensions
            .iter()
            .any(|extension| lower.ends_with(extension))
        {
            return Some(format!(
                "{name} does not end in {}.",
                self.extensions.join(" or ")
            ));
        }
        if size == 0 {
            return Some(format!("{name} is empty."));
        }
        (size > self.max_bytes).then(|| {
            format!(
                "{name} is {}, the limit is {}.",
                bytes(size),
                bytes(self.max_bytes)
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: UploadRules = UploadRules {
        field: "f",
        accept: "",
        extensions: &[".tar.gz", ".tgz"],
        max_bytes: 2_000,
    };

    #[test]
    fn a_file_of_the_right_kind_and_size_is_fine() {
        assert_eq!(RULES.complaint("Base.TAR.GZ", 2_000), None);
        assert_eq!(RULES.complaint("base.tgz", 1), None);
    }

    #[test]
    fn anything_else_is_told_what_is_wrong() {
        let say = |name, size| RULES.complaint(name, size).unwrap();
        assert_eq!(
            say("base.zip", 10),
            "base.zip does not end in .tar.gz or .tgz."
        );
        assert_eq!(say("base.tgz", 0), "base.tgz is empty.");
        assert_eq!(
            say("base.tgz", 2_001),
            "base.tgz is 2.0 kB, the limit is 2.0 kB."
        );
    }
}
