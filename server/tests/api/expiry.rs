//! What has come to its end lets nobody in.

use std::time::Duration;

use service::{CreateToken, ServiceConfig};

use crate::held::{DAY, Held};

const MINUTE: Duration = Duration::from_mins(1);

#[tokio::test]
async fn a_session_that_was_left_alone_for_too_long_is_nobody() {
    let config = ServiceConfig::default();
    let idle = config.session_idle;
    let held = Held::start(config).await;
    let secret = held.sign_in().await;
    held.clock.pass(idle.saturating_sub(MINUTE));
    assert!(held.session(&secret).await.is_some(), "and that is a use");
    held.clock.pass(idle.saturating_sub(MINUTE));
    assert!(held.session(&secret).await.is_some());
    held.clock.pass(idle);
    assert!(held.session(&secret).await.is_none());
}

#[tokio::test]
async fn a_session_that_is_used_every_day_ends_all_the_same() {
    let config = ServiceConfig::default();
    let absolute = config.session_absolute;
    let held = Held::start(config).await;
    let secret = held.sign_in().await;
    let mut left = absolute;
    while left > DAY {
        held.clock.pass(DAY);
        left -= DAY;
        assert!(held.session(&secret).await.is_some(), "{left:?}");
    }
    held.clock.pass(left);
    assert!(held.session(&secret).await.is_none());
}

#[tokio::test]
async fn a_token_works_until_the_day_that_was_said() {
    let held = Held::start(ServiceConfig::default()).await;
    let secret = held.sign_in().await;
    let admin = held.session(&secret).await.unwrap();
    let create = CreateToken {
        name: "a day".to_owned(),
        expires_in_days: Some(1),
    };
    let created = held.services.create_token(&admin, create).await.unwrap();
    held.clock.pass(DAY.saturating_sub(MINUTE));
    assert!(held.token(&created.secret).await.is_some());
    held.clock.pass(MINUTE);
    assert!(held.token(&created.secret).await.is_none());
}
