//! What addresses hold: names and ids.

use axum::extract::FromRequestParts;
use domain::{CheckId, MembershipId, Name, RunId, SessionId, TokenId};
use http::request::Parts;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use utoipa::IntoParams;

use super::ErrorAnswer;

/// The variable parts of an address. A malformed one, or an id of another kind, is an address
/// where nothing is: 404, as for one that does not exist.
pub(crate) struct Path<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Path<T> {
    type Rejection = ErrorAnswer;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ErrorAnswer> {
        #[expect(
            clippy::disallowed_types,
            reason = "this is the extractor that others use instead"
        )]
        let path = axum::extract::Path::<T>::from_request_parts(parts, state).await;
        path.map(|path| Self(path.0))
            .map_err(|_| ErrorAnswer::nothing_here())
    }
}

macro_rules! addresses {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty as $schema:ty),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Deserialize, IntoParams)]
        #[into_params(parameter_in = Path)]
        pub(super) struct $name {
            $($(#[$field_doc])* #[param(value_type = $schema)] pub $field: $type,)*
        }
    )*};
}

addresses! {
    /// `…/organizations/{organization}`
    InOrganization {
        /// The organization's name.
        organization: Name as String,
    }
    /// `…/projects/{project}`
    OfProject {
        /// The organization's name.
        organization: Name as String,
        /// The project's name.
        project: String as String,
    }
    /// `…/workspaces/{workspace}`
    OfWorkspace {
        /// The organization's name.
        organization: Name as String,
        /// The workspace's name.
        workspace: Name as String,
    }
    /// `…/policies/{policy}`
    OfPolicy {
        /// The organization's name.
        organization: Name as String,
        /// The policy's name.
        policy: Name as String,
    }
    /// `…/policy-sets/{policy_set}`
    OfPolicySet {
        /// The organization's name.
        organization: Name as String,
        /// The policy set's name.
        policy_set: Name as String,
    }
    /// `…/versions/{number}`
    OfVersion {
        /// The organization's name.
        organization: Name as String,
        /// The policy set's name.
        policy_set: Name as String,
        /// The version's number, from 1.
        number: u32 as u32,
    }
    /// `…/members/{membership}`
    OfMembership {
        /// The organization's name.
        organization: Name as String,
        /// The membership's id, `mbr-…`.
        membership: MembershipId as String,
    }
    /// `/runs/{run}`
    OfRun {
        /// The run's id, `run-…`.
        run: RunId as String,
    }
    /// `/checks/{check}`
    OfCheck {
        /// The check's id, `polchk-…`.
        check: CheckId as String,
    }
    /// `/tokens/{token}`
    OfToken {
        /// The token's id, `at-…`.
        token: TokenId as String,
    }
    /// `/sessions/{session}`
    OfSession {
        /// The session's id, `sess-…`.
        session: SessionId as String,
    }
}
