//! Pages of runs.

use domain::{OrganizationId, PageRequest, ProjectId, RunStatus, UserId, WorkspaceId};

use crate::runs::RunFilter;
use crate::testing::{Fixtures, at, on_each_engine};
use crate::{StoreError, runs};

#[tokio::test]
async fn runs_are_paged_newest_first_with_their_checks() {
    on_each_engine(|store| async move {
        let own = Fixtures::stored(&store).await;
        let organization = own.organization.id;
        let mut expected = Vec::new();
        // Two at the same moment: the id decides.
        for seconds in [10, 20, 20, 30, 40] {
            let (run, check) = own.queued(&store, seconds).await;
            expected.push((run.id, check));
        }
        expected.reverse();
        let mut conn = store.read().await.unwrap();
        let mut seen = Vec::new();
        let mut page = PageRequest {
            after: None,
            limit: Some(2),
        };
        loop {
            let list = runs::list(&mut conn, organization, &RunFilter::default(), &page)
                .await
                .unwrap();
            assert!(list.items.len() <= 2);
            for run in &list.items {
                assert_eq!(run.checks.len(), 1);
                assert_eq!(run.checks[0].results, [], "lists carry no results");
                seen.push((run.id, run.checks[0].id));
            }
            page.after = list.next;
            if page.after.is_none() {
                break;
            }
        }
        assert_eq!(seen, expected);
        let page = PageRequest {
            after: Some("not one of ours".to_owned()),
            limit: None,
        };
        let refused = runs::list(&mut conn, organization, &RunFilter::default(), &page).await;
        assert!(matches!(refused, Err(StoreError::Cursor(_))));
    })
    .await;
}

#[tokio::test]
async fn runs_are_filtered_by_workspace_status_and_author() {
    on_each_engine(|store| async move {
        let own = Fixtures::stored(&store).await;
        let organization = own.organization.id;
        let (first, _) = own.queued(&store, 10).await;
        own.queued(&store, 20).await;
        let id = first.id;
        let moved = store
            .write(move |tx| {
                Box::pin(async move {
                    let to = RunStatus::Checked;
                    assert!(runs::set_status(tx, id, RunStatus::Checking, to, at(15)).await?);
                    runs::set_status(tx, id, RunStatus::Checking, to, at(16)).await
                })
            })
            .await;
        assert_eq!(
            moved,
            Ok::<_, StoreError>(false),
            "it is not checking any more"
        );

        let mut conn = store.read().await.unwrap();
        let page = PageRequest::default();
        for (filter, expected) in [
            (RunFilter::default(), 2),
            (
                RunFilter {
                    statuses: vec![RunStatus::Checked],
                    ..RunFilter::default()
                },
                1,
            ),
            (
                RunFilter {
                    statuses: vec![RunStatus::Checked, RunStatus::Checking],
                    workspace: Some(own.workspace.id),
                    projects: Some(vec![own.project.id]),
                    created_by: Some(own.user.id),
                },
                2,
            ),
            (
                RunFilter {
                    statuses: vec![RunStatus::Pending],
                    ..RunFilter::default()
                },
                0,
            ),
            (
                RunFilter {
                    projects: Some(vec![ProjectId::random(own.source())]),
                    ..RunFilter::default()
                },
                0,
            ),
            (
                RunFilter {
                    projects: Some(Vec::new()),
                    ..RunFilter::default()
                },
                0,
            ),
            (
                RunFilter {
                    workspace: Some(WorkspaceId::random(own.source())),
                    ..RunFilter::default()
                },
                0,
            ),
            (
                RunFilter {
                    created_by: Some(UserId::random(own.source())),
                    ..RunFilter::default()
                },
                0,
            ),
        ] {
            let list = runs::list(&mut conn, organization, &filter, &page)
                .await
                .unwrap();
            assert_eq!(list.items.len(), expected, "{filter:?}");
        }
        let foreign = OrganizationId::random(own.source());
        let list = runs::list(&mut conn, foreign, &RunFilter::default(), &page)
            .await
            .unwrap();
        assert_eq!(list.items, []);
    })
    .await;
}
