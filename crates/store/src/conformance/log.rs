//! The audit log and the outbox.

use domain::PageRequest;

use crate::audit::AuditFilter;
use crate::outbox::{Cursor, NewEvent};
use crate::statement::Statement;
use crate::testing::{Fixtures, at, on_each_engine};
use crate::{StoreError, audit, organizations, outbox};

const CHANGE: &Statement = &Statement {
    name: "CHANGE",
    table: "audit",
    sql: "update audit set actor = 'nobody'",
    only: None,
};

const REMOVE: &Statement = &Statement {
    name: "REMOVE",
    table: "audit",
    sql: "delete from audit",
    only: None,
};

#[tokio::test]
async fn the_audit_log_is_filtered_and_paged_newest_first() {
    on_each_engine(|store| async move {
        let own = Fixtures::stored(&store).await;
        let organization = own.organization.id;
        let entries = [
            own.entry("policy_set.create", "polset-1", 10),
            own.entry("policy_setx.create", "polset-2", 11),
            own.entry("policy_set.update", "polset-1", 12),
        ];
        let server = own.entry("setup.finish", "user-1", 13);
        let stored = (entries.clone(), server.clone());
        store
            .write(move |tx| {
                Box::pin(async move {
                    for entry in &stored.0 {
                        audit::append(tx, Some(organization), entry).await?;
                    }
                    audit::append(tx, None, &stored.1).await
                })
            })
            .await
            .unwrap();
        let mut conn = store.read().await.unwrap();
        let page = PageRequest {
            after: None,
            limit: Some(2),
        };
        let all = AuditFilter::default();
        let newest = audit::list(&mut conn, Some(organization), &all, &page)
            .await
            .unwrap();
        assert_eq!(newest.items, [entries[2].clone(), entries[1].clone()]);
        let page = PageRequest {
            after: newest.next,
            limit: Some(2),
        };
        let rest = audit::list(&mut conn, Some(organization), &all, &page)
            .await
            .unwrap();
        assert_eq!((rest.items, rest.next), (vec![entries[0].clone()], None));

        let page = PageRequest::default();
        let filter = AuditFilter {
            action_prefix: Some("policy_set.".to_owned()),
            subject_id: Some("polset-1".to_owned()),
            actor: Some("Alice".to_owned()),
        };
        let found = audit::list(&mut conn, Some(organization), &filter, &page)
            .await
            .unwrap();
        assert_eq!(found.items.len(), 2);
        let filter = AuditFilter {
            actor: Some("Mallory".to_owned()),
            ..AuditFilter::default()
        };
        let found = audit::list(&mut conn, Some(organization), &filter, &page)
            .await
            .unwrap();
        assert_eq!(found.items, []);
        let found = audit::list(&mut conn, None, &all, &page).await.unwrap();
        assert_eq!(found.items, [server]);
    })
    .await;
}

#[tokio::test]
async fn the_audit_log_only_grows() {
    on_each_engine(|store| async move {
        let own = Fixtures::stored(&store).await;
        let organization = own.organization.id;
        let entry = own.entry("policy_set.create", "polset-1", 10);
        let again = entry.clone();
        store
            .write(move |tx| {
                Box::pin(async move { audit::append(tx, Some(organization), &entry).await })
            })
            .await
            .unwrap();
        for statement in [CHANGE, REMOVE] {
            let error = store
                .write(move |tx| Box::pin(async move { tx.run(statement, Vec::new()).await }))
                .await
                .unwrap_err();
            assert!(error.is_constraint("audit_append_only"), "{error}");
        }
        let mut conn = store.read().await.unwrap();
        let (filter, page) = (AuditFilter::default(), PageRequest::default());
        let list = audit::list(&mut conn, Some(organization), &filter, &page).await;
        assert_eq!(list.unwrap().items, [again]);
    })
    .await;
}

#[tokio::test]
async fn a_change_whose_audit_entry_cannot_be_written_did_not_happen() {
    on_each_engine(|store| async move {
        let own = Fixtures::stored(&store).await;
        let organization = own.organization.clone();
        let entry = own.entry("organization.update", "acme", 10);
        let error = store
            .write(move |tx| {
                Box::pin(async move {
                    let mut changed = organization.clone();
                    changed.settings.four_eyes = true;
                    organizations::update(tx, &changed).await?;
                    audit::append(tx, Some(organization.id), &entry).await?;
                    // The same id again: the log refuses it.
                    audit::append(tx, Some(organization.id), &entry).await
                })
            })
            .await
            .unwrap_err();
        assert!(error.is_constraint("audit_pkey"), "{error}");
        let mut conn = store.read().await.unwrap();
        let found = organizations::find(&mut conn, own.organization.id)
            .await
            .unwrap();
        assert_eq!(found, Some(own.organization));
    })
    .await;
}

#[tokio::test]
async fn the_outbox_is_followed_and_pruned() {
    on_each_engine(|store| async move {
        let own = Fixtures::stored(&store).await;
        let organization = own.organization.id;
        let say = |revision: u32, seconds: u64| {
            store.write(move |tx| {
                Box::pin(async move {
                    let event = NewEvent {
                        organization_id: Some(organization),
                        kind: "check",
                        subject_id: "polchk-1",
                        revision: Some(revision),
                        created_at: at(seconds),
                    };
                    outbox::append(tx, &event).await
                })
            })
        };
        let mut conn = store.read().await.unwrap();
        let start = outbox::latest(&mut conn).await.unwrap();
        assert_eq!(start, 0);
        let mut cursor = Cursor::starting_after(start);
        assert_eq!(cursor.poll(&mut conn, at(0)).await.unwrap(), []);
        say(1, 10).await.unwrap();
        say(2, 20).await.unwrap();
        let events = cursor.poll(&mut conn, at(20)).await.unwrap();
        let revisions: Vec<_> = events.iter().map(|event| event.revision).collect();
        assert_eq!(revisions, [Some(1), Some(2)]);
        assert_eq!(events[0].organization_id, Some(organization));
        assert_eq!(cursor.poll(&mut conn, at(20)).await.unwrap(), [], "once");
        let seq = events[0].id;
        assert_eq!(
            outbox::after(&mut conn, seq, 10).await.unwrap(),
            events[1..]
        );
        assert_eq!(outbox::latest(&mut conn).await.unwrap(), events[1].id);
        let pruned = store
            .write(|tx| Box::pin(async move { outbox::prune(tx, at(15)).await }))
            .await;
        assert_eq!(pruned, Ok::<_, StoreError>(1));
        assert_eq!(outbox::after(&mut conn, 0, 10).await.unwrap().len(), 1);
        say(3, 30).await.unwrap();
        assert_eq!(cursor.poll(&mut conn, at(30)).await.unwrap().len(), 1);
    })
    .await;
}
