//! Whose share of the sandbox a job takes: its organization's.

use domain::OrganizationId;
use sandbox::Party;

/// The party that an organization is to the sandbox.
pub(crate) fn party_of(organization: OrganizationId) -> Party {
    Party::new(organization.bare())
}
