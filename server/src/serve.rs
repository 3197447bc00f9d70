//! `portcullis serve`: web, API and workers in one process, or the same split over nodes.

mod listen;
mod signals;

pub(crate) use signals::cancel_on_signal;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use anyhow::Context;
use domain::{Clock, Entropy};
use sandbox::{Sandbox, SandboxConfig};
use service::{Bootstrap, OsEntropy, ServiceConfig, Services, SystemClock, Worker, WorkerConfig};
use store::{Store, StoreConfig};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::assets::Assets;
use crate::config::{Role, SandboxArgs, ServeArgs};
use crate::hex::hex;
use crate::probes;
use crate::router::router;
use crate::state::{AppState, Shared};
use crate::telemetry;

/// How long requests and evaluations may go on after the signal to stop.
const GRACE: Duration = Duration::from_secs(20);

/// What runs `sandbox::child_main`: the first argument of the binary.
pub const CHILD_ARGUMENT: &str = "sandbox-child";

/// A server that is ready to take requests.
pub struct Server {
    state: AppState,
    store: Store,
    sandbox: Sandbox,
    listener: TcpListener,
    address: SocketAddr,
    role: Role,
    background: Vec<JoinHandle<()>>,
}

/// `portcullis serve`: until a signal says stop.
///
/// # Errors
/// The server cannot start.
pub async fn serve(args: ServeArgs) -> anyhow::Result<()> {
    let server = Server::start(&args).await?;
    server.say_hello().await?;
    let stop = server.state().shutdown.clone();
    tokio::spawn(cancel_on_signal(stop));
    server.run().await
}

impl Server {
    /// Opens everything, brings the database up to date, starts the worker, and listens.
    ///
    /// # Errors
    /// Something cannot be opened; the message says what.
    pub async fn start(args: &ServeArgs) -> anyhow::Result<Self> {
        Self::start_with(args, open_sandbox(&args.sandbox)?).await
    }

    /// The same with this sandbox: a test's binary is not one whose children evaluate.
    ///
    /// # Errors
    /// As of [`Self::start`].
    pub async fn start_with(args: &ServeArgs, sandbox: Sandbox) -> anyhow::Result<Self> {
        anyhow::ensure!(
            args.role == Role::All || args.is_shared_database(),
            "only nodes that share a Postgres database can split the work: leave out --role"
        );
        let listener = TcpListener::bind(args.listen)
            .await
            .with_context(|| format!("cannot listen on {}", args.listen))?;
        let address = listener.local_addr()?;
        // With port 0 the operating system has chosen one.
        let base_url = if args.base_url.is_none() {
            format!("http://{address}")
        } else {
            args.base_url()
        };
        let store = open_store(args).await?;
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let entropy: Arc<dyn Entropy> = Arc::new(OsEntropy);
        let config = ServiceConfig {
            base_url: base_url.clone(),
            max_plan_bytes: args.max_plan_mb << 20,
            ..ServiceConfig::default()
        };
        let services = Services::new(
            config,
            store.clone(),
            sandbox.clone(),
            clock.clone(),
            entropy.clone(),
        );
        bootstrap(&services, args).await?;
        let shutdown = CancellationToken::new();
        let assets = Assets::load(std::env::var_os("LEPTOS_WATCH").is_some());
        let state = AppState::new(Shared {
            leptos: assets.leptos_options(),
            assets,
            base_url,
            trusted_proxies: args.trusted_proxies.clone(),
            max_plan_bytes: args.max_plan_mb << 20,
            metrics: telemetry::metrics()?,
            is_set_up: AtomicBool::new(false),
            shutdown: shutdown.clone(),
            services: services.clone(),
            clock,
            entropy: entropy.clone(),
        });
        let mut background = vec![tokio::spawn({
            let (services, stop) = (services.clone(), shutdown.clone());
            async move { services.pump_events(stop).await }
        })];
        background.push(tokio::spawn({
            let (services, stop) = (services.clone(), shutdown.clone());
            async move { services.keep_maintained(stop).await }
        }));
        if args.role != Role::Web {
            if !args.is_shared_database() {
                // The file is this process's alone: whoever was evaluating is gone.
                services.requeue_orphans().await.map_err(explain)?;
            }
            let worker = WorkerConfig::new(node_name(entropy.as_ref()), concurrency());
            background.push(Worker::start(services, worker, shutdown));
        }
        Ok(Self {
            state,
            store,
            sandbox,
            listener,
            address,
            role: args.role,
            background,
        })
    }

