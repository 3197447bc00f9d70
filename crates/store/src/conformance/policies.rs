//! Policy sets, versions and policies that are managed one by one.

use domain::{
    Dialect, ManagedPolicy, OrganizationId, PageRequest, PolicySource, Problem, RegoFiles, Scope,
    TestReport, TestSummary, VersionStatus, WrittenLevel,
};

use crate::testing::{Fixtures, at, digest, on_each_engine};
use crate::{StoreError, dashboard, policies, policy_sets, versions};

fn everywhere() -> Scope {
    Scope {
        global: true,
        ..Scope::default()
    }
}

#[tokio::test]
async fn a_set_keeps_its_scope_and_switches() {
    on_each_engine(|store| async move {
        let own = Fixtures::stored(&store).await;
        let organization = own.organization.id;
        let scope = Scope {
            global: false,
            workspaces: [own.workspace.id].into(),
            projects: [own.project.id].into(),
            excluded_workspaces: [own.workspace.id].into(),
            excluded_projects: [own.project.id].into(),
        };
        let set = own.policy_set("network", scope);
        let other = own.policy_set("Cost", everywhere());
        let (one, two) = (set.clone(), other.clone());
        store
            .write(move |tx| {
                Box::pin(async move {
                    policy_sets::insert(tx, organization, &one).await?;
                    policy_sets::insert(tx, organization, &two).await
                })
            })
            .await
            .unwrap();
        let mut conn = store.read().await.unwrap();
        let found = policy_sets::find(&mut conn, set.id).await.unwrap();
        assert_eq!(found.as_ref(), Some(&set));
        let all = policy_sets::all(&mut conn, organization).await.unwrap();
        assert_eq!(all, [other.clone(), set.clone()], "by name, with scopes");
        let page = PageRequest {
            after: None,
            limit: Some(1),
        };
        let first = policy_sets::list(&mut conn, organization, None, &page)
            .await
            .unwrap();
        assert_eq!(first.items, [other]);
        let page = PageRequest {
            after: first.next,
            limit: Some(1),
        };
        let second = policy_sets::list(&mut conn, organization, None, &page)
            .await
            .unwrap();
        assert_eq!((second.items, second.next), (vec![set.clone()], None));
        let found = policy_sets::list(&mut conn, organization, Some("OS"), &PageRequest::default())
            .await
            .unwrap();
        assert_eq!(found.items.len(), 1);
        let location = policy_sets::locate(&mut conn, set.id)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            (location.organization_id, location.project_id),
            (organization, None)
        );
        drop(conn);

        let mut changed = set.clone();
        changed.name = "net".parse().unwrap();
        changed.scope = everywhere();
        changed.strict = true;
        changed.require_tests = true;
        changed.dialect = Some(Dialect::V0);
        changed.updated_at = at(40);
        let expected = changed.clone();
        store
            .write(move |tx| {
                Box::pin(async move {
                    assert!(policy_sets::update(tx, &changed).await?);
                    let name = "net".parse().unwrap();
                    let found = policy_sets::find_by_name(tx, organization, &name).await?;
                    assert_eq!(found, Some(expected));
                    assert!(policy_sets::delete(tx, changed.id).await?);
                    assert!(!policy_sets::update(tx, &changed).await?);
                    assert_eq!(policy_sets::find(tx, changed.id).await?, None);
                    Ok::<_, StoreError>(())
                })
            })
            .await
            .unwrap();
    })
    .await;
}

