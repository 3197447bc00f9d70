//! One child, as its parent sees it.

use std::io;
use std::time::Duration;

use bytes::{Buf, Bytes, BytesMut};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, ChildStderr, ChildStdin, ChildStdout};
use tokio::time::{Instant, timeout, timeout_at};

use super::admission::Admission;
use super::held::Held;
use super::priority;
use super::residence;
use super::spawner::Spawner;
use crate::child::STACK_MB;
use crate::ending::Ending;
use crate::frame::{HEADER, Header};
use crate::protocol::{MAX_REPLY, Reply, Request};
use crate::{Party, Protection, SandboxConfig, SandboxError};

/// How long a child may take to start and lock itself in.
const START: Duration = Duration::from_secs(20);

/// How often a child at work is looked at.
const WATCH: Duration = Duration::from_millis(50);

/// How long a child is at work on what is loaded before jobs of other parties go first: all but those on very
/// large plans are done by then.
const PATIENCE: Duration = Duration::from_millis(500);

/// What a child has resident before it does anything, at most, in MiB.
const BASE_MB: u64 = 64;

/// Bytes of a child's last words that are kept.
const LAST_WORDS: usize = 4 << 10;

/// Why a child cannot be talked to any longer.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// It closed its end: it is dead or dying.
    Closed,
    /// What it said is not an answer.
    Garbled(String),
    /// It took too long.
    Late { after: Duration },
    /// Too much of it is resident.
    Memory,
}

/// One child, as its parent sees it. Dropping it kills it.
#[derive(Debug)]
pub(crate) struct ChildProcess {
    child: Child,
    stdin: ChildStdin,
    stdout: ChildStdout,
    stderr: ChildStderr,
    /// What was read of answers and not yet understood.
    received: BytesMut,
    last_words: Vec<u8>,
    held: Held,
    /// For whom it did jobs, and does all others; `None` before the first one.
    owner: Option<Party>,
    protections: Vec<Protection>,
    jobs: u32,
    spoiled: bool,
    resting_since: Instant,
    /// Since when it is at work on what is loaded; `None` while it rests or loads.
    busy_since: Option<Instant>,
    /// Others go first.
    gives_way: bool,
    admission: Admission,
    memory_mb: u64,
    wall: Duration,
}

