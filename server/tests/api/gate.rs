//! The harness: a server of its own for each test, and people in it.

use std::net::SocketAddr;
use std::sync::LazyLock;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use bytes::Bytes;
use domain::{BuiltinRole, Name};
use http::header::{AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::BodyExt;
use sandbox::{Sandbox, SandboxConfig};
use serde_json::{Value, json};
use server::config::{Role, SandboxArgs, ServeArgs};
use server::http::client_address::TrustedProxies;
use server::http::request::Peer;
use server::router::router;
use server::serve::{CHILD_ARGUMENT, Server};
use service::{Caller, CreateToken, InviteMember, RequestInfo, Services, Via};
use tokio::runtime::Runtime;
use tower::ServiceExt;

/// The password of everybody who has one.
pub(crate) const PASSWORD: &str = "correct horse battery";

/// A server of its own, with the organization `acme`.
pub(crate) struct Gate {
    server: Server,
    app: Router,
    /// A site admin's token.
    pub(crate) admin: String,
    folder: tempfile::TempDir,
}

/// An answer, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// The cookies that it sets, as a browser sends them back.
    pub(crate) fn cookies(&self) -> String {
        let set = self.headers.get_all("set-cookie").iter();
        set.filter_map(|value| value.to_str().ok()?.split(';').next())
            .collect::<Vec<_>>()
            .join("; ")
    }

    /// Its JSON, when it has this status.
    #[track_caller]
    pub(crate) fn ok(self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        if self.body.is_empty() {
            Value::Null
        } else {
            self.json()
        }
    }

    /// Its error, when it has this status and code and nothing else at the top.
    #[track_caller]
    pub(crate) fn refused(self, status: u16, code: &str) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        let document = self.json();
        assert_eq!(
            document.as_object().map(serde_json::Map::len),
            Some(1),
            "{document}"
        );
        let error = document["error"].clone();
        assert_eq!(error["code"], code, "{error}");
        assert!(
            error["message"]
                .as_str()
                .is_some_and(|text| !text.is_empty()),
            "{error}"
        );
        assert_eq!(
            error["request_id"].as_str(),
            Some(self.header("x-request-id")),
            "{error}"
        );
        error
    }

    /// Its body without what differs from request to request.
    pub(crate) fn without_request_id(&self) -> String {
        self.text().replace(self.header("x-request-id"), "REQUEST")
    }
}

impl Gate {
    pub(crate) async fn start() -> Self {
        Self::start_with_plans_up_to(64).await
    }

    pub(crate) async fn start_with_plans_up_to(max_plan_mb: u64) -> Self {
        let gate = Self::open(tempfile::tempdir().unwrap(), max_plan_mb).await;
        gate.put("/organizations/acme", json!({})).await.ok(201);
        gate
    }

    /// Stops the server and starts another on the same data: nothing is remembered but that.
    pub(crate) async fn restart(self) -> Self {
        self.server.state().shutdown.cancel();
        self.server.run().await.unwrap();
        Self::open(self.folder, 64).await
    }

    async fn open(folder: tempfile::TempDir, max_plan_mb: u64) -> Self {
        let admin = "token-of-the-admin-0123456789".to_owned();
        let args = ServeArgs {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            base_url: Some("http://gate.test".to_owned()),
            trusted_proxies: TrustedProxies::new(["192.0.2.7/32".parse().unwrap()]),
            data_dir: folder.path().to_owned(),
            database_url: None,
            blob_url: None,
            role: Role::All,
            bootstrap_user: Some("root@acme.example".to_owned()),
            bootstrap_password: None,
            bootstrap_token: Some(admin.clone()),
            max_plan_mb,
            sandbox: SandboxArgs {
                eval_wall_ms: 10_000,
                eval_memory_mb: 512,
            },
        };
        let sandbox = Sandbox::new(SandboxConfig {
            program: env!("CARGO_BIN_EXE_portcullis").into(),
            wall: Duration::from_secs(10),
            ..SandboxConfig::this_binary([CHILD_ARGUMENT.into()]).unwrap()
        });
        let server = Server::start_with(&args, sandbox).await.unwrap();
        let app = router(server.state());
        Self {
            server,
            app,
            admin,
            folder,
        }
    }

    /// Where the blob of this digest, `sha256:…`, lies.
    pub(crate) fn blob(&self, digest: &Value) -> std::path::PathBuf {
        let hex = digest.as_str().unwrap().strip_prefix("sha256:").unwrap();
        let blobs = self.folder.path().join("blobs/sha256");
        blobs.join(&hex[..2]).join(hex)
    }

