//! `/docs/api`: the OpenAPI document for people, a page without scripts.

use std::fmt::Write;

use axum::extract::State;
use axum::response::Html;
use utoipa::openapi::RefOr;
use utoipa::openapi::path::{Operation, ParameterIn};

use super::openapi;
use crate::state::AppState;

/// Shows every endpoint with its parameters and answers.
pub async fn docs_page(State(state): State<AppState>) -> Html<String> {
    Html(render(&state.assets.stylesheet()))
}

fn render(stylesheet: &str) -> String {
    let document = openapi::document();
    let mut index = String::new();
    let mut body = String::new();
    let mut tag = String::new();
    for (path, item) in &document.paths.paths {
        let methods = [
            ("GET", &item.get),
            ("PUT", &item.put),
            ("POST", &item.post),
            ("PATCH", &item.patch),
            ("DELETE", &item.delete),
        ];
        for (method, operation) in methods {
            let Some(operation) = operation else { continue };
            let of = operation
                .tags
                .as_ref()
                .and_then(|tags| tags.first())
                .cloned()
                .unwrap_or_default();
            if of != tag {
                tag.clone_from(&of);
                let _ = write!(body, "<h2>{}</h2>", escape(&tag));
            }
            section(&mut index, &mut body, method, path, operation);
        }
    }
    let description = document.info.description.unwrap_or_default();
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\"><title>API · Portcullis</title><link \
         rel=\"stylesheet\" href=\"{}\"></head><body><main class=\"page docs\"><h1>API</h1>\
         <p>{}</p><p>Send an API token with every request: <code>Authorization: Bearer …</code>. \
         The document for machines is <a href=\"/api/v1/openapi.json\">openapi.json</a>. Every \
         error is <code>{{\"error\": {{\"code\", \"message\", \"pointer\", \"request_id\"}}}}\
         </code>.</p><nav aria-label=\"Endpoints\"><ul>{index}</ul></nav>{body}</main></body></html>",
        escape(stylesheet),
        escape(&description),
    )
}

fn section(index: &mut String, body: &mut String, method: &str, path: &str, operation: &Operation) {
    let id = escape(operation.operation_id.as_deref().unwrap_or_default());
    let path = escape(path);
    let _ = write!(
        index,
        "<li><a href=\"#{id}\"><code>{method} /api/v1{path}</code></a></li>"
    );
    let _ = write!(
        body,
        "<section id=\"{id}\"><h3><code>{method} /api/v1{path}</code></h3>"
    );
    for text in [&operation.summary, &operation.description]
        .into_iter()
        .flatten()
    {
        let _ = write!(body, "<p>{}</p>", escape(text));
    }
    for parameter in operation.parameters.iter().flatten() {
        let RefOr::T(parameter) = parameter else {
            continue;
        };
        let place = match parameter.parameter_in {
            ParameterIn::Query => "query",
            ParameterIn::Path => "path",
            ParameterIn::Header => "header",
            _ => "other",
        };
        let _ = write!(
            body,
            "<p><code>{}</code> ({place}) {}</p>",
            escape(&parameter.name),
            escape(parameter.description.as_deref().unwrap_or_default()),
        );
    }
    let statuses: Vec<&str> = operation
        .responses
        .responses
        .keys()
        .map(String::as_str)
        .filter(|status| *status != "default")
        .collect();
    let _ = write!(
        body,
        "<p>Answers {}.</p></section>",
        escape(&statuses.join(", "))
    );
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_endpoint_has_a_section_and_a_link_to_it() {
        let page = super::render("/pkg/portcullis.css");
        let document = super::openapi::document();
        assert!(document.paths.paths.len() > 20);
        assert_eq!(
            page.matches("<section id=").count(),
            page.matches("<li><a href=\"#").count()
        );
        assert!(page.contains("id=\"override_check\""));
    }
}
