//! Whether the ranges of a glob, `[a-c]` and `[!abc]`, are such for gobwas/glob, which OPA calls.

/// Looks at every range.
///
/// # Errors
/// What is wrong with the first bad one.
pub(super) fn check(glob: &str) -> Result<(), &'static str> {
    let mut rest = glob.chars();
    while let Some(character) = rest.next() {
        match character {
            '\\' => {
                rest.next();
            }
            '[' => rest = range(rest.as_str())?.chars(),
            _ => {}
        }
    }
    Ok(())
}

/// What follows the range whose inside the text begins with.
fn range(inside: &str) -> Result<&str, &'static str> {
    let inside = inside.strip_prefix('!').unwrap_or(inside);
    let mut characters = inside.chars();
    let low = characters.next().ok_or("unexpected end of input")?;
    if let Some(after) = characters.as_str().strip_prefix('-') {
        let mut after = after.chars();
        let high = after.next().ok_or("unexpected end of input")?;
        return match after.next() {
            None => Err("unexpected end of input"),
            Some(']') if low <= high => Ok(after.as_str()),
            Some(']') => Err("the end of a range is below its beginning"),
            Some(_) => Err("expected close range character"),
        };
    }
    let mut characters = inside.char_indices();
    while let Some((place, character)) = characters.next() {
        match character {
            '\\' => {
                characters.next();
            }
            ']' if place == 0 => return Err("could not parse range"),
            ']' => return Ok(&inside[place + 1..]),
            _ => {}
        }
    }
    Err("unexpected end of input")
}
