//! The address of a policy check of which only the id is known, as in the audit log.

use leptos::prelude::*;
use leptos_router::components::Redirect;

use super::address::use_param;
use crate::server_functions::audit::FindCheck;
use crate::ui::{loaded, page_data};

/// Leads to the policy check's page, which is below its run.
#[component]
pub(crate) fn CheckAddressPage() -> impl IntoView {
    let check = use_param("check");
    let page = page_data(move || FindCheck { check: check.get() });
    loaded(page, |page, _| view! { <Redirect path=page /> }.into_any())
}
