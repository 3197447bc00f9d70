//! Proving who one is: sessions, tokens, passwords.

use std::time::Duration;

use domain::{SessionId, Timestamp, Token, User, UserKind};
use store::sessions::Session;

use crate::audit::Deed;
use crate::secret::{self, SecretKind};
use crate::{Caller, Error, RequestInfo, Services, Via, password};

/// How exact `last used` is: writing it at every request would cost a commit each.
const TOUCH: Duration = Duration::from_mins(1);

/// A session that was just begun.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// For the cookie; shown to nobody else.
    pub secret: String,
    /// When it ends at the latest.
    pub expires_at: Timestamp,
    /// Whose it is.
    pub user: User,
}

impl Services {
    /// Whose session this is; `None` when it is none, or over.
    pub async fn authenticate_session(
        &self,
        secret: &str,
        request: RequestInfo,
    ) -> Result<Option<Caller>, Error> {
        let found = {
            let mut conn = self.read().await?;
            store::sessions::find_by_hash(&mut conn, &secret::hash(secret)).await?
        };
        let Some((session, user)) = found else {
            return Ok(None);
        };
        if self.is_over(&session) {
            return Ok(None);
        }
        let now = self.now();
        if now.since(session.last_seen_at) >= TOUCH {
            let id = session.id;
            self.write(move |tx| {
                Box::pin(async move { Ok(store::sessions::touch(tx, id, now).await?) })
            })
            .await?;
        }
        Ok(Some(Caller {
            user,
            via: Via::Session(session.id),
            request,
        }))
    }

    /// Whose token this is; `None` when it is none, or expired.
    pub async fn authenticate_token(
        &self,
        secret: &str,
        request: RequestInfo,
    ) -> Result<Option<Caller>, Error> {
        let found = {
            let mut conn = self.read().await?;
            store::tokens::find_by_hash(&mut conn, &secret::hash(secret)).await?
        };
        let Some((token, user)) = found else {
            return Ok(None);
        };
        let now = self.now();
        if has_expired(&token, now) {
            return Ok(None);
        }
        if token
            .last_used_at
            .is_none_or(|used| now.since(used) >= TOUCH)
        {
            let id = token.id;
            self.write(move |tx| {
                Box::pin(async move { Ok(store::tokens::touch(tx, id, now).await?) })
            })
            .await?;
        }
        Ok(Some(Caller {
            user,
            via: Via::Token(token.id),
            request,
        }))
    }

    /// Asks again what a caller proved who they are by, after they have waited: their session may have
    /// been ended meanwhile, their token revoked.
    pub(crate) async fn still_knows(&self, caller: &Caller) -> Result<(), Error> {
        let mut conn = self.read().await?;
        let holds = match caller.via {
            Via::Session(id) => store::sessions::find(&mut conn, id)
                .await?
                .is_some_and(|session| !self.is_over(&session)),
            Via::Token(id) => store::tokens::find(&mut conn, id)
                .await?
                .is_some_and(|token| !has_expired(&token, self.now())),
            Via::System => true,
        };
        if holds {
            Ok(())
        } else {
            Err(Error::unauthenticated())
        }
    }

    /// Whether a session has reached its end, or was left alone for too long.
    fn is_over(&self, session: &Session) -> bool {
        let now = self.now();
        now >= session.expires_at || now >= session.last_seen_at.plus(self.config().session_idle)
    }

    /// Begins a session for someone who knows their password.
    pub async fn sign_in(
        &self,
        userid: &str,
        given: &str,
        request: RequestInfo,
    ) -> Result<NewSession, Error> {
        let userid = userid.trim().to_lowercase();
        let address = request.address.clone();
        self.throttle().attempt(address.as_deref(), Some(&userid))?;
        let credentials = {
            let mut conn = self.read().await?;
            store::users::find_credentials(&mut conn, &userid).await?
        };
        let stored = credentials
            .as_ref()
            .and_then(|found| found.password_hash.clone());
        let is_right = password::verify(given, stored).await?;
        match credentials {
            Some(found) if is_right && found.user.kind == UserKind::Person => {
                self.throttle().forget(address.as_deref(), &userid);
                self.begin_session(found.user, request).await
            }
            _ => Err(Error::sign_in_failed()),
        }
    }

    /// Begins a session for `user`, who has just proved who they are.
    pub(crate) async fn begin_session(
        &self,
        user: User,
        request: RequestInfo,
    ) -> Result<NewSession, Error> {
        let (secret, hash) = secret::fresh(SecretKind::Session, self.entropy());
        let now = self.now();
        let session = Session {
            id: SessionId::random(self.entropy()),
            user_id: user.id,
            created_at: now,
            last_seen_at: now,
            expires_at: now.plus(self.config().session_absolute),
            user_agent: request
                .user_agent
                .as_ref()
                .map(|text| text.chars().take(300).collect()),
            address: request.address.clone(),
        };
        let expires_at = session.expires_at;
        let caller = Caller {
            user,
            via: Via::Session(session.id),
            request,
        };
        let services = self.clone();
        self.write(move |tx| {
            Box::pin(async move {
                store::sessions::insert(tx, &session, &hash).await?;
                services
                    .record(tx, &caller, deed("session.create", &caller.user))
                    .await?;
                Ok(NewSession {
                    secret,
                    expires_at,
                    user: caller.user,
                })
            })
        })
        .await
    }

    /// Ends the caller's session.
    pub async fn sign_out(&self, caller: &Caller) -> Result<(), Error> {
        let Via::Session(id) = caller.via else {
            return Ok(());
        };
        let (services, caller) = (self.clone(), caller.clone());
        self.write(move |tx| {
            Box::pin(async move {
                if store::sessions::delete(tx, caller.user.id, id).await? {
                    services
                        .record(tx, &caller, deed("session.end", &caller.user))
                        .await?;
                }
                Ok(())
            })
        })
        .await
    }

    /// Gives the caller another password and ends their other sessions.
    pub async fn change_password(
        &self,
        caller: &Caller,
        current: &str,
        new: &str,
    ) -> Result<(), Error> {
        // Whoever holds a stolen session is to learn the password no faster than a stranger.
        self.throttle().attempt_by(caller.user.id)?;
        let stored = {
            let mut conn = self.read().await?;
            store::users::find_password_hash(&mut conn, caller.user.id).await?
        };
        if !password::verify(current, stored).await? {
            return Err(Error::invalid(
                "/current",
                "this is not your current password",
            ));
        }
        self.throttle().forget_user(caller.user.id);
        password::check_rules(new, "/new")?;
        let hash = password::hash(new, self.entropy()).await?;
        let (services, caller) = (self.clone(), caller.clone());
        let keep = match caller.via {
            Via::Session(id) => Some(id),
            _ => None,
        };
        self.write(move |tx| {
            Box::pin(async move {
                store::users::set_password_hash(tx, caller.user.id, Some(&hash)).await?;
                store::sessions::delete_all(tx, caller.user.id, keep).await?;
                services
                    .record(tx, &caller, deed("user.change_password", &caller.user))
                    .await
            })
        })
        .await
    }
}

fn has_expired(token: &Token, now: Timestamp) -> bool {
    token.expires_at.is_some_and(|end| now >= end)
}

/// About a user, in no organization.
pub(crate) fn deed<'a>(action: &'a str, user: &User) -> Deed<'a> {
    Deed {
        organization: None,
        action,
        kind: "user",
        id: user.id.to_string(),
        name: user.userid.to_string(),
        detail: None,
    }
}
