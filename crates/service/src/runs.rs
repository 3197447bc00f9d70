//! Runs: a plan comes in, and its check is queued.

use std::io::Read as _;
use std::time::Duration;

use bytes::Bytes;
use domain::{
    CheckId, CheckStatus, Name, Page, PageRequest, Permission, PlanSummary, ResourceChange, Run,
    RunDocument, RunEvent, RunId, RunStatus, Stage, Workspace,
};
use store::Tx;
use store::outbox::NewEvent;
use store::queue::{NewCheck, QueuedPlan};

use crate::access::{self, Access};
use crate::audit::Deed;
use crate::events::RUN;
use crate::pinned::Pinned;
use crate::workspaces::{home_of_new, readable_workspace};
use crate::{Caller, Error, Kind, PutWorkspace, Services};

/// A plan to check.
#[derive(Debug, Clone, Default)]
pub struct SubmitRun {
    /// `terraform show -json` output, plain or gzip.
    pub plan: Bytes,
    /// What its author says about it.
    pub message: Option<String>,
    /// Where it comes from; `api` when nobody says.
    pub source: Option<String>,
    /// The commit.
    pub commit: Option<String>,
    /// The branch.
    pub branch: Option<String>,
    /// Whether it will never be applied.
    pub dry: bool,
    /// Make the workspace when it is not there and the caller may.
    pub create: bool,
}

/// Which runs are wanted.
#[derive(Debug, Clone, Default)]
pub struct RunFilter {
    /// Only those of this workspace.
    pub workspace: Option<Name>,
    /// Only those in one of these; empty means any.
    pub statuses: Vec<RunStatus>,
}

impl Services {
    /// Takes a plan: stores it, creates its run and queues its check, with everything pinned that
    /// the check will evaluate. Acknowledged only when all of that is durable.
    pub async fn submit_run(
        &self,
        caller: &Caller,
        organization: &Name,
        workspace: &Name,
        submit: SubmitRun,
    ) -> Result<Run, Error> {
        // Rights first: nobody parks bytes here without them.
        {
            let mut conn = self.read().await?;
            let access = Access::find(&mut conn, caller, organization).await?;
            match readable_workspace(&mut conn, &access, workspace).await {
                Ok(found) => access.require_in(found.project_id, Permission::CreateRuns)?,
                Err(error) if submit.create && error.kind() == Kind::NotFound => {
                    let home = home_of_new(&mut conn, &access, None).await?;
                    access.require_in(home.id, Permission::CreateRuns)?;
                }
                Err(error) => return Err(error),
            }
        }
        check_texts(&submit)?;
        let (plan, summary) = self.read_plan(submit.plan.clone()).await?;
        let digest = self.keep(plan).await?;
        let (services, caller, organization, workspace) = (
            self.clone(),
            caller.clone(),
            organization.clone(),
            workspace.clone(),
        );
        let run = self
            .write(move |tx| {
                Box::pin(async move {
                    let access = Access::find(tx, &caller, &organization).await?;
                    let workspace = match readable_workspace(tx, &access, &workspace).await {
                        Ok(found) => found,
                        Err(error) if submit.create && error.kind() == Kind::NotFound => {
                            let put = PutWorkspace::default();
                            services
                                .put_workspace_in(tx, &caller, &access, &workspace, put)
                                .await?
                                .0
                        }
                        Err(error) => return Err(error),
                    };
                    access.require_in(workspace.project_id, Permission::CreateRuns)?;
                    let now = services.now();
                    let run = Run {
                        id: RunId::random(services.entropy()),
                        organization: access.organization.name.clone(),
                        workspace_id: workspace.id,
                        workspace: workspace.name.clone(),
                        status: RunStatus::Checking,
                        message: submit.message.filter(|text| !text.trim().is_empty()),
                        source: submit.source.unwrap_or_else(|| "api".to_owned()),
                        commit: submit.commit,
                        branch: submit.branch,
                        is_dry: submit.dry,
                        created_by_id: caller.user.id,
                        created_by: caller.user.name.clone(),
                        plan_digest: Some(digest),
                        plan: Some(summary),
                        checks: Vec::new(),
                        created_at: now,
                        updated_at: now,
                    };
                    services
                        .insert_run(tx, &caller, &access, &workspace, run)
                        .await
                })
            })
            .await?;
        self.events().nudge_workers();
        Ok(run)
    }

