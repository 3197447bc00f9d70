//! Queries: a path to one rule, never code.

/// A query as its parts, `data` left out.
///
/// A query comes from a manifest or an API client. It is read as a path and looked up; it is never
/// compiled, so it cannot carry Rego of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct QueryPath {
    parts: Vec<String>,
}

impl QueryPath {
    /// Reads `data.a.b`, `a.b` or `data.a["b-c"]`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let bad =
            || format!("`{text}` is not a query: write the path of a rule, as data.terraform.deny");
        let mut parts = Vec::new();
        let mut rest = text.trim();
        loop {
            if let Some(inner) = rest.strip_prefix("[\"").filter(|_| !parts.is_empty()) {
                let (part, after) = inner.split_once("\"]").ok_or_else(bad)?;
                if part.is_empty() || part.contains(['"', '\\']) {
                    return Err(bad());
                }
                parts.push(part.to_owned());
                rest = after;
            } else {
                let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
                let (part, after) = rest.split_at(end.unwrap_or(rest.len()));
                if part.is_empty() || part.starts_with(|c: char| c.is_ascii_digit()) {
                    return Err(bad());
                }
                parts.push(part.to_owned());
                rest = after;
            }
            if rest.is_empty() {
                break;
            }
            if let Some(after) = rest.strip_prefix('.') {
                rest = after;
                if rest.starts_with('[') {
                    return Err(bad());
                }
            } else if !rest.starts_with('[') {
                return Err(bad());
            }
        }
        if parts[0] == "data" {
            parts.remove(0);
        }
        if parts.is_empty() || parts.len() > 32 {
            return Err(bad());
        }
        Ok(Self { parts })
    }

    /// The parts behind `data`; at least one.
    pub(crate) fn parts(&self) -> &[String] {
        &self.parts
    }
}

/// `data.a.b`, with brackets where a part is no identifier.
impl std::fmt::Display for QueryPath {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&crate::rego::path_text(&self.parts))
    }
}

#[cfg(test)]
mod tests {
    use super::QueryPath;

    #[test]
    fn paths_are_read_with_and_without_data() {
        for (text, shown) in [
            ("data.terraform.deny", "data.terraform.deny"),
            ("terraform.deny", "data.terraform.deny"),
            (" data.a ", "data.a"),
            ("data.a[\"b-c\"].d", "data.a[\"b-c\"].d"),
            ("data[\"a b\"]", "data[\"a b\"]"),
        ] {
            assert_eq!(QueryPath::parse(text).unwrap().to_string(), shown);
        }
    }

    #[test]
    fn code_is_no_query() {
        for text in [
            "",
            "data",
            "data.",
            "data..a",
            "data.a.",
            "data.a[0]",
            "data.a[x]",
            "data.a; true",
            "data.a == 1",
            "data.a[\"b\\\"c\"]",
            "x := 1",
            "data.a b",
            "http.send({})",
            "data.1a",
            "[\"a\"]",
            "data.[\"a\"]",
            "data.a\n",
            "{1}",
            "data.a[\"\"]",
            "data.a#",
        ] {
            let trimmed_ok = text == "data.a\n";
            assert_eq!(QueryPath::parse(text).is_ok(), trimmed_ok, "{text:?}");
        }
    }
}
