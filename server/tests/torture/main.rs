//! Kills the server again and again while checks pour in, and proves that nothing was lost.
//!
//! The real binary, real databases, `kill -9`. Every acknowledged check is journalled by the
//! client; afterwards each must exist, have come to the one right verdict, and the database must
//! hold no second verdict and none by an attempt that had been given up. `TORTURE_KILLS`,
//! `TORTURE_CHECKS` and `TORTURE_SEED` change the amounts; `cargo xtask test` runs the defaults.
#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

mod client;
mod load;
mod server;
mod verify;

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

use crate::load::Load;
use crate::server::{Database, Server};

const KILLS: u32 = 200;
const CHECKS: usize = 3_000;
/// A whole torture that has not ended by then is stuck, and that is a failure.
const PATIENCE: Duration = Duration::from_mins(15);

fn amount<T: std::str::FromStr>(variable: &str, default: T) -> T {
    #[expect(clippy::disallowed_methods, reason = "a test's own knobs")]
    let given = std::env::var(variable).ok();
    given.and_then(|text| text.parse().ok()).unwrap_or(default)
}

#[test]
fn two_hundred_kills_lose_nothing_on_sqlite() {
    torture(Database::Sqlite);
}

#[test]
fn two_hundred_kills_lose_nothing_on_postgres() {
    match Database::fresh_postgres() {
        Some(database) => torture(database),
        None => println!("skipped: no Postgres (PORTCULLIS_TEST_POSTGRES is not set)"),
    }
}

fn torture(database: Database) {
    let (kills, checks) = (
        amount("TORTURE_KILLS", KILLS),
        amount("TORTURE_CHECKS", CHECKS),
    );
    let seed = amount("TORTURE_SEED", 42u64);
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let started = Instant::now();

    let mut server = Server::new(database);
    server.start();
    client::prepare(&server);
    let load = Load::start(server.address(), checks);

    let mut killed = 0;
    while killed < kills || !load.has_enough() {
        assert!(
            started.elapsed() < PATIENCE,
            "stuck after {killed} kills: seed {seed}"
        );
        let of = kills.max(1);
        load.allow((killed + 1).min(of), of);
        let alive = Duration::from_millis(u64::from(20 + random.next_u32() % 380));
        load.while_alive(alive);
        if killed < kills {
            server.kill();
            killed += 1;
            server.start();
        }
    }
    let journal = load.stop();
    let verified = verify::every_check(
        &server,
        &journal,
        PATIENCE.saturating_sub(started.elapsed()),
    );
    server.stop();
    let violations = verify::violations(&server);
    println!(
        "torture {}: seed {seed}, {killed} kills, {} checks acknowledged, {} requests refused or cut off, {verified}, {:.0} s",
        server.engine(),
        journal.len(),
        load::CUT_OFF.load(Ordering::Relaxed),
        started.elapsed().as_secs_f32(),
    );
    assert!(violations.is_empty(), "seed {seed}: {violations:#?}");
}
