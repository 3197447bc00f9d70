//! What is around every page of a signed-in person: navigation, the message from before, the
//! announcer. It draws the chrome once; pages are its outlet.

mod announcer;
mod data;
mod flash;
mod layout;
mod navigation;
mod person;
mod switcher;
mod theme;

pub(crate) use announcer::RouteAnnouncer;
pub use data::FrameData;
pub(crate) use data::{use_frame, use_organization};
pub use flash::Flash;
pub(crate) use layout::Frame;
pub use theme::Theme;
