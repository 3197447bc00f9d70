//! A plan comes in: its run and its check, with everything pinned that the check will evaluate.

use bytes::Bytes;
use domain::{CheckId, Name, Permission, Run, RunDocument, RunId, RunStatus, Stage, Workspace};
use store::Tx;
use store::queue::{NewCheck, QueuedPlan};

use crate::access::Access;
use crate::audit::Deed;
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
