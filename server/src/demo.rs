//! `portcullis demo`: the server with an example organization, so that a newcomer sees a real check
//! in the browser.

mod content;
mod people;
mod seed;

use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;

use crate::config::{Role, SandboxArgs, ServeArgs};
use crate::http::client_address::TrustedProxies;
use crate::serve::{Server, cancel_on_signal};
use people::{PASSWORD, PEOPLE};

/// What `demo` needs to know.
#[derive(Debug, Args)]
pub(crate) struct DemoArgs {
    /// Address to listen on; the demo is for this machine only
    #[arg(
        long,
        env = "PORTCULLIS_LISTEN",
        default_value = "127.0.0.1:8080",
        value_name = "ADDRESS",
        value_parser = this_machine
    )]
    listen: SocketAddr,
    /// Port to listen on instead of the address's
    #[arg(long, env = "PORTCULLIS_PORT", value_name = "PORT")]
    port: Option<u16>,
    /// Where the demo's data is; reused when there
    // A variable of its own: the data of a real server is no place for accounts that everybody knows.
    #[arg(
        long,
        env = "PORTCULLIS_DEMO_DATA_DIR",
        default_value = "./demo-data",
        value_name = "DIR"
    )]
    data_dir: PathBuf,
    #[command(flatten)]
    sandbox: SandboxArgs,
}

/// Serves the example organization until a signal says stop.
pub(crate) async fn demo(args: DemoArgs) -> anyhow::Result<()> {
    let server = Server::start(&serve_args(args)).await?;
    let stop = server.state().shutdown.clone();
    tokio::spawn(cancel_on_signal(stop.clone()));
    let base_url = server.state().base_url.clone();
    let services = server.state().services.clone();
    let seeding = tokio::spawn(async move {
        let outcome = seed::seed(&services)
            .await
            .context("cannot make the example organization");
        match outcome {
            Ok(()) => println!("{}", welcome(&base_url)),
            Err(error) => {
                tracing::error!("{error:#}");
                stop.cancel();
            }
        }
    });
    server.run().await?;
    seeding.await?;
    Ok(())
}

/// The demo's accounts have a password that everybody knows, so it listens on this machine only.
fn this_machine(text: &str) -> Result<SocketAddr, String> {
    let address: SocketAddr = text.parse().map_err(|error| format!("{error}"))?;
    if address.ip().is_loopback() {
        Ok(address)
    } else {
        Err(
            "everybody knows the passwords of the demo, so it listens on this machine only: write \
             127.0.0.1 and a port"
                .to_owned(),
        )
    }
}

fn serve_args(args: DemoArgs) -> ServeArgs {
    let mut listen = args.listen;
    listen.set_port(args.port.unwrap_or(listen.port()));
    ServeArgs {
        listen,
        base_url: None,
        trusted_proxies: TrustedProxies::default(),
        data_dir: args.data_dir,
        database_url: None,
        blob_url: None,
        role: Role::All,
        bootstrap_user: None,
        bootstrap_password: None,
        bootstrap_token: None,
        max_plan_mb: 64,
        sandbox: args.sandbox,
    }
}

fn welcome(base_url: &str) -> String {
    use std::fmt::Write;
    let mut text = format!("\n  Portcullis is ready:  {base_url}\n\n  Sign in as\n");
    for person in PEOPLE.iter().filter(|person| person.signs_in) {
        let _ = writeln!(text, "    {:<22} {}", person.email, person.what_they_do);
    }
    let _ = write!(
        text,
        "  Password of all of them:  {PASSWORD}\n\n  Start as alice: a run waits for her decision. \
         Stop with Ctrl-C; the data stays.\n"
    );
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demo_listens_on_this_machine_only() {
        assert!(this_machine("127.0.0.1:0").is_ok() && this_machine("[::1]:8080").is_ok());
        for bad in ["0.0.0.0:8080", "192.0.2.1:80", "[::]:80", "localhost"] {
            assert!(this_machine(bad).is_err(), "{bad}");
        }
    }
}
