//! `ORG/NAME`: what client commands are about.

use std::fmt;
use std::str::FromStr;

use domain::Name;

/// An organization and the name of something in it.
#[derive(Debug, Clone)]
pub(super) struct Target {
    pub(super) organization: Name,
    pub(super) name: Name,
}

impl FromStr for Target {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (organization, name) = text
            .split_once('/')
            .ok_or_else(|| "write ORGANIZATION/NAME".to_owned())?;
        Ok(Self {
            organization: organization.parse().map_err(|error| format!("{error}"))?,
            name: name.parse().map_err(|error| format!("{error}"))?,
        })
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.organization, self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::Target;

    #[test]
    fn a_target_has_two_names() {
        assert_eq!(
            "acme/network".parse::<Target>().unwrap().to_string(),
            "acme/network"
        );
        for bad in ["acme", "acme/", "/network", "acme/a b", "a/b/c"] {
            assert!(bad.parse::<Target>().is_err(), "{bad}");
        }
    }
}
