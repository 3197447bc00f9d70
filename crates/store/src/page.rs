//! Pages by keyset: a cursor is the key of the last item that was shown.

use domain::{Page, PageRequest, Timestamp};

use crate::StoreError;

/// Sorts after every time that is stored.
const END_OF_TIME: &str = "9999-12-31T23:59:59.999999Z";
/// Sorts after every id.
const LAST_ID: &str = "~";

/// A place in a list that is sorted by creation and id: `<microseconds>.<id>`.
pub(crate) struct Place {
    pub(crate) at: String,
    pub(crate) id: String,
}

impl Place {
    /// Where a list that runs from the newest to the oldest goes on.
    pub(crate) fn before(page: &PageRequest) -> Result<Self, StoreError> {
        Ok(Self::read(page)?.unwrap_or_else(|| Self {
            at: END_OF_TIME.to_owned(),
            id: LAST_ID.to_owned(),
        }))
    }

    /// Where a list that runs from the oldest to the newest goes on.
    pub(crate) fn after(page: &PageRequest) -> Result<Self, StoreError> {
        Ok(Self::read(page)?.unwrap_or_else(|| Self {
            at: String::new(),
            id: String::new(),
        }))
    }

    /// The cursor after an item.
    pub(crate) fn cursor(at: Timestamp, id: &str) -> String {
        format!("{}.{id}", at.unix_micros())
    }

    fn read(page: &PageRequest) -> Result<Option<Self>, StoreError> {
        let Some(cursor) = page.after.as_deref() else {
            return Ok(None);
        };
        let parsed = cursor.split_once('.').and_then(|(micros, id)| {
            let at = Timestamp::from_unix_micros(micros.parse().ok()?)?;
            let sound = id.len() == 16 && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
            sound.then(|| Self {
                at: at.to_stored(),
                id: id.to_owned(),
            })
        });
        parsed.map(Some).ok_or_else(|| foreign(cursor))
    }
}

/// Where a list that is sorted by a name goes on.
pub(crate) fn after_name(page: &PageRequest) -> String {
    page.after.clone().unwrap_or_default()
}

/// Where a list that is sorted by a falling number goes on.
pub(crate) fn before_number(page: &PageRequest) -> Result<i64, StoreError> {
    page.after.as_deref().map_or(Ok(i64::MAX), |cursor| {
        cursor.parse().map_err(|_| foreign(cursor))
    })
}

fn foreign(cursor: &str) -> StoreError {
    StoreError::Cursor(cursor.chars().take(64).collect())
}

/// How many rows to ask for: one more than the page has, to know whether there is a next one.
pub(crate) fn rows(page: &PageRequest) -> i64 {
    i64::from(page.limit()) + 1
}

/// The page of the rows that [`rows`] asked for.
pub(crate) fn cut<T>(
    mut items: Vec<T>,
    page: &PageRequest,
    cursor: impl Fn(&T) -> String,
) -> Page<T> {
    let limit = usize::try_from(page.limit()).unwrap_or(usize::MAX);
    let more = items.len() > limit;
    items.truncate(limit);
    let next = items.last().filter(|_| more).map(cursor);
    Page { items, next }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(after: &str) -> PageRequest {
        PageRequest {
            after: Some(after.to_owned()),
            limit: Some(2),
        }
    }

    #[test]
    fn a_cursor_leads_back_to_its_place() {
        let at: Timestamp = "2026-01-05T10:00:00.123456Z".parse().unwrap();
        let cursor = Place::cursor(at, "0123456789abcdef");
        let place = Place::before(&request(&cursor)).unwrap();
        assert_eq!(place.at, "2026-01-05T10:00:00.123456Z");
        assert_eq!(place.id, "0123456789abcdef");
    }

    #[test]
    fn a_foreign_cursor_is_an_error_and_not_the_first_page() {
        for bad in [
            "",
            "x",
            "1.",
            "1.short",
            "x.0123456789abcdef",
            "1.'; drop table r",
        ] {
            assert!(
                matches!(Place::before(&request(bad)), Err(StoreError::Cursor(_))),
                "{bad}"
            );
        }
        assert!(matches!(
            before_number(&request("one")),
            Err(StoreError::Cursor(_))
        ));
    }

    #[test]
    fn a_page_has_a_next_one_only_when_there_is_more() {
        let page = request("");
        assert_eq!(rows(&page), 3);
        let full = cut(vec![1, 2, 3], &page, ToString::to_string);
        assert_eq!((full.items, full.next), (vec![1, 2], Some("2".to_owned())));
        let last = cut(vec![1, 2], &page, ToString::to_string);
        assert_eq!((last.items, last.next), (vec![1, 2], None));
    }
}