impl ChildProcess {
    /// Starts a child and waits until it has locked itself in.
    pub(super) async fn start(
        spawner: &Spawner,
        config: &SandboxConfig,
        admission: Admission,
    ) -> Result<Self, SandboxError> {
        let failed =
            |why: String| SandboxError::Start(format!("{} ({why})", config.program.display()));
        let mut child = spawner
            .spawn()
            .await
            .map_err(|error| failed(error.to_string()))?;
        let (Some(stdin), Some(stdout), Some(stderr)) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err(failed("it has no pipes".to_owned()));
        };
        let until = Instant::now() + START;
        let mut process = Self {
            child,
            stdin,
            stdout,
            stderr,
            received: BytesMut::new(),
            last_words: Vec::new(),
            held: Held::default(),
            owner: None,
            protections: Vec::new(),
            jobs: 0,
            spoiled: false,
            resting_since: Instant::now(),
            busy_since: None,
            gives_way: false,
            admission,
            memory_mb: config.memory_mb,
            wall: config.wall,
        };
        let start = Request::Start {
            memory_mb: config.memory_mb,
        };
        let ready = match process.send(&start, &Bytes::new(), until).await {
            Ok(()) => process.receive(until).await,
            Err(trouble) => Err(trouble),
        };
        match ready {
            Ok(Reply::Ready {
                engine,
                protections,
            }) if engine == engine::ENGINE => {
                process.protections = protections;
                Ok(process)
            }
            Ok(Reply::Ready { engine, .. }) => Err(failed(format!(
                "it runs {engine} and not {}",
                engine::ENGINE
            ))),
            Ok(other) => Err(failed(format!("it answered {}", other.name()))),
            Err(trouble) => Err(failed(process.end(trouble).await.to_string())),
        }
    }

    /// What holds for it.
    pub(super) fn protections(&self) -> &[Protection] {
        &self.protections
    }

    /// The sets that it keeps.
    pub(crate) fn held(&self) -> &Held {
        &self.held
    }

    /// The sets that it keeps, to be changed along with it.
    pub(crate) fn held_mut(&mut self) -> &mut Held {
        &mut self.held
    }

    /// For whom it did jobs; `None` before the first one.
    pub(super) fn owner(&self) -> Option<&Party> {
        self.owner.as_ref()
    }

    /// From now on it works for `party` alone.
    pub(super) fn belong_to(&mut self, party: &Party) {
        self.owner = Some(party.clone());
    }

    /// The child's engine panicked: what it left behind is not to be trusted.
    pub(crate) fn spoil(&mut self) {
        self.spoiled = true;
    }

    /// Sends a request and its body.
    pub(crate) async fn send(
        &mut self,
        request: &Request,
        body: &Bytes,
        until: Instant,
    ) -> Result<(), Trouble> {
        let begun = Instant::now();
        // Loading does not count: a child that gives way does no other job, and the next one would have
        // to load everything again, for ever.
        let works = matches!(
            request,
            Request::Evaluate { .. } | Request::Ingest { .. } | Request::Test { .. }
        );
        self.busy_since = works.then_some(begun);
        let head =
            serde_json::to_vec(request).map_err(|error| Trouble::Garbled(error.to_string()))?;
        let header = Header::of(&head, body)
            .ok_or_else(|| Trouble::Garbled("the request is too long".to_owned()))?;
        let mut start = BytesMut::with_capacity(HEADER + head.len());
        start.extend_from_slice(&header.encode());
        start.extend_from_slice(&head);
        let mut frame = start.chain(body.clone());
        match timeout_at(until, self.stdin.write_all_buf(&mut frame)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(Trouble::Closed),
            Err(_) => Err(Trouble::Late {
                after: begun.elapsed(),
            }),
        }
    }

    /// Waits for the next answer, and meanwhile watches the clock and the memory.
    pub(crate) async fn receive(&mut self, until: Instant) -> Result<Reply, Trouble> {
        let begun = Instant::now();
        self.give_way(begun);
        let mut look = begun + WATCH;
        let mut stderr_open = true;
        loop {
            if let Some(reply) = self.understood()? {
                return Ok(reply);
            }
            let wake = look.min(until);
            let mut words = [0; 1024];
            tokio::select! {
                biased;
                read = self.stdout.read_buf(&mut self.received) => match read {
                    Ok(0) => return Err(Trouble::Closed),
                    Ok(_) => {}
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    Err(_) => return Err(Trouble::Closed),
                },
                read = self.stderr.read(&mut words), if stderr_open => match read {
                    Ok(count) if count > 0 => self.hear(&words[..count]),
                    _ => stderr_open = false,
                },
                () = tokio::time::sleep_until(wake) => {
                    let now = Instant::now();
                    if now >= until {
                        return Err(Trouble::Late { after: begun.elapsed() });
                    }
                    if self.resident() > (self.memory_mb + STACK_MB + BASE_MB) << 20 {
                        return Err(Trouble::Memory);
                    }
                    self.give_way(now);
                    look = now + WATCH;
                }
            }
        }
    }

    /// Lets others go first once it has been at work for long while another party has jobs too, so that a
    /// short one takes hardly longer beside it than alone.
    fn give_way(&mut self, now: Instant) {
        let busy_for = self
            .busy_since
            .map(|since| now.saturating_duration_since(since));
        let is_long = busy_for.is_some_and(|long| long > PATIENCE);
        if !self.gives_way && is_long && self.admission.is_contended() {
            self.gives_way = true;
            if let Some(pid) = self.child.id() {
                priority::lower(pid);
            }
        }
    }

    /// The next answer, when all of it was read.
    fn understood(&mut self) -> Result<Option<Reply>, Trouble> {
        let Some(header) = self.received.first_chunk::<HEADER>() else {
            return Ok(None);
        };
        let garbled = |error: &dyn std::error::Error| Trouble::Garbled(error.to_string());
        let header = Header::decode(header, MAX_REPLY).map_err(|error| garbled(&error))?;
        let length = usize::try_from(header.length()).map_err(|error| garbled(&error))?;
        if self.received.len() < HEADER + length {
            self.received.reserve(HEADER + length - self.received.len());
            return Ok(None);
        }
        self.received.advance(HEADER);
        let payload = self.received.split_to(length);
        let (head, _) = header.open(&payload).map_err(|error| garbled(&error))?;
        serde_json::from_slice(head)
            .map(Some)
            .map_err(|error| garbled(&error))
    }

    fn hear(&mut self, words: &[u8]) {
        self.last_words.extend_from_slice(words);
        let surplus = self.last_words.len().saturating_sub(LAST_WORDS);
        self.last_words.drain(..surplus);
    }

    /// Kills it if it still lives, and says how it ended.
    pub(crate) async fn end(mut self, trouble: Trouble) -> Ending {
        let killed = match trouble {
            Trouble::Closed => None,
            Trouble::Garbled(what) => Some(Ending::Garbled(what)),
            Trouble::Late { after } => Some(Ending::Time {
                after,
                wall: self.wall,
            }),
            Trouble::Memory => Some(Ending::Memory(self.memory_mb)),
        };
        if let Some(ending) = killed {
            // Gone already is as good; and the runtime waits for what it killed.
            let _ = self.child.start_kill();
            return ending;
        }
        // It closed its end, so it is about to end by itself; should it hang there, it is killed.
        let status = timeout(Duration::from_secs(2), self.child.wait()).await;
        let mut words = [0; LAST_WORDS];
        while let Ok(Ok(count @ 1..)) =
            timeout(Duration::from_millis(100), self.stderr.read(&mut words)).await
        {
            self.hear(&words[..count]);
        }
        let status = status.ok().and_then(Result::ok);
        Ending::of(
            status,
            &String::from_utf8_lossy(&self.last_words),
            self.memory_mb,
        )
    }

    /// Whether it is still there.
    pub(super) fn is_alive(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Counts a job, and says whether it was the last one.
    pub(super) fn is_worn(&mut self, after: u32, resident: u64) -> bool {
        self.jobs += 1;
        // An answer beyond what was asked for would be taken for the next job's.
        let silent = self.received.is_empty();
        self.spoiled
            // There is no way back to the priority that it had.
            || self.gives_way
            || !silent
            || self.jobs >= after
            || self.held.is_overfull()
            || self.resident() > resident
    }

    /// It has nothing to do from now on.
    pub(super) fn rest(&mut self, now: Instant) {
        self.resting_since = now;
        self.busy_since = None;
    }

    /// Whether it has had nothing to do for so long.
    pub(super) fn has_rested(&self, now: Instant, long: Duration) -> bool {
        now.saturating_duration_since(self.resting_since) >= long
    }

    /// Bytes of it that are resident; 0 where that is not known.
    pub(super) fn resident(&self) -> u64 {
        self.child.id().and_then(residence::of).unwrap_or(0)
    }
}
