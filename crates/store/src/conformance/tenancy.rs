//! Organizations, projects, workspaces and settings.

use domain::{PageRequest, Workspace, WorkspaceId};

use crate::testing::{Fixtures, at, on_each_engine};
use crate::workspaces::WorkspaceFilter;
use crate::{StoreError, organizations, projects, settings, workspaces};

#[tokio::test]
async fn organizations_are_found_changed_and_listed() {
    on_each_engine(|store| async move {
        let own = Fixtures::stored(&store).await;
        let mut conn = store.read().await.unwrap();
        let found = organizations::find(&mut conn, own.organization.id)
            .await
            .unwrap();
        assert_eq!(found.as_ref(), Some(&own.organization));
        let found = organizations::find_by_name(&mut conn, &"acme".parse().unwrap()).await;
        assert_eq!(found.unwrap().as_ref(), Some(&own.organization));
        let absent = organizations::find_by_name(&mut conn, &"Acme".parse().unwrap()).await;
        assert_eq!(absent.unwrap(), None, "names are compared exactly");
        let mine = organizations::list_for_user(&mut conn, own.user.id)
            .await
            .unwrap();
        assert_eq!(mine, std::slice::from_ref(&own.organization));
        drop(conn);

        let mut changed = own.organization.clone();
        changed.email = Some("ops@example.com".to_owned());
        changed.settings.four_eyes = true;
        let expected = changed.clone();
        let kept = store
            .write(|tx| Box::pin(async move { organizations::update(tx, &changed).await }))
            .await;
        assert!(kept.unwrap());
        let mut conn = store.read().await.unwrap();
        let page = organizations::list(&mut conn, &PageRequest::default())
            .await
            .unwrap();
        assert_eq!((page.items, page.next), (vec![expected], None));
    })
    .await;
}

#[tokio::test]
async fn a_second_organization_with_the_same_name_is_refused_by_name() {
    on_each_engine(|store| async move {
        let own = Fixtures::stored(&store).await;
        let mut twin = own.organization.clone();
        twin.id = domain::OrganizationId::random(own.source());
        let error = store
            .write(|tx| Box::pin(async move { organizations::insert(tx, &twin).await }))
            .await
            .unwrap_err();
        assert!(error.is_constraint("organizations_name_key"), "{error}");
    })
    .await;
}

#[tokio::test]
async fn projects_count_their_workspaces_and_stay_while_they_have_any() {
    on_each_engine(|store| async move {
        let own = Fixtures::stored(&store).await;
        let mut conn = store.read().await.unwrap();
        let list = projects::list(&mut conn, own.organization.id)
            .await
            .unwrap();
        assert_eq!(list.len(), 1);
        assert_eq!(list[0].workspace_count, 1);
        let location = projects::locate(&mut conn, own.project.id)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(location.organization_id, own.organization.id);
        assert_eq!(location.project_id, Some(own.project.id));
        drop(conn);

        let (project, workspace) = (own.project.id, own.workspace.id);
        let error = store
            .write(move |tx| Box::pin(async move { projects::delete(tx, project).await }))
            .await
            .unwrap_err();
        assert!(error.is_constraint("foreign_key"), "{error}");
        store
            .write(move |tx| {
                Box::pin(async move {
                    assert!(workspaces::delete(tx, workspace).await?);
                    assert!(!workspaces::delete(tx, workspace).await?, "it is gone");
                    assert!(projects::delete(tx, project).await?);
                    Ok::<_, StoreError>(())
                })
            })
            .await
            .unwrap();
    })
    .await;
}

