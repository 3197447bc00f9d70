//! What becomes of a run: what people decide, and what follows from its check.

use domain::{CheckStatus, OrganizationId, Permission, Run, RunEvent, RunId};
use store::Tx;
use store::outbox::NewEvent;

use crate::access;
use crate::audit::Deed;
use crate::events::RUN;
use crate::{Caller, Error, Services};

impl Services {
    /// Lets a checked run rest as confirmed. Portcullis never applies.
    pub async fn confirm_run(
        &self,
        caller: &Caller,
        id: RunId,
        reason: Option<String>,
    ) -> Result<Run, Error> {
        self.move_run(caller, id, RunEvent::Confirmed, "run.confirm", reason)
            .await
    }

    /// Ends a run that waits: its plan will not be applied.
    pub async fn discard_run(
        &self,
        caller: &Caller,
        id: RunId,
        reason: Option<String>,
    ) -> Result<Run, Error> {
        self.move_run(caller, id, RunEvent::Discarded, "run.discard", reason)
            .await
    }

    /// Ends a run that is being worked on, and its check with it.
    pub async fn cancel_run(&self, caller: &Caller, id: RunId) -> Result<Run, Error> {
        self.move_run(caller, id, RunEvent::Canceled, "run.cancel", None)
            .await
    }

    async fn move_run(
        &self,
        caller: &Caller,
        id: RunId,
        event: RunEvent,
        action: &'static str,
        detail: Option<String>,
    ) -> Result<Run, Error> {
        let (services, caller) = (self.clone(), caller.clone());
        self.write(move |tx| {
            Box::pin(async move {
                let access = access::of_run(tx, &caller, id, Permission::ManageRuns).await?;
                let run = store::runs::find(tx, id)
                    .await?
                    .ok_or_else(|| Error::not_found("run", id))?;
                let refused = || {
                    let verb = action.trim_start_matches("run.");
                    Error::conflict(
                        "wrong_state",
                        format!(
                            "the run is {}; you cannot {verb} it now",
                            run.status.as_str()
                        ),
                    )
                };
                let to = run.status.after(event).ok_or_else(refused)?;
                let now = services.now();
                if !store::runs::set_status(tx, id, run.status, to, now).await? {
                    return Err(refused());
                }
                let mut revision = 0;
                for check in &run.checks {
                    revision = revision.max(check.revision);
                    if event == RunEvent::Canceled && !check.status.is_settled() {
                        store::queue::cancel(tx, check.id, now).await?;
                        revision = revision.max(check.revision + 1);
                    }
                }
                let deed = Deed {
                    organization: Some(access.organization.id),
                    action,
                    kind: "run",
                    id: id.to_string(),
                    name: run.workspace.to_string(),
                    detail,
                };
                services.record(tx, &caller, deed).await?;
                services
                    .announce_run(tx, access.organization.id, id, revision)
                    .await?;
                store::runs::find(tx, id)
                    .await?
                    .ok_or_else(|| Error::not_found("run", id))
            })
        })
        .await
    }

    /// The run's status follows its check's.
    pub(crate) async fn settle_run(
        &self,
        tx: &mut Tx,
        id: RunId,
        check: CheckStatus,
    ) -> Result<(), Error> {
        let Some(status) = store::runs::find_status(tx, id).await? else {
            return Ok(());
        };
        if let Some(to) = status.after(RunEvent::CheckSettled(check)) {
            store::runs::set_status(tx, id, status, to, self.now()).await?;
        }
        Ok(())
    }

    /// Tells everybody who waits that the run, or its check, changed.
    pub(crate) async fn announce_run(
        &self,
        tx: &mut Tx,
        organization: OrganizationId,
        run: RunId,
        revision: u32,
    ) -> Result<(), Error> {
        let event = NewEvent {
            organization_id: Some(organization),
            kind: RUN,
            subject_id: &run.to_string(),
            revision: Some(revision),
            created_at: self.now(),
        };
        Ok(store::outbox::append(tx, &event).await?)
    }
}
