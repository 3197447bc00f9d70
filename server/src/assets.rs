//! The web assets inside the binary: scripts, WebAssembly, style sheet, icons.
//!
//! `cargo xtask build` writes them to `target/site` with a manifest of their names; release builds
//! embed that folder, debug builds read it at run time.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::response::Response;
use http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use http::{HeaderMap, HeaderValue, StatusCode};
use leptos::config::LeptosOptions;
use rust_embed::{EmbeddedFile, RustEmbed};
use serde::Deserialize;

use crate::hex::hex;

#[derive(RustEmbed)]
#[folder = "../target/site"]
struct Site;

const IMMUTABLE: &str = "public, max-age=31536000, immutable";
const ASK_AGAIN: &str = "no-cache";

/// What `cargo xtask build` says about the files it made.
#[derive(Debug, Clone, Default, Deserialize)]
struct Manifest {
    output_name: String,
    js: String,
    wasm: String,
    css: String,
    #[serde(default, rename = "static")]
    fixed: BTreeMap<String, String>,
}

/// The web assets, and how they are called in this build.
#[derive(Debug, Clone)]
pub struct Assets {
    manifest: Option<Manifest>,
}

impl Assets {
    /// Reads the manifest. `is_watched`: under `cargo leptos watch`, which knows no manifest.
    pub fn load(is_watched: bool) -> Self {
        let manifest = (!is_watched)
            .then(|| Site::get("manifest.json"))
            .flatten()
            .and_then(|file| match serde_json::from_slice(&file.data) {
                Ok(manifest) => Some(manifest),
                Err(error) => {
                    tracing::warn!("the manifest of the web assets cannot be read: {error}");
                    None
                }
            });
        if manifest.is_none() && Site::get("pkg/portcullis.js").is_none() {
            tracing::warn!("web assets are not built: run `cargo xtask build`");
        }
        Self { manifest }
    }

    /// What the page renderer needs to know.
    pub fn leptos_options(&self) -> LeptosOptions {
        let name = self
            .manifest
            .as_ref()
            .map_or("portcullis", |manifest| manifest.output_name.as_str());
        LeptosOptions::builder()
            .output_name(name)
            .site_root("target/site")
            .site_pkg_dir("pkg")
            .build()
    }

    /// Where the style sheet is.
    pub fn stylesheet(&self) -> String {
        self.manifest.as_ref().map_or_else(
            || "/pkg/portcullis.css".to_owned(),
            |manifest| manifest.css.clone(),
        )
    }

    /// Answers a request for `path`, which begins with `/pkg/` or `/static/`; `version` is `?v=`.
    /// `None` when there is no such asset.
    pub fn answer(
        &self,
        path: &str,
        version: Option<&str>,
        headers: &HeaderMap,
    ) -> Option<Response> {
        let caching = self.caching(path, version)?;
        let name = path.strip_prefix('/')?;
        let plain = Site::get(name)?;
        let etag = format!("\"{}\"", hex(&plain.metadata.sha256_hash()[..16]));
        let mut response = Response::new(Body::empty());
        let out = response.headers_mut();
        out.insert(CACHE_CONTROL, HeaderValue::from_static(caching));
        out.insert(VARY, HeaderValue::from_static("accept-encoding"));
        out.insert(ETAG, HeaderValue::from_str(&etag).ok()?);
        if knows(headers, &etag) {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return Some(response);
        }
        out.insert(CONTENT_TYPE, content_type(name));
        let (file, encoding) = smallest(name, plain, headers);
        if let Some(encoding) = encoding {
            out.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        *response.body_mut() = match file.data {
            std::borrow::Cow::Borrowed(bytes) => Body::from(bytes),
            std::borrow::Cow::Owned(bytes) => Body::from(bytes),
        };
        Some(response)
    }

    /// How long browsers may keep `path`; `None` when it is not to be served at all.
    fn caching(&self, path: &str, version: Option<&str>) -> Option<&'static str> {
        let is_variant = [".br", ".gz"].iter().any(|end| path.ends_with(end));
        if is_variant || path.contains("..") {
            return None;
        }
        let Some(manifest) = &self.manifest else {
            return Some(ASK_AGAIN);
        };
        if path.starts_with("/pkg/") {
            // Old names can lie in the folder of a developer; only this build's are the page's.
            let is_listed = [&manifest.js, &manifest.wasm, &manifest.css]
                .iter()
                .any(|name| name.as_str() == path)
                || path.starts_with("/pkg/snippets/");
            return is_listed.then_some(IMMUTABLE);
        }
        let is_current = manifest
            .fixed
            .get(path)
            .is_some_and(|hash| version == Some(hash.as_str()));
        Some(if is_current { IMMUTABLE } else { ASK_AGAIN })
    }
}

