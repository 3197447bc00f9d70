//! Users, roles, memberships, sessions and tokens.

use domain::{
    BuiltinRole, Membership, MembershipId, MembershipScope, PageRequest, Permission, Role, RoleId,
    SessionId, Token, User, UserId, UserKind,
};

use crate::sessions::Session;
use crate::testing::{Fixtures, at, digest, on_each_engine};
use crate::{StoreError, invitations, memberships, projects, roles, sessions, tokens, users};

#[tokio::test]
async fn users_sign_in_with_userid_or_email_and_the_userid_wins() {
    on_each_engine(|store| async move {
        let own = Fixtures::stored(&store).await;
        // Somebody whose userid is what Alice's e-mail is in lower case cannot be, so the other way:
        // Bob's e-mail is Alice's userid.
        let bob = User {
            id: UserId::random(own.source()),
            userid: "bob".parse().unwrap(),
            name: "Bob".to_owned(),
            email: Some("ALICE@example.com".to_owned()),
            kind: UserKind::Service,
            is_site_admin: true,
            created_at: at(0),
        };
        let stored = bob.clone();
        store
            .write(|tx| Box::pin(async move { users::insert(tx, &stored, None).await }))
            .await
            .unwrap();
        let mut conn = store.read().await.unwrap();
        let found = users::find_credentials(&mut conn, "alice@example.com")
            .await
            .unwrap()
            .unwrap();
        assert_eq!(found.user, own.user);
        assert_eq!(found.password_hash.as_deref(), Some("$argon2id$"));
        let found = users::find_credentials(&mut conn, "bob")
            .await
            .unwrap()
            .unwrap();
        assert_eq!((found.user, found.password_hash), (bob.clone(), None));
        assert!(
            users::find_credentials(&mut conn, "carol")
                .await
                .unwrap()
                .is_none()
        );
        assert_eq!(users::count(&mut conn).await.unwrap(), 2);
        let page = users::list(&mut conn, &PageRequest::default())
            .await
            .unwrap();
        assert_eq!(page.items, [own.user.clone(), bob.clone()]);
        drop(conn);

        let mut changed = bob.clone();
        changed.email = None;
        changed.is_site_admin = false;
        let expected = changed.clone();
        store
            .write(|tx| {
                Box::pin(async move {
                    assert!(users::update(tx, &changed).await?);
                    assert!(users::set_password_hash(tx, changed.id, Some("new")).await?);
                    assert_eq!(
                        users::find_password_hash(tx, changed.id).await?.as_deref(),
                        Some("new")
                    );
                    assert_eq!(users::find(tx, changed.id).await?, Some(changed));
                    Ok::<_, StoreError>(())
                })
            })
            .await
            .unwrap();
        let mut conn = store.read().await.unwrap();
        let found = users::find_by_userid(&mut conn, "bob").await.unwrap();
        assert_eq!(found, Some(expected));
    })
    .await;
}

#[tokio::test]
async fn a_userid_belongs_to_one_user() {
    on_each_engine(|store| async move {
        let own = Fixtures::stored(&store).await;
        let mut twin = own.user.clone();
        twin.id = UserId::random(own.source());
        let error = store
            .write(|tx| Box::pin(async move { users::insert(tx, &twin, None).await }))
            .await
            .unwrap_err();
        assert!(error.is_constraint("users_userid_key"), "{error}");
    })
    .await;
}

#[tokio::test]
async fn built_in_roles_stay_as_they_are() {
    on_each_engine(|store| async move {
        let own = Fixtures::stored(&store).await;
        let organization = own.organization.id;
        let custom = Role {
            id: RoleId::random(own.source()),
            name: "auditor".to_owned(),
            is_builtin: false,
            permissions: domain::PermissionSet::only([Permission::ReadAudit]),
        };
        let builtin = own.role.clone();
        store
            .write(move |tx| {
                Box::pin(async move {
                    roles::insert(tx, organization, &custom).await?;
                    let mut renamed = builtin.clone();
                    renamed.name = "boss".to_owned();
                    assert!(!roles::update(tx, &renamed).await?);
                    assert!(!roles::delete(tx, builtin.id).await?);
                    let list = roles::list(tx, organization).await?;
                    assert_eq!(list, [builtin, custom.clone()], "built-in ones first");
                    let mut wider = custom.clone();
                    wider.permissions = BuiltinRole::Approver.permissions();
                    assert!(roles::update(tx, &wider).await?);
                    let found = roles::find_by_name(tx, organization, "auditor").await?;
                    assert_eq!(found, Some(wider));
                    assert!(roles::delete(tx, custom.id).await?);
                    assert_eq!(roles::find(tx, organization, custom.id).await?, None);
                    Ok::<_, StoreError>(())
                })
            })
            .await
            .unwrap();
    })
    .await;
}

