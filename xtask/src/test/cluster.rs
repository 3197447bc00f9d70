//! A Postgres server of our own: in a temporary folder, on a free port of the loopback, gone
//! afterwards.

use std::{
    fs::{self, File},
    io::Read,
    net::{Ipv4Addr, TcpListener},
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

use crate::{
    command,
    interrupt::{self, Deferred},
    setup, step,
};

const USER: &str = "portcullis";

/// The system's user that runs the server when we are root, as Postgres refuses to run as root.
const UNPRIVILEGED: &str = "postgres";

const READY_LIMIT: Duration = Duration::from_mins(1);

/// A running server. Stopped and removed when dropped, at a panic, or when the process is told to
/// stop; should this process be killed outright, the kernel tells the server to stop.
pub(super) struct Cluster {
    url: String,
    _stopping: Deferred,
}

impl Cluster {
    /// Makes an empty one and waits until it answers.
    pub(super) fn start() -> Result<Self> {
        let mut started = None;
        step::quiet("postgres cluster", || {
            let cluster = Self::start_silently()?;
            started = Some(cluster);
            Ok("ok".to_owned())
        })?;
        started.context("the cluster was not started")
    }

    /// A superuser's URL, with its password: whoever may connect to a superuser may run commands
    /// as the user of the server, so other users of this machine must not.
    pub(super) fn url(&self) -> &str {
        &self.url
    }

    fn start_silently() -> Result<Self> {
        let programs = setup::postgres_programs()
            .context("no Postgres server found: run `cargo xtask setup --test`")?;
        let folder = tempfile::Builder::new()
            .prefix("portcullis-postgres-")
            .tempdir()
            .context("cannot create a temporary folder")?
            .keep();
        let removing = interrupt::defer({
            let folder = folder.clone();
            // What cannot be removed stays in the system's folder for temporary files.
            move || drop(fs::remove_dir_all(folder))
        });
        let place = Place {
            programs,
            folder,
            is_root: command::is_root(),
        };
        let password = password()?;
        place.initialise(&password)?;
        let port = free_port()?;
        let mut server = place
            .server(port)
            .spawn()
            .context("cannot start postgres")?;
        let stopping = interrupt::defer(move || {
            // SIGINT is Postgres' fast shutdown; setpriv has become the server, so the id is its.
            let _ = Command::new("kill")
                .args(["-INT", &server.id().to_string()])
                .status();
            let _ = server.wait();
            drop(removing);
        });
        place.wait_until_ready(port)?;
        let url = format!("postgres://{USER}:{password}@127.0.0.1:{port}/postgres");
        Ok(Self {
            url,
            _stopping: stopping,
        })
    }
}

struct Place {
    programs: PathBuf,
    folder: PathBuf,
    is_root: bool,
}

impl Place {
    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn initialise(&self, password: &str) -> Result<()> {
        let secret = self.folder.join("password");
        fs::write(&secret, password)?;
        if self.is_root {
            command::capture(
                Command::new("chown")
                    .args(["-R", &format!("{UNPRIVILEGED}:")])
                    .arg(&self.folder),
            )?;
        }
        command::capture(
            self.program("initdb")
                .arg("--pgdata")
                .arg(self.data())
                .args([
                    "--username",
                    USER,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                ])
                .args(["--no-locale", "--no-sync"])
                .arg(format!("--pwfile={}", secret.display())),
        )
        .context("initdb failed")?;
        Ok(())
    }

    fn server(&self, port: u16) -> Command {
        let mut server = self.program("postgres");
        server.arg("-D").arg(self.data());
        for setting in [
            "listen_addresses=127.0.0.1",
            &format!("port={port}"),
            "unix_socket_directories=",
            "max_connections=300",
            "logging_collector=on",
            // Only this run's data is lost with the machine.
            "fsync=off",
            "synchronous_commit=off",
            "full_page_writes=off",
        ] {
            server.arg("-c").arg(setting);
        }
        // Ctrl-C in the terminal is ours to pass on, after the tests have ended.
        server
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        server
    }

    fn wait_until_ready(&self, port: u16) -> Result<()> {
        let started = Instant::now();
        let port = port.to_string();
        let question = || {
            command::capture(self.program("pg_isready").args([
                "-q",
                "-h",
                "127.0.0.1",
                "-p",
                &port,
            ]))
        };
        while question().is_err() {
            if started.elapsed() > READY_LIMIT {
                bail!("postgres did not answer within {} s", READY_LIMIT.as_secs());
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    /// A program of Postgres, run by the unprivileged user when we are root, and told to stop by
    /// the kernel when this process is gone.
    fn program(&self, name: &str) -> Command {
        let path = self.programs.join(name);
        let mut command = match command::on_path("setpriv") {
            Some(setpriv) => {
                let mut command = Command::new(setpriv);
                if self.is_root {
                    command.args([
                        &format!("--reuid={UNPRIVILEGED}"),
                        &format!("--regid={UNPRIVILEGED}"),
                        "--init-groups",
                    ]);
                }
                command.args(["--pdeathsig=INT", "--"]).arg(path);
                command
            }
            None => Command::new(path),
        };
        // The unprivileged user may not enter our working directory.
        command.current_dir(&self.folder);
        command
    }
}

fn password() -> Result<String> {
    let mut bytes = [0_u8; 16];
    File::open(Path::new("/dev/urandom"))
        .and_then(|mut source| source.read_exact(&mut bytes))
        .context("cannot read /dev/urandom")?;
    Ok(format!("{:032x}", u128::from_be_bytes(bytes)))
}

/// A port of the loopback that nobody listens on at the moment.
fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no free port")?;
    Ok(listener.local_addr()?.port())
}
