//! Roles: a name for a set of permissions.

use serde::{Deserialize, Serialize};

use crate::{Permission, PermissionSet, RoleId};

/// A name for a set of permissions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    /// Its id.
    pub id: RoleId,
    /// Its name, unique in its organization.
    pub name: String,
    /// Whether it came with the organization and cannot be changed.
    pub is_builtin: bool,
    /// What it allows.
    pub permissions: PermissionSet,
}

/// The roles that every organization is born with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BuiltinRole {
    /// Everything.
    Owner,
    /// Writes policies and says where they apply.
    PolicyAuthor,
    /// Decides about soft failures.
    Approver,
    /// Sends plans.
    Writer,
    /// Looks.
    Reader,
}

impl BuiltinRole {
    /// Every built-in role, mightiest first.
    pub const ALL: [Self; 5] = [
        Self::Owner,
        Self::PolicyAuthor,
        Self::Approver,
        Self::Writer,
        Self::Reader,
    ];

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::PolicyAuthor => "policy author",
            Self::Approver => "approver",
            Self::Writer => "writer",
            Self::Reader => "reader",
        }
    }

    /// What it allows.
    pub fn permissions(self) -> PermissionSet {
        use Permission as P;
        const READ: [Permission; 6] = [
            P::ReadOrganization,
            P::ReadProjects,
            P::ReadWorkspaces,
            P::ReadPolicySets,
            P::ReadRuns,
            P::ReadMembers,
        ];
        let more: &[Permission] = match self {
            Self::Owner => return PermissionSet::everything(),
            Self::PolicyAuthor => &[
                P::ManagePolicySets,
                P::UploadPolicySetVersions,
                P::CreateRuns,
                P::ReadAudit,
            ],
            Self::Approver => &[P::OverrideChecks, P::ManageRuns, P::ReadAudit],
            Self::Writer => &[P::CreateRuns, P::ManageRuns, P::ManageWorkspaces],
            Self::Reader => &[],
        };
        PermissionSet::only(READ.into_iter().chain(more.iter().copied()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_owner_and_approver_may_override() {
        for role in BuiltinRole::ALL {
            let may = role.permissions().allows(Permission::OverrideChecks);
            assert_eq!(
                may,
                matches!(role, BuiltinRole::Owner | BuiltinRole::Approver),
                "{role:?}"
            );
        }
    }

    #[test]
    fn a_reader_changes_nothing() {
        let reader = BuiltinRole::Reader.permissions();
        for permission in Permission::ALL {
            assert!(
                !reader.allows(*permission) || permission.as_str().ends_with(":read"),
                "{permission}"
            );
        }
    }
}
