//! The reason of an override.

/// How many characters a reason on the native surfaces has at least (ux.md §3).
pub const MIN_OVERRIDE_REASON: u32 = 10;

/// How many characters of `reason` somebody who reads it later sees: without those that show
/// nothing, without the blanks around it, and with one blank for several. Anything else would make a
/// reason out of none.
pub fn reason_length(reason: &str) -> u32 {
    let shown: String = reason.chars().filter(|c| !is_invisible(*c)).collect();
    let words = shown.split_whitespace();
    let (letters, words) = words.fold((0, 0), |(letters, words), word| {
        (letters + word.chars().count(), words + 1)
    });
    u32::try_from(letters + usize::saturating_sub(words, 1)).unwrap_or(u32::MAX)
}

/// Control characters, Unicode's `Default_Ignorable_Code_Point` (DerivedCoreProperties.txt), and what
/// is neither and shows nothing either: the empty cell of Braille, the null notehead, the annotation
/// characters.
fn is_invisible(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}'..='\u{1160}'
            | '\u{17B4}'..='\u{17B5}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}'
            | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D159}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_as_long_as_what_is_seen_of_it() {
        assert_eq!(reason_length("  ticket OPS-1 \n"), 12);
        assert_eq!(reason_length("größe – ok"), 10);
        assert_eq!(reason_length("変更は承認済みです"), 9);
        assert_eq!(reason_length("OPS-1\n\n  and   OPS-2"), 15);
    }

    #[test]
    fn blanks_between_what_shows_nothing_are_no_reason() {
        assert_eq!(reason_length("\u{200B}          \u{200B}"), 0);
        assert_eq!(reason_length("a          \u{2060}  b"), 3);
    }

    #[test]
    fn what_shows_nothing_is_no_reason() {
        for nothing in [
            '\u{200B}',
            '\u{2060}',
            '\u{FEFF}',
            '\u{E0041}',
            '\u{2800}',
            '\t',
        ] {
            assert_eq!(
                reason_length(&nothing.to_string().repeat(20)),
                0,
                "{nothing:?}"
            );
        }
    }
}
