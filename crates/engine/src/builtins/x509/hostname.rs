//! Whether a certificate is for a host, as `Certificate.VerifyHostname` of Go has it.

use std::net::IpAddr;

use super::extensions::Names;

/// Whether the names are those of this host.
pub(super) fn is_for(names: &Names, host: &str) -> bool {
    let unwrapped = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'));
    let address = unwrapped.filter(|host| !host.is_empty()).unwrap_or(host);
    if let Ok(address) = address.parse::<IpAddr>() {
        return names
            .addresses
            .iter()
            .any(|one| one.to_canonical() == address.to_canonical());
    }
    let host = host.to_ascii_lowercase();
    names.domains.iter().any(|pattern| {
        let pattern_is_valid = is_hostname(pattern, true);
        let pattern = pattern.to_ascii_lowercase();
        if is_hostname(&host, false) && pattern_is_valid {
            matches(&pattern, host.strip_suffix('.').unwrap_or(&host))
        } else {
            pattern == host && !matches!(host.as_str(), "" | ".")
        }
    })
}

fn matches(pattern: &str, host: &str) -> bool {
    let (pattern, host): (Vec<_>, Vec<_>) =
        (pattern.split('.').collect(), host.split('.').collect());
    pattern.len() == host.len()
        && pattern
            .iter()
            .zip(&host)
            .enumerate()
            .all(|(place, (pattern, host))| place == 0 && *pattern == "*" || pattern == host)
}

fn is_hostname(host: &str, is_pattern: bool) -> bool {
    let host = if is_pattern {
        host
    } else {
        host.strip_suffix('.').unwrap_or(host)
    };
    host != "*"
        && host.split('.').enumerate().all(|(place, label)| {
            let is_wild = is_pattern && place == 0 && label == "*";
            is_wild
                || !label.is_empty()
                    && !label.starts_with('-')
                    && label
                        .bytes()
                        .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wildcard_stands_for_one_label() {
        let names = Names {
            domains: vec!["*.Example.com".to_owned(), "exact_".to_owned()],
            addresses: vec!["10.0.0.1".parse().unwrap()],
            ..Names::default()
        };
        for host in [
            "a.example.com",
            "A.EXAMPLE.COM.",
            "exact_",
            "10.0.0.1",
            "[10.0.0.1]",
        ] {
            assert!(is_for(&names, host), "{host}");
        }
        for host in ["example.com", "a.b.example.com", "", "10.0.0.2"] {
            assert!(!is_for(&names, host), "{host}");
        }
    }
}
