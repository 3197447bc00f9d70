//! The pages, one a file, and the parts that only one of them has below it.

mod check;
mod dashboard;
mod error_page;
mod home;
mod inbox;
mod not_found;
mod override_form;
mod run;
mod runs;

pub(crate) use check::CheckPage;
pub(crate) use dashboard::DashboardPage;
pub(crate) use error_page::error_page;
pub(crate) use home::HomePage;
pub(crate) use inbox::InboxPage;
pub(crate) use not_found::NotFoundPage;
pub(crate) use override_form::OverridePage;
pub(crate) use run::RunPage;
pub(crate) use runs::RunListPage;
