//! What happened, for whoever waits: open pages, `?wait=` and idle workers.
//!
//! The outbox table is the bus; every node polls it. A change made by this very node nudges the
//! poll, so that nobody waits a poll's length for what happened next door. Events are hints: they
//! say that something changed, and whoever cares reads it again.

use std::time::Duration;

use domain::RunId;
use futures::Stream;
use store::outbox::Cursor;
use tokio::sync::{Notify, broadcast};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::{Caller, Error, Services};

/// How often the outbox is looked at when nothing nudges.
const POLL: Duration = Duration::from_millis(250);
/// How many events a slow reader may lag behind before it has to read everything again.
const BACKLOG: usize = 1024;
/// That a run or its check changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The run.
    pub run_id: RunId,
    /// Its check's revision now; 0 when it is not known.
    pub revision: u32,
}

/// What somebody who listens to a run hears.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// Something changed.
    Changed(Event),
    /// Nothing more will: the run is at its end, or it is not theirs to hear of any more.
    Over,
}

/// What a stream of [`Heard`] does next.
enum Next {
    Listen,
    Over,
    Nothing,
}

/// Somebody who listens to a run.
struct Listener {
    receiver: broadcast::Receiver<Event>,
    services: Services,
    caller: Caller,
    run_id: RunId,
}

impl Listener {
    /// The next event, and whether the run came to its end with it. Asks again who they are: at
    /// every event, and now and then while nothing happens.
    async fn next(&mut self) -> Result<(Event, bool), Error> {
        let patience = self.services.config().listeners_recheck;
        let mut recheck = Instant::now() + patience;
        let event = loop {
            match tokio::time::timeout_at(recheck, self.receiver.recv()).await {
                Err(_) => {
                    self.services.still_knows(&self.caller).await?;
                    recheck = Instant::now() + patience;
                }
                Ok(Ok(event)) if event.run_id == self.run_id => break event,
                Ok(Ok(_)) => {}
                // Too slow to have heard everything: say that the run changed.
                Ok(Err(broadcast::error::RecvError::Lagged(_))) => {
                    break Event {
                        run_id: self.run_id,
                        revision: 0,
                    };
                }
                Ok(Err(broadcast::error::RecvError::Closed)) => {
                    return Err(Error::unavailable("the server stops", "the bus is closed"));
                }
            }
        };
        self.services.still_knows(&self.caller).await?;
        let run = self.services.get_run(&self.caller, self.run_id).await?;
        Ok((event, run.status.is_final()))
    }
}

/// What outbox rows about runs are called.
pub(crate) const RUN: &str = "run";

/// The local end of the bus.
pub(crate) struct Events {
    sender: broadcast::Sender<Event>,
    nudge: Notify,
    work: Notify,
}

impl Default for Events {
    fn default() -> Self {
        Self {
            sender: broadcast::channel(BACKLOG).0,
            nudge: Notify::new(),
            work: Notify::new(),
        }
    }
}

impl Events {
    /// Something was committed here: look at once.
    pub(crate) fn nudge(&self) {
        self.nudge.notify_one();
    }

    /// A check was queued here.
    pub(crate) fn nudge_workers(&self) {
        self.work.notify_one();
    }

    /// Ends when a check was queued here.
    pub(crate) async fn work(&self) {
        self.work.notified().await;
    }

    pub(crate) fn subscribe(&self) -> broadcast::Receiver<Event> {
        self.sender.subscribe()
    }
}

impl Services {
    /// Reads the outbox and tells local subscribers, until `stop`.
    pub async fn pump_events(&self, stop: CancellationToken) {
        let mut cursor = None;
        loop {
            match self.pump_once(&mut cursor).await {
                Ok(true) => continue,
                Ok(false) => {}
                Err(error) => {
                    tracing::warn!(error = error.internal(), "the outbox could not be read");
                }
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = self.events().nudge.notified() => {}
                () = tokio::time::sleep(POLL) => {}
            }
        }
    }

    /// Tells what is new; `true` when there may be more.
    async fn pump_once(&self, cursor: &mut Option<Cursor>) -> Result<bool, Error> {
        let mut conn = self.read().await?;
        let cursor = if let Some(cursor) = cursor {
            cursor
        } else {
            let latest = store::outbox::latest(&mut conn).await?;
            cursor.insert(Cursor::starting_after(latest))
        };
        let rows = cursor.poll(&mut conn, self.now()).await?;
        let any = !rows.is_empty();
        for row in rows.into_iter().filter(|row| row.kind == RUN) {
            let Ok(run_id) = row.subject_id.parse() else {
                tracing::warn!(outbox.id = row.id, "an outbox row names no run");
                continue;
            };
            // Nobody listening is no error.
            let _ = self.events().sender.send(Event {
                run_id,
                revision: row.revision.unwrap_or(0),
            });
        }
        Ok(any)
    }

    /// What happens to a run and its checks from now on, until [`Heard::Over`]. It ends without that
    /// where it broke: whoever still cares listens again.
    pub async fn subscribe_run(
        &self,
        caller: &Caller,
        run_id: RunId,
    ) -> Result<impl Stream<Item = Heard> + Send + 'static, Error> {
        let listener = Listener {
            receiver: self.events().subscribe(),
            services: self.clone(),
            caller: caller.clone(),
            run_id,
        };
        // After subscribing, so that nothing falls between the look and the listening: what ended
        // before has no event any more.
        let is_final = self.get_run(caller, run_id).await?.status.is_final();
        let next = if is_final { Next::Over } else { Next::Listen };
        Ok(futures::stream::unfold(
            (listener, next),
            |(mut listener, next)| async move {
                match next {
                    Next::Listen => {}
                    Next::Over => return Some((Heard::Over, (listener, Next::Nothing))),
                    Next::Nothing => return None,
                }
                match listener.next().await {
                    Ok((event, is_final)) => {
                        let next = if is_final { Next::Over } else { Next::Listen };
                        Some((Heard::Changed(event), (listener, next)))
                    }
                    Err(error) if error.is_refusal() => {
                        Some((Heard::Over, (listener, Next::Nothing)))
                    }
                    Err(error) => {
                        tracing::warn!(error = error.internal(), "a stream of events broke off");
                        None
                    }
                }
            },
        ))
    }

    /// Reads for `caller`, again after each event of `run_id`, until `done` or `patience` is over.
    pub(crate) async fn wait_until<T, F>(
        &self,
        caller: &Caller,
        run_id: RunId,
        patience: Duration,
        mut read: impl FnMut() -> F,
        done: impl Fn(&T) -> bool,
    ) -> Result<T, Error>
    where
        F: Future<Output = Result<T, Error>>,
    {
        let mut receiver = self.events().subscribe();
        let deadline = Instant::now() + patience;
        loop {
            let value = read().await?;
            if done(&value) {
                return Ok(value);
            }
            let patience = self.config().listeners_recheck;
            let mut recheck = deadline.min(Instant::now() + patience);
            loop {
                match tokio::time::timeout_at(recheck, receiver.recv()).await {
                    Ok(Ok(event)) if event.run_id != run_id => {}
                    Ok(_) => break,
                    Err(_) if recheck < deadline => {
                        self.still_knows(caller).await?;
                        recheck = deadline.min(Instant::now() + patience);
                    }
                    Err(_) => return Ok(value),
                }
            }
            self.still_knows(caller).await?;
        }
    }
}
