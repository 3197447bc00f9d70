//! What addresses hold: names and ids.

use axum::extract::{FromRequestParts, RawPathParams};
use domain::{CheckId, MembershipId, Name, RunId, SessionId, TokenId};
use http::StatusCode;
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

/// The same on routes that create what the last part names: one that cannot be a name is refused,
/// and told why, since it is not that there is nothing here.
pub(super) struct PathOfNew<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for PathOfNew<T> {
    type Rejection = ErrorAnswer;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ErrorAnswer> {
        let elsewhere = match Path::<T>::from_request_parts(parts, state).await {
            Ok(Path(path)) => return Ok(Self(path)),
            Err(elsewhere) => elsewhere,
        };
        let Ok(raw) = RawPathParams::from_request_parts(parts, state).await else {
            return Err(elsewhere);
        };
        let texts: Vec<&str> = raw.iter().map(|(_, text)| text).collect();
        let Some((last, before)) = texts.split_last() else {
            return Err(elsewhere);
        };
        // What it would be created in cannot be there.
        if before.iter().any(|text| text.parse::<Name>().is_err()) {
            return Err(elsewhere);
        }
        match last.parse::<Name>() {
            Ok(_) => Err(elsewhere),
            Err(error) => Err(ErrorAnswer::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "invalid",
                error.to_string(),
            )
            .at("/name")),
        }
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
