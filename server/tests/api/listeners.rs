//! Those who wait for something, and are not entitled to it any more when it comes.

use std::time::Duration;

use domain::{Name, Run};
use futures::StreamExt as _;
use service::{Caller, CreateToken, Heard, Kind, PutOrganization, ServiceConfig, SubmitRun};

use crate::gate::plan;
use crate::held::Held;

/// Longer than anybody waits for a test.
const PATIENCE: Duration = Duration::from_mins(10);

/// Somebody with a token, and a run that nobody works on: nothing ever happens to it.
async fn waiting(held: &Held) -> (Caller, Run) {
    let secret = held.sign_in().await;
    let admin = held.session(&secret).await.unwrap();
    let acme: Name = "acme".parse().unwrap();
    let put = PutOrganization::default();
    held.services
        .put_organization(&admin, &acme, put)
        .await
        .unwrap();
    let submit = SubmitRun {
        plan: plan().into(),
        create: true,
        ..SubmitRun::default()
    };
    let net = "net".parse().unwrap();
    let run = held.services.submit_run(&admin, &acme, &net, submit).await;
    let create = CreateToken {
        name: "ci".to_owned(),
        expires_in_days: None,
    };
    let created = held.services.create_token(&admin, create).await.unwrap();
    (held.token(&created.secret).await.unwrap(), run.unwrap())
}

async fn held() -> Held {
    Held::start(ServiceConfig {
        listeners_recheck: Duration::from_millis(10),
        ..ServiceConfig::default()
    })
    .await
}

fn token(caller: &Caller) -> domain::TokenId {
    match caller.via {
        service::Via::Token(id) => id,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_long_poll_ends_with_its_token_although_nothing_happens() {
    let held = held().await;
    let (caller, run) = waiting(&held).await;
    let check = run.checks[0].id;
    let (answer, revoked) = tokio::join!(
        held.services.wait_check(&caller, check, PATIENCE),
        held.services.revoke_token(&caller, token(&caller)),
    );
    revoked.unwrap();
    assert_eq!(answer.unwrap_err().kind(), Kind::Unauthenticated);
}

#[tokio::test]
async fn a_stream_is_over_with_its_token_although_nothing_happens() {
    let held = held().await;
    let (caller, run) = waiting(&held).await;
    let stream = held.services.subscribe_run(&caller, run.id).await.unwrap();
    held.services
        .revoke_token(&caller, token(&caller))
        .await
        .unwrap();
    assert_eq!(stream.collect::<Vec<_>>().await, [Heard::Over]);
}

#[tokio::test]
async fn the_stream_of_a_run_that_ended_before_is_over_at_once() {
    let held = held().await;
    let (caller, run) = waiting(&held).await;
    held.services.cancel_run(&caller, run.id).await.unwrap();
    let stream = held.services.subscribe_run(&caller, run.id).await.unwrap();
    assert_eq!(stream.collect::<Vec<_>>().await, [Heard::Over]);
}