#[tokio::test]
async fn memberships_grant_what_their_roles_allow_where_they_hold() {
    on_each_engine(|store| async move {
        let own = Fixtures::stored(&store).await;
        let organization = own.organization.id;
        let reader = Role {
            id: RoleId::random(own.source()),
            name: "reader".to_owned(),
            is_builtin: true,
            permissions: BuiltinRole::Reader.permissions(),
        };
        let local = Membership {
            id: MembershipId::random(own.source()),
            scope: MembershipScope::Project(own.project.id),
            project: Some(own.project.name.clone()),
            role_id: reader.id,
            role: reader.name.clone(),
            created_at: at(5),
            ..own.membership.clone()
        };
        let (role, stored) = (reader.clone(), local.clone());
        store
            .write(move |tx| {
                Box::pin(async move {
                    roles::insert(tx, organization, &role).await?;
                    memberships::insert(tx, organization, &stored).await
                })
            })
            .await
            .unwrap();
        let mut conn = store.read().await.unwrap();
        let grants = memberships::grants(&mut conn, organization, own.user.id)
            .await
            .unwrap();
        assert_eq!(grants.len(), 2);
        assert!(grants[0].permissions.everything);
        assert_eq!(grants[1].scope, MembershipScope::Project(own.project.id));
        assert_eq!(grants[1].permissions, reader.permissions);
        assert_eq!(
            memberships::all_grants(&mut conn, own.user.id)
                .await
                .unwrap(),
            grants
        );
        assert_eq!(
            memberships::count_owners(&mut conn, organization, at(9))
                .await
                .unwrap(),
            1
        );
        let page = memberships::list(&mut conn, organization, &PageRequest::default())
            .await
            .unwrap();
        assert_eq!(page.items, [own.membership.clone(), local.clone()]);
        drop(conn);

        let (first, second, reader) = (own.membership.id, local.id, reader.id);
        let foreign = domain::OrganizationId::random(own.source());
        store
            .write(move |tx| {
                Box::pin(async move {
                    assert!(
                        !memberships::delete(tx, foreign, first).await?,
                        "not theirs"
                    );
                    assert!(memberships::delete(tx, organization, second).await?);
                    assert!(memberships::set_role(tx, organization, first, reader).await?);
                    let found = memberships::find(tx, organization, first).await?.unwrap();
                    assert_eq!(found.role, "reader");
                    assert_eq!(memberships::count_owners(tx, organization, at(9)).await?, 0);
                    Ok::<_, StoreError>(())
                })
            })
            .await
            .unwrap();
    })
    .await;
}

#[tokio::test]
async fn the_same_membership_cannot_be_given_twice() {
    on_each_engine(|store| async move {
        let own = Fixtures::stored(&store).await;
        let organization = own.organization.id;
        let mut twin = own.membership.clone();
        twin.id = MembershipId::random(own.source());
        let error = store
            .write(move |tx| {
                Box::pin(async move { memberships::insert(tx, organization, &twin).await })
            })
            .await
            .unwrap_err();
        assert!(
            error.is_constraint("memberships_organization_id_user_id_role_id_key"),
            "{error}"
        );
        let project = own.project.id;
        let mut local = own.membership.clone();
        local.scope = MembershipScope::Project(project);
        let ids = [0, 1].map(|_| MembershipId::random(own.source()));
        let error = store
            .write(move |tx| {
                Box::pin(async move {
                    for id in ids {
                        local.id = id;
                        memberships::insert(tx, organization, &local).await?;
                    }
                    Ok::<_, StoreError>(())
                })
            })
            .await
            .unwrap_err();
        assert!(
            error.is_constraint("memberships_project_id_user_id_role_id_key"),
            "{error}"
        );
        let mut conn = store.read().await.unwrap();
        assert!(projects::find(&mut conn, project).await.unwrap().is_some());
    })
    .await;
}

