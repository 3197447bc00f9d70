//! Things that are written in one place only, because elsewhere they are holes or sprawl.

use crate::sources::{all_rust_files, code_lines, rust_files};

/// Leptos 0.8 does not escape what a `<textarea>` holds when the server renders it. One component
/// escapes by itself; a second `<textarea` would be a hole for scripts.
#[test]
fn a_textarea_is_written_in_one_component_only() {
    let tag = concat!("<", "textarea");
    let files: Vec<String> = rust_files("app/src")
        .into_iter()
        .filter(|(_, text)| code_lines(text).any(|line| is_view_tag(line, tag)))
        .map(|(path, _)| path)
        .collect();
    assert!(files.len() <= 1, "use ui::TextArea instead: {files:?}");
    let elsewhere: Vec<String> = rust_files("app/src")
        .into_iter()
        .filter(|(_, text)| {
            code_lines(text).any(|line| line.contains(concat!("html::", "textarea")))
        })
        .map(|(path, _)| path)
        .collect();
    assert!(
        elsewhere.is_empty(),
        "the builder form is as unescaped: {elsewhere:?}"
    );
}

/// The catalogue test prepares every statement on both engines; one written elsewhere would be
/// tried for the first time by a user.
#[test]
fn sql_is_sent_by_the_store_only() {
    let call = concat!("sqlx", "::");
    let files: Vec<String> = all_rust_files()
        .into_iter()
        .filter(|(path, text)| {
            !path.starts_with("crates/store/") && code_lines(text).any(|line| line.contains(call))
        })
        .map(|(path, _)| path)
        .collect();
    assert!(files.is_empty(), "SQL belongs to crates/store: {files:?}");
}

/// `app` is compiled twice; each switch is a chance for the two to show different pages.
#[test]
fn app_switches_on_ssr_for_one_module_only() {
    let switch = concat!("feature = ", "\"ssr\"");
    let mut switched = Vec::new();
    for (path, text) in rust_files("app/src") {
        let lines: Vec<&str> = text.lines().collect();
        for (at, line) in lines.iter().enumerate() {
            if line.trim_start().starts_with("//") || !line.contains(switch) {
                continue;
            }
            let next = lines.get(at + 1).copied().unwrap_or_default().trim();
            let is_the_module = path == "app/src/lib.rs"
                && (next == "mod ssr;" || next.starts_with("pub use ssr::"));
            if !is_the_module && !path.starts_with("app/src/ssr") {
                switched.push(format!("{path}:{}: {}", at + 1, line.trim()));
            }
        }
    }
    assert!(
        switched.is_empty(),
        "move it into app/src/ssr:\n{}",
        switched.join("\n")
    );
}

/// A tag in a string (a test that looks for it in HTML) is not an element of a view.
fn is_view_tag(line: &str, tag: &str) -> bool {
    line.split(tag)
        .next()
        .is_some_and(|before| before.len() < line.len() && before.matches('"').count() % 2 == 0)
}

#[test]
fn a_tag_inside_a_string_is_no_element() {
    let tag = concat!("<", "textarea");
    assert!(is_view_tag(&format!("    {tag} name=\"reason\">"), tag));
    assert!(!is_view_tag(
        &format!("assert!(html.contains(\"{tag}\"))"),
        tag
    ));
    assert!(!is_view_tag("<input>", tag));
}
