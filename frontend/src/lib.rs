//! The WASM entry: hydrates the page that the server sent. Everything it shows is in `app`.

use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the page's inline script when the module is ready. The mark on `<html>` tells tests
/// and style sheets that handlers are attached.
#[wasm_bindgen]
pub fn hydrate() {
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(app::App);
    if let Some(page) = leptos::prelude::document().document_element() {
        // Refused for no element that has attributes, and nothing depends on it but tests.
        let _ = page.set_attribute("data-hydrated", "1");
    }
}
