//! What the kernel refuses to a child.

use sandbox::{Sandbox, SandboxConfig};

use crate::fixture::config;

#[tokio::test]
async fn what_must_be_impossible_is_impossible() {
    let health = Sandbox::new(config()).self_test().await;
    assert!(health.working, "{health:?}");
    assert_eq!(health.error, None);
    // These hold by seccomp or by the limits alike; a kernel without Landlock shows in `missing`.
    for name in [
        "no files",
        "no sockets",
        "no programs",
        "no processes",
        "no environment",
    ] {
        let protection = health
            .protections
            .iter()
            .find(|protection| protection.name == name);
        assert!(
            protection.is_some_and(|protection| protection.on),
            "{name}: {health:?}"
        );
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
        let protection = health
            .protections
            .iter()
            .find(|protection| protection.name == name);
        assert!(
            protection.is_some_and(|protection| protection.on),
            "{name}: {health:?}"
        );
    }
    for protection in health.missing() {
        println!(
            "missing here: {} ({:?})",
            protection.name, protection.detail
        );
    }
}

#[tokio::test]
#[cfg(target_os = "linux")]
async fn a_child_ends_with_the_last_handle() {
    let mark = "ends-with-the-last-handle";
    let sandbox = Sandbox::new(SandboxConfig {
        args: vec![mark.into()],
        ..config()
    });
    assert!(sandbox.self_test().await.working);
    crate::fixture::assert_works(&sandbox).await;
    assert!(is_running(mark));
    drop(sandbox);
    // There is nothing to wait for but the end itself: the kernel takes a moment after the signal.
    let began = std::time::Instant::now();
    while is_running(mark) {
        assert!(began.elapsed().as_secs() < 10);
        tokio::task::yield_now().await;
    }
}

/// Whether a process lives that has this argument. A dead one that was not waited for has none.
#[cfg(target_os = "linux")]
fn is_running(mark: &str) -> bool {
    std::fs::read_dir("/proc").unwrap().any(|process| {
        let line = std::fs::read(process.unwrap().path().join("cmdline")).unwrap_or_default();
        line.split(|byte| *byte == 0)
            .any(|argument| argument == mark.as_bytes())
    })
}
