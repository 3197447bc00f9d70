//! Checks that lost their worker, or their time.

use crate::audit::Deed;
use crate::{Error, Services};

impl Services {
    /// Queues again what lost its worker, and errors what lost too many or is overdue.
    pub async fn reap(&self) -> Result<(), Error> {
        let services = self.clone();
        let any = self
            .write(move |tx| {
                Box::pin(async move {
                    let reaped = store::queue::reap(tx, services.now(), 100).await?;
                    services.follow(tx, reaped).await
                })
            })
            .await?;
        if any {
            self.events().nudge_workers();
        }
        Ok(())
    }

    /// At the start of the only process on a SQLite database: nobody can be running anything.
    pub async fn requeue_orphans(&self) -> Result<(), Error> {
        let services = self.clone();
        self.write(move |tx| {
            Box::pin(async move {
                let reaped = store::queue::requeue_orphans(tx, services.now()).await?;
                services.follow(tx, reaped).await
            })
        })
        .await?;
        Ok(())
    }

    /// Runs follow their reaped checks; `true` when there were any.
    pub(super) async fn follow(
        &self,
        tx: &mut store::Tx,
        reaped: Vec<store::queue::Reaped>,
    ) -> Result<bool, Error> {
        let any = !reaped.is_empty();
        for one in reaped {
            if one.status.is_settled() {
                self.settle_run(tx, one.run_id, one.status).await?;
                let deed = Deed {
                    organization: Some(one.organization_id),
                    action: "policy_check.give_up",
                    kind: "policy_check",
                    id: one.check_id.to_string(),
                    name: one.run_id.to_string(),
                    detail: one.error.clone(),
                };
                self.record_own(tx, deed).await?;
            }
            self.announce_run(tx, one.organization_id, one.run_id, one.revision)
                .await?;
        }
        Ok(any)
    }
}
