//! `portcullis demo`: the server with an example organization, so that a newcomer sees a real check
//! in the browser.

mod content;
mod people;
mod seed;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;

use crate::config::{Role, SandboxArgs, ServeArgs};
use crate::serve::{Server, cancel_on_signal};
use people::{PASSWORD, PEOPLE};

/// What `demo` needs to know.
#[derive(Debug, Args)]
pub(crate) struct DemoArgs {
    /// Port to listen on; the demo is for this machine only
    #[arg(long, default_value_t = 8080, value_name = "PORT")]
    port: u16,
    /// Where the demo's data is; reused when there
    #[arg(long, default_value = "./demo-data", value_name = "DIR")]
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
fn serve_args(args: DemoArgs) -> ServeArgs {
    ServeArgs {
        listen: SocketAddr::from((Ipv4Addr::LOCALHOST, args.port)),
        base_url: None,
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
