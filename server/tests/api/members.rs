//! Members: inviting, changing, removing.

use domain::BuiltinRole;
use http::Method;
use serde_json::json;

use crate::gate::Gate;

const MEMBERS: &str = "/organizations/acme/members";

#[tokio::test]
async fn an_invitation_gives_a_link_once_and_a_role_at_once() {
    let gate = Gate::start().await;
    let body = json!({"email": "eve@acme.example", "name": "Eve", "role": "reader"}).to_string();
    let made = gate.post(MEMBERS, body.clone()).await.ok(201);
    assert!(
        made["link"]
            .as_str()
            .unwrap()
            .starts_with("http://gate.test/invite/")
    );
    let list = gate.get(MEMBERS).await.ok(200);
    let eve = list["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["name"] == "Eve")
        .unwrap();
    assert_eq!(eve["role"], "reader");
    assert_eq!(eve.get("link"), None);
    assert_eq!(gate.post(MEMBERS, body).await.status, 409);
}

#[tokio::test]
async fn an_account_that_somebody_else_made_is_not_handed_over_with_a_link() {
    let gate = Gate::start().await;
    gate.put("/organizations/other", json!({})).await.ok(201);
    let body = |email: &str| json!({"email": email, "name": "X", "role": "reader"}).to_string();
    let first = gate.post(MEMBERS, body("eve@acme.example")).await.ok(201);
    assert!(first["link"].is_string());
    // The same person, invited by an organization that did not make the account; and a site admin,
    // who has a token and no password.
    for email in [
        "eve@acme.example",
        gate.admin_caller().await.user.userid.as_str(),
    ] {
        let path = "/organizations/other/members";
        let made = gate.post(path, body(email)).await.ok(201);
        assert_eq!(made["link"], json!(null), "{email}");
    }
}

#[tokio::test]
async fn a_link_ends_with_the_membership_and_with_the_next_link() {
    let gate = Gate::start().await;
    let body = json!({"email": "eve@acme.example", "name": "Eve", "role": "reader"}).to_string();
    let first = gate.post(MEMBERS, body.clone()).await.ok(201);
    let path = format!("{MEMBERS}/{}", first["id"].as_str().unwrap());
    let removed = gate.call(&gate.admin, Method::DELETE, &path, "").await;
    assert_eq!(removed.status, 204);
    let secret = |link: &serde_json::Value| {
        let link = link.as_str().unwrap();
        link.rsplit('/').next().unwrap().to_owned()
    };
    let old = secret(&first["link"]);
    assert!(gate.services().invitation(&old).await.unwrap().is_none());
    let again = gate.post(MEMBERS, body).await.ok(201);
    let new = secret(&again["link"]);
    assert!(gate.services().invitation(&new).await.unwrap().is_some());
}

#[tokio::test]
async fn what_cannot_be_a_member_is_pointed_at() {
    let gate = Gate::start().await;
    for (body, pointer) in [
        (
            json!({"email": "nobody", "name": "N", "role": "reader"}),
            "/email",
        ),
        (
            json!({"email": "n@x", "name": "N", "role": "emperor"}),
            "/role",
        ),
        (
            json!({"email": "n@x", "name": "N", "role": "reader", "project": "ghost"}),
            "/project",
        ),
        (json!({}), "/email"),
    ] {
        let answer = gate.post(MEMBERS, body.to_string()).await;
        assert_eq!(answer.status, 422, "{body}: {}", answer.text());
        assert_eq!(answer.json()["error"]["pointer"], pointer, "{body}");
    }
}

#[tokio::test]
async fn a_role_is_changed_and_taken_away() {
    let gate = Gate::start().await;
    let token = gate.token("acme", "erik", BuiltinRole::Reader).await;
    let membership = membership_of(&gate, "erik").await;
    let path = format!("{MEMBERS}/{membership}");
    gate.call(&gate.admin, Method::PATCH, &path, r#"{"role": "owner"}"#)
        .await
        .ok(204);
    assert_eq!(
        gate.get_as(&token, "/organizations/acme/audit")
            .await
            .status,
        200
    );
    gate.call(&gate.admin, Method::DELETE, &path, "")
        .await
        .ok(204);
    gate.get_as(&token, "/organizations/acme")
        .await
        .refused(404, "not_found");
    gate.call(&gate.admin, Method::DELETE, &path, "")
        .await
        .refused(404, "not_found");
}

#[tokio::test]
async fn the_roles_that_can_be_given_are_listed() {
    let gate = Gate::start().await;
    let list = gate.get("/organizations/acme/roles").await.ok(200);
    let owner = list["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|role| role["name"] == "owner");
    assert_eq!(owner.unwrap()["permissions"], json!(["*"]));
}

async fn membership_of(gate: &Gate, name: &str) -> String {
    let list = gate.get(MEMBERS).await.ok(200);
    let found = list["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["name"] == name);
    found
        .and_then(|one| one["id"].as_str())
        .unwrap_or_else(|| panic!("{name} is no member: {list}"))
        .to_owned()
}

#[tokio::test]
async fn the_last_owner_who_can_sign_in_stays_one() {
    let gate = Gate::start().await;
    let others = gate.member("acme", "bo", BuiltinRole::Owner).await;
    let list = gate.get(MEMBERS).await.ok(200);
    let first = list["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["role"] == "owner" && one["name"] != "bo")
        .unwrap_or_else(|| panic!("whoever makes an organization owns it: {list}"))["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let path = format!("{MEMBERS}/{first}");

    // Bo was invited and has not come yet.
    let leave = || gate.call(&gate.admin, Method::DELETE, &path, "");
    leave().await.refused(409, "last_owner");
    gate.call(&gate.admin, Method::PATCH, &path, r#"{"role": "reader"}"#)
        .await
        .refused(409, "last_owner");
    let list = gate.get(MEMBERS).await.ok(200);
    assert_eq!(
        list["items"].as_array().unwrap().len(),
        2,
        "nothing was done"
    );

    gate.token_of(&others).await;
    leave().await.ok(204);
}

#[tokio::test]
async fn where_nobody_can_come_in_yet_members_can_still_be_managed() {
    let gate = Gate::start().await;
    let list = gate.get(MEMBERS).await.ok(200);
    let own = membership_of(&gate, list["items"][0]["name"].as_str().unwrap()).await;
    let bo = gate.member("acme", "bo", BuiltinRole::Owner).await;
    gate.member("acme", "erik", BuiltinRole::Reader).await;
    let token = gate.token_of(&bo).await;
    let tokens = gate.get_as(&token, "/tokens").await.ok(200);
    gate.call(&gate.admin, Method::DELETE, &format!("{MEMBERS}/{own}"), "")
        .await
        .ok(204);
    let id = tokens["items"][0]["id"].as_str().unwrap();
    gate.call(&token, Method::DELETE, &format!("/tokens/{id}"), "")
        .await
        .ok(204);
    // The site admin, who is no member any more.
    let erik = membership_of(&gate, "erik").await;
    gate.call(
        &gate.admin,
        Method::DELETE,
        &format!("{MEMBERS}/{erik}"),
        "",
    )
    .await
    .ok(204);
}

#[tokio::test]
async fn an_account_that_another_organization_made_gets_no_role_until_a_site_admin_vouches_for_it()
{
    let gate = Gate::start().await;
    gate.put("/organizations/evil", json!({})).await.ok(201);
    let mallory = gate.token("evil", "mallory", BuiltinRole::Owner).await;
    let olga = gate.token("acme", "olga", BuiltinRole::Owner).await;
    let invite = r#"{"email": "cto@acme.example", "name": "C", "role": "reader"}"#;
    let made = gate
        .post_as(&mallory, "/organizations/evil/members", invite)
        .await
        .ok(201);
    let link = made["link"].as_str().unwrap();
    let secret = link.rsplit('/').next().unwrap();

    // Whoever invites her elsewhere would give the role to whoever has the link.
    gate.post_as(&olga, MEMBERS, invite)
        .await
        .refused(409, "account_made_elsewhere");
    gate.post_as(
        &olga,
        MEMBERS,
        r#"{"email": "cto@acme.example", "role": "reader", "vouched": true}"#,
    )
    .await
    .refused(409, "account_made_elsewhere");
    gate.post(MEMBERS, invite)
        .await
        .refused(409, "account_made_elsewhere");
    let list = gate.get(MEMBERS).await.ok(200);
    assert!(!list.to_string().contains("cto@"), "{list}");

    let vouched = r#"{"email": "cto@acme.example", "role": "reader", "vouched": true}"#;
    gate.post(MEMBERS, vouched).await.ok(201);
    let accepted = gate
        .services()
        .accept_invitation(
            secret,
            "Clara",
            "a long password",
            service::RequestInfo::system(),
        )
        .await;
    assert_eq!(
        accepted.unwrap_err().kind(),
        service::Kind::NotFound,
        "the old link"
    );
    // Known from now on.
    gate.put("/organizations/third", json!({})).await.ok(201);
    let third = gate.token("third", "tom", BuiltinRole::Owner).await;
    gate.post_as(&third, "/organizations/third/members", invite)
        .await
        .ok(201);
}
