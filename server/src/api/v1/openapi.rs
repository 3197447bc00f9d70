//! The OpenAPI document of the native API.

use http::header::CONTENT_TYPE;
use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{
    ComponentsBuilder, ContentBuilder, InfoBuilder, OpenApi, OpenApiBuilder, PathItem, Ref,
    ResponseBuilder, ServerBuilder,
};

use crate::http::error::{ErrorBody, ErrorDocument};

/// What stands at the top of the document.
pub(super) fn header() -> OpenApi {
    let scheme = SecurityScheme::Http(
        HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("An API token, made under Account › Tokens."))
            .build(),
    );
    OpenApiBuilder::new()
        .info(
            InfoBuilder::new()
                .title("Portcullis")
                .version("1")
                .description(Some(
                    "The native API of Portcullis: send a plan, read its check, override it, \
                     and everything around that. Times are RFC 3339, UTC, with milliseconds. \
                     Unknown members are ignored; in a PUT an absent member keeps its value.",
                ))
                .build(),
        )
        .servers(Some([ServerBuilder::new().url("/api/v1").build()]))
        .components(Some(
            ComponentsBuilder::new()
                .security_scheme("token", scheme)
                .schema_from::<ErrorDocument>()
                .schema_from::<ErrorBody>()
                .build(),
        ))
        .security(Some([SecurityRequirement::new(
            "token",
            Vec::<String>::new(),
        )]))
        .build()
}

/// The whole document. Every operation gets the one error format.
pub fn document() -> OpenApi {
    let (_, mut document) = super::endpoints()
        .merge(super::versions::uploads())
        .merge(super::runs::uploads())
        .split_for_parts();
    for item in document.paths.paths.values_mut() {
        for operation in operations(item) {
            let error = ResponseBuilder::new()
                .description("It did not happen: see `code` and `message`")
                .content(
                    "application/json",
                    ContentBuilder::new()
                        .schema(Some(Ref::from_schema_name("Error")))
                        .build(),
                )
                .build();
            operation
                .responses
                .responses
                .insert("default".to_owned(), error.into());
        }
    }
    document
}

/// The operations of a path.
fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [
        &mut item.get,
        &mut item.put,
        &mut item.post,
        &mut item.patch,
        &mut item.delete,
    ]
    .into_iter()
    .filter_map(Option::as_mut)
}

/// Serves the document.
pub(super) async fn serve() -> impl axum::response::IntoResponse {
    let text = document().to_pretty_json().unwrap_or_default();
    ([(CONTENT_TYPE, "application/json")], text)
}
