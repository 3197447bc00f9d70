//! The signals that say stop.

use tokio_util::sync::CancellationToken;

/// Cancels `stop` at SIGTERM or SIGINT. A second one ends the process at once.
pub(crate) async fn cancel_on_signal(stop: CancellationToken) {
    wait().await;
    tracing::info!("stopping: finishing what was begun");
    stop.cancel();
    wait().await;
    tracing::warn!("stopped at once, by a second signal");
    std::process::exit(130);
}

#[cfg(unix)]
async fn wait() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        let _ = tokio::signal::ctrl_c().await;
        return;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

#[cfg(not(unix))]
async fn wait() {
    let _ = tokio::signal::ctrl_c().await;
}
