//! Clients that send plans without pause and journal what was acknowledged.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::Value;

use crate::client::{client, plan, url};
use crate::server::TOKEN;

/// How many clients.
const CLIENTS: usize = 6;
/// Requests without an acknowledgement: the server was dead, or died.
pub(crate) static CUT_OFF: AtomicUsize = AtomicUsize::new(0);

/// An acknowledged check.
#[derive(Debug, Clone)]
pub(crate) struct Acknowledged {
    pub(crate) check_id: String,
    pub(crate) red: bool,
}

/// The clients.
pub(crate) struct Load {
    journal: Arc<Mutex<Vec<Acknowledged>>>,
    stop: Arc<AtomicBool>,
    clients: Vec<JoinHandle<()>>,
    wanted: usize,
    /// How many may be acknowledged by now.
    allowed: Arc<AtomicUsize>,
}

impl Load {
    pub(crate) fn start(address: SocketAddr, wanted: usize) -> Self {
        let journal = Arc::new(Mutex::new(Vec::new()));
        let stop = Arc::new(AtomicBool::new(false));
        let allowed = Arc::new(AtomicUsize::new(0));
        let clients = (0..CLIENTS)
            .map(|number| {
                let (journal, stop) = (Arc::clone(&journal), Arc::clone(&stop));
                let allowed = Arc::clone(&allowed);
                std::thread::spawn(move || send(address, number, &allowed, &journal, &stop))
            })
            .collect();
        Self {
            journal,
            stop,
            clients,
            wanted,
            allowed,
        }
    }

    /// Lets the clients go on up to this share of all: the load lasts as long as the kills do.
    pub(crate) fn allow(&self, done: u32, of: u32) {
        let share = self.wanted * done as usize / of as usize;
        self.allowed.store(share, Ordering::Relaxed);
    }

    pub(crate) fn has_enough(&self) -> bool {
        self.journal.lock().expect("the journal").len() >= self.wanted
    }

    /// Lets the load work for `span`; less when it broke.
    pub(crate) fn while_alive(&self, span: Duration) {
        assert!(self.clients.iter().all(|client| !client.is_finished()));
        std::thread::park_timeout(span);
    }

    pub(crate) fn stop(self) -> Vec<Acknowledged> {
        self.stop.store(true, Ordering::Relaxed);
        for client in self.clients {
            client.join().expect("a client ends well");
        }
        self.journal.lock().expect("the journal").clone()
    }
}

fn send(
    address: SocketAddr,
    number: usize,
    allowed: &AtomicUsize,
    journal: &Mutex<Vec<Acknowledged>>,
    stop: &AtomicBool,
) {
    let client = client();
    let path = format!("/organizations/acme/workspaces/ws{}/runs", number % 3);
    let mut serial = number;
    while !stop.load(Ordering::Relaxed) {
        if journal.lock().expect("the journal").len() >= allowed.load(Ordering::Relaxed) {
            std::thread::park_timeout(Duration::from_millis(2));
            continue;
        }
        serial += CLIENTS;
        let red = serial.is_multiple_of(5);
        let answer = client
            .post(url(address, &path))
            .bearer_auth(TOKEN)
            .body(plan(serial, red))
            .send()
            .and_then(|answer| Ok((answer.status(), answer.text()?)));
        match answer {
            Ok((status, text)) if status.as_u16() == 201 => {
                let run: Value = serde_json::from_str(&text).expect("a run");
                let check_id = run["checks"][0]["id"].as_str().expect("a check").to_owned();
                journal
                    .lock()
                    .expect("the journal")
                    .push(Acknowledged { check_id, red });
            }
            Ok((status, text)) => {
                let may_try_again = text.contains("\"try_again\"");
                assert!(
                    status.is_server_error() || may_try_again,
                    "refused with {status}: {text}"
                );
                CUT_OFF.fetch_add(1, Ordering::Relaxed);
            }
            Err(_) => {
                CUT_OFF.fetch_add(1, Ordering::Relaxed);
                std::thread::park_timeout(Duration::from_millis(20));
            }
        }
    }
}