    pub(crate) fn services(&self) -> &Services {
        &self.server.state().services
    }

    /// The whole server, for answers that are read bit by bit.
    pub(crate) fn app(&self) -> Router {
        self.app.clone()
    }

    /// Sends `request` as it is.
    pub(crate) async fn send(&self, mut request: Request<Body>) -> Answer {
        request
            .extensions_mut()
            .insert(Peer(SocketAddr::from(([192, 0, 2, 7], 4711))));
        let app = self.app.clone();
        let answered = SERVER.spawn(async move {
            let response = app.oneshot(request).await.unwrap();
            let (parts, body) = response.into_parts();
            let body = body.collect().await.unwrap().to_bytes();
            Answer {
                status: parts.status,
                headers: parts.headers,
                body,
            }
        });
        answered.await.unwrap()
    }

    /// Calls the native API; an empty token is no token.
    pub(crate) async fn call(
        &self,
        token: &str,
        method: Method,
        path: &str,
        body: impl Into<Body>,
    ) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("/api/v1{path}"));
        if !token.is_empty() {
            request = request.header(AUTHORIZATION, format!("Bearer {token}"));
        }
        self.send(request.body(body.into()).unwrap()).await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.call(&self.admin, Method::GET, path, Body::empty())
            .await
    }

    pub(crate) async fn get_as(&self, token: &str, path: &str) -> Answer {
        self.call(token, Method::GET, path, Body::empty()).await
    }

    pub(crate) async fn put(&self, path: &str, body: Value) -> Answer {
        self.call(&self.admin, Method::PUT, path, body.to_string())
            .await
    }

    pub(crate) async fn post(&self, path: &str, body: impl Into<Body>) -> Answer {
        self.call(&self.admin, Method::POST, path, body).await
    }

    pub(crate) async fn post_as(&self, token: &str, path: &str, body: impl Into<Body>) -> Answer {
        self.call(token, Method::POST, path, body).await
    }

    /// The site admin, as `service` knows them.
    pub(crate) async fn admin_caller(&self) -> Caller {
        self.services()
            .authenticate_token(&self.admin, RequestInfo::system())
            .await
            .unwrap()
            .unwrap()
    }

    /// A new member of `organization`, without a password.
    pub(crate) async fn member(&self, organization: &str, name: &str, role: BuiltinRole) -> Caller {
        self.member_in(organization, None, name, role).await
    }

    /// A new member of one project of `organization`, or of all of it.
    async fn member_in(
        &self,
        organization: &str,
        project: Option<&str>,
        name: &str,
        role: BuiltinRole,
    ) -> Caller {
        let admin = self.admin_caller().await;
        let organization: Name = organization.parse().unwrap();
        let invite = InviteMember {
            email: format!("{name}@acme.example"),
            name: name.to_owned(),
            role: role.name().to_owned(),
            project: project.map(str::to_owned),
            vouched: false,
        };
        let invitation = self
            .services()
            .invite_member(&admin, &organization, invite)
            .await
            .unwrap();
        let secret = invitation.link_secret.unwrap();
        let user = self.services().invitation(&secret).await.unwrap().unwrap();
        Caller {
            user,
            via: Via::System,
            request: RequestInfo::system(),
        }
    }

    /// A token of a new member.
    pub(crate) async fn token(&self, organization: &str, name: &str, role: BuiltinRole) -> String {
        self.token_of(&self.member(organization, name, role).await)
            .await
    }

    /// A token of a new member of one project of `acme`.
    pub(crate) async fn project_token(
        &self,
        project: &str,
        name: &str,
        role: BuiltinRole,
    ) -> String {
        let caller = self.member_of_project(project, name, role).await;
        self.token_of(&caller).await
    }

    /// A new member of one project of `acme`.
    pub(crate) async fn member_of_project(
        &self,
        project: &str,
        name: &str,
        role: BuiltinRole,
    ) -> Caller {
        self.member_in("acme", Some(project), name, role).await
    }

    /// Another token of someone.
    pub(crate) async fn token_of(&self, caller: &Caller) -> String {
        let create = CreateToken {
            name: "test".to_owned(),
            expires_in_days: None,
        };
        self.services()
            .create_token(caller, create)
            .await
            .unwrap()
            .secret
    }

    /// The cookie of a new member who signed in: `name=value`.
    pub(crate) async fn cookie(&self, organization: &str, name: &str, role: BuiltinRole) -> String {
        let admin = self.admin_caller().await;
        let invite = InviteMember {
            email: format!("{name}@acme.example"),
            name: name.to_owned(),
            role: role.name().to_owned(),
            project: None,
            vouched: false,
        };
        let invitation = self
            .services()
            .invite_member(&admin, &organization.parse().unwrap(), invite)
            .await
            .unwrap();
        let secret = invitation.link_secret.unwrap();
        let session = self
            .services()
            .accept_invitation(&secret, name, PASSWORD, RequestInfo::system())
            .await
            .unwrap();
        format!("session={}", session.secret)
    }

    /// Asks for a page as a browser does.
    pub(crate) async fn page(&self, cookie: &str, path: &str) -> Answer {
        let request = Request::builder()
            .uri(path)
            .header("accept", "text/html,application/xhtml+xml")
            .header("cookie", cookie)
            .header("host", "gate.test");
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// Posts a form as a browser does, from a page of ours.
    pub(crate) async fn form(&self, cookie: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body: Vec<String> = fields
            .iter()
            .map(|(name, value)| {
                let value = percent_encoding::utf8_percent_encode(
                    value,
                    percent_encoding::NON_ALPHANUMERIC,
                );
                format!("{name}={value}")
            })
            .collect();
        let body = body.join("&");
        let request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(CONTENT_LENGTH, body.len())
            .header("accept", "text/html")
            .header("origin", "http://gate.test")
            .header("referer", "http://gate.test/orgs/acme/policy-sets/new")
            .header("host", "gate.test")
            .header("sec-fetch-site", "same-origin")
            .header("cookie", cookie);
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    /// A policy set of one policy that denies whatever `deny` says, at `level`, in force.
    pub(crate) async fn policy_set(&self, name: &str, level: &str, deny: &str) {
        let path = format!("/organizations/acme/policy-sets/{name}");
        self.put(&path, json!({"global": true})).await.ok(201);
        let version = self
            .post(&format!("{path}/versions"), bundle(level, deny))
            .await
            .ok(201);
        assert_eq!(version["status"], "ready", "{version}");
    }

    /// A settled run of the workspace `net`.
    pub(crate) async fn run(&self) -> Value {
        let path = "/organizations/acme/workspaces/net/runs?create=true&message=hello";
        let run = self.post(path, plan()).await.ok(201);
        let id = run["id"].as_str().unwrap();
        self.get(&format!("/runs/{id}?wait=30")).await.ok(200)
    }

    /// The id of a check that came to `status`: of a policy set of its own at `level`.
    pub(crate) async fn check(&self, level: &str, deny: &str, status: &str) -> String {
        self.policy_set("set", level, deny).await;
        let run = self.run().await;
        assert_eq!(run["checks"][0]["status"], status, "{run}");
        run["checks"][0]["id"].as_str().unwrap().to_owned()
    }
}

/// What requests are answered on: one runtime of several threads, as in a server.
static SERVER: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().unwrap());