#[tokio::test]
async fn workspaces_are_listed_by_name_with_their_newest_run() {
    on_each_engine(|store| async move {
        let own = Fixtures::stored(&store).await;
        let names = ["beta", "Alpha_1", "gamma", "alphax1"];
        let more: Vec<Workspace> = names
            .iter()
            .map(|name| Workspace {
                id: WorkspaceId::random(own.source()),
                name: name.parse().unwrap(),
                tags: Vec::new(),
                ..own.workspace.clone()
            })
            .collect();
        let organization = own.organization.id;
        store
            .write(move |tx| {
                Box::pin(async move {
                    for workspace in &more {
                        workspaces::insert(tx, organization, workspace).await?;
                    }
                    Ok::<_, StoreError>(())
                })
            })
            .await
            .unwrap();
        own.queued(&store, 20).await;
        let (newest, _) = own.queued(&store, 30).await;

        let mut conn = store.read().await.unwrap();
        let mut seen = Vec::new();
        let mut page = PageRequest {
            after: None,
            limit: Some(2),
        };
        loop {
            let list =
                workspaces::list(&mut conn, organization, &WorkspaceFilter::default(), &page)
                    .await
                    .unwrap();
            seen.extend(list.items);
            page.after = list.next;
            if page.after.is_none() {
                break;
            }
        }
        let order: Vec<&str> = seen
            .iter()
            .map(|item| item.workspace.name.as_str())
            .collect();
        assert_eq!(order, ["Alpha_1", "alphax1", "beta", "gamma", "network"]);
        assert_eq!(seen[4].workspace, own.workspace);
        assert_eq!(seen[4].latest_run.as_ref().unwrap().id, newest.id);
        assert_eq!(seen[0].latest_run, None);

        let filter = WorkspaceFilter {
            projects: Some(vec![own.project.id]),
            search: Some("ALPHA_".to_owned()),
        };
        let found = workspaces::list(&mut conn, organization, &filter, &PageRequest::default())
            .await
            .unwrap();
        assert_eq!(
            found.items.len(),
            1,
            "`_` is a letter and case is not looked at"
        );
        let foreign = domain::ProjectId::random(own.source());
        for (projects, expected) in [
            (vec![foreign, own.project.id], 5),
            (vec![foreign], 0),
            (vec![], 0),
        ] {
            let filter = WorkspaceFilter {
                projects: Some(projects),
                search: None,
            };
            let found = workspaces::list(&mut conn, organization, &filter, &PageRequest::default())
                .await
                .unwrap();
            assert_eq!(found.items.len(), expected, "{filter:?}");
        }
        let all = workspaces::all(&mut conn, organization).await.unwrap();
        assert_eq!(all.len(), 5);
    })
    .await;
}

#[tokio::test]
async fn a_workspace_is_found_by_name_in_its_own_organization_only() {
    on_each_engine(|store| async move {
        let own = Fixtures::stored(&store).await;
        let mut conn = store.read().await.unwrap();
        let name = "network".parse().unwrap();
        let found = workspaces::find_by_name(&mut conn, own.organization.id, &name).await;
        assert_eq!(found.unwrap().as_ref(), Some(&own.workspace));
        let foreign = domain::OrganizationId::random(own.source());
        let found = workspaces::find_by_name(&mut conn, foreign, &name).await;
        assert_eq!(found.unwrap(), None);
        let location = workspaces::locate(&mut conn, own.workspace.id)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(location.project_id, Some(own.project.id));
        drop(conn);

        let mut changed = own.workspace.clone();
        changed.auto_apply = true;
        changed.working_directory = Some("live/eu".to_owned());
        changed.tags = vec!["a".to_owned(), "b\"c".to_owned()];
        changed.updated_at = at(99);
        let expected = changed.clone();
        assert!(
            store
                .write(|tx| Box::pin(async move { workspaces::update(tx, &changed).await }))
                .await
                .unwrap()
        );
        let mut conn = store.read().await.unwrap();
        let found = workspaces::find(&mut conn, own.workspace.id).await.unwrap();
        assert_eq!(found, Some(expected));
    })
    .await;
}

#[tokio::test]
async fn settings_are_set_replaced_and_removed() {
    on_each_engine(|store| async move {
        store
            .write(|tx| {
                Box::pin(async move {
                    assert_eq!(settings::find(tx, "setup").await?, None);
                    settings::set(tx, "setup", "one", at(0)).await?;
                    settings::set(tx, "setup", "two", at(1)).await?;
                    assert_eq!(settings::find(tx, "setup").await?.as_deref(), Some("two"));
                    assert!(settings::delete(tx, "setup").await?);
                    assert!(!settings::delete(tx, "setup").await?);
                    Ok::<_, StoreError>(())
                })
            })
            .await
            .unwrap();
    })
    .await;
}
