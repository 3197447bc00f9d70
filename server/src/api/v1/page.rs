//! Lists: `{"items": […], "next": cursor | null}`.

use domain::{Page, PageRequest};
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::number::number;

/// A list, or a page of one.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct List<T> {
    /// The items.
    items: Vec<T>,
    /// What to send as `after` for the next page; null at the end.
    #[schema(required)]
    next: Option<String>,
}

impl<T> List<T> {
    /// A list that has no pages.
    pub(super) fn whole<U>(items: Vec<U>, each: impl FnMut(U) -> T) -> Self {
        Self {
            items: items.into_iter().map(each).collect(),
            next: None,
        }
    }

    /// A page of a list.
    pub(super) fn page<U>(page: Page<U>, each: impl FnMut(U) -> T) -> Self {
        let page = page.map(each);
        Self {
            items: page.items,
            next: page.next,
        }
    }
}

/// Which page is wanted.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct PageQuery {
    /// `next` of the page before.
    after: Option<String>,
    /// How many items, 1 to 200; 50 when nobody says.
    #[serde(default, deserialize_with = "items")]
    limit: Option<u32>,
}

fn items<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u32>, D::Error> {
    number(deserializer, "limit", "a number of items, 1 to 200")
}

impl From<PageQuery> for PageRequest {
    fn from(query: PageQuery) -> Self {
        Self {
            after: query.after.filter(|after| !after.is_empty()),
            limit: query.limit,
        }
    }
}