fn smallest(
    name: &str,
    plain: EmbeddedFile,
    headers: &HeaderMap,
) -> (EmbeddedFile, Option<&'static str>) {
    for (end, encoding) in [("br", "br"), ("gz", "gzip")] {
        if accepts(headers, encoding)
            && let Some(file) = Site::get(&format!("{name}.{end}"))
        {
            return (file, Some(encoding));
        }
    }
    (plain, None)
}

/// Whether the client takes `encoding`. A weight of zero is a refusal (RFC 9110 §12.5.3).
fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    headers
        .get_all(ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|item| {
            let mut parts = item.split(';').map(str::trim);
            let is_named = parts
                .next()
                .is_some_and(|name| name.eq_ignore_ascii_case(encoding));
            let is_refused = parts
                .filter_map(|part| part.strip_prefix("q="))
                .any(|weight| weight.parse::<f32>().is_ok_and(|weight| weight <= 0.0));
            is_named && !is_refused
        })
}

fn knows(headers: &HeaderMap, etag: &str) -> bool {
    headers
        .get(IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|known| {
            known
                .split(',')
                .any(|one| one.trim().trim_start_matches("W/") == etag || one.trim() == "*")
        })
}

fn content_type(name: &str) -> HeaderValue {
    HeaderValue::from_static(match name.rsplit_once('.').map(|(_, end)| end) {
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("json" | "map" | "webmanifest") => "application/json",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn built() -> Assets {
        Assets {
            manifest: Some(Manifest {
                output_name: "portcullis.0011223344556677".to_owned(),
                js: "/pkg/portcullis.0011223344556677.js".to_owned(),
                wasm: "/pkg/portcullis.0011223344556677.wasm".to_owned(),
                css: "/pkg/portcullis.8899aabbccddeeff.css".to_owned(),
                fixed: [(
                    "/static/icons.svg".to_owned(),
                    "cafecafecafecafe".to_owned(),
                )]
                .into(),
            }),
        }
    }

    #[test]
    fn only_names_of_this_build_are_kept_for_ever() {
        let assets = built();
        let keep = |path, version| assets.caching(path, version);
        assert_eq!(
            keep("/pkg/portcullis.0011223344556677.js", None),
            Some(IMMUTABLE)
        );
        assert_eq!(keep("/pkg/portcullis.ffffffffffffffff.js", None), None);
        assert_eq!(keep("/static/icons.svg", None), Some(ASK_AGAIN));
        assert_eq!(
            keep("/static/icons.svg", Some("cafecafecafecafe")),
            Some(IMMUTABLE)
        );
        assert_eq!(
            keep("/static/icons.svg", Some("0000000000000000")),
            Some(ASK_AGAIN)
        );
    }

    #[test]
    fn precompressed_names_and_climbing_paths_are_no_pages() {
        let assets = built();
        for path in [
            "/pkg/portcullis.0011223344556677.js.br",
            "/static/icons.svg.gz",
            "/static/../x",
        ] {
            assert_eq!(assets.caching(path, None), None, "{path}");
        }
    }

    #[test]
    fn an_encoding_with_weight_zero_is_refused() {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip, br;q=0"));
        assert!(accepts(&headers, "gzip"));
        assert!(!accepts(&headers, "br"));
    }
}
