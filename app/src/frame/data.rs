//! What the frame knows, for itself and for every page.

use domain::{Name, Permission, Timestamp, Viewer};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use serde::{Deserialize, Serialize};

use super::{Flash, Theme};
use crate::model::Paths;
use crate::ui::PageData;

/// What the frame knows: who looks and where, and what the request brought along.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrameData {
    /// Who looks, at which organization, with which permissions, and the server's time.
    pub viewer: Viewer,
    /// The theme that was chosen.
    pub theme: Theme,
    /// A message from what was done just before.
    pub flash: Option<Flash>,
    /// Where the server is reached from outside, without a slash at the end.
    pub base_url: String,
}

impl FrameData {
    /// Whether the viewer may do this in the organization of the page.
    pub fn may(&self, permission: Permission) -> bool {
        self.viewer.permissions.allows(permission)
    }

    /// The server's time when the data was fetched.
    pub fn now(&self) -> Timestamp {
        self.viewer.now
    }

    /// The name of the page's organization.
    pub fn organization(&self) -> Option<&Name> {
        self.viewer
            .organization
            .as_ref()
            .map(|organization| &organization.name)
    }

    /// The addresses of the page's organization.
    pub fn paths(&self) -> Paths {
        Paths::of(self.organization().map_or("", Name::as_str))
    }
}

/// The frame's resource, shared with the pages through context.
#[derive(Clone, Copy)]
pub(super) struct FrameResource(pub(super) PageData<FrameData>);

/// The frame's data, to be awaited beside a page's own.
///
/// Panics outside `Frame`, where no page is rendered.
pub(crate) fn use_frame() -> PageData<FrameData> {
    expect_context::<FrameResource>().0
}

/// The organization that an address is below, as written there.
pub(super) fn organization_of(path: &str) -> Option<&str> {
    let name = path.strip_prefix("/orgs/")?.split('/').next()?;
    (!name.is_empty()).then_some(name)
}

/// The organization's name in the address, as written there.
pub(crate) fn use_organization() -> Memo<String> {
    let params = use_params_map();
    Memo::new(move |_| params.read().get("org").unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_organization_is_named_by_the_addresses_below_it_only() {
        assert_eq!(organization_of("/orgs/acme"), Some("acme"));
        assert_eq!(organization_of("/orgs/acme/runs/run-1"), Some("acme"));
        for none in ["/orgs", "/orgs/", "/", "/account/tokens"] {
            assert_eq!(organization_of(none), None, "{none}");
        }
    }
}
