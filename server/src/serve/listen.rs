//! The listener. Our own loop instead of `axum::serve`, because that gives a connection all the time
//! in the world to send its headers (threats.md A36).

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use crate::http::request::Peer;

/// How long a connection may take for the head of a request, and be idle between two.
const HEAD_TIME: Duration = Duration::from_mins(1);

/// The largest head of a request.
const MAX_HEAD_BYTES: usize = 64 << 10;

/// How many connections fit into this many open files: databases, blobs and children want some too.
pub(super) fn connections(open_files: u64) -> usize {
    usize::try_from(open_files / 2)
        .unwrap_or(usize::MAX)
        .clamp(64, 16_384)
}

/// Serves `app` until `stop`; then lets open requests end, for at most `grace`. Of more connections
/// than `most` the rest waits to be accepted.
pub(super) async fn listen(
    listener: TcpListener,
    app: Router,
    stop: CancellationToken,
    grace: Duration,
    most: usize,
) {
    let graceful = GracefulShutdown::new();
    let free = Arc::new(Semaphore::new(most));
    loop {
        let place = tokio::select! {
            place = free.clone().acquire_owned() => place,
            () = stop.cancelled() => break,
        };
        let (stream, address) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    // Out of file descriptors, or the client was gone already. Neither is a
                    // reason to stop, and the first needs a moment.
                    tracing::warn!("a connection could not be accepted: {error}");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
            () = stop.cancelled() => break,
        };
        // Answers are written whole; waiting for more to send only delays them.
        let _ = stream.set_nodelay(true);
        let service = app.clone().map_request(move |request: Request<Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(Peer(address));
            request
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD_TIME)
            .max_buf_size(MAX_HEAD_BYTES)
            .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
        let watched = graceful.watch(connection);
        tokio::spawn(async move {
            let _place = place;
            if let Err(error) = watched.await {
                tracing::debug!("a connection broke: {error}");
            }
        });
    }
    drop(listener);
    if tokio::time::timeout(grace, graceful.shutdown())
        .await
        .is_err()
    {
        tracing::warn!("some requests did not end in time and are cut off");
    }
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use axum::routing::get;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpStream;

    use super::*;

    async fn ask(stream: &mut TcpStream) {
        let request = b"GET / HTTP/1.1\r\nhost: here\r\n\r\n";
        stream.write_all(request).await.unwrap();
    }

    async fn answer(stream: &mut TcpStream) -> String {
        let mut read = Vec::new();
        while !read.ends_with(b"served") {
            let count = stream.read_buf(&mut read).await.unwrap();
            assert!(count > 0, "{}", String::from_utf8_lossy(&read));
        }
        String::from_utf8(read).unwrap()
    }

    #[tokio::test]
    async fn one_connection_too_many_is_served_when_another_ends() {
        let requests = Arc::new(AtomicUsize::new(0));
        let counted = requests.clone();
        let app = Router::new().route(
            "/",
            get(async move || {
                counted.fetch_add(1, Ordering::SeqCst);
                "served"
            }),
        );
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        let listener = TcpListener::bind(any).await.unwrap();
        let address = listener.local_addr().unwrap();
        let stop = CancellationToken::new();
        let listening = tokio::spawn(listen(listener, app, stop.clone(), HEAD_TIME, 1));

        let mut first = TcpStream::connect(address).await.unwrap();
        ask(&mut first).await;
        answer(&mut first).await;
        let mut second = TcpStream::connect(address).await.unwrap();
        ask(&mut second).await;
        ask(&mut first).await;
        answer(&mut first).await;
        assert_eq!(requests.load(Ordering::SeqCst), 2, "the second one waits");
        drop(first);
        assert!(answer(&mut second).await.starts_with("HTTP/1.1 200"));
        drop(second);
        stop.cancel();
        listening.await.unwrap();
    }

    #[test]
    fn connections_leave_room_for_other_files_and_there_are_always_some() {
        assert_eq!(connections(1_024), 512);
        assert_eq!(connections(10), 64);
        assert_eq!(connections(u64::MAX), 16_384);
    }
}
