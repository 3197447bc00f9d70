//! The document around the pages.

use leptos::prelude::*;
use leptos_meta::MetaTags;

use crate::routes::App;

use super::{RequestContext, StylesheetHref};

/// The whole document: theme and style sheet of this request, the scripts, the app.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let theme = use_context::<RequestContext>()
        .map(|context| context.theme)
        .unwrap_or_default();
    let stylesheet = use_context::<StylesheetHref>()
        .map_or_else(|| "/pkg/portcullis.css".to_owned(), |href| href.0);
    view! {
        <!DOCTYPE html>
        <html lang="en" data-theme=theme.forced()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <link rel="stylesheet" href=stylesheet />
                <link rel="icon" href="/static/favicon.svg" type="image/svg+xml" />
                <AutoReload options=options.clone() />
                <HydrationScripts options />
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}
