//! Both engines have the same history.

use std::{collections::BTreeSet, fs};

use crate::sources;

fn names(engine: &str) -> BTreeSet<String> {
    fs::read_dir(sources::root().join("migrations").join(engine))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| !name.starts_with('.'))
        .collect()
}

#[test]
fn each_migration_exists_for_both_engines_under_one_name() {
    let (sqlite, postgres) = (names("sqlite"), names("postgres"));
    let lonely: Vec<&String> = sqlite.symmetric_difference(&postgres).collect();
    assert!(lonely.is_empty(), "only one engine has {lonely:?}");
}

#[test]
fn a_migration_is_named_by_its_time_and_a_noun() {
    for name in names("sqlite") {
        let parts = name
            .strip_suffix(".sql")
            .and_then(|stem| stem.split_once('_'));
        let is_right = parts.is_some_and(|(time, noun)| {
            time.len() == 14
                && time.bytes().all(|byte| byte.is_ascii_digit())
                && !noun.is_empty()
                && noun
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte == b'_' || byte.is_ascii_digit())
        });
        assert!(is_right, "{name} is not YYYYMMDDHHMMSS_noun.sql");
    }
}
