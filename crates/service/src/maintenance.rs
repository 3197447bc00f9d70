//! What has to be done from time to time so that nothing grows for ever and no damage stays unseen.
//!
//! Every node does it: the work is idempotent and small, and what is to happen once a day is noted in
//! the database that they share.

use std::time::Duration;

use domain::Timestamp;
use tokio_util::sync::CancellationToken;

use crate::{Error, Services};

/// How often it is looked whether there is something to do.
const EVERY: Duration = Duration::from_hours(1);
/// How long events are kept: whoever follows them asks every quarter of a second.
const EVENTS: Duration = Duration::from_hours(24);
/// How long expired tokens and invitations are still listed: their owners look for them.
const EXPIRED: Duration = Duration::from_hours(30 * 24);
/// How often the database's file is read through.
const CHECK: Duration = Duration::from_hours(24);
/// Where it is noted when that was.
const CHECKED_AT: &str = "maintenance.checked_at";

/// What was done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Maintained {
    /// How many events of the outbox were deleted.
    pub events: u64,
    /// How many sessions.
    pub sessions: u64,
    /// How many tokens.
    pub tokens: u64,
    /// How many invitations.
    pub invitations: u64,
    /// What is wrong with the database's file; `None` when it was not its turn.
    pub damage: Option<Vec<String>>,
}

impl Services {
    /// Maintains at once and then every hour, until `stop`.
    pub async fn keep_maintained(&self, stop: CancellationToken) {
        loop {
            match self.maintain().await {
                Ok(done) => tracing::debug!(?done, "maintained"),
                Err(error) => tracing::warn!(
                    error = error.internal().unwrap_or(error.message()),
                    "the maintenance failed; it is tried again in an hour"
                ),
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(EVERY) => {}
            }
        }
    }

    /// Does what is due now.
    ///
    /// # Errors
    /// The database cannot serve; what was done until then stays done.
    pub async fn maintain(&self) -> Result<Maintained, Error> {
        let now = self.now();
        let idle_since = now.minus(self.config().session_idle);
        let mut done = self
            .write(move |tx| {
                Box::pin(async move {
                    Ok(Maintained {
                        events: store::outbox::prune(tx, now.minus(EVENTS)).await?,
                        sessions: store::sessions::prune(tx, now, idle_since).await?,
                        tokens: store::tokens::prune(tx, now.minus(EXPIRED)).await?,
                        invitations: store::invitations::prune(tx, now.minus(EXPIRED)).await?,
                        damage: None,
                    })
                })
            })
            .await?;
        if self.is_check_due(now).await? {
            done.damage = Some(self.check_database(now).await?);
        }
        Ok(done)
    }

    async fn is_check_due(&self, now: Timestamp) -> Result<bool, Error> {
        let mut conn = self.read().await?;
        let noted = store::settings::find(&mut conn, CHECKED_AT).await?;
        // What cannot be read is as good as never.
        let last: Option<Timestamp> = noted.and_then(|text| text.parse().ok());
        Ok(last.is_none_or(|last| last <= now.minus(CHECK)))
    }

    /// Reads the database through and says in the log what is wrong with it: a damaged file is to be
    /// replaced by a backup while there still is one from before (durability.md).
    async fn check_database(&self, now: Timestamp) -> Result<Vec<String>, Error> {
        let damage = {
            let mut conn = self.read().await?;
            store::integrity::quick_check(&mut conn).await?
        };
        for line in &damage {
            tracing::error!(
                line,
                "the database is damaged: stop the server and restore its last good backup"
            );
        }
        self.write(move |tx| {
            Box::pin(async move {
                Ok(store::settings::set(tx, CHECKED_AT, &now.to_string(), now).await?)
            })
        })
        .await?;
        Ok(damage)
    }
}
