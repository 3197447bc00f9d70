//! Primitives that every page is built from, one component a file. They know no noun of the
//! product: what a status looks like is said by `model::tone` and the components of the pages.
//!
//! Every type of view, list of views and optional view is compiled to WASM once more. So what a page
//! puts into an `Option`, a `Vec` or a `Suspend` ends in `.into_any()`, and waiting is always a
//! `Transition`: with that there is one type of each.

mod badge;
mod breadcrumbs;
mod button;
mod callout;
mod card;
mod checkbox;
mod code_view;
mod copy_field;
mod dialog;
mod empty_state;
mod facts;
mod field;
mod icon;
mod loaded;
mod page_data;
mod page_head;
mod pagination;
mod post_form;
mod prose;
mod relative_time;
mod select;
mod table;
mod tabs;
mod text_area;
mod text_input;
mod typed;
mod upload_form;

pub(crate) use badge::Badge;
pub(crate) use breadcrumbs::{Breadcrumbs, Crumb};
pub(crate) use button::{Button, ButtonLink, Look};
pub(crate) use callout::Callout;
pub(crate) use card::Card;
pub(crate) use checkbox::Checkbox;
pub(crate) use code_view::{Code, CodeView};
pub(crate) use copy_field::CopyField;
pub(crate) use dialog::Dialog;
pub(crate) use empty_state::EmptyState;
pub(crate) use facts::{Fact, Facts};
pub(crate) use field::Field;
pub(crate) use icon::Icon;
pub(crate) use loaded::loaded;
pub(crate) use page_data::{PageData, page_data};
pub(crate) use page_head::{PageHead, document_title};
pub(crate) use pagination::Pagination;
pub(crate) use post_form::{FormActions, PostForm, came_back, field_error};
pub(crate) use prose::prose;
pub(crate) use relative_time::{RelativeTime, provide_elapsed};
pub(crate) use select::{Choice, Select};
pub(crate) use table::{Cell, Table};
pub(crate) use tabs::{Tab, Tabs};
pub(crate) use text_area::TextArea;
pub(crate) use text_input::TextInput;
pub use typed::ReturnedForm;
pub(crate) use typed::{Typed, ticked};
pub(crate) use upload_form::{UploadForm, UploadRules};
