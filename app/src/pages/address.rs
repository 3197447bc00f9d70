//! What a page's address says, as memos.

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// The part `name` of the path; empty when the route has none.
pub(super) fn use_param(name: &'static str) -> Memo<String> {
    let params = use_params_map();
    Memo::new(move |_| params.read().get(name).unwrap_or_default())
}

/// The value of `name` in the query; `None` when it is absent or blank.
pub(super) fn use_query(name: &'static str) -> Memo<Option<String>> {
    let query = use_query_map();
    Memo::new(move |_| {
        query
            .read()
            .get(name)
            .filter(|value| !value.trim().is_empty())
    })
}