    /// What handlers share: the demo seeds through it, and sets `shutdown`.
    pub fn state(&self) -> &AppState {
        &self.state
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Logs where it is, and prints the setup code while nobody exists.
    ///
    /// # Errors
    /// The database cannot be asked.
    pub async fn say_hello(&self) -> anyhow::Result<()> {
        tracing::info!(
            listen = %self.address, base_url = self.state.base_url,
            version = env!("CARGO_PKG_VERSION"), "portcullis is ready"
        );
        let code = self
            .state
            .services
            .issue_setup_code()
            .await
            .map_err(explain)?;
        if let Some(code) = code {
            // Not through the log: logs are collected and kept, and this is a secret.
            eprintln!(
                "\n  Nobody can sign in yet. Open {}/setup and enter this code:\n\n      {code}\n",
                self.state.base_url
            );
        }
        Ok(())
    }

    /// Serves until `shutdown` of the state is cancelled, then finishes what was begun, within
    /// 20 seconds.
    ///
    /// # Errors
    /// None at present; the listener goes on after connections that fail.
    pub async fn run(self) -> anyhow::Result<()> {
        let app = if self.role == Role::Worker {
            probes::router().with_state(self.state.clone())
        } else {
            router(&self.state)
        };
        let most = listen::connections(sandbox::raise_open_files());
        let stop = self.state.shutdown.clone();
        listen::listen(self.listener, app, stop, GRACE, most).await;
        for task in self.background {
            // The worker keeps its own grace; past it, leases run out and another node takes over.
            if tokio::time::timeout(GRACE, task).await.is_err() {
                tracing::warn!("a background task did not stop in time");
            }
        }
        let _ = tokio::time::timeout(Duration::from_secs(2), self.sandbox.shutdown()).await;
        self.store.close().await;
        tracing::info!("portcullis has stopped");
        Ok(())
    }
}

async fn open_store(args: &ServeArgs) -> anyhow::Result<Store> {
    let config = StoreConfig {
        database_url: args.database_url.clone(),
        blob_url: args.blob_url.clone(),
        ..StoreConfig::new(&args.data_dir)
    };
    let store = Store::connect(&config)
        .await
        .context("cannot open the database")?;
    store
        .migrate()
        .await
        .context("cannot bring the database up to date")?;
    Ok(store)
}

/// A sandbox of children of this very binary.
///
/// # Errors
/// The binary's path is not known.
pub fn open_sandbox(args: &SandboxArgs) -> anyhow::Result<Sandbox> {
    let config = SandboxConfig::this_binary([CHILD_ARGUMENT.into()])
        .context("cannot tell which binary this is")?;
    Ok(Sandbox::new(SandboxConfig {
        wall: args.wall(),
        memory_mb: args.eval_memory_mb,
        ..config
    }))
}

async fn bootstrap(services: &Services, args: &ServeArgs) -> anyhow::Result<()> {
    let Some(user) = args.bootstrap_user.clone() else {
        return Ok(());
    };
    services
        .bootstrap(Bootstrap {
            user,
            password: args.bootstrap_password.clone(),
            token: args.bootstrap_token.clone(),
        })
        .await
        .map_err(explain)
        .context("cannot create the first account")
}

/// What operators may read.
#[expect(
    clippy::needless_pass_by_value,
    reason = "it is what `map_err` hands over"
)]
pub(crate) fn explain(error: service::Error) -> anyhow::Error {
    match error.internal().map(str::to_owned) {
        Some(internal) => anyhow::anyhow!("{error}: {internal}"),
        None => anyhow::anyhow!("{error}"),
    }
}

/// Who claims checks: new at every start, so that a lease of before is never taken for ours.
fn node_name(entropy: &dyn Entropy) -> String {
    let mut bytes = [0u8; 8];
    entropy.fill(&mut bytes);
    format!("node-{}", hex(&bytes))
}

/// Twice as many checks at once as there are processors. Of one in two the plan is read or the answer
/// written; how many are evaluated at a time is for the sandbox to say.
fn concurrency() -> usize {
    2 * std::thread::available_parallelism().map_or(2, usize::from)
}