#[tokio::test]
async fn the_newest_ready_version_is_in_force_and_an_errored_one_changes_nothing() {
    on_each_engine(|store| async move {
        let own = Fixtures::stored(&store).await;
        let organization = own.organization.id;
        let set = own.policy_set("network", everywhere());
        let empty = own.policy_set("empty", everywhere());
        let mut first = own.version(1, VersionStatus::Ready);
        first.dialect = Some(Dialect::V1);
        let mut bad = own.version(2, VersionStatus::Errored);
        bad.problems = vec![Problem::in_file("a.rego", "does not parse").at(3, 4)];
        bad.policies.clear();
        let pending = own.version(3, VersionStatus::Pending);
        let settled = domain::PolicySetVersion {
            id: pending.id,
            dialect: Some(Dialect::V0),
            rego_files: Some(RegoFiles { v0: 3, v1: 0 }),
            tests: Some(TestSummary {
                passed: 2,
                covered_lines: 7,
                ..TestSummary::default()
            }),
            ..own.version(3, VersionStatus::Ready)
        };
        let user = own.user.id;
        store
            .write(move |tx| {
                Box::pin(async move {
                    policy_sets::insert(tx, organization, &set).await?;
                    for version in [&first, &bad, &pending] {
                        let number = versions::next_number(tx, set.id).await?;
                        assert_eq!(number, Some(version.number));
                        versions::insert(tx, set.id, version, Some(user)).await?;
                    }
                    let found = policy_sets::find(tx, set.id).await?.unwrap();
                    assert_eq!(found.current_version, Some(1));
                    assert_eq!(found.current_version_id, Some(first.id));
                    assert_eq!(found.newest_version, Some(3));
                    assert_eq!(found.policy_count, 2);
                    assert_eq!(found.source, Some(PolicySource::Versions));
                    assert_eq!(versions::find(tx, first.id).await?, Some(first.clone()));
                    assert_eq!(
                        versions::find_by_number(tx, set.id, 2).await?,
                        Some(bad.clone())
                    );

                    policy_sets::insert(tx, organization, &empty).await?;
                    let numbers = dashboard::find(tx, organization, None, at(0)).await?;
                    let counted = (numbers.policies_enforced, numbers.policy_sets);
                    assert_eq!(counted, (2, 1), "a set without policies is not counted");

                    let in_force = policy_sets::in_force(tx, organization, &[set.id]).await?;
                    assert_eq!(in_force.len(), 1);
                    let version = in_force[0].version.as_ref().unwrap();
                    assert_eq!((version.id, version.digest), (first.id, digest(1)));
                    assert_eq!(version.dialect, Some(Dialect::V1));
                    let names: Vec<_> = in_force[0]
                        .policies
                        .iter()
                        .map(|entry| entry.policy.name.clone())
                        .collect();
                    assert_eq!(names, ["public-ip", "open-port"], "in the manifest's order");

                    assert!(versions::settle(tx, set.id, &settled).await?);
                    assert!(!versions::settle(tx, set.id, &settled).await?, "only once");
                    assert_eq!(versions::find(tx, settled.id).await?, Some(settled.clone()));
                    let found = versions::find_by_digest(tx, set.id, &digest(1))
                        .await?
                        .unwrap();
                    assert!(found.number == 1 && !found.is_current);
                    assert_eq!(versions::find_set(tx, first.id).await?, Some(set.id));

                    let page = PageRequest {
                        after: None,
                        limit: Some(2),
                    };
                    let newest = versions::list(tx, set.id, &page).await?;
                    assert_eq!(newest.items, [settled, bad]);
                    let page = PageRequest {
                        after: newest.next,
                        limit: Some(2),
                    };
                    let rest = versions::list(tx, set.id, &page).await?;
                    assert_eq!(rest.items.len(), 1);
                    assert_eq!(rest.items[0].policies, first.policies);
                    Ok::<_, StoreError>(())
                })
            })
            .await
            .unwrap();
    })
    .await;
}

