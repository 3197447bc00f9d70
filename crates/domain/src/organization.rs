//! Organizations: everything else belongs to one.

use serde::{Deserialize, Serialize};

use crate::{Name, OrganizationId, Timestamp};

/// The choices of an organization about its gate. All are off at first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent switches, each named in DESIGN §2"
)]
pub struct OrganizationSettings {
    /// An errored advisory policy blocks as an errored mandatory one does.
    #[serde(default)]
    pub advisory_errors_block: bool,
    /// A check to which no policy applies is errored instead of passed.
    #[serde(default)]
    pub empty_checks_error: bool,
    /// Overrides through the TFE and Scalr surfaces need a reason too.
    #[serde(default)]
    pub wire_overrides_need_reason: bool,
    /// Whoever started a run, and service accounts, may not override its check.
    #[serde(default)]
    pub four_eyes: bool,
}

/// An organization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organization {
    /// Its id inside; on the wires its id is its name.
    pub id: OrganizationId,
    /// Its name, unique on the server.
    pub name: Name,
    /// Whom to write to.
    pub email: Option<String>,
    /// Its choices.
    pub settings: OrganizationSettings,
    /// When it was created.
    pub created_at: Timestamp,
}