#[tokio::test]
async fn sessions_are_found_by_hash_and_end() {
    on_each_engine(|store| async move {
        let own = Fixtures::stored(&store).await;
        let sessions: Vec<Session> = (0..3)
            .map(|number| Session {
                id: SessionId::random(own.source()),
                user_id: own.user.id,
                created_at: at(number),
                last_seen_at: at(number),
                expires_at: at(100 + number),
                user_agent: Some("a browser".to_owned()),
                address: None,
            })
            .collect();
        let (stored, user) = (sessions.clone(), own.user.clone());
        store
            .write(move |tx| {
                Box::pin(async move {
                    for (number, session) in (0..).zip(&stored) {
                        sessions::insert(tx, session, &digest(number)).await?;
                    }
                    let found = sessions::find_by_hash(tx, &digest(1)).await?;
                    assert_eq!(found, Some((stored[1].clone(), user.clone())));
                    assert_eq!(sessions::find_by_hash(tx, &digest(9)).await?, None);
                    assert!(sessions::touch(tx, stored[1].id, at(50)).await?);
                    let list = sessions::list(tx, user.id).await?;
                    assert_eq!(list[1].last_seen_at, at(50));
                    assert_eq!(list[0].id, stored[2].id, "newest first");
                    // 0 was seen too long ago, the others were not and have not expired.
                    assert_eq!(sessions::prune(tx, at(60), at(1)).await?, 1);
                    assert_eq!(
                        sessions::delete_all(tx, user.id, Some(stored[1].id)).await?,
                        1
                    );
                    assert_eq!(tokens::prune(tx, at(60)).await?, 0);
                    assert_eq!(invitations::prune(tx, at(60)).await?, 0);
                    assert!(sessions::delete(tx, user.id, stored[1].id).await?);
                    assert!(!sessions::delete(tx, user.id, stored[1].id).await?);
                    Ok::<_, StoreError>(())
                })
            })
            .await
            .unwrap();
    })
    .await;
}

#[tokio::test]
async fn an_owner_counts_who_can_come_in_by_a_password_or_a_token_that_still_works() {
    on_each_engine(|store| async move {
        let own = Fixtures::stored(&store).await;
        let (organization, user) = (own.organization.id, own.user.id);
        let token = Token {
            expires_at: Some(at(20)),
            ..own.token("laptop", 5)
        };
        store
            .write(move |tx| {
                Box::pin(async move {
                    users::set_password_hash(tx, user, None).await?;
                    let count = memberships::count_owners(tx, organization, at(9)).await?;
                    assert_eq!(count, 0, "invited, and has not come");
                    tokens::insert(tx, &token, &digest(5)).await?;
                    let count = memberships::count_owners(tx, organization, at(9)).await?;
                    assert_eq!(count, 1);
                    let count = memberships::count_owners(tx, organization, at(20)).await?;
                    assert_eq!(count, 0, "the token has expired");
                    Ok::<_, StoreError>(())
                })
            })
            .await
            .unwrap();
    })
    .await;
}

#[tokio::test]
async fn tokens_are_found_by_hash_and_revoked_by_their_owner_only() {
    on_each_engine(|store| async move {
        let own = Fixtures::stored(&store).await;
        let token = own.token("laptop", 5);
        let other = UserId::random(own.source());
        let user = own.user.clone();
        store
            .write(move |tx| {
                Box::pin(async move {
                    tokens::insert(tx, &token, &digest(5)).await?;
                    let found = tokens::find_by_hash(tx, &digest(5)).await?;
                    assert_eq!(found, Some((token.clone(), user.clone())));
                    assert!(tokens::touch(tx, token.id, at(9)).await?);
                    let list = tokens::list(tx, user.id).await?;
                    assert_eq!(list[0].last_used_at, Some(at(9)));
                    assert!(!tokens::delete(tx, other, token.id).await?, "not theirs");
                    assert!(tokens::find(tx, token.id).await?.is_some());
                    assert!(tokens::delete(tx, user.id, token.id).await?);
                    assert_eq!(tokens::find_by_hash(tx, &digest(5)).await?, None);
                    Ok::<_, StoreError>(())
                })
            })
            .await
            .unwrap();
    })
    .await;
}

#[tokio::test]
async fn an_invitation_leads_to_its_user_until_it_is_over_or_used() {
    on_each_engine(|store| async move {
        let own = Fixtures::stored(&store).await;
        let user = own.user.clone();
        store
            .write(move |tx| {
                Box::pin(async move {
                    invitations::insert(tx, user.id, &digest(3), at(10), at(20)).await?;
                    let found = invitations::find(tx, &digest(3), at(19)).await?;
                    assert_eq!(found.as_ref(), Some(&user));
                    assert_eq!(invitations::find(tx, &digest(3), at(20)).await?, None);
                    assert_eq!(invitations::find(tx, &digest(4), at(19)).await?, None);
                    assert_eq!(invitations::delete_for(tx, user.id).await?, 1);
                    assert_eq!(invitations::find(tx, &digest(3), at(19)).await?, None);
                    Ok::<_, StoreError>(())
                })
            })
            .await
            .unwrap();
    })
    .await;
}