#[tokio::test]
async fn an_older_version_that_becomes_ready_late_does_not_replace_a_newer_one() {
    on_each_engine(|store| async move {
        let own = Fixtures::stored(&store).await;
        let organization = own.organization.id;
        let set = own.policy_set("network", everywhere());
        let slow = own.version(1, VersionStatus::Pending);
        let quick = own.version(2, VersionStatus::Ready);
        let late = domain::PolicySetVersion {
            id: slow.id,
            ..own.version(1, VersionStatus::Ready)
        };
        store
            .write(move |tx| {
                Box::pin(async move {
                    policy_sets::insert(tx, organization, &set).await?;
                    versions::next_number(tx, set.id).await?;
                    versions::insert(tx, set.id, &slow, None).await?;
                    versions::next_number(tx, set.id).await?;
                    versions::insert(tx, set.id, &quick, None).await?;
                    assert!(versions::settle(tx, set.id, &late).await?);
                    let found = policy_sets::find(tx, set.id).await?.unwrap();
                    assert_eq!(found.current_version, Some(2));
                    Ok::<_, StoreError>(())
                })
            })
            .await
            .unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_ready_version_without_a_bundle_is_refused() {
    on_each_engine(|store| async move {
        let own = Fixtures::stored(&store).await;
        let organization = own.organization.id;
        let set = own.policy_set("network", everywhere());
        let mut hollow = own.version(1, VersionStatus::Ready);
        hollow.digest = None;
        let error = store
            .write(move |tx| {
                Box::pin(async move {
                    policy_sets::insert(tx, organization, &set).await?;
                    versions::insert(tx, set.id, &hollow, None).await
                })
            })
            .await
            .unwrap_err();
        assert!(
            error.is_constraint("policy_set_versions_ready_check"),
            "{error}"
        );
    })
    .await;
}

#[tokio::test]
async fn policies_managed_one_by_one_are_in_force_in_their_sets() {
    on_each_engine(|store| async move {
        let own = Fixtures::stored(&store).await;
        let organization = own.organization.id;
        let set = own.policy_set("singles", everywhere());
        let make = |name: &str, digest| ManagedPolicy {
            policy: own.policy(name),
            digest,
            policy_sets: Vec::new(),
            created_at: at(5),
            updated_at: at(5),
        };
        let tagged = make("tagged", Some(digest(9)));
        let bare = make("bare", None);
        store
            .write(move |tx| {
                Box::pin(async move {
                    policy_sets::insert(tx, organization, &set).await?;
                    for managed in [&tagged, &bare] {
                        policies::insert(tx, organization, managed).await?;
                        policies::attach(tx, set.id, managed.policy.id).await?;
                        policies::attach(tx, set.id, managed.policy.id).await?;
                    }
                    let found = policy_sets::find(tx, set.id).await?.unwrap();
                    assert_eq!(found.source, Some(PolicySource::Policies));
                    assert_eq!(found.policy_count, 2);
                    let in_force = policy_sets::in_force(tx, organization, &[set.id]).await?;
                    assert_eq!(in_force[0].version, None);
                    let digests: Vec<_> = in_force[0].policies.iter().map(|p| p.digest).collect();
                    assert_eq!(digests, [None, Some(digest(9))], "by name");

                    let mut changed = tagged.clone();
                    changed.policy.level = WrittenLevel::Advisory;
                    changed.updated_at = at(6);
                    assert!(policies::update(tx, &changed).await?);
                    changed.policy_sets = vec![set.name.clone()];
                    let bare = ManagedPolicy {
                        policy_sets: vec![set.name.clone()],
                        ..bare
                    };
                    let found = policies::find_by_name(tx, organization, "tagged").await?;
                    assert_eq!(found, Some(changed.clone()));
                    let page = policies::list(tx, organization, &PageRequest::default()).await?;
                    assert_eq!(page.items, [bare.clone(), changed.clone()]);
                    let location = policies::locate(tx, changed.policy.id).await?.unwrap();
                    assert_eq!(location.organization_id, organization);

                    assert!(policies::detach(tx, set.id, bare.policy.id).await?);
                    assert!(!policies::detach(tx, set.id, bare.policy.id).await?);
                    assert!(policies::delete(tx, changed.policy.id).await?);
                    assert_eq!(policies::find(tx, changed.policy.id).await?, None);
                    assert_eq!(
                        policy_sets::in_force(tx, organization, &[set.id]).await?,
                        []
                    );
                    Ok::<_, StoreError>(())
                })
            })
            .await
            .unwrap();
    })
    .await;
}

#[tokio::test]
async fn only_the_sets_asked_for_and_of_this_organization_are_in_force() {
    on_each_engine(|store| async move {
        let own = Fixtures::stored(&store).await;
        let organization = own.organization.id;
        let foreign = OrganizationId::random(own.source());
        let wanted = own.policy_set("wanted", everywhere());
        let other = own.policy_set("other", everywhere());
        let made = [
            (wanted.clone(), own.version(1, VersionStatus::Ready)),
            (other, own.version(1, VersionStatus::Ready)),
        ];
        store
            .write(move |tx| {
                Box::pin(async move {
                    for (set, version) in &made {
                        policy_sets::insert(tx, organization, set).await?;
                        versions::next_number(tx, set.id).await?;
                        versions::insert(tx, set.id, version, None).await?;
                    }
                    let found = policy_sets::in_force(tx, organization, &[wanted.id]).await?;
                    assert_eq!(found.len(), 1);
                    assert_eq!(found[0].policy_set_id, wanted.id);
                    assert_eq!(policy_sets::in_force(tx, organization, &[]).await?, []);
                    assert_eq!(policy_sets::in_force(tx, foreign, &[wanted.id]).await?, []);
                    Ok::<_, StoreError>(())
                })
            })
            .await
            .unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_version_that_is_held_back_leaves_the_one_in_force_and_keeps_its_tests() {
    on_each_engine(|store| async move {
        let own = Fixtures::stored(&store).await;
        let organization = own.organization.id;
        let set = own.policy_set("network", everywhere());
        let good = own.version(1, VersionStatus::Ready);
        let held = domain::PolicySetVersion {
            tests: Some(TestSummary {
                failed: 1,
                ..TestSummary::default()
            }),
            held: Some("its only test did not pass".to_owned()),
            is_current: false,
            ..own.version(2, VersionStatus::Ready)
        };
        let report = TestReport {
            problems: vec![Problem::bundle("a\u{0}b").warning()],
            ..TestReport::default()
        };
        store
            .write(move |tx| {
                Box::pin(async move {
                    policy_sets::insert(tx, organization, &set).await?;
                    for version in [&good, &held] {
                        versions::next_number(tx, set.id).await?;
                        versions::insert(tx, set.id, version, None).await?;
                    }
                    let found = policy_sets::find(tx, set.id).await?.unwrap();
                    assert_eq!(found.current_version, Some(1));
                    assert_eq!(versions::find(tx, held.id).await?, Some(held.clone()));
                    assert_eq!(versions::read_tests(tx, held.id).await?, None);
                    assert!(versions::write_tests(tx, held.id, &report).await?);
                    assert_eq!(
                        versions::read_tests(tx, held.id).await?,
                        Some(report.clone())
                    );
                    Ok::<_, StoreError>(())
                })
            })
            .await
            .unwrap();
    })
    .await;
}
