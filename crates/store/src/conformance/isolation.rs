//! Units of work: all or nothing, each on its own, acknowledged only when they are durable.

use crate::statement::Statement;
use crate::testing::{Fixtures, at, on_each_engine, on_sqlite};
use crate::{Store, StoreConfig, StoreError, organizations, settings, workspaces};

#[derive(Debug)]
enum Refusal {
    Rule,
    Store(StoreError),
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

async fn value(store: &Store, name: &str) -> Option<String> {
    let mut conn = store.read().await.unwrap();
    settings::find(&mut conn, name).await.unwrap()
}

#[tokio::test]
async fn an_error_undoes_its_own_unit_and_no_other() {
    on_each_engine(|store| async move {
        let bad = store.write(|tx| {
            Box::pin(async move {
                settings::set(tx, "bad", "x", at(0)).await?;
                Err::<(), _>(Refusal::Rule)
            })
        });
        let good = store.write(|tx| {
            Box::pin(async move {
                settings::set(tx, "good", "x", at(0)).await?;
                Ok::<_, Refusal>(())
            })
        });
        let (bad, good) = tokio::join!(bad, good);
        assert!(matches!(bad, Err(Refusal::Rule)));
        good.unwrap();
        assert_eq!(value(&store, "bad").await, None);
        assert_eq!(value(&store, "good").await.as_deref(), Some("x"));
    })
    .await;
}

#[tokio::test]
async fn a_unit_in_which_a_statement_failed_is_never_acknowledged() {
    on_each_engine(|store| async move {
        let own = Fixtures::stored(&store).await;
        let mut organization = own.organization.clone();
        organization.id = domain::OrganizationId::random(own.source());
        let result = store
            .write(|tx| {
                Box::pin(async move {
                    settings::set(tx, "kept", "x", at(0)).await?;
                    // Swallowed, as no unit should: Postgres would turn its commit into a rollback.
                    let _ = organizations::insert(tx, &organization).await;
                    Ok::<_, Refusal>(())
                })
            })
            .await;
        let Err(Refusal::Store(error)) = result else {
            panic!("{result:?}");
        };
        assert!(error.is_constraint("organizations_name_key"), "{error}");
        assert_eq!(value(&store, "kept").await, None);
        let again = store
            .write(|tx| Box::pin(async move { settings::set(tx, "kept", "y", at(1)).await }))
            .await;
        assert_eq!(again, Ok(()), "the next unit begins clean");
    })
    .await;
}

#[tokio::test]
async fn many_units_at_once_are_all_kept() {
    on_each_engine(|store| async move {
        let units = (0..200).map(|number| {
            store.write(move |tx| {
                Box::pin(
                    async move { settings::set(tx, &format!("n{number}"), "x", at(number)).await },
                )
            })
        });
        for done in futures::future::join_all(units).await {
            done.unwrap();
        }
        for number in 0..200 {
            assert!(
                value(&store, &format!("n{number}")).await.is_some(),
                "{number}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn a_value_outside_its_type_is_named_by_table_column_and_row() {
    const SPOIL: &Statement = &Statement {
        name: "SPOIL",
        table: "workspaces",
        sql: "update workspaces set name = 'no name'",
        only: None,
    };
    on_each_engine(|store| async move {
        let own = Fixtures::stored(&store).await;
        store
            .write(|tx| Box::pin(async move { tx.run(SPOIL, Vec::new()).await }))
            .await
            .unwrap();
        let mut conn = store.read().await.unwrap();
        let error = workspaces::find(&mut conn, own.workspace.id)
            .await
            .unwrap_err();
        let StoreError::Inconsistent {
            table,
            column,
            row,
            given,
        } = error
        else {
            panic!("{error}");
        };
        assert_eq!((table, column), ("workspaces", "name"));
        assert_eq!(
            (row.as_str(), given.as_str()),
            (own.workspace.id.bare(), "no name")
        );
    })
    .await;
}

#[tokio::test]
async fn a_nul_that_postgres_cannot_keep_is_the_same_on_both() {
    on_each_engine(|store| async move {
        store
            .write(|tx| Box::pin(async move { settings::set(tx, "nul", "a\0b", at(0)).await }))
            .await
            .unwrap();
        assert_eq!(value(&store, "nul").await.as_deref(), Some("a\u{fffd}b"));
    })
    .await;
}

#[tokio::test]
async fn a_panic_undoes_its_unit_and_the_writer_goes_on() {
    on_sqlite(|store| async move {
        let result = store
            .write(|tx| {
                Box::pin(async move {
                    settings::set(tx, "lost", "x", at(0)).await?;
                    let nothing = settings::find(tx, "absent").await?;
                    Ok::<_, StoreError>(nothing.expect("what the test is about"))
                })
            })
            .await;
        assert!(
            matches!(result, Err(StoreError::Unavailable(_))),
            "{result:?}"
        );
        let next = store
            .write(|tx| Box::pin(async move { settings::set(tx, "kept", "x", at(0)).await }))
            .await;
        assert_eq!(next, Ok(()));
        assert_eq!(value(&store, "lost").await, None);
        assert_eq!(value(&store, "kept").await.as_deref(), Some("x"));
    })
    .await;
}

#[tokio::test]
async fn a_reader_cannot_write() {
    const WRITE: &Statement = &Statement {
        name: "WRITE",
        table: "settings",
        sql: "delete from settings",
        only: None,
    };
    on_sqlite(|store| async move {
        let mut conn = store.read().await.unwrap();
        assert!(conn.all(WRITE, Vec::new()).await.is_err());
    })
    .await;
}

#[tokio::test]
async fn a_second_process_is_refused_and_the_next_one_finds_everything() {
    let directory = tempfile::tempdir().unwrap();
    let config = StoreConfig::new(directory.path().join("data"));
    let store = Store::connect(&config).await.unwrap();
    store.migrate().await.unwrap();
    store.migrate().await.unwrap();
    let error = Store::connect(&config).await.unwrap_err();
    assert!(
        error.to_string().contains("in use by another portcullis"),
        "{error}"
    );
    store
        .write(|tx| Box::pin(async move { settings::set(tx, "kept", "x", at(0)).await }))
        .await
        .unwrap();
    store.ping().await.unwrap();
    store.close().await;
    let closed = store
        .write(|tx| Box::pin(async move { settings::delete(tx, "kept").await }))
        .await;
    assert!(matches!(closed, Err(StoreError::Unavailable(_))));

    let store = Store::connect(&config).await.unwrap();
    store.migrate().await.unwrap();
    assert_eq!(value(&store, "kept").await.as_deref(), Some("x"));
    store.close().await;
}

#[tokio::test]
async fn a_file_of_something_else_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("portcullis.db");
    std::fs::write(
        &path,
        "a diary, not a database, long enough to have a header of its own",
    )
    .unwrap();
    let error = Store::connect(&StoreConfig::new(directory.path()))
        .await
        .unwrap_err();
    assert!(matches!(error, StoreError::Setup(_)), "{error}");
    let url = StoreConfig {
        database_url: Some("mysql://somewhere".to_owned()),
        ..StoreConfig::new(directory.path())
    };
    let error = Store::connect(&url).await.unwrap_err();
    assert!(error.to_string().contains("neither sqlite"), "{error}");
}

#[tokio::test]
async fn a_database_of_a_newer_portcullis_is_refused() {
    const FUTURE: &Statement = &Statement {
        name: "FUTURE",
        table: "_sqlx_migrations",
        sql: "
insert into _sqlx_migrations (version, description, success, checksum, execution_time)
select 99990101000000, description, success, checksum, execution_time
from _sqlx_migrations
limit 1",
        only: None,
    };
    on_each_engine(|store| async move {
        store
            .write(|tx| Box::pin(async move { tx.run(FUTURE, Vec::new()).await }))
            .await
            .unwrap();
        let error = store.migrate().await.unwrap_err();
        assert!(error.to_string().contains("newer portcullis"), "{error}");
    })
    .await;
}

#[tokio::test]
async fn those_who_lock_an_organization_change_it_one_after_the_other() {
    on_each_engine(|store| async move {
        let own = Fixtures::stored(&store).await;
        let turn = |which: fn(&mut domain::OrganizationSettings) -> &mut bool| {
            let name = own.organization.name.clone();
            store.write(move |tx| {
                Box::pin(async move {
                    assert!(organizations::lock(tx, &name).await?);
                    let mut found = organizations::find_by_name(tx, &name).await?.unwrap();
                    *which(&mut found.settings) = true;
                    organizations::update(tx, &found).await
                })
            })
        };
        let (one, two, three) = tokio::join!(
            turn(|settings| &mut settings.four_eyes),
            turn(|settings| &mut settings.empty_checks_error),
            turn(|settings| &mut settings.advisory_errors_block),
        );
        assert_eq!(
            (one, two, three),
            (Ok::<_, StoreError>(true), Ok(true), Ok(true))
        );
        let mut conn = store.read().await.unwrap();
        let found = organizations::find(&mut conn, own.organization.id).await;
        let settings = found.unwrap().unwrap().settings;
        assert!(
            settings.four_eyes && settings.empty_checks_error,
            "{settings:?}"
        );
        assert!(settings.advisory_errors_block, "{settings:?}");
        let ghost = "ghost".parse().unwrap();
        let absent = store
            .write(move |tx| Box::pin(async move { organizations::lock(tx, &ghost).await }))
            .await;
        assert_eq!(absent, Ok::<_, StoreError>(false));
    })
    .await;
}
