//! Projects.

use domain::{Name, Permission, Project, ProjectId};

use crate::access::Access;
use crate::audit::Deed;
use crate::{Caller, Error, Services, texts};

/// What to write; absent members keep their value.
#[derive(Debug, Clone, Default)]
pub struct PutProject {
    /// What it is for.
    pub description: Option<String>,
    /// Refuse when there is one of this name already: a form that creates must not overwrite.
    pub must_be_new: bool,
}

impl Services {
    /// An organization's projects that the caller can see, by name.
    pub async fn list_projects(
        &self,
        caller: &Caller,
        organization: &Name,
    ) -> Result<Vec<Project>, Error> {
        let mut conn = self.read().await?;
        let access = Access::find(&mut conn, caller, organization).await?;
        let mut projects = store::projects::list(&mut conn, access.organization.id).await?;
        projects.retain(|project| access.allows_in(project.id, Permission::ReadProjects));
        Ok(projects)
    }

    /// Creates or changes a project; `true` when it is new.
    pub async fn put_project(
        &self,
        caller: &Caller,
        organization: &Name,
        name: &str,
        put: PutProject,
    ) -> Result<(Project, bool), Error> {
        let name = name.trim().to_owned();
        let length = name.chars().count();
        if !(1..=90).contains(&length) || name.chars().any(char::is_control) {
            return Err(Error::invalid(
                "/name",
                "a project's name has 1 to 90 characters",
            ));
        }
        let (services, caller, organization) = (self.clone(), caller.clone(), organization.clone());
        self.write(move |tx| {
            Box::pin(async move {
                let access = Access::find(tx, &caller, &organization).await?;
                access.require(Permission::ManageProjects)?;
                let organization = access.organization.id;
                let known = store::projects::find_by_name(tx, organization, &name).await?;
                if known.is_some() && put.must_be_new {
                    return Err(Error::name_taken("project", name));
                }
                let is_new = known.is_none();
                let before = known.unwrap_or_else(|| Project {
                    id: ProjectId::random(services.entropy()),
                    name,
                    description: None,
                    workspace_count: 0,
                    created_at: services.now(),
                });
                let mut project = before.clone();
                if let Some(description) = put.description {
                    project.description = texts::description(description)?;
                }
                if is_new {
                    store::projects::insert(tx, organization, &project).await?;
                } else if project == before {
                    return Ok((project, false));
                } else {
                    store::projects::update(tx, &project).await?;
                }
                let deed = Deed {
                    organization: Some(organization),
                    action: if is_new {
                        "project.create"
                    } else {
                        "project.update"
                    },
                    kind: "project",
                    id: project.id.to_string(),
                    name: project.name.clone(),
                    // All that there is to change.
                    detail: (!is_new).then(|| "description".to_owned()),
                };
                services.record(tx, &caller, deed).await?;
                Ok((project, is_new))
            })
        })
        .await
    }
}
