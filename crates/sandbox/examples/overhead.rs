//! What the sandbox costs: processor time of checks through it, against the same evaluation by the
//! engine alone in a loop.
//!
//! `cargo run --release -p sandbox --example overhead -- BUNDLE_DIR PLAN.json [CHECKS] [CLIENTS]`

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use engine::{EvaluationLimits, Inputs, LoadedSet, Plan, SetOptions};
use sandbox::{EvaluationJob, JobSet, Party, PlanInput, Sandbox, SandboxConfig};
use sha2::{Digest, Sha256};

fn main() -> ExitCode {
    let args: Vec<_> = std::env::args().skip(1).collect();
    if args.first().is_some_and(|arg| arg == "sandbox-child") {
        return sandbox::child_main();
    }
    let [bundle, plan, rest @ ..] = args.as_slice() else {
        eprintln!("usage: overhead BUNDLE_DIR PLAN.json [CHECKS] [CLIENTS]");
        return ExitCode::FAILURE;
    };
    let number = |at: usize, default| {
        rest.get(at)
            .and_then(|text: &String| text.parse().ok())
            .unwrap_or(default)
    };
    measure(
        Path::new(bundle),
        Path::new(plan),
        number(0, 200),
        number(1, 4),
    );
    ExitCode::SUCCESS
}

#[expect(
    clippy::expect_used,
    reason = "an example may stop where it cannot go on"
)]
fn measure(bundle: &Path, plan: &Path, checks: u32, clients: u32) {
    let files = std::fs::read_dir(bundle)
        .expect("the bundle's folder")
        .map(|entry| {
            let path = entry.expect("an entry of the folder").path();
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            (name, std::fs::read(&path).expect("a file of the folder"))
        });
    let bundle = sandbox::pack(files.collect::<BTreeMap<_, _>>());
    let plan = std::fs::read(plan).expect("the plan");

    let alone = engine_alone(&bundle, &plan, checks);
    let job = EvaluationJob {
        sets: vec![JobSet {
            digest: domain::Digest::from_bytes(Sha256::digest(&bundle).into()),
            bundle: bundle.into(),
            options: SetOptions::default(),
            only_enabled: true,
        }],
        plan: PlanInput::Raw(input(&plan).into()),
        party: Party::default(),
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let mut config = SandboxConfig::this_binary(["sandbox-child".into()]).expect("this binary");
        // The time of a child that is gone is not counted any more.
        config.recycle_after = u32::MAX;
        let sandbox = Sandbox::new(config);
        let run = async |checks: u32| {
            let mut tasks = tokio::task::JoinSet::new();
            for _ in 0..clients {
                let (sandbox, job) = (sandbox.clone(), job.clone());
                tasks.spawn(async move {
                    for _ in 0..checks / clients {
                        sandbox
                            .evaluate(job.clone(), |_| {})
                            .await
                            .expect("an evaluation");
                    }
                });
            }
            tasks.join_all().await;
        };
        run(clients * 2).await; // compiles the set in every child
        let (before, begun) = (processor_time(), Instant::now());
        run(checks / clients * clients).await;
        let (used, took) = (processor_time().saturating_sub(before), begun.elapsed());
        let checks = checks / clients * clients;
        println!(
            "sandbox: {:?} of processor a check, {:?} of wall",
            used / checks,
            took / checks
        );
        println!(
            "ratio:   {:.2}",
            (used / checks).as_secs_f64() / alone.as_secs_f64()
        );
        println!(
            "resident: {} MB here, {:?} MB in children",
            resident("self"),
            children()
                .iter()
                .map(|pid| resident(pid))
                .collect::<Vec<_>>()
        );
    });
}

fn input(plan: &[u8]) -> Vec<u8> {
    [b"{\"plan\":", plan, b"}"].concat()
}

#[expect(
    clippy::expect_used,
    reason = "an example may stop where it cannot go on"
)]
fn engine_alone(bundle: &[u8], plan: &[u8], checks: u32) -> Duration {
    let set = LoadedSet::load(bundle, SetOptions::default()).expect("a good bundle");
    Plan::parse(plan).expect("a plan");
    let input = input(plan);
    let limits = EvaluationLimits::default();
    let once = || {
        let inputs = Inputs::raw(&input).expect("an input");
        for policy in 0..set.policies().len() {
            let said = set.evaluate(policy, &inputs, &limits);
            assert_eq!(said.error, None);
        }
    };
    once();
    let before = processor_time();
    for _ in 0..checks {
        once();
    }
    let each = processor_time().saturating_sub(before) / checks;
    println!(
        "engine:  {each:?} of processor a check, {} policies",
        set.policies().len()
    );
    each
}

/// Processor time of this process and of its live children.
fn processor_time() -> Duration {
    let own = std::iter::once("self".to_owned());
    own.chain(children())
        .flat_map(|pid| tasks(&pid))
        .filter_map(|task| {
            let text = std::fs::read_to_string(task.join("schedstat")).ok()?;
            text.split(' ').next()?.parse().ok()
        })
        .map(Duration::from_nanos)
        .sum()
}

fn tasks(pid: &str) -> Vec<std::path::PathBuf> {
    let folder = std::fs::read_dir(format!("/proc/{pid}/task"));
    folder
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .collect()
}

fn children() -> Vec<String> {
    let lists = tasks("self").into_iter();
    lists
        .filter_map(|task| std::fs::read_to_string(task.join("children")).ok())
        .flat_map(|list| {
            list.split_whitespace()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .collect()
}

fn resident(pid: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok())
        .unwrap_or(0)
        >> 10
}
