//! Pages of long lists, by keyset.

use serde::{Deserialize, Serialize};

/// How many items a page has when nobody says.
pub const DEFAULT_PAGE_SIZE: u32 = 50;

/// How many items a page has at most.
pub const MAX_PAGE_SIZE: u32 = 200;

/// Which page is wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageRequest {
    /// `next` of the page before; `None` for the first.
    pub after: Option<String>,
    /// How many items, 1 to [`MAX_PAGE_SIZE`].
    pub limit: Option<u32>,
}

impl PageRequest {
    /// How many items, within bounds.
    pub fn limit(&self) -> u32 {
        self.limit
            .unwrap_or(DEFAULT_PAGE_SIZE)
            .clamp(1, MAX_PAGE_SIZE)
    }
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// What to ask for next; `None` at the end.
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// The same page with other items.
    pub fn map<U>(self, each: impl FnMut(T) -> U) -> Page<U> {
        Page {
            items: self.items.into_iter().map(each).collect(),
            next: self.next,
        }
    }
}

impl<T> Default for Page<T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            next: None,
        }
    }
}
