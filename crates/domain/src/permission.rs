//! What a caller may do: the one permission model under every surface.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

/// A string that names no permission.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a permission")]
pub struct UnknownPermission(pub String);

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {
        /// One thing that a caller may or may not do in an organization or project.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Permission { $($(#[$doc])* $name,)* }

        impl Permission {
            /// Every permission.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The stored and shown form, `noun:verb`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

permissions! {
    /// See the organization and its settings.
    ReadOrganization = "organization:read";
    /// Change the organization's settings.
    UpdateOrganization = "organization:update";
    /// See projects.
    ReadProjects = "projects:read";
    /// Create, change and delete projects.
    ManageProjects = "projects:manage";
    /// See workspaces.
    ReadWorkspaces = "workspaces:read";
    /// Create, change and delete workspaces.
    ManageWorkspaces = "workspaces:manage";
    /// See policy sets, their versions and source.
    ReadPolicySets = "policy-sets:read";
    /// Create, change and delete policy sets, and say where they apply.
    ManagePolicySets = "policy-sets:manage";
    /// Upload a new version of a policy set.
    UploadPolicySetVersions = "policy-set-versions:create";
    /// See runs, checks and their results.
    ReadRuns = "runs:read";
    /// Send a plan to be checked.
    CreateRuns = "runs:create";
    /// Confirm, discard or cancel a run.
    ManageRuns = "runs:manage";
    /// Let a run continue although a soft-mandatory policy failed.
    OverrideChecks = "policy-checks:override";
    /// See who is a member.
    ReadMembers = "members:read";
    /// Invite members and give them roles.
    ManageMembers = "members:manage";
    /// See the audit log.
    ReadAudit = "audit:read";
}

impl Permission {
    /// Reads [`Self::as_str`].
    pub fn parse(text: &str) -> Result<Self, UnknownPermission> {
        Self::ALL
            .iter()
            .copied()
            .find(|permission| permission.as_str() == text)
            .ok_or_else(|| UnknownPermission(text.chars().take(64).collect()))
    }

    /// What it allows, in plain words, after "may".
    pub const fn description(self) -> &'static str {
        match self {
            Self::ReadOrganization => "see the organization",
            Self::UpdateOrganization => "change the organization's settings",
            Self::ReadProjects => "see projects",
            Self::ManageProjects => "create and change projects",
            Self::ReadWorkspaces => "see workspaces",
            Self::ManageWorkspaces => "create and change workspaces",
            Self::ReadPolicySets => "see policy sets and their source",
            Self::ManagePolicySets => "create policy sets and say where they apply",
            Self::UploadPolicySetVersions => "upload versions of policy sets",
            Self::ReadRuns => "see runs and their checks",
            Self::CreateRuns => "send plans to be checked",
            Self::ManageRuns => "confirm, discard and cancel runs",
            Self::OverrideChecks => "let a run continue although a soft-mandatory policy failed",
            Self::ReadMembers => "see members",
            Self::ManageMembers => "invite members and give them roles",
            Self::ReadAudit => "read the audit log",
        }
    }
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Permission {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Permission {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

/// A set of permissions; "everything" also covers permissions that do not exist yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PermissionSet {
    /// Whether it is everything.
    pub everything: bool,
    /// The single permissions, when it is not.
    pub only: BTreeSet<Permission>,
}

impl PermissionSet {
    /// Everything, `*`.
    pub fn everything() -> Self {
        Self {
            everything: true,
            only: BTreeSet::new(),
        }
    }

    /// Exactly these.
    pub fn only(permissions: impl IntoIterator<Item = Permission>) -> Self {
        Self {
            everything: false,
            only: permissions.into_iter().collect(),
        }
    }

    /// Whether `permission` is in it.
    pub fn allows(&self, permission: Permission) -> bool {
        self.everything || self.only.contains(&permission)
    }

    /// What is in either.
    #[must_use]
    pub fn union(mut self, other: &Self) -> Self {
        self.everything |= other.everything;
        self.only.extend(other.only.iter().copied());
        self
    }

    /// The stored form: `*`, or names separated by a space.
    pub fn to_stored(&self) -> String {
        if self.everything {
            return "*".to_owned();
        }
        let names: Vec<&str> = self
            .only
            .iter()
            .map(|permission| permission.as_str())
            .collect();
        names.join(" ")
    }

    /// Reads [`Self::to_stored`].
    pub fn from_stored(text: &str) -> Result<Self, UnknownPermission> {
        if text == "*" {
            return Ok(Self::everything());
        }
        text.split_whitespace()
            .map(Permission::parse)
            .collect::<Result<_, _>>()
            .map(|only| Self {
                everything: false,
                only,
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_reads_back_what_it_stores() {
        for set in [
            PermissionSet::everything(),
            PermissionSet::default(),
            PermissionSet::only([Permission::ReadRuns, Permission::OverrideChecks]),
        ] {
            assert_eq!(PermissionSet::from_stored(&set.to_stored()), Ok(set));
        }
    }

    #[test]
    fn an_unknown_permission_is_refused_by_name() {
        let error = PermissionSet::from_stored("runs:read runs:explode").unwrap_err();
        assert_eq!(error.to_string(), "`runs:explode` is not a permission");
    }

    #[test]
    fn the_empty_set_allows_nothing() {
        let nothing = PermissionSet::default();
        assert!(
            Permission::ALL
                .iter()
                .all(|permission| !nothing.allows(*permission))
        );
    }
}
