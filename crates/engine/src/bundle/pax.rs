//! PAX records: extended headers that may contradict the header they extend.

/// What an extended header says about the entry that follows it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Pax {
    /// The entry's path, when it says one.
    pub(super) path: Option<Vec<u8>>,
    /// The entry's size, when it says one.
    pub(super) size: Option<u64>,
}

impl Pax {
    /// Reads the records of an extended header: `length key=value newline`, one after the other.
    ///
    /// By their lengths, not by their newlines as `tar` does it: a value may hold a newline, and
    /// then a record would be read that other tools do not see.
    pub(super) fn read(content: &[u8]) -> Result<Self, String> {
        let mut pax = Self::default();
        let mut rest = content;
        while !rest.is_empty() {
            let (record, after) = split_record(rest).ok_or("a PAX header is malformed")?;
            rest = after;
            let equals = record.iter().position(|byte| *byte == b'=');
            let (key, value) = record.split_at(equals.ok_or("a PAX header is malformed")?);
            pax.take(key, &value[1..])?;
        }
        Ok(pax)
    }

    fn take(&mut self, key: &[u8], value: &[u8]) -> Result<(), String> {
        let repeated = match key {
            b"path" => self.path.replace(value.to_vec()).is_some(),
            b"size" => {
                let size = std::str::from_utf8(value)
                    .ok()
                    .and_then(|text| text.parse().ok());
                let size = size.ok_or("a PAX header has a size that is no number")?;
                self.size.replace(size).is_some()
            }
            key if key.starts_with(b"GNU.sparse") => {
                return Err("sparse files are refused: pack plain files".to_owned());
            }
            _ => false,
        };
        if repeated {
            return Err("a PAX header says one thing twice".to_owned());
        }
        Ok(())
    }
}

/// The first record without its length and newline, and what follows it.
fn split_record(content: &[u8]) -> Option<(&[u8], &[u8])> {
    let space = content.iter().take(20).position(|byte| *byte == b' ')?;
    let length: usize = std::str::from_utf8(&content[..space]).ok()?.parse().ok()?;
    let record = content.get(space + 1..length)?;
    Some((record.strip_suffix(b"\n")?, &content[length..]))
}

/// Checks a global header. `git archive` writes one with the commit; one that renames or resizes
/// every entry is refused.
pub(super) fn check_global(content: &[u8]) -> Result<(), String> {
    let pax = Pax::read(content)?;
    if pax.path.is_some() || pax.size.is_some() {
        return Err("a global PAX header sets a path or a size".to_owned());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Pax, check_global};

    #[test]
    fn a_record_ends_where_its_length_says() {
        let pax = Pax::read(b"27 comment=x\n13 path=evil\n\n11 size=12\n").unwrap();
        assert_eq!((pax.path, pax.size), (None, Some(12)));
    }

    #[test]
    fn malformed_records_are_refused() {
        for bad in [
            &b"x"[..],
            b"5 a=b",
            b"99 path=a\n",
            b"0 \n",
            b"2 \n",
            b"7 path\n",
            b"10 size=x\n",
            b"9 path=a\n9 path=b\n",
            b"22 GNU.sparse.major=1\n",
        ] {
            assert!(Pax::read(bad).is_err(), "{}", String::from_utf8_lossy(bad));
        }
    }

    #[test]
    fn a_global_header_may_hold_a_comment_and_nothing_that_matters() {
        assert!(check_global(b"14 comment=ab\n").is_ok());
        assert!(check_global(b"9 path=a\n").is_err());
    }
}
