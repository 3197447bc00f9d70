//! What holds for the source of every page, read as text.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::fs;
use std::path::{Path, PathBuf};

fn sources() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    assert!(found.len() > 50);
    found
}

fn sprite() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../style/static/icons.svg");
    fs::read_to_string(path).unwrap()
}

/// The quoted words after each `before` in `text`.
fn quoted_after<'a>(text: &'a str, before: &str) -> Vec<&'a str> {
    text.split(before)
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|word| !word.is_empty() && !word.contains('{'))
        .collect()
}

#[test]
fn only_one_file_writes_a_textarea() {
    let writers: Vec<_> = sources()
        .into_iter()
        .filter(|(_, text)| text.contains("<textarea\n") || text.contains("<textarea "))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(writers.len(), 1, "{writers:?}");
    assert!(writers[0].ends_with("ui/text_area.rs"));
}

#[test]
fn no_page_has_an_inline_style() {
    for (path, text) in sources() {
        for word in [" style=\"", " style=format", " style:", "class:style"] {
            assert!(!text.contains(word), "{} has {word:?}", path.display());
        }
    }
}

#[test]
fn every_icon_that_is_named_is_in_the_sprite() {
    let sprite = sprite();
    let mut checked = 0;
    for (path, text) in sources() {
        for name in [" icon=\"", "<Icon name=\""]
            .into_iter()
            .flat_map(|tag| quoted_after(&text, tag))
        {
            assert!(
                sprite.contains(&format!("<symbol id=\"{name}\"")),
                "{} names the icon {name:?}",
                path.display()
            );
            checked += 1;
        }
    }
    assert!(checked > 20, "{checked}");
}

#[test]
fn the_tones_and_actions_have_icons_in_the_sprite() {
    use app::model::{Action, Tone};
    let sprite = sprite();
    let tones = [
        Tone::Ok,
        Tone::Bad,
        Tone::Warn,
        Tone::Ask,
        Tone::Run,
        Tone::Quiet,
    ]
    .map(Tone::icon);
    let actions = [
        Action::Delete,
        Action::Replace,
        Action::Create,
        Action::Update,
        Action::Forget,
        Action::Read,
        Action::Nothing,
    ]
    .map(Action::icon);
    for name in tones.into_iter().chain(actions) {
        assert!(sprite.contains(&format!("<symbol id=\"{name}\"")), "{name}");
    }
}

#[test]
fn cfg_ssr_is_at_its_module_and_nowhere_else() {
    for (path, text) in sources() {
        let allowed = path.ends_with("src/lib.rs");
        assert!(
            allowed || !text.contains("cfg(feature"),
            "{}",
            path.display()
        );
    }
}

#[test]
fn a_documents_title_is_escaped_wherever_it_is_set() {
    for (path, text) in sources() {
        for line in text.lines().filter(|line| line.contains("<Title text=")) {
            assert!(
                line.contains("document_title("),
                "{}: leptos_meta does not escape it: {line}",
                path.display()
            );
        }
    }
}
