//! Makes the example organization, through the same use cases that everybody uses.

use std::collections::HashMap;
use std::time::Duration;

use anyhow::{Context, ensure};
use domain::{CheckStatus, Name, RunId, User, VersionSource, VersionStatus};
use service::{
    Bootstrap, Caller, InviteMember, OverrideRequest, PutOrganization, PutPolicySet, PutProject,
    PutWorkspace, RequestInfo, Services, SubmitRun, Via,
};

use super::content::{self, ExampleRun, RUNS, SETS, Sequel};
use super::people::{ADMIN, PASSWORD, PEOPLE, Person};
use crate::serve::explain;

/// How long one example check may take.
const PATIENCE: Duration = Duration::from_mins(1);

/// Makes the example organization; does nothing when somebody exists already.
pub(super) async fn seed(services: &Services) -> anyhow::Result<()> {
    if !services.needs_setup().await.map_err(explain)? {
        return Ok(());
    }
    let organization: Name = "acme".parse()?;
    let admin = first_account(services).await?;
    services
        .put_organization(
            &admin,
            &organization,
            PutOrganization {
                email: Some("platform@acme.example".to_owned()),
                ..PutOrganization::default()
            },
        )
        .await
        .map_err(explain)?;
    let mut people = HashMap::new();
    for person in PEOPLE.iter().filter(|person| person.role.is_some()) {
        people.insert(
            person.email,
            invite(services, &admin, &organization, person).await?,
        );
    }
    people.insert(ADMIN.email, admin.clone());
    let who = |email: &str| people.get(email).context("nobody of that e-mail");
    policy_sets(services, who("dana@acme.example")?, &organization).await?;
    workspaces(services, &admin, &organization).await?;
    for run in &RUNS {
        let (bot, approver) = (who("ci-bot@acme.example")?, who("alice@acme.example")?);
        let id = submit(services, bot, &organization, run).await?;
        sequel(services, approver, bot, id, run).await?;
    }
    Ok(())
}

/// Someone whom this process acts as, on the server's own behalf.
fn acting_as(user: User) -> Caller {
    Caller {
        user,
        via: Via::System,
        request: RequestInfo::system(),
    }
}

async fn first_account(services: &Services) -> anyhow::Result<Caller> {
    services
        .bootstrap(Bootstrap {
            user: ADMIN.email.to_owned(),
            password: Some(PASSWORD.to_owned()),
            token: None,
        })
        .await
        .map_err(explain)?;
    let session = services
        .sign_in(ADMIN.email, PASSWORD, RequestInfo::system())
        .await
        .map_err(explain)?;
    Ok(acting_as(session.user))
}

async fn invite(
    services: &Services,
    admin: &Caller,
    organization: &Name,
    person: &Person,
) -> anyhow::Result<Caller> {
    let role = person
        .role
        .context("the first account needs no invitation")?;
    let invite = InviteMember {
        email: person.email.to_owned(),
        name: person.name.to_owned(),
        role: role.name().to_owned(),
        project: None,
        vouched: false,
    };
    let invitation = services
        .invite_member(admin, organization, invite)
        .await
        .map_err(explain)?;
    let secret = invitation
        .link_secret
        .context("an invitation without a link")?;
    let session = services
        .accept_invitation(&secret, person.name, PASSWORD, RequestInfo::system())
        .await
        .map_err(explain)?;
    Ok(acting_as(session.user))
}

async fn policy_sets(
    services: &Services,
    author: &Caller,
    organization: &Name,
) -> anyhow::Result<()> {
    for set in SETS {
        let name: Name = set.name.parse()?;
        let put = PutPolicySet {
            description: Some(set.description.to_owned()),
            overridable: Some(set.overridable),
            global: Some(true),
            ..PutPolicySet::default()
        };
        services
            .put_policy_set(author, organization, &name, put)
            .await
            .map_err(explain)?;
        let bundle = content::bundle(set.name)?;
        let version = services
            .upload_version(author, organization, &name, VersionSource::Ui, bundle)
            .await
            .map_err(explain)?;
        let problems: Vec<String> = version.problems.iter().map(ToString::to_string).collect();
        ensure!(
            version.status == VersionStatus::Ready,
            "the example policy set {name} is not good: {}",
            problems.join("; ")
        );
    }
    Ok(())
}

async fn workspaces(
    services: &Services,
    admin: &Caller,
    organization: &Name,
) -> anyhow::Result<()> {
    for run in &RUNS {
        services
            .put_project(admin, organization, run.project, PutProject::default())
            .await
            .map_err(explain)?;
        let put = PutWorkspace {
            project: Some(run.project.to_owned()),
            tags: Some(vec![run.project.to_lowercase()]),
            ..PutWorkspace::default()
        };
        services
            .put_workspace(admin, organization, &run.workspace.parse()?, put)
            .await
            .map_err(explain)?;
    }
    Ok(())
}

async fn submit(
    services: &Services,
    bot: &Caller,
    organization: &Name,
    run: &ExampleRun,
) -> anyhow::Result<RunId> {
    let submit = SubmitRun {
        plan: content::plan(run.plan)?,
        message: Some(run.message.to_owned()),
        source: Some("api".to_owned()),
        commit: Some(run.commit.to_owned()),
        branch: Some("main".to_owned()),
        dry: false,
        create: false,
    };
    let made = services
        .submit_run(bot, organization, &run.workspace.parse()?, submit)
        .await
        .map_err(explain)?;
    let settled = services
        .wait_run(bot, made.id, PATIENCE)
        .await
        .map_err(explain)?;
    ensure!(
        settled.status.is_settled(),
        "the example run of {} has no answer",
        run.workspace
    );
    Ok(settled.id)
}

async fn sequel(
    services: &Services,
    approver: &Caller,
    bot: &Caller,
    id: RunId,
    run: &ExampleRun,
) -> anyhow::Result<()> {
    match run.sequel {
        Sequel::Nothing => {}
        Sequel::Confirmed => {
            services.confirm_run(bot, id, None).await.map_err(explain)?;
        }
        Sequel::Overridden(reason) => {
            let settled = services.get_run(bot, id).await.map_err(explain)?;
            let waiting = settled
                .checks
                .iter()
                .find(|check| check.status == CheckStatus::SoftFailed);
            let check = waiting.with_context(|| {
                format!("the example run of {} waits for nobody", run.workspace)
            })?;
            let request = OverrideRequest {
                reason: Some(reason.to_owned()),
                policies: None,
            };
            services
                .override_check(approver, check.id, request)
                .await
                .map_err(explain)?;
        }
    }
    Ok(())
}
