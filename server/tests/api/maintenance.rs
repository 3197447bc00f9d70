//! What is done from time to time, by a clock that the test holds.

use service::{CreateToken, Maintained, ServiceConfig};

use crate::held::{DAY, Held};

#[tokio::test]
async fn what_is_over_goes_when_its_time_has_come_and_the_database_is_checked_once_a_day() {
    let config = ServiceConfig::default();
    let idle = config.session_idle;
    let held = Held::start(config).await;
    let (services, clock) = (&held.services, &held.clock);
    let secret = held.sign_in().await;
    let admin = held.session(&secret).await.unwrap();
    let short = CreateToken {
        name: "a day".to_owned(),
        expires_in_days: Some(1),
    };
    services.create_token(&admin, short).await.unwrap();
    let tokens = services.list_tokens(&admin).await.unwrap().len();

    let first = services.maintain().await.unwrap();
    assert_eq!(first.damage, Some(Vec::new()), "never checked: it is due");
    assert_eq!((first.sessions, first.tokens, first.events), (0, 0, 0));
    clock.pass(DAY / 2);
    assert_eq!(services.maintain().await.unwrap(), Maintained::default());
    clock.pass(DAY / 2);
    let next = services.maintain().await.unwrap();
    assert_eq!(next.damage, Some(Vec::new()), "a day later it is due again");

    clock.pass(idle);
    let later = services.maintain().await.unwrap();
    assert_eq!((later.sessions, later.tokens), (1, 0), "nobody used it");
    clock.pass(DAY * 31);
    let last = services.maintain().await.unwrap();
    assert_eq!((last.sessions, last.tokens), (0, 1));
    let left = services.list_tokens(&admin).await.unwrap();
    assert_eq!(left.len(), tokens - 1, "what never expires stays");
}
