//! Clients that send plans one after the other and wait for each verdict.

use std::{
    sync::{
        Mutex,
        atomic::{AtomicU32, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use anyhow::{Result, anyhow};

use super::{
    client::{ACME, Client},
    plan,
    server::Server,
};

/// Plans are distinct over the whole run of the benchmark.
static SERIAL: AtomicU32 = AtomicU32::new(1);

/// How many clients with plans of which size.
pub(super) struct Load {
    pub(super) clients: u32,
    pub(super) resources: u32,
}

/// How long each check took, from the POST to the stored verdict.
pub(super) struct Measured {
    spans: Vec<Duration>,
    whole: Duration,
}

impl Load {
    /// Sends `checks` plans.
    pub(super) fn run(&self, server: &Server, checks: u32) -> Result<Measured> {
        // Written before the clock starts: what it costs to make a plan is no part of a check.
        let plans: Vec<_> = (0..checks)
            .map(|_| plan::text(self.resources, SERIAL.fetch_add(1, Ordering::Relaxed)))
            .collect();
        let left = Mutex::new(plans.into_iter());
        let spans = Mutex::new(Vec::new());
        let started = Instant::now();
        thread::scope(|scope| {
            let clients: Vec<_> = (0..self.clients)
                .map(|_| scope.spawn(|| Self::client(server, &left, &spans)))
                .collect();
            for client in clients {
                client.join().map_err(|_| anyhow!("a client broke"))??;
            }
            Ok::<_, anyhow::Error>(())
        })?;
        let whole = started.elapsed();
        let mut spans = spans.into_inner().map_err(|_| anyhow!("a client broke"))?;
        spans.sort_unstable();
        Ok(Measured { spans, whole })
    }

    fn client(
        server: &Server,
        left: &Mutex<std::vec::IntoIter<String>>,
        spans: &Mutex<Vec<Duration>>,
    ) -> Result<()> {
        let client = Client::new(server.address(), ACME);
        loop {
            let taken = left.lock().map_err(|_| anyhow!("a client broke"))?.next();
            let Some(text) = taken else {
                return Ok(());
            };
            let started = Instant::now();
            let check = client.submit(&text)?;
            client.wait(&check)?;
            let span = started.elapsed();
            spans
                .lock()
                .map_err(|_| anyhow!("a client broke"))?
                .push(span);
        }
    }
}

impl Measured {
    /// Checks a second.
    pub(super) fn rate(&self) -> f64 {
        f64::from(u32::try_from(self.spans.len()).unwrap_or(u32::MAX)) / self.whole.as_secs_f64()
    }

    /// A percentile in milliseconds.
    pub(super) fn millis(&self, percent: usize) -> f64 {
        let index = (self.spans.len() * percent / 100).min(self.spans.len().saturating_sub(1));
        self.spans
            .get(index)
            .map_or(0.0, |span| span.as_secs_f64() * 1_000.0)
    }

    /// The mean.
    pub(super) fn mean(&self) -> Duration {
        let count = u32::try_from(self.spans.len()).unwrap_or(u32::MAX).max(1);
        self.spans.iter().sum::<Duration>() / count
    }
}
