//! What must hold afterwards, asked of the API and of the database itself.

use std::time::{Duration, Instant};

use serde_json::Value;

use crate::client::{client, url};
use crate::load::Acknowledged;
use crate::server::{Server, TOKEN};

/// Every acknowledged check came to the verdict that its plan deserves.
pub(crate) fn every_check(server: &Server, journal: &[Acknowledged], patience: Duration) -> String {
    let client = client();
    let deadline = Instant::now() + patience;
    let (mut passed, mut failed, mut given_up) = (0usize, 0usize, 0usize);
    'journal: for entry in journal {
        let expected = if entry.red { "soft_failed" } else { "passed" };
        loop {
            let answer = client
                .get(url(
                    server.address(),
                    &format!("/checks/{}?wait=10", entry.check_id),
                ))
                .bearer_auth(TOKEN)
                .send()
                .expect("an answer");
            assert_eq!(
                answer.status().as_u16(),
                200,
                "acknowledged and lost: {entry:?}"
            );
            let check: Value = serde_json::from_str(&answer.text().expect("text")).expect("JSON");
            let status = check["status"].as_str().expect("a status").to_owned();
            if matches!(status.as_str(), "queued" | "running") {
                assert!(
                    Instant::now() < deadline,
                    "stuck {status}: {entry:?}\n{}",
                    server.log()
                );
                continue;
            }
            // Three workers in a row were killed over it: by rule it is errored, which blocks.
            if status == "errored" {
                let error = check["error"].as_str().unwrap_or_default();
                assert!(error.contains("its worker was lost"), "{check:#}");
                given_up += 1;
                continue 'journal;
            }
            assert_eq!(status, expected, "{check:#}");
            break;
        }
        *(if entry.red { &mut failed } else { &mut passed }) += 1;
    }
    assert!(
        given_up * 50 <= journal.len(),
        "{given_up} of {} given up",
        journal.len()
    );
    format!(
        "{passed} passed and {failed} soft-failed as they should, {given_up} given up after three lost workers"
    )
}

/// Broken invariants of the database, in words.
pub(crate) fn violations(server: &Server) -> Vec<String> {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let mut config = store::StoreConfig::new(server.data_dir().join("data"));
        config.database_url = server.database_url();
        let store = store::Store::connect(&config)
            .await
            .expect("the database opens");
        let mut conn = store.read().await.expect("a connection");
        let found = store::integrity::violations(&mut conn)
            .await
            .expect("answers");
        drop(conn);
        store.close().await;
        found
    })
}
