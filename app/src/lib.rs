//! The pages of Portcullis.
//!
//! Compiled twice: with `ssr` into the server, with `hydrate` into the browser's WASM. Pages show
//! `domain` types as they are; what a page says about them (tone, sentence, numbers) is worked out
//! in [`mod@model`] by pure functions. Server functions are three lines each and decide nothing:
//! `service` does. `cfg(feature = "ssr")` appears at `mod ssr` and nowhere else.
#![recursion_limit = "256"]
#![expect(
    unreachable_pub,
    reason = "`#[component]` emits `pub` items whatever the visibility of the component is"
)]
#![expect(
    clippy::needless_pass_by_value,
    reason = "a component's properties are its own: a borrow could not outlive the view"
)]
#![allow(
    clippy::unused_async,
    reason = "a server function is asynchronous for the browser, whatever it does on the server"
)]

mod components;
mod error;
mod frame;
pub mod model;
mod pages;
#[cfg(test)]
mod render;
mod routes;
mod sent;
mod server_functions;
mod ui;

#[cfg(feature = "ssr")]
mod ssr;
#[cfg(feature = "ssr")]
pub use ssr::{RequestContext, StylesheetHref, shell};

pub use error::{UiError, UiErrorKind};
pub use frame::{Flash, FrameData, Theme};
pub use routes::App;
pub use sent::Sent;
pub use ui::ReturnedForm;
