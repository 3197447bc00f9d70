//! The caller's own browser sessions.

use domain::{Session, SessionId};

use crate::authentication::deed;
use crate::{Caller, Error, Services, Via};

impl Services {
    /// The caller's sessions that are not over, newest first.
    pub async fn list_sessions(&self, caller: &Caller) -> Result<Vec<Session>, Error> {
        let mut conn = self.read().await?;
        let now = self.now();
        let sessions = store::sessions::list(&mut conn, caller.user.id).await?;
        Ok(sessions
            .into_iter()
            .filter(|session| now < session.expires_at)
            .map(|session| Session {
                is_this_one: caller.via == Via::Session(session.id),
                id: session.id,
                user_agent: session.user_agent,
                address: session.address,
                created_at: session.created_at,
                last_seen_at: session.last_seen_at,
                expires_at: session.expires_at,
            })
            .collect())
    }

    /// Ends one of the caller's sessions.
    pub async fn revoke_session(&self, caller: &Caller, id: SessionId) -> Result<(), Error> {
        let (services, caller) = (self.clone(), caller.clone());
        self.write(move |tx| {
            Box::pin(async move {
                if !store::sessions::delete(tx, caller.user.id, id).await? {
                    return Err(Error::not_found("session", id));
                }
                services
                    .record(tx, &caller, deed("session.revoke", &caller.user))
                    .await
            })
        })
        .await
    }
}
