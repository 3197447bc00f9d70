//! Which resource a message is about.

use std::sync::Arc;

/// The longest of the sorted `addresses` that stands in `text` as a whole.
pub(crate) fn find<'a>(addresses: &'a [Arc<str>], text: &str) -> Option<&'a str> {
    let mut best: Option<&str> = None;
    let mut before = None;
    for (offset, character) in text.char_indices() {
        let starts = !before.is_some_and(continues) && !continues_only(character);
        before = Some(character);
        if !starts {
            continue;
        }
        if let Some(address) = longest_prefix(addresses, &text[offset..])
            && best.is_none_or(|best| address.len() > best.len())
        {
            best = Some(address);
        }
    }
    best
}

/// Whether an address may go on with this character: one that stands behind it is part of a
/// longer name.
fn continues(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '-' | '.')
}

/// Whether an address can never begin with this character.
fn continues_only(character: char) -> bool {
    !(character.is_alphanumeric() || character == '_')
}

/// The longest address that `text` begins with, followed by something that ends it.
fn longest_prefix<'a>(addresses: &'a [Arc<str>], text: &str) -> Option<&'a str> {
    // Every address that `text` begins with sorts before `text`, the longest last. What stands
    // between them shares a shorter beginning with it, so each step cuts the text to that.
    let mut rest = text;
    loop {
        let index = addresses.partition_point(|address| &**address <= rest);
        let candidate = addresses.get(index.checked_sub(1)?)?;
        if rest.starts_with(&**candidate) {
            if ends(&text[candidate.len()..]) {
                return Some(candidate);
            }
            rest = &rest[..candidate.len()];
            rest = shorten(rest)?;
        } else {
            let shared = shared_length(candidate, rest);
            if shared == 0 {
                return None;
            }
            rest = &rest[..shared];
        }
    }
}

/// Whether an address may end before this text. A dot may follow: `aws_vpc.a.tags`, or the end of
/// a sentence.
fn ends(text: &str) -> bool {
    !text
        .chars()
        .next()
        .is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '['))
}

fn shorten(text: &str) -> Option<&str> {
    let mut characters = text.chars();
    characters.next_back()?;
    Some(characters.as_str()).filter(|text| !text.is_empty())
}

fn shared_length(left: &str, right: &str) -> usize {
    let shared = left
        .bytes()
        .zip(right.bytes())
        .take_while(|(left, right)| left == right)
        .count();
    (0..=shared)
        .rev()
        .find(|length| right.is_char_boundary(*length))
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::find;
    use std::sync::Arc;

    const ADDRESSES: [&str; 9] = [
        "aws_instance.a",
        "aws_instance.a[0]",
        "aws_instance.a[\"x y\"]",
        "aws_instance.web",
        "aws_instance.web-2",
        "aws_vpc.é",
        "module.net.aws_instance.a",
        "module.net.aws_vpc.main",
        "data.aws_ami.x",
    ];

    fn found(text: &str) -> Option<String> {
        let mut addresses = ADDRESSES.map(Arc::from).to_vec();
        addresses.sort();
        find(&addresses, text).map(str::to_owned)
    }

    #[test]
    fn the_longest_whole_address_is_found() {
        for (text, address) in [
            ("aws_instance.a: too large", Some("aws_instance.a")),
            ("'aws_instance.a[0]' is bad", Some("aws_instance.a[0]")),
            (
                "aws_instance.a[\"x y\"].tags",
                Some("aws_instance.a[\"x y\"]"),
            ),
            (
                "in module.net.aws_instance.a.",
                Some("module.net.aws_instance.a"),
            ),
            ("`aws_instance.web-2`", Some("aws_instance.web-2")),
            ("aws_instance.web.", Some("aws_instance.web")),
            ("(aws_instance.web)", Some("aws_instance.web")),
            ("aws_vpc.é ist zu groß", Some("aws_vpc.é")),
            ("é aws_vpc.é", Some("aws_vpc.é")),
            (
                "aws_instance.web and module.net.aws_vpc.main",
                Some("module.net.aws_vpc.main"),
            ),
            ("data.aws_ami.x is old", Some("data.aws_ami.x")),
        ] {
            assert_eq!(found(text).as_deref(), address, "{text}");
        }
    }

    #[test]
    fn a_part_of_a_name_is_no_address() {
        for text in [
            "aws_instance.ab",
            "aws_instance.web-3",
            "aws_instance.a[1]",
            "xaws_instance.a",
            "module.other.aws_instance.a",
            "aws_instance",
            "nothing at all",
            "",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn without_addresses_nothing_is_found() {
        assert_eq!(find(&[], "aws_instance.a"), None);
    }
}
