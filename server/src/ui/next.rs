//! Where to go on after signing in: a path of ours, never another site's (threats.md A29).

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What stays readable in a query's value.
const IN_QUERY: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'_')
    .remove(b'.');

/// The path to go on to when `wanted` is one of ours, else the start.
pub fn safe(wanted: &str) -> &str {
    let is_path = wanted.starts_with('/')
        && !wanted.starts_with("//")
        && !wanted.contains('\\')
        && wanted.bytes().all(|byte| (0x21..0x7f).contains(&byte));
    let is_entrance = ["/login", "/setup", "/session/"]
        .iter()
        .any(|entrance| wanted.starts_with(entrance));
    if is_path && !is_entrance { wanted } else { "/" }
}

/// The address of the sign-in page that goes on to `wanted`.
pub(super) fn login(wanted: &str) -> String {
    match safe(wanted) {
        "/" => "/login".to_owned(),
        path => format!("/login?next={}", utf8_percent_encode(path, IN_QUERY)),
    }
}

/// `next` of a query, made safe.
pub(super) fn of_query(query: Option<&str>) -> String {
    let wanted = query
        .unwrap_or_default()
        .split('&')
        .find_map(|pair| pair.strip_prefix("next="))
        .unwrap_or_default();
    let wanted = percent_encoding::percent_decode_str(wanted).decode_utf8_lossy();
    safe(&wanted).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_ours_are_gone_on_to() {
        assert_eq!(safe("/orgs/acme?tab=runs"), "/orgs/acme?tab=runs");
        for bad in [
            "",
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "/a\r\nSet-Cookie: x",
            "/ä",
            "javascript:alert(1)",
            "/login?next=/login",
            "/session/sign-out",
        ] {
            assert_eq!(safe(bad), "/", "{bad:?}");
        }
    }

    #[test]
    fn a_path_survives_the_way_through_the_sign_in_page() {
        let login = login("/orgs/acme/runs?status=a,b&x=1");
        assert_eq!(
            login,
            "/login?next=/orgs/acme/runs%3Fstatus%3Da%2Cb%26x%3D1"
        );
        assert_eq!(
            of_query(login.split_once('?').map(|(_, query)| query)),
            "/orgs/acme/runs?status=a,b&x=1"
        );
    }
}