/// A rule that denies.
pub(crate) const DENIES: &str = "deny contains msg if {\n  some change in input.plan.resource_changes\n  msg := sprintf(\"%s is not welcome\", [change.address])\n}";

/// A rule that never denies.
pub(crate) const ALLOWS: &str = "deny contains msg if {\n  input.plan.nothing\n  msg := \"no\"\n}";

/// A bundle of one policy.
pub(crate) fn bundle(level: &str, deny: &str) -> Vec<u8> {
    let manifest = format!(
        "policy \"rule\" {{\n  query = \"data.rule.deny\"\n  enforcement_level = \"{level}\"\n}}\n"
    );
    sandbox::pack([
        ("policies.hcl".to_owned(), manifest.into_bytes()),
        (
            "rule.rego".to_owned(),
            format!("package rule\n\nimport rego.v1\n\n{deny}\n").into_bytes(),
        ),
    ])
}

/// A small plan.
pub(crate) fn plan() -> Vec<u8> {
    json!({
        "format_version": "1.2",
        "terraform_version": "1.11.0",
        "resource_changes": [{
            "address": "aws_s3_bucket.logs", "mode": "managed", "type": "aws_s3_bucket",
            "name": "logs", "provider_name": "registry.terraform.io/hashicorp/aws",
            "change": {"actions": ["create"], "before": null, "after": {}, "after_unknown": {}},
        }],
    })
    .to_string()
    .into_bytes()
}
