//! Whether the server can serve, and how much there is to do.

use store::queue::Depth;

use crate::{Error, Services};

/// What `/readyz` says: each part, with a sentence where it cannot serve.
#[derive(Debug, Clone)]
pub struct Health {
    /// The database.
    pub database: Result<(), String>,
    /// The blob store.
    pub blobs: Result<(), String>,
    /// The sandbox.
    pub sandbox: Result<(), String>,
    /// Protections of the sandbox that this machine does not give.
    pub missing_protections: Vec<String>,
}

impl Health {
    /// Whether everything can serve.
    pub fn is_ready(&self) -> bool {
        self.database.is_ok() && self.blobs.is_ok() && self.sandbox.is_ok()
    }
}

impl Services {
    /// Asks each part.
    pub async fn health(&self) -> Health {
        let sandbox = self.sandbox().self_test().await;
        Health {
            database: self.store().ping().await.map_err(|error| error.to_string()),
            blobs: self.blobs().ping().await.map_err(|error| error.to_string()),
            missing_protections: sandbox
                .missing()
                .map(|protection| protection.name.clone())
                .collect(),
            sandbox: if sandbox.working {
                Ok(())
            } else {
                Err(sandbox
                    .error
                    .unwrap_or_else(|| "no child answers".to_owned()))
            },
        }
    }

    /// How much work there is.
    pub async fn queue_depth(&self) -> Result<Depth, Error> {
        let mut conn = self.read().await?;
        Ok(store::queue::depth(&mut conn).await?)
    }
}
