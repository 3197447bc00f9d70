//! What the kernel refuses to a child.

use sandbox::Sandbox;

use crate::fixture::config;

#[tokio::test]
async fn what_must_be_impossible_is_impossible() {
    let health = Sandbox::new(config()).self_test().await;
    assert!(health.working, "{health:?}");
    assert_eq!(health.error, None);
    // These hold by seccomp or by the limits alike; a kernel without Landlock shows in `missing`.
    for name in ["no files", "no sockets", "no programs", "no processes", "no environment"] {
        let protection = health.protections.iter().find(|protection| protection.name == name);
        assert!(protection.is_some_and(|protection| protection.on), "{name}: {health:?}");
    }
}

#[tokio::test]
#[cfg(target_os = "linux")]
async fn every_limit_is_on_and_says_so() {
    let health = Sandbox::new(config()).self_test().await;
    for name in [
        "memory limit",
        "cpu limit",
        "open files limit",
        "file size limit",
        "processes limit",
        "no core dumps",
        "no new privileges",
        "parent death signal",
        "wall clock",
        "memory watch",
    ] {
        let protection = health.protections.iter().find(|protection| protection.name == name);
        assert!(protection.is_some_and(|protection| protection.on), "{name}: {health:?}");
    }
    for protection in health.missing() {
        println!("missing here: {} ({:?})", protection.name, protection.detail);
    }
}

#[tokio::test]
#[cfg(target_os = "linux")]
async fn a_child_ends_with_the_last_handle() {
    let sandbox = Sandbox::new(config());
    assert!(sandbox.self_test().await.working);
    crate::fixture::assert_works(&sandbox).await;
    assert!(!children().is_empty());
    drop(sandbox);
    // The kernel takes a moment between the signal and the end; there is nothing to wait for here
    // but the end itself.
    let began = std::time::Instant::now();
    while !children().is_empty() {
        assert!(began.elapsed().as_secs() < 10, "{:?}", children());
        tokio::task::yield_now().await;
    }
}

/// Live children of this thread's process that run the test binary from this thread's runtime.
#[cfg(target_os = "linux")]
fn children() -> Vec<String> {
    let tasks = std::fs::read_dir("/proc/self/task").unwrap();
    tasks
        .filter_map(|task| std::fs::read_to_string(task.ok()?.path().join("children")).ok())
        .flat_map(|pids| pids.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
        .collect()
}
