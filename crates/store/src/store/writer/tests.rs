use sqlx::{Connection as _, Executor as _, Row as _};

use super::*;
use crate::statement::Statement;
use crate::value::params;

const INSERT: &Statement = &Statement {
    name: "INSERT",
    table: "t",
    sql: "insert into t (n) values ($1)",
    only: None,
};

type Outcome = oneshot::Receiver<Result<(), StoreError>>;

async fn database() -> Tx {
    let mut conn = SqliteConnection::connect("sqlite::memory:").await.unwrap();
    conn.execute("create table t (n integer primary key)")
        .await
        .unwrap();
    Tx::new(Handle::SqliteWriter(Box::new(conn)))
}

async fn count(tx: Tx) -> i64 {
    let mut conn = tx.into_sqlite().unwrap();
    conn.fetch_one("select count(*) from t")
        .await
        .unwrap()
        .get(0)
}

/// A unit that inserts `number` and then does `more`.
fn unit<F>(number: i64, more: F) -> (Box<dyn Unit>, Outcome)
where
    F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<(), StoreError>> + Send + 'static,
{
    let (reply, answer) = oneshot::channel();
    let insert_and_more = boxed(
        move |tx| {
            Box::pin(async move {
                tx.run(INSERT, params![number]).await?;
                more(tx).await
            })
        },
        reply,
    );
    (insert_and_more, answer)
}

/// Says of which lifetime the closure is, which inference alone does not find.
fn boxed<F>(unit: F, reply: oneshot::Sender<Result<(), StoreError>>) -> Box<dyn Unit>
where
    F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<(), StoreError>> + Send + 'static,
{
    Box::new(Pending { unit, reply })
}

#[tokio::test]
async fn what_waits_is_committed_together() {
    let mut tx = database().await;
    let (sender, mut units) = mpsc::channel(100);
    let mut answers = Vec::new();
    for number in 0..60 {
        let (unit, answer) = unit(number, |_| Box::pin(async { Ok(()) }));
        sender.send(unit).await.ok().unwrap();
        answers.push(answer);
    }
    let mut batches = 0;
    while let Ok(first) = units.try_recv() {
        batch(&mut tx, first, &mut units).await;
        batches += 1;
    }
    assert!(batches < 30, "{batches} commits for 60 units");
    for answer in answers {
        assert_eq!(answer.await.unwrap(), Ok(()));
    }
    assert_eq!(count(tx).await, 60);
}

#[tokio::test]
async fn nobody_is_answered_well_when_the_batch_is_not_committed() {
    let mut tx = database().await;
    let (sender, mut units) = mpsc::channel(10);
    let (first, good) = unit(1, |_| Box::pin(async { Ok(()) }));
    let (saboteur, bad) = unit(2, |tx| {
        Box::pin(async move { tx.command("rollback").await })
    });
    sender.send(saboteur).await.ok().unwrap();
    batch(&mut tx, first, &mut units).await;
    while let Ok(next) = units.try_recv() {
        batch(&mut tx, next, &mut units).await;
    }
    let (good, bad) = (good.await.unwrap(), bad.await.unwrap());
    assert!(matches!(bad, Err(StoreError::Unavailable(_))), "{bad:?}");
    // Together with the saboteur nothing of it is left; alone it was committed before.
    let left = i64::from(good.is_ok());
    let (next, answer) = unit(3, |_| Box::pin(async { Ok(()) }));
    batch(&mut tx, next, &mut units).await;
    assert_eq!(answer.await.unwrap(), Ok(()), "the writer goes on");
    assert_eq!(count(tx).await, left + 1);
}

#[tokio::test]
async fn an_error_in_a_batch_undoes_one_unit() {
    let mut tx = database().await;
    let (sender, mut units) = mpsc::channel(10);
    let refused = || StoreError::Setup("no".to_owned());
    let (first, one) = unit(1, |_| Box::pin(async { Ok(()) }));
    let (second, two) = unit(2, move |_| Box::pin(async move { Err(refused()) }));
    let (third, three) = unit(3, |_| Box::pin(async { Ok(()) }));
    for unit in [second, third] {
        sender.send(unit).await.ok().unwrap();
    }
    batch(&mut tx, first, &mut units).await;
    while let Ok(next) = units.try_recv() {
        batch(&mut tx, next, &mut units).await;
    }
    assert_eq!(one.await.unwrap(), Ok(()));
    assert_eq!(two.await.unwrap(), Err(refused()));
    assert_eq!(three.await.unwrap(), Ok(()));
    assert_eq!(count(tx).await, 2);
}
