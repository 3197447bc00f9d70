//! The caller's own API tokens. What their owner may do, they may do.

use std::time::Duration;

use domain::{Token, TokenId};

use crate::audit::Deed;
use crate::secret::{self, SecretKind};
use crate::{Caller, Error, Services};

/// The longest life of a token that has an end, in days.
const MAX_DAYS: u32 = 3_650;

/// A token to be.
#[derive(Debug, Clone)]
pub struct CreateToken {
    /// What its owner calls it.
    pub name: String,
    /// When it stops working; `None` for never.
    pub expires_in_days: Option<u32>,
}

/// A token that was just made.
#[derive(Debug, Clone)]
pub struct NewToken {
    /// What is kept of it.
    pub token: Token,
    /// The secret: shown once and never again.
    pub secret: String,
}

impl Services {
    /// The caller's tokens, newest first.
    pub async fn list_tokens(&self, caller: &Caller) -> Result<Vec<Token>, Error> {
        let mut conn = self.read().await?;
        Ok(store::tokens::list(&mut conn, caller.user.id).await?)
    }

    /// Makes a token for the caller.
    pub async fn create_token(
        &self,
        caller: &Caller,
        create: CreateToken,
    ) -> Result<NewToken, Error> {
        let name = create.name.trim().to_owned();
        if !(1..=90).contains(&name.chars().count()) {
            return Err(Error::invalid(
                "/name",
                "a token's name has 1 to 90 characters",
            ));
        }
        if create
            .expires_in_days
            .is_some_and(|days| !(1..=MAX_DAYS).contains(&days))
        {
            return Err(Error::invalid(
                "/expires_in_days",
                format!("a token lives 1 to {MAX_DAYS} days, or for ever when nothing is written"),
            ));
        }
        let (secret, hash) = secret::fresh(SecretKind::Token, self.entropy());
        let now = self.now();
        let token = Token {
            id: TokenId::random(self.entropy()),
            user_id: caller.user.id,
            name,
            hint: secret::hint(&secret),
            created_at: now,
            last_used_at: None,
            expires_at: create
                .expires_in_days
                .map(|days| now.plus(Duration::from_secs(u64::from(days) * 24 * 3600))),
        };
        let (services, caller) = (self.clone(), caller.clone());
        self.write(move |tx| {
            Box::pin(async move {
                store::tokens::insert(tx, &token, &hash).await?;
                services
                    .record(tx, &caller, deed("token.create", &token))
                    .await?;
                Ok(NewToken { token, secret })
            })
        })
        .await
    }

    /// Revokes one of the caller's tokens. It stops working at once.
    pub async fn revoke_token(&self, caller: &Caller, id: TokenId) -> Result<(), Error> {
        let (services, caller) = (self.clone(), caller.clone());
        self.write(move |tx| {
            Box::pin(async move {
                let token = store::tokens::find(tx, id)
                    .await?
                    .filter(|token| token.user_id == caller.user.id)
                    .ok_or_else(|| Error::not_found("token", id))?;
                store::tokens::delete(tx, caller.user.id, id).await?;
                services
                    .record(tx, &caller, deed("token.revoke", &token))
                    .await
            })
        })
        .await
    }
}

pub(crate) fn deed<'a>(action: &'a str, token: &Token) -> Deed<'a> {
    Deed {
        organization: None,
        action,
        kind: "token",
        id: token.id.to_string(),
        name: token.name.clone(),
        detail: None,
    }
}
