//! Two hundred policies that mean harm, each really run.
//!
//! Each is refused or ends at a limit, is errored and never passed, and the sandbox works on. How long each
//! took is printed, slowest first: it should be its limit and a quarter of a second at most.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that cannot go on fails, and says what it saw"
)]

#[path = "../sandbox/fixture.rs"]
#[expect(dead_code, reason = "what the other tests need too")]
mod fixture;
mod loops;
mod memory;
mod output;
mod parsing;
mod patterns;
mod policies;
mod recursion;

use std::sync::Mutex;
use std::time::{Duration, Instant};

use domain::Decision;
use sandbox::{Sandbox, SandboxConfig};

use self::fixture::{assert_works, config, evaluate, set};
use self::policies::Hostile;

fn all() -> Vec<Hostile> {
    let families = [
        parsing::policies,
        recursion::policies,
        loops::policies,
        memory::policies,
        patterns::policies,
        output::policies,
    ];
    families.into_iter().flat_map(|family| family()).collect()
}

/// Time that each may take.
const WALL: Duration = Duration::from_millis(500);

/// What became of one.
struct Ending {
    name: String,
    took: Duration,
    said: String,
}

async fn run(sandbox: &Sandbox, hostile: Hostile) -> Ending {
    let bundle = set(&[("a", &hostile.source)]);
    let started = Instant::now();
    let evaluation = evaluate(sandbox, vec![bundle]).await;
    let took = started.elapsed();
    let set = &evaluation.sets[0];
    let name = hostile.name;
    let said = if let Some(problem) = set.problems.iter().find(|problem| problem.is_error()) {
        assert_eq!(set.policies, [], "{name}");
        problem.message.clone()
    } else {
        let (_, policy) = &set.policies[0];
        assert_eq!(policy.decision, Decision::Errored, "{name}: {policy:?}");
        policy.error.clone().unwrap().message
    };
    Ending { name, took, said }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_is_errored_and_the_sandbox_works_on() {
    let sandbox = Sandbox::new(SandboxConfig {
        wall: WALL,
        ..config()
    });
    let policies = all();
    assert!(policies.len() >= 200, "{}", policies.len());
    let waiting = Mutex::new(policies);
    let next = || waiting.lock().unwrap().pop();
    let work = async || {
        let mut endings = Vec::new();
        while let Some(hostile) = next() {
            endings.push(run(&sandbox, hostile).await);
        }
        endings
    };
    let (mut endings, more) = tokio::join!(work(), work());
    endings.extend(more);
    endings.sort_by_key(|ending| std::cmp::Reverse(ending.took));
    println!("{} hostile policies", endings.len());
    for ending in &endings {
        // A machine that does other things too may be late; a limit that does not hold is later.
        assert!(ending.took < WALL * 8, "{}: {:?}", ending.name, ending.took);
        println!("{:?}\t{}\t{}", ending.took, ending.name, ending.said);
    }
    assert_works(&sandbox).await;
}
