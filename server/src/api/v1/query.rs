//! Query parameters.

use axum::extract::FromRequestParts;
use http::StatusCode;
use http::request::Parts;
use serde::de::DeserializeOwned;

use super::ErrorAnswer;

/// The parameters of a request. Unknown ones are ignored.
pub(crate) struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = ErrorAnswer;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ErrorAnswer> {
        #[expect(
            clippy::disallowed_types,
            reason = "this is the extractor that others use instead"
        )]
        let query = axum::extract::Query::<T>::try_from_uri(&parts.uri);
        query.map(|query| Self(query.0)).map_err(|rejection| {
            let cause = std::error::Error::source(&rejection)
                .map_or_else(|| rejection.body_text(), ToString::to_string);
            ErrorAnswer::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "invalid_query",
                format!("a query parameter cannot be understood: {cause}"),
            )
        })
    }
}
