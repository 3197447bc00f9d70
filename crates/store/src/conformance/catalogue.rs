//! Every statement is one that both engines understand.

use sqlx::{AssertSqlSafe, Executor as _};

use crate::conn::Handle;
use crate::statement::CATALOGUE;
use crate::testing::on_each_engine;

#[tokio::test]
async fn sql_catalogue() {
    on_each_engine(|store| async move {
        let conn = store.read().await.unwrap();
        let mut wrong = Vec::new();
        let mut prepared = 0;
        let engine = conn.engine();
        let mut handle = conn.into_handle();
        for statement in CATALOGUE.iter().copied().flatten() {
            if statement.only.is_some_and(|only| only != engine) {
                continue;
            }
            let result = match &mut handle {
                Handle::SqliteReader(conn) => conn
                    .prepare(sqlx::SqlSafeStr::into_sql_str(AssertSqlSafe(statement.sql)))
                    .await
                    .map(drop),
                Handle::Postgres(conn) => conn
                    .prepare(sqlx::SqlSafeStr::into_sql_str(AssertSqlSafe(statement.sql)))
                    .await
                    .map(drop),
                _ => unreachable!("a connection that reads"),
            };
            prepared += 1;
            if let Err(error) = result {
                wrong.push(format!("{}.{}: {error}", statement.table, statement.name));
            }
        }
        assert!(wrong.is_empty(), "{engine:?}:\n{}", wrong.join("\n"));
        assert!(prepared > 100, "only {prepared} statements are registered");
    })
    .await;
}

#[test]
fn sql_is_written_in_lower_case_and_names_its_columns() {
    for statement in CATALOGUE.iter().copied().flatten() {
        let name = format!("{}.{}", statement.table, statement.name);
        assert!(!statement.sql.contains("select *"), "{name}");
        let shouted = ["SELECT", "INSERT", "UPDATE ", "DELETE", "WHERE"];
        assert!(
            shouted.iter().all(|word| !statement.sql.contains(word)),
            "{name}"
        );
    }
}
