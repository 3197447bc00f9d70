//! Browser sessions, as their owner sees them through the API.

use domain::BuiltinRole;
use http::Method;
use service::RequestInfo;

use crate::gate::Gate;

#[tokio::test]
async fn a_session_that_is_revoked_lets_nobody_in_any_more() {
    let gate = Gate::start().await;
    let cookie = gate.cookie("acme", "rita", BuiltinRole::Reader).await;
    let secret = cookie.strip_prefix("session=").unwrap();
    let signed_in = || {
        gate.services()
            .authenticate_session(secret, RequestInfo::system())
    };
    let rita = signed_in().await.unwrap().unwrap();
    let token = gate.token_of(&rita).await;
    let list = gate.get_as(&token, "/sessions").await.ok(200);
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
    let path = format!("/sessions/{}", list["items"][0]["id"].as_str().unwrap());

    // Not even a site admin ends somebody else's.
    let foreign = gate.call(&gate.admin, Method::DELETE, &path, "").await;
    foreign.refused(404, "not_found");
    assert!(signed_in().await.unwrap().is_some());

    gate.call(&token, Method::DELETE, &path, "").await.ok(204);
    assert!(signed_in().await.unwrap().is_none());
    let page = gate.page(&cookie, "/orgs/acme").await;
    assert!(page.status.is_redirection(), "{}", page.status);
    let list = gate.get_as(&token, "/sessions").await.ok(200);
    assert_eq!(list["items"].as_array().unwrap().len(), 0);
    gate.call(&token, Method::DELETE, &path, "")
        .await
        .refused(404, "not_found");
}
