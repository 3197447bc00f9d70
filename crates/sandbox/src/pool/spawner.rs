//! The thread that starts children.
//!
//! The kernel's parent-death signal fires when the *thread* that started a child ends, and a
//! runtime ends threads as it likes. So one thread starts them all and lives as long as the pool.

use std::io;
use std::process::Stdio;
use std::sync::mpsc;

use tokio::process::{Child, Command};
use tokio::runtime::Handle;
use tokio::sync::oneshot;

use crate::{SandboxConfig, allocator};

/// Starts children from one thread. Ends, and its children with it, when it is dropped.
#[derive(Debug)]
pub(super) struct Spawner {
    orders: Option<mpsc::Sender<Order>>,
}

/// The runtime that will talk to the child, and where the child goes.
type Order = (Handle, oneshot::Sender<io::Result<Child>>);

impl Spawner {
    pub(super) fn new(config: &SandboxConfig) -> Self {
        let (program, args) = (config.program.clone(), config.args.clone());
        let (orders, received) = mpsc::channel::<Order>();
        let thread = std::thread::Builder::new()
            .name("sandbox".to_owned())
            .stack_size(256 << 10)
            .spawn(move || {
                while let Ok((runtime, answer)) = received.recv() {
                    let _runtime = runtime.enter();
                    let child = Command::new(&program)
                        .args(&args)
                        .env_clear()
                        .envs(allocator::ENVIRONMENT)
                        .current_dir("/")
                        .stdin(Stdio::piped())
                        .stdout(Stdio::piped())
                        .stderr(Stdio::piped())
                        // What a terminal's Ctrl-C means is for the parent to say.
                        .process_group(0)
                        .kill_on_drop(true)
                        .spawn();
                    // Nobody waits any more: the child is dropped, which kills it.
                    let _ = answer.send(child);
                }
            });
        Self {
            orders: thread.ok().map(|_| orders),
        }
    }

    pub(super) async fn spawn(&self) -> io::Result<Child> {
        let gone = || io::Error::other("the thread that starts evaluation processes is gone");
        let (answer, child) = oneshot::channel();
        let orders = self.orders.as_ref().ok_or_else(gone)?;
        orders
            .send((Handle::current(), answer))
            .map_err(|_| gone())?;
        child.await.map_err(|_| gone())?
    }
}