    async fn insert_run(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        access: &Access,
        workspace: &Workspace,
        run: Run,
    ) -> Result<Run, Error> {
        let organization = &access.organization;
        store::runs::insert(tx, organization.id, &run, false).await?;
        let document = document(caller, workspace, &run);
        let pinned = Pinned::now(tx, organization, workspace, document).await?;
        let text = serde_json::to_string(&pinned)
            .map_err(|error| Error::internal_error(format!("pinning a check: {error}")))?;
        let check = CheckId::random(self.entropy());
        let queued = NewCheck {
            id: check,
            organization_id: organization.id,
            workspace_id: workspace.id,
            run_id: run.id,
            stage: Stage::PostPlan,
            created_at: run.created_at,
            deadline_at: run.created_at.plus(self.config().check_deadline),
            idempotency: None,
            plan: run.plan_digest.map(|digest| QueuedPlan {
                digest,
                pinned: &text,
                policy_total: pinned.policy_total(),
                queued_at: run.created_at,
            }),
        };
        store::queue::enqueue(tx, &queued).await?;
        let deed = Deed {
            organization: Some(organization.id),
            action: "run.create",
            kind: "run",
            id: run.id.to_string(),
            name: workspace.name.to_string(),
            detail: run.message.clone(),
        };
        self.record(tx, caller, deed).await?;
        self.announce_run(tx, organization.id, run.id, 1).await?;
        store::runs::find(tx, run.id)
            .await?
            .ok_or_else(|| Error::internal_error("a run that was just inserted is not there"))
    }

