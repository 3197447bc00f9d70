//! The numbers on an organization's first page.

use domain::{OrganizationId, Timestamp};

use crate::{Conn, StoreError};

/// The numbers on an organization's first page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Numbers {
    /// How many checks wait for a decision.
    pub needs_decision: u32,
    /// Since when the oldest of them waits.
    pub oldest_decision_at: Option<Timestamp>,
    /// Runs created since `since` that were blocked: errored by their check.
    pub blocked_runs: u32,
    /// Finished checks since `since`, for each day that has any, oldest first.
    pub days: Vec<Day>,
    /// How many policies are in force in sets that apply somewhere.
    pub policies_enforced: u32,
    /// How many workspaces there are.
    pub workspaces: u32,
    /// How many policy sets there are.
    pub policy_sets: u32,
}
/// The checks of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// The day, UTC, `2026-01-05`.
    pub date: String,
    /// How many let their run through, without or with an override.
    pub passed: u32,
    /// How many had any other end.
    pub failed: u32,
}
/// The numbers; usually of seven days.
pub async fn find(
    conn: &mut Conn,
    organization: OrganizationId,
    since: Timestamp,
) -> Result<Numbers, StoreError> {
    let _ = (conn, organization, since);
    unimplemented!()
}
