//! Base64 as Go's `encoding/base64` reads it: line ends are skipped, and what is left over in the
//! last character may be anything.

use base64::Engine as _;
use base64::alphabet::{Alphabet, STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

const PADDED: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_allow_trailing_bits(true)
    .with_decode_padding_mode(DecodePaddingMode::RequireCanonical);
const RAW: GeneralPurposeConfig = PADDED
    .with_encode_padding(false)
    .with_decode_padding_mode(DecodePaddingMode::RequireNone);

/// The bytes of a text in the standard alphabet with padding.
pub(in crate::builtins) fn standard(text: &[u8]) -> Option<Vec<u8>> {
    decode(&STANDARD, PADDED, text)
}

/// The bytes of a text in the alphabet for URLs, as OPA's `base64url.decode` takes it: padding may
/// be left out, unless there is a line end in it.
pub(in crate::builtins) fn url(text: &str) -> Option<Vec<u8>> {
    let padding = match (text.ends_with('='), text.len() % 4) {
        (true, _) | (_, 0) => "",
        (_, 2) => "==",
        (_, 3) => "=",
        _ => return None,
    };
    decode(&URL_SAFE, PADDED, format!("{text}{padding}").as_bytes())
}

/// The bytes of a text in either alphabet, with or without padding: what `jwx` guesses it to be.
pub(in crate::builtins) fn guessed(text: &str) -> Option<Vec<u8>> {
    let alphabet = if text.contains(['+', '/']) {
        &STANDARD
    } else {
        &URL_SAFE
    };
    let config = if text.ends_with('=') { PADDED } else { RAW };
    decode(alphabet, config, text.as_bytes())
}

/// A text in the alphabet for URLs, without padding.
pub(in crate::builtins) fn to_url(bytes: &[u8]) -> String {
    GeneralPurpose::new(&URL_SAFE, RAW).encode(bytes)
}

/// A text in the standard alphabet, with padding.
pub(in crate::builtins) fn to_standard(bytes: &[u8]) -> String {
    GeneralPurpose::new(&STANDARD, PADDED).encode(bytes)
}

fn decode(alphabet: &Alphabet, config: GeneralPurposeConfig, text: &[u8]) -> Option<Vec<u8>> {
    let line_ends = |byte: &u8| !matches!(byte, b'\r' | b'\n');
    let text: Vec<u8> = text.iter().copied().filter(line_ends).collect();
    GeneralPurpose::new(alphabet, config).decode(text).ok()
}

/// Text as Go reads JSON: every byte that is no UTF-8 is the replacement character.
pub(in crate::builtins) fn go_text(mut bytes: &[u8]) -> String {
    let mut written = String::with_capacity(bytes.len());
    loop {
        match std::str::from_utf8(bytes) {
            Ok(text) => {
                written.push_str(text);
                return written;
            }
            Err(error) => {
                let (valid, rest) = bytes.split_at(error.valid_up_to());
                written.push_str(&String::from_utf8_lossy(valid));
                written.push(char::REPLACEMENT_CHARACTER);
                bytes = &rest[1..];
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_go_skips_is_skipped() {
        assert_eq!(standard(b"Y\nQ=\r\n="), Some(b"a".to_vec()));
        assert_eq!(standard(b"YR=="), Some(b"a".to_vec()));
        assert_eq!(standard(b"YQ"), None);
        assert_eq!(standard(b"Y Q=="), None);
    }

    #[test]
    fn padding_of_urls_may_be_left_out() {
        for text in ["YQ", "YQ==", "YR"] {
            assert_eq!(url(text), Some(b"a".to_vec()), "{text}");
        }
        assert_eq!(url("Y"), None);
        assert_eq!(url("YQ="), None);
    }

    #[test]
    fn the_alphabet_of_keys_is_guessed() {
        assert_eq!(guessed("-_8"), Some(vec![0xfb, 0xff]));
        assert_eq!(guessed("+/8="), Some(vec![0xfb, 0xff]));
        assert_eq!(guessed("c2VjcmV0=="), None);
    }

    #[test]
    fn each_wrong_byte_is_replaced() {
        assert_eq!(go_text(b"a\xe2\x88b"), "a\u{fffd}\u{fffd}b");
    }
}
