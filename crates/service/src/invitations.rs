//! Invitations: how someone who was made a member gets their first password.

use std::time::Duration;

use domain::{Membership, User, UserId};
use store::Tx;

use crate::authentication::deed;
use crate::secret::{self, SecretKind};
use crate::setup::person_name;
use crate::{Caller, Error, NewSession, RequestInfo, Services, Via, password};

/// How long an invitation can be accepted.
const LIFE: Duration = Duration::from_hours(168);

/// What came of inviting someone.
#[derive(Debug, Clone)]
pub struct Invitation {
    /// Their membership; it holds at once.
    pub membership: Membership,
    /// For someone without a password: the secret of the link at which they choose one, shown
    /// once. The server sends no mail; whoever invites hands it over.
    pub link_secret: Option<String>,
}

impl Services {
    /// Makes an invitation for a user without a password.
    pub(crate) async fn invite(&self, tx: &mut Tx, user: UserId) -> Result<String, Error> {
        let (secret, hash) = secret::fresh(SecretKind::Invitation, self.entropy());
        let now = self.now();
        // The newest link is the only one.
        store::invitations::delete_for(tx, user).await?;
        store::invitations::insert(tx, user, &hash, now, now.plus(LIFE)).await?;
        Ok(secret)
    }

    /// Whom an invitation is for; `None` when it is none, used, or over.
    pub async fn invitation(&self, secret: &str) -> Result<Option<User>, Error> {
        let mut conn = self.read().await?;
        let now = self.now();
        Ok(store::invitations::find(&mut conn, &secret::hash(secret), now).await?)
    }

    /// Gives the invited person their name and password, and signs them in. Works once.
    pub async fn accept_invitation(
        &self,
        secret: &str,
        name: &str,
        new_password: &str,
        request: RequestInfo,
    ) -> Result<NewSession, Error> {
        self.throttle().attempt(request.address.as_deref(), None)?;
        let name = person_name(name, "/name")?;
        password::check_rules(new_password, "/password")?;
        let hash = password::hash(new_password, self.entropy()).await?;
        let invitation = secret::hash(secret);
        let (services, info) = (self.clone(), request.clone());
        let user = self
            .write(move |tx| {
                Box::pin(async move {
                    let now = services.now();
                    let user = store::invitations::find(tx, &invitation, now).await?;
                    let mut user = user.ok_or_else(|| {
                        Error::gone(
                            "this invitation is not there any more: it was used or withdrawn, or it \
                             is too old. Ask whoever sent it for a new one",
                        )
                    })?;
                    store::invitations::delete_for(tx, user.id).await?;
                    user.name = name;
                    store::users::update(tx, &user).await?;
                    store::users::set_password_hash(tx, user.id, Some(&hash)).await?;
                    let caller = Caller {
                        user,
                        via: Via::System,
                        request: info,
                    };
                    services
                        .record(tx, &caller, deed("invitation.accept", &caller.user))
                        .await?;
                    Ok(caller.user)
                })
            })
            .await?;
        self.begin_session(user, request).await
    }
}
