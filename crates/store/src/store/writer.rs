//! The one writer of a SQLite file: group commit.
//!
//! Units arrive on a channel. Whatever has arrived is done in one transaction, each unit inside a
//! savepoint of its own, and answered only after the commit: with `synchronous=FULL` one flush of
//! the disk then pays for all of them. A unit that comes alone is committed at once.

use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};

use futures::FutureExt as _;
use futures::future::BoxFuture;
use sqlx::SqliteConnection;
use tokio::sync::{Mutex, mpsc, oneshot};
use tokio::task::JoinHandle;

use crate::conn::Handle;
use crate::{StoreError, Tx};

/// How many units wait at most before callers do.
const QUEUE: usize = 1024;
/// When a batch is committed although more is waiting: nobody should wait long for a commit.
const BATCH_TIME: Duration = Duration::from_millis(5);
const BATCH_UNITS: usize = 256;
/// A unit that takes longer is undone, because everybody waits for it.
const UNIT_TIME: Duration = Duration::from_secs(30);

/// Tells the caller how it ended: after the commit, or why there was none.
type Answer = Box<dyn FnOnce(Result<(), StoreError>) + Send>;

/// A unit whose result type the writer need not know.
trait Unit: Send {
    /// Does it; the flag says whether it is to be kept.
    fn run(self: Box<Self>, tx: &mut Tx) -> BoxFuture<'_, (bool, Answer)>;
    /// Answers without having done it.
    fn refuse(self: Box<Self>, error: StoreError);
}

pub(super) struct Writer {
    units: Mutex<Option<mpsc::Sender<Box<dyn Unit>>>>,
    task: Mutex<Option<JoinHandle<Option<SqliteConnection>>>>,
}

impl Writer {
    pub(super) fn start(conn: SqliteConnection) -> Self {
        let (sender, receiver) = mpsc::channel(QUEUE);
        Self {
            units: Mutex::new(Some(sender)),
            task: Mutex::new(Some(tokio::spawn(work(conn, receiver)))),
        }
    }

    /// Does the unit, and answers after its commit.
    pub(super) async fn submit<T, E, F>(&self, unit: F) -> Result<T, E>
    where
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let closed = || E::from(StoreError::Unavailable("the store is closed".to_owned()));
        let sender = self.units.lock().await.clone().ok_or_else(closed)?;
        sender
            .send(Box::new(Pending { unit, reply }))
            .await
            .map_err(|_| closed())?;
        answer.await.map_err(|_| closed())?
    }

    /// Finishes what is queued, takes nothing more, and gives the connection back.
    pub(super) async fn stop(&self) -> Option<SqliteConnection> {
        self.units.lock().await.take();
        let task = self.task.lock().await.take()?;
        task.await.ok().flatten()
    }
}

struct Pending<F, T, E> {
    unit: F,
    reply: oneshot::Sender<Result<T, E>>,
}

impl<F, T, E> Unit for Pending<F, T, E>
where
    F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
{
    fn run(self: Box<Self>, tx: &mut Tx) -> BoxFuture<'_, (bool, Answer)> {
        Box::pin(async move {
            let Self { unit, reply } = *self;
            let result = guarded(unit, tx).await;
            let keep = result.is_ok();
            let answer: Answer = Box::new(move |committed| {
                // An error, too, waits for the commit: it may rest on what others just wrote.
                let result = committed.map_err(E::from).and(result);
                // The caller may have stopped waiting; what was committed stays committed.
                let _ = reply.send(result);
            });
            (keep, answer)
        })
    }

    fn refuse(self: Box<Self>, error: StoreError) {
        let _ = self.reply.send(Err(error.into()));
    }
}

/// Does a unit so that neither a panic nor a wait in it stops the writer.
async fn guarded<F, T, E>(unit: F, tx: &mut Tx) -> Result<T, E>
where
    F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>>,
    E: From<StoreError>,
{
    let ended = tokio::time::timeout(UNIT_TIME, AssertUnwindSafe(unit(tx)).catch_unwind()).await;
    let broken = tx.take_broken();
    match (ended, broken) {
        (Ok(Ok(Ok(_))), Some(error)) => Err(error.into()),
        (Ok(Ok(result)), _) => result,
        (Ok(Err(_panic)), _) => Err(unavailable("a unit of work panicked and was undone").into()),
        (Err(_late), _) => Err(unavailable("a unit of work took too long and was undone").into()),
    }
}

fn unavailable(message: &str) -> StoreError {
    StoreError::Unavailable(message.to_owned())
}

async fn work(
    conn: SqliteConnection,
    mut units: mpsc::Receiver<Box<dyn Unit>>,
) -> Option<SqliteConnection> {
    let mut tx = Tx::new(Handle::SqliteWriter(Box::new(conn)));
    while let Some(first) = units.recv().await {
        batch(&mut tx, first, &mut units).await;
    }
    tx.into_sqlite()
}

async fn batch(tx: &mut Tx, first: Box<dyn Unit>, units: &mut mpsc::Receiver<Box<dyn Unit>>) {
    if let Err(error) = tx.command("begin immediate").await {
        tracing::error!(%error, "a batch of writes was not begun");
        first.refuse(error);
        return;
    }
    let mut answers = Vec::new();
    let committed = match fill(tx, first, units, &mut answers).await {
        Ok(()) => tx.command("commit").await,
        Err(error) => Err(error),
    };
    if let Err(error) = &committed {
        tracing::error!(%error, units = answers.len(), "a batch of writes was not committed");
        // After some errors SQLite has rolled back by itself; then this is refused, harmlessly.
        let _ = tx.command("rollback").await;
    }
    for answer in answers {
        answer(committed.clone());
    }
}

/// Does units until nothing waits any more, or the batch is full or old.
async fn fill(
    tx: &mut Tx,
    first: Box<dyn Unit>,
    units: &mut mpsc::Receiver<Box<dyn Unit>>,
    answers: &mut Vec<Answer>,
) -> Result<(), StoreError> {
    let begun = Instant::now();
    let mut next = Some(first);
    while let Some(unit) = next.take() {
        if let Err(error) = tx.command("savepoint unit").await {
            unit.refuse(error.clone());
            return Err(error);
        }
        let (keep, answer) = unit.run(tx).await;
        answers.push(answer);
        if !keep {
            tx.command("rollback to unit").await?;
        }
        tx.command("release unit").await?;
        if answers.len() < BATCH_UNITS && begun.elapsed() < BATCH_TIME {
            next = units.try_recv().ok();
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
