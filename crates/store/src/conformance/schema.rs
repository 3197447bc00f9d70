//! The two folders of migrations make the same schema.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use sqlx::{Executor as _, Row as _};

use crate::conn::Handle;
use crate::testing::{on_postgres, on_sqlite};

/// What a schema is made of, in words that do not tell the engine.
#[derive(Debug, Default, PartialEq, Eq)]
struct Schema {
    /// `table.column`, whether it can be null.
    columns: BTreeMap<String, bool>,
    /// Constraints and indexes by name.
    names: BTreeSet<String>,
    /// Unique constraints and unique indexes, with `table_columns`.
    unique: BTreeMap<String, String>,
}

#[test]
fn both_folders_have_the_same_files() {
    let names = |engine: &str| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations");
        let mut names: Vec<String> = std::fs::read_dir(folder.join(engine))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    };
    let sqlite = names("sqlite");
    assert_eq!(sqlite, names("postgres"));
    assert!(!sqlite.is_empty());
    for name in sqlite {
        let (version, noun) = name.strip_suffix(".sql").unwrap().split_once('_').unwrap();
        assert!(
            version.len() == 14 && version.bytes().all(|b| b.is_ascii_digit()),
            "{name}"
        );
        assert!(!noun.is_empty(), "{name}");
    }
}

#[tokio::test]
async fn unique_constraints_are_named_by_their_columns() {
    on_sqlite(|store| async move {
        let schema = sqlite_schema(store.read().await.unwrap().into_handle()).await;
        assert!(schema.unique.len() >= 19, "{:?}", schema.unique);
        for (name, expected) in &schema.unique {
            assert_eq!(name, expected, "SQLite's errors could not be named");
            assert!(name.len() <= 63, "Postgres would cut {name}");
        }
    })
    .await;
}

#[tokio::test]
async fn both_engines_have_the_same_tables_columns_and_constraints() {
    let made = std::sync::Mutex::new(Vec::new());
    let found = &made;
    on_sqlite(|store| async move {
        let schema = sqlite_schema(store.read().await.unwrap().into_handle()).await;
        found.lock().unwrap().push(schema);
    })
    .await;
    on_postgres(|store| async move {
        let schema = postgres_schema(store.read().await.unwrap().into_handle()).await;
        found.lock().unwrap().push(schema);
    })
    .await;
    let found = made.into_inner().unwrap();
    assert!(found[0].columns.len() > 100);
    if let [sqlite, postgres] = &found[..] {
        assert_eq!(sqlite.columns, postgres.columns);
        assert_eq!(sqlite.names, postgres.names);
        assert_eq!(sqlite.unique, postgres.unique);
    }
}

async fn sqlite_schema(handle: Handle) -> Schema {
    let Handle::SqliteReader(mut conn) = handle else {
        unreachable!("a SQLite connection")
    };
    let mut schema = Schema::default();
    let columns = "
select m.name || '.' || c.name as name, c.\"notnull\" = 0 and c.pk = 0 as nullable
from sqlite_master m
join pragma_table_info(m.name) c
where m.type = 'table' and m.name not like 'sqlite_%' and m.name <> '_sqlx_migrations'";
    for row in conn.fetch_all(columns).await.unwrap() {
        schema.columns.insert(row.get(0), row.get::<i64, _>(1) != 0);
    }
    let texts = "
select m.sql
from sqlite_master m
where m.sql is not null and m.name not like 'sqlite_%' and m.tbl_name <> '_sqlx_migrations'";
    for row in conn.fetch_all(texts).await.unwrap() {
        // SQLite keeps the text, but writes its first words its own way.
        let sql = row.get::<String, _>(0).to_lowercase();
        let mut words = sql.split_whitespace().peekable();
        while let Some(word) = words.next() {
            if word == "constraint" || (word == "index" && words.peek().is_some()) {
                schema.names.insert(words.next().unwrap().to_owned());
            }
        }
        let table = sql.split_whitespace().nth(2).unwrap_or_default();
        for line in sql.split("constraint ").skip(1) {
            if let Some((name, rest)) = line.split_once(char::is_whitespace)
                && let Some(columns) = rest.trim_start().strip_prefix("unique (")
            {
                let columns = columns.split(')').next().unwrap().replace(", ", "_");
                schema
                    .unique
                    .insert(name.to_owned(), format!("{table}_{columns}_key"));
            }
        }
        if let Some(index) = sql.strip_prefix("create unique index ") {
            let name = index.split_whitespace().next().unwrap();
            let (table, columns) = index
                .split_once(" on ")
                .unwrap()
                .1
                .split_once(" (")
                .unwrap();
            let columns = columns.split(')').next().unwrap().replace(", ", "_");
            schema
                .unique
                .insert(name.to_owned(), format!("{table}_{columns}_key"));
        }
    }
    schema
}

async fn postgres_schema(handle: Handle) -> Schema {
    let Handle::Postgres(mut conn) = handle else {
        unreachable!("a Postgres connection")
    };
    let mut schema = Schema::default();
    let columns = "
select c.table_name || '.' || c.column_name, c.is_nullable = 'YES'
from information_schema.columns c
where c.table_schema = 'public' and c.table_name not in ('_sqlx_migrations', 'migration_lock')";
    for row in conn.fetch_all(columns).await.unwrap() {
        schema.columns.insert(row.get(0), row.get(1));
    }
    let names = "
select c.conname::text
from pg_constraint c
join pg_class t on t.oid = c.conrelid
join pg_namespace n on n.oid = t.relnamespace
where n.nspname = 'public' and c.contype in ('p', 'u', 'f', 'c')
  and t.relname not in ('_sqlx_migrations', 'migration_lock')
union
select i.indexname::text
from pg_indexes i
where i.schemaname = 'public' and i.tablename not in ('_sqlx_migrations', 'migration_lock')";
    for row in conn.fetch_all(names).await.unwrap() {
        schema.names.insert(row.get(0));
    }
    let unique = "
select x.relname::text, t.relname::text || '_' || (
    select string_agg(a.attname::text, '_' order by k.place)
    from unnest(i.indkey) with ordinality as k (number, place)
    join pg_attribute a on a.attrelid = t.oid and a.attnum = k.number
  ) || '_key'
from pg_index i
join pg_class x on x.oid = i.indexrelid
join pg_class t on t.oid = i.indrelid
join pg_namespace n on n.oid = t.relnamespace
where n.nspname = 'public' and i.indisunique and not i.indisprimary
  and t.relname not in ('_sqlx_migrations', 'migration_lock')";
    for row in conn.fetch_all(unique).await.unwrap() {
        schema.unique.insert(row.get(0), row.get(1));
    }
    schema
}
