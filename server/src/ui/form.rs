//! Posted forms.

use axum::extract::{FromRequest, Request};
use http::StatusCode;
use serde::de::DeserializeOwned;

use crate::http::error::ErrorAnswer;

/// The fields of a form. Absent ones are empty: the use case says what it misses.
pub(super) struct Form<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Form<T> {
    type Rejection = ErrorAnswer;

    async fn from_request(request: Request, state: &S) -> Result<Self, ErrorAnswer> {
        axum::Form::<T>::from_request(request, state)
            .await
            .map(|form| Self(form.0))
            .map_err(|rejection| {
                ErrorAnswer::new(
                    StatusCode::BAD_REQUEST,
                    "malformed_form",
                    format!("the form cannot be read: {}", rejection.body_text()),
                )
            })
    }
}
