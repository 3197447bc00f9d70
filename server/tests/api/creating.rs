//! What creates must not overwrite, and what changes must not create: decided where it is written.

use domain::BuiltinRole;
use serde_json::json;
use service::{Kind, PutOrganization, PutProject, PutWorkspace};

use crate::gate::Gate;

#[tokio::test]
async fn of_two_who_create_the_same_at_once_one_is_told_that_the_name_is_taken() {
    let gate = Gate::start().await;
    let (services, admin) = (gate.services(), gate.admin_caller().await);
    let (acme, beta, net) = (
        "acme".parse().unwrap(),
        "beta".parse().unwrap(),
        "net".parse().unwrap(),
    );
    let organization = || PutOrganization {
        must_be_new: true,
        ..PutOrganization::default()
    };
    let project = || PutProject {
        must_be_new: true,
        ..PutProject::default()
    };
    let workspace = || PutWorkspace {
        must_be_new: true,
        ..PutWorkspace::default()
    };
    let pairs = [
        tokio::join!(
            async {
                services
                    .put_organization(&admin, &beta, organization())
                    .await
                    .err()
            },
            async {
                services
                    .put_organization(&admin, &beta, organization())
                    .await
                    .err()
            },
        ),
        tokio::join!(
            async {
                services
                    .put_project(&admin, &acme, "lake", project())
                    .await
                    .err()
            },
            async {
                services
                    .put_project(&admin, &acme, "lake", project())
                    .await
                    .err()
            },
        ),
        tokio::join!(
            async {
                services
                    .put_workspace(&admin, &acme, &net, workspace())
                    .await
                    .err()
            },
            async {
                services
                    .put_workspace(&admin, &acme, &net, workspace())
                    .await
                    .err()
            },
        ),
    ];
    for (one, other) in pairs {
        let refused: Vec<_> = [one, other].into_iter().flatten().collect();
        assert_eq!(refused.len(), 1, "{refused:?}");
        assert_eq!(refused[0].code(), "name_taken");
        assert!(refused[0].message().contains("choose another name"));
    }
}

#[tokio::test]
async fn who_may_not_create_organizations_does_not_learn_that_one_exists() {
    let gate = Gate::start().await;
    gate.put("/organizations/secret", json!({})).await.ok(201);
    let rita = gate.member("acme", "rita", BuiltinRole::Owner).await;
    let create = |name: &str| {
        let put = PutOrganization {
            must_be_new: true,
            ..PutOrganization::default()
        };
        let name = name.parse().unwrap();
        let (services, rita) = (gate.services().clone(), rita.clone());
        async move {
            services
                .put_organization(&rita, &name, put)
                .await
                .unwrap_err()
        }
    };
    let (taken, free) = (create("secret").await, create("free").await);
    assert_eq!(taken.kind(), Kind::Forbidden);
    assert_eq!(taken.message(), free.message());
}

#[tokio::test]
async fn a_form_that_changes_a_workspace_does_not_bring_a_deleted_one_back() {
    let gate = Gate::start().await;
    let (services, admin) = (gate.services(), gate.admin_caller().await);
    let (acme, net) = ("acme".parse().unwrap(), "net".parse().unwrap());
    let put = PutWorkspace {
        description: Some("x".to_owned()),
        must_exist: true,
        ..PutWorkspace::default()
    };
    let error = services
        .put_workspace(&admin, &acme, &net, put.clone())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), Kind::NotFound);
    gate.put("/organizations/acme/workspaces/net", json!({}))
        .await
        .ok(201);
    let (changed, created) = services
        .put_workspace(&admin, &acme, &net, put)
        .await
        .unwrap();
    assert_eq!(
        (changed.description.as_deref(), created),
        (Some("x"), false)
    );
}
