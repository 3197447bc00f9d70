//! The server as a process: started, killed, started again on the same data.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, Instant};

use tempfile::TempDir;

pub(crate) const TOKEN: &str = "torture-token-torture-token-torture-token";

/// Where the server keeps its rows.
pub(crate) enum Database {
    Sqlite,
    Postgres(String),
}

impl Database {
    /// A database of its own in the test cluster; `None` when there is no cluster.
    pub(crate) fn fresh_postgres() -> Option<Self> {
        #[expect(clippy::disallowed_methods, reason = "where the tests' cluster is")]
        let url = std::env::var("PORTCULLIS_TEST_POSTGRES").ok()?;
        let name = format!("torture_{}", std::process::id());
        // The client program that comes with every Postgres: SQL of our own lives in crates/store.
        let created = Command::new("psql")
            .args([url.as_str(), "-qc", &format!("create database {name}")])
            .status()
            .expect("psql is installed with the server");
        assert!(created.success(), "create database {name}");
        let (base, options) = url.split_once('?').unwrap_or((&url, ""));
        let (server, _) = base.rsplit_once('/').expect("a url with a database");
        Some(Self::Postgres(format!("{server}/{name}?{options}")))
    }
}

/// The server and its data.
pub(crate) struct Server {
    database: Database,
    data: TempDir,
    address: SocketAddr,
    child: Option<Child>,
}

/// An address to listen on again and again. Not one that the system chooses: between two starts it
/// would give the port to any connection that goes out.
fn address_that_stays_free() -> SocketAddr {
    static STARTED: AtomicU16 = AtomicU16::new(0);
    // Servers of one process, and of several, begin far from each other.
    let nth = STARTED.fetch_add(1, Ordering::Relaxed);
    let first = u16::try_from(std::process::id() % 1_000).unwrap_or_default() * 10;
    (0..1_000)
        .map(|step| 20_000 + (first + nth * 5_000 + step) % 10_000)
        .map(|port| SocketAddr::from(([127, 0, 0, 1], port)))
        .find(|address| TcpListener::bind(address).is_ok())
        .expect("a free port")
}

impl Server {
    pub(crate) fn new(database: Database) -> Self {
        let address = address_that_stays_free();
        let data = TempDir::new().expect("a directory");
        Self {
            database,
            data,
            address,
            child: None,
        }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) fn engine(&self) -> &'static str {
        match self.database {
            Database::Sqlite => "sqlite",
            Database::Postgres(_) => "postgres",
        }
    }

    pub(crate) fn data_dir(&self) -> PathBuf {
        self.data.path().to_owned()
    }

    pub(crate) fn database_url(&self) -> Option<String> {
        match &self.database {
            Database::Sqlite => None,
            Database::Postgres(url) => Some(url.clone()),
        }
    }

    /// Starts it and waits until it answers.
    pub(crate) fn start(&mut self) {
        let log = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.data.path().join("server.log"))
            .expect("a log");
        let mut command = Command::new(env!("CARGO_BIN_EXE_portcullis"));
        command
            .arg("serve")
            .env_clear()
            .env("PORTCULLIS_LISTEN", self.address.to_string())
            .env("PORTCULLIS_DATA_DIR", self.data.path().join("data"))
            .env("PORTCULLIS_BOOTSTRAP_USER", "torture@example.com")
            .env("PORTCULLIS_BOOTSTRAP_TOKEN", TOKEN)
            .env(
                "PORTCULLIS_SECRET_KEY",
                "dG9ydHVyZS10b3J0dXJlLXRvcnR1cmUtdG9ydHVyZSE=",
            )
            .env("PORTCULLIS_LOG", "warn")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log);
        if let Database::Postgres(url) = &self.database {
            command.env("PORTCULLIS_DATABASE_URL", url);
        }
        let mut child = command.spawn().expect("the server starts");
        let patience = Instant::now() + Duration::from_mins(1);
        while TcpStream::connect(self.address).is_err() {
            if let Some(status) = child.try_wait().expect("its status") {
                panic!("the server ended with {status}:\n{}", self.log());
            }
            assert!(
                Instant::now() < patience,
                "the server does not answer:\n{}",
                self.log()
            );
            // The port opens at a moment of its own choosing; asking again is all one can do.
            std::thread::park_timeout(Duration::from_millis(5));
        }
        self.child = Some(child);
    }

    /// SIGKILL: no handler, no flush.
    pub(crate) fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().expect("it can be killed");
            child.wait().expect("it ends");
        }
    }

    /// The same at the very end; what is on the disk is all there is.
    pub(crate) fn stop(&mut self) {
        self.kill();
    }

    pub(crate) fn log(&self) -> String {
        let text = std::fs::read_to_string(self.data.path().join("server.log")).unwrap_or_default();
        text.lines()
            .rev()
            .take(40)
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .collect::<Vec<_>>()
            .join("\n")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
        if std::thread::panicking() {
            eprintln!("the server's last words:\n{}", self.log());
        }
    }
}
