//! The document around the pages.

use leptos::nonce::use_nonce;
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
                {scripts(&options)}
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// What `HydrationScripts` of leptos 0.8 writes, with a nonce on the module's preload too: without
/// one, our policy (`strict-dynamic`) refuses that preload and says so in the console.
fn scripts(options: &LeptosOptions) -> impl IntoView + use<> {
    let nonce = use_nonce();
    let base = format!("/{}/{}", options.site_pkg_dir, options.output_name);
    let (script, module) = (format!("{base}.js"), format!("{base}.wasm"));
    let start = format!(
        "import start, {{ hydrate }} from {script:?}; \
         await start({{ module_or_path: {module:?} }}); hydrate();"
    );
    view! {
        <link rel="modulepreload" href=script nonce=nonce.clone() />
        <link
            rel="preload"
            href=module
            r#as="fetch"
            r#type="application/wasm"
            crossorigin="anonymous"
        />
        <script type="module" nonce=nonce>
            {start}
        </script>
    }
}
