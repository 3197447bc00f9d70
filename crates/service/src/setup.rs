//! A fresh installation: its first user.
//!
//! Either variables name a site admin (bootstrap), or whoever reads the one-time code that was
//! printed at start creates one at `/setup`. There is no default account (threats.md A62).

use domain::{Name, TokenId, User, UserId, UserKind, Userid};
use store::Tx;

use crate::authentication::deed;
use crate::secret;
use crate::{Caller, Error, NewSession, PutOrganization, RequestInfo, Services, Via, password};

/// Under which name the hash of the code is kept.
const CODE: &str = "setup_code";

/// The first user, by the one-time code.
#[derive(Debug, Clone)]
pub struct SetupRequest {
    /// The code that was printed at start.
    pub code: String,
    /// Their e-mail.
    pub email: String,
    /// Their name.
    pub name: String,
    /// Their password.
    pub password: String,
    /// Their first organization.
    pub organization: Option<String>,
}

/// The first user, by variables.
#[derive(Debug, Clone)]
pub struct Bootstrap {
    /// Their e-mail.
    pub user: String,
    /// Their password; without one they have tokens only.
    pub password: Option<String>,
    /// An API token with exactly this value.
    pub token: Option<String>,
}

impl Services {
    /// Whether nobody exists yet.
    pub async fn needs_setup(&self) -> Result<bool, Error> {
        let mut conn = self.read().await?;
        Ok(store::users::count(&mut conn).await? == 0)
    }

    /// At start: a fresh code to print when nobody exists yet. An earlier one stops working.
    pub async fn issue_setup_code(&self) -> Result<Option<String>, Error> {
        if !self.needs_setup().await? {
            return Ok(None);
        }
        let code = secret::code(self.entropy());
        let hash = secret::hash(&code).hex();
        let now = self.now();
        self.write(move |tx| {
            Box::pin(async move { Ok(store::settings::set(tx, CODE, &hash, now).await?) })
        })
        .await?;
        Ok(Some(code))
    }

    /// Creates the first user, a site admin, and signs them in.
    pub async fn setup(
        &self,
        setup: SetupRequest,
        request: RequestInfo,
    ) -> Result<NewSession, Error> {
        self.throttle()
            .attempt(request.address.as_deref(), Some("setup"))?;
        let userid = Userid::from_email(&setup.email)
            .map_err(|error| Error::invalid("/email", error.to_string()))?;
        let name = person_name(&setup.name, "/name")?;
        password::check_rules(&setup.password, "/password")?;
        let organization: Option<Name> = match setup.organization.as_deref().map(str::trim) {
            None | Some("") => None,
            Some(text) => Some(
                text.parse()
                    .map_err(|error| Error::invalid("/organization", format!("{error}")))?,
            ),
        };
        let code = setup.code.trim().to_uppercase();
        let user = User {
            id: UserId::random(self.entropy()),
            email: Some(userid.to_string()),
            userid,
            name,
            kind: UserKind::Person,
            is_site_admin: true,
            created_at: self.now(),
        };
        let hash = password::hash(&setup.password, self.entropy()).await?;
        let (services, info) = (self.clone(), request.clone());
        let user = self
            .write(move |tx| {
                Box::pin(async move {
                    if store::users::count(tx).await? != 0 {
                        return Err(Error::conflict(
                            "set_up_already",
                            "this server is set up already: sign in",
                        ));
                    }
                    let stored = store::settings::find(tx, CODE).await?;
                    if stored.as_deref() != Some(secret::hash(&code).hex().as_str()) {
                        return Err(Error::invalid(
                            "/code",
                            "this is not the code that the server printed at its last start",
                        ));
                    }
                    store::settings::delete(tx, CODE).await?;
                    let caller = Caller {
                        user,
                        via: Via::System,
                        request: info,
                    };
                    services
                        .insert_first(tx, &caller, Some(&hash), organization)
                        .await?;
                    Ok(caller.user)
                })
            })
            .await?;
        self.begin_session(user, request).await
    }

    /// On an empty database: creates the first site admin, and an API token of exactly the given
    /// value. On any other it does nothing.
    pub async fn bootstrap(&self, bootstrap: Bootstrap) -> Result<(), Error> {
        if !self.needs_setup().await? {
            return Ok(());
        }
        let userid = Userid::from_email(&bootstrap.user)
            .map_err(|error| Error::invalid("", format!("PORTCULLIS_BOOTSTRAP_USER: {error}")))?;
        let hash = match &bootstrap.password {
            Some(password) => Some(password::hash(password, self.entropy()).await?),
            None => None,
        };
        let now = self.now();
        let name = userid
            .as_str()
            .split('@')
            .next()
            .unwrap_or_default()
            .to_owned();
        let user = User {
            id: UserId::random(self.entropy()),
            email: Some(userid.to_string()),
            userid,
            name,
            kind: UserKind::Person,
            is_site_admin: true,
            created_at: now,
        };
        let token = bootstrap.token.map(|secret| {
            let token = domain::Token {
                id: TokenId::random(self.entropy()),
                user_id: user.id,
                name: "bootstrap".to_owned(),
                hint: secret::hint(&secret),
                created_at: now,
                last_used_at: None,
                expires_at: None,
            };
            (token, secret::hash(&secret))
        });
        let services = self.clone();
        self.write(move |tx| {
            Box::pin(async move {
                // Another node may have been faster.
                if store::users::count(tx).await? != 0 {
                    return Ok(());
                }
                let caller = Caller {
                    user,
                    via: Via::System,
                    request: RequestInfo::system(),
                };
                services
                    .insert_first(tx, &caller, hash.as_deref(), None)
                    .await?;
                if let Some((token, hash)) = token {
                    store::tokens::insert(tx, &token, &hash).await?;
                    let deed = crate::tokens::deed("token.create", &token);
                    services.record(tx, &caller, deed).await?;
                }
                Ok(())
            })
        })
        .await
    }

    async fn insert_first(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        password_hash: Option<&str>,
        organization: Option<Name>,
    ) -> Result<(), Error> {
        store::users::insert(tx, &caller.user, password_hash).await?;
        self.record(tx, caller, deed("user.create", &caller.user))
            .await?;
        if let Some(name) = organization {
            self.create_organization(tx, caller, &name, PutOrganization::default())
                .await?;
        }
        Ok(())
    }
}

/// A person's name: something to show, 1 to 90 characters.
pub(crate) fn person_name(text: &str, pointer: &str) -> Result<String, Error> {
    let name = text.trim();
    if !(1..=90).contains(&name.chars().count()) || name.chars().any(char::is_control) {
        return Err(Error::invalid(pointer, "a name has 1 to 90 characters"));
    }
    Ok(name.to_owned())
}
