//! What `regex.replace` puts in place of a match: Go's `Regexp.Expand`.

use regex::Captures;

/// Writes a template, in which `$1`, `$name` and `${name}` stand for groups and `$$` for a dollar.
/// `names` are those of all groups.
pub(super) fn expand(template: &str, captures: &Captures<'_>, names: &[String], into: &mut String) {
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('$') {
        into.push_str(before);
        if let Some(after) = after.strip_prefix('$') {
            into.push('$');
            rest = after;
        } else if let Some((name, after)) = name(after) {
            into.push_str(group(name, captures, names));
            rest = after;
        } else {
            into.push('$');
            rest = after;
        }
    }
    into.push_str(rest);
}

/// The name that a text begins with, in braces or not, and what follows.
fn name(text: &str) -> Option<(&str, &str)> {
    let bare = text.strip_prefix('{').unwrap_or(text);
    let end = bare
        .find(|c: char| !(c.is_alphanumeric() || c == '_'))
        .unwrap_or(bare.len());
    let (name, rest) = bare.split_at(end);
    let rest = if bare.len() < text.len() {
        rest.strip_prefix('}')?
    } else {
        rest
    };
    (!name.is_empty()).then_some((name, rest))
}

/// The text of a group; none for one that is not there or was not matched.
fn group<'a>(name: &str, captures: &Captures<'a>, names: &[String]) -> &'a str {
    let is_number = name.bytes().all(|byte| byte.is_ascii_digit())
        && !(name.len() > 1 && name.starts_with('0'));
    let found = if is_number {
        name.parse().ok().and_then(|number| captures.get(number))
    } else {
        let mut of_name = (0..names.len()).filter(|number| names[*number] == name);
        of_name.find_map(|number| captures.get(number))
    };
    found.map_or("", |found| found.as_str())
}