    /// Tells everybody who waits that the run, or its check, changed.
    pub(crate) async fn announce_run(
        &self,
        tx: &mut Tx,
        organization: domain::OrganizationId,
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

    /// Decompresses and inspects a plan, off the async threads.
    async fn read_plan(&self, sent: Bytes) -> Result<(Bytes, PlanSummary), Error> {
        let limit = self.config().max_plan_bytes;
        tokio::task::spawn_blocking(move || {
            let plan = decompressed(sent, limit)?;
            let (summary, _) = sandbox::inspect_plan(&plan)
                .map_err(|problem| Error::invalid_as("invalid_plan", "", of_the_plan(&problem)))?;
            Ok((plan, summary))
        })
        .await
        .map_err(|error| Error::internal_error(format!("reading a plan: {error}")))?
    }

    /// A page of an organization's runs, newest first; checks without their results.
    pub async fn list_runs(
        &self,
        caller: &Caller,
        organization: &Name,
        filter: &RunFilter,
        page: &PageRequest,
    ) -> Result<Page<Run>, Error> {
        let mut conn = self.read().await?;
        let access = Access::find(&mut conn, caller, organization).await?;
        let mut wanted = store::runs::RunFilter {
            statuses: filter.statuses.clone(),
            ..store::runs::RunFilter::default()
        };
        if let Some(name) = &filter.workspace {
            let workspace = readable_workspace(&mut conn, &access, name).await?;
            access.require_in(workspace.project_id, Permission::ReadRuns)?;
            wanted.workspace = Some(workspace.id);
        } else {
            access.require_anywhere(Permission::ReadRuns)?;
            wanted.projects = access.projects_with(Permission::ReadRuns);
        }
        Ok(store::runs::list(&mut conn, access.organization.id, &wanted, page).await?)
    }

    /// One run, with its checks and their results.
    pub async fn get_run(&self, caller: &Caller, id: RunId) -> Result<Run, Error> {
        let mut conn = self.read().await?;
        access::of_run(&mut conn, caller, id, Permission::ReadRuns).await?;
        store::runs::find(&mut conn, id)
            .await?
            .ok_or_else(|| Error::not_found("run", id))
    }

    /// The same, once nothing is being worked on or `patience` is over.
    pub async fn wait_run(
        &self,
        caller: &Caller,
        id: RunId,
        patience: Duration,
    ) -> Result<Run, Error> {
        self.wait_until(
            id,
            patience,
            || self.get_run(caller, id),
            |run: &Run| run.status.is_settled(),
        )
        .await
    }

    /// What the plan of a run would do to each resource.
    pub async fn plan_changes(
        &self,
        caller: &Caller,
        id: RunId,
    ) -> Result<Vec<ResourceChange>, Error> {
        let plan = self.plan_json(caller, id).await?;
        self.unpacking(move || sandbox::inspect_plan(&plan))
            .await?
            .map(|(_, changes)| changes)
            .map_err(|problem| Error::internal_error(format!("a stored plan: {problem}")))
    }

    /// The plan of a run, decompressed, byte for byte what was sent.
    pub async fn plan_json(&self, caller: &Caller, id: RunId) -> Result<Bytes, Error> {
        let run = self.get_run(caller, id).await?;
        let digest = run
            .plan_digest
            .ok_or_else(|| Error::not_found("plan of run", id))?;
        self.content(digest).await
    }

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
}

/// The longest message, commit, branch or source, in characters.
const MAX_TEXT: usize = 1_000;

fn check_texts(submit: &SubmitRun) -> Result<(), Error> {
    let texts = [
        ("message", &submit.message),
        ("source", &submit.source),
        ("commit", &submit.commit),
        ("branch", &submit.branch),
    ];
    for (name, text) in texts {
        if text
            .as_ref()
            .is_some_and(|text| text.chars().count() > MAX_TEXT)
        {
            return Err(Error::invalid(
                &format!("/{name}"),
                format!("the {name} has at most {MAX_TEXT} characters"),
            ));
        }
    }
    Ok(())
}

/// What is wrong, naming what it is wrong with: a page or a log shows it away from the upload.
fn of_the_plan(problem: &sandbox::PlanProblem) -> String {
    if problem.line.is_some() {
        format!("the plan, {problem}")
    } else if problem.message.starts_with("it ") {
        format!("the plan: {problem}")
    } else {
        problem.to_string()
    }
}

/// `sent`, decompressed when it is gzip, and never more than `limit` bytes.
fn decompressed(sent: Bytes, limit: u64) -> Result<Bytes, Error> {
    if !sent.starts_with(&[0x1f, 0x8b]) {
        if sent.len() as u64 > limit {
            return Err(Error::too_large("plan", limit));
        }
        return Ok(sent);
    }
    let mut plan = Vec::new();
    let read = flate2::read::MultiGzDecoder::new(&sent[..])
        .take(limit + 1)
        .read_to_end(&mut plan);
    if plan.len() as u64 > limit {
        return Err(Error::too_large("plan", limit));
    }
    read.map_err(|error| {
        Error::invalid_as(
            "invalid_plan",
            "",
            format!(
                "the plan begins like gzip and cannot be decompressed ({error}): send it again"
            ),
        )
    })?;
    Ok(plan.into())
}

/// What policies are told about the run.
fn document(caller: &Caller, workspace: &Workspace, run: &Run) -> RunDocument {
    RunDocument {
        id: run.id,
        created_at: run.created_at,
        created_by: caller.user.name.clone(),
        created_by_email: caller.user.email.clone(),
        created_by_userid: caller.user.userid.to_string(),
        message: run.message.clone(),
        source: run.source.clone(),
        commit: run.commit.clone(),
        branch: run.branch.clone(),
        is_destroy: false,
        is_dry: run.is_dry,
        organization: run.organization.clone(),
        project_id: workspace.project_id,
        project: workspace.project.clone(),
        workspace_id: workspace.id,
        workspace: workspace.name.clone(),
        workspace_created_at: workspace.created_at,
        workspace_description: workspace.description.clone(),
        auto_apply: workspace.auto_apply,
        working_directory: workspace.working_directory.clone(),
        tags: workspace.tags.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    fn gzip(bytes: &[u8]) -> Bytes {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap().into()
    }

    #[test]
    fn what_is_wrong_with_a_plan_names_it() {
        for (text, expected) in [
            ("hello", "the plan, line 1, column 1: it is not JSON"),
            ("", "the document is empty"),
            (
                "{\"format_version\": \"9\"}",
                "the plan has the format_version",
            ),
        ] {
            let problem = sandbox::inspect_plan(text.as_bytes()).unwrap_err();
            let said = of_the_plan(&problem);
            assert!(said.starts_with(expected), "{text}: {said}");
        }
    }

    #[test]
    fn gzip_is_recognised_by_its_first_bytes() {
        assert_eq!(decompressed(gzip(b"{}"), 10).unwrap(), "{}");
        assert_eq!(decompressed("{}".into(), 10).unwrap(), "{}");
    }

    #[test]
    fn the_limit_holds_for_what_comes_out_and_is_met_exactly() {
        let bomb = gzip(&vec![b' '; 1 << 20]);
        assert_eq!(decompressed(bomb.clone(), 1 << 20).unwrap().len(), 1 << 20);
        assert_eq!(
            decompressed(bomb, (1 << 20) - 1).unwrap_err().code(),
            "too_large"
        );
        assert_eq!(
            decompressed("xxx".into(), 2).unwrap_err().code(),
            "too_large"
        );
    }

    #[test]
    fn gzip_that_is_cut_off_is_refused() {
        let whole = gzip(b"{\"format_version\":\"1.2\"}");
        let cut = whole.slice(..whole.len() - 9);
        assert_eq!(
            decompressed(cut, 1 << 20).unwrap_err().code(),
            "invalid_plan"
        );
    }
}
