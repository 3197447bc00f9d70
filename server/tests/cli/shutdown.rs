//! What becomes of work in progress when the server is told to stop.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use reqwest::blocking::{Client, RequestBuilder};
use serde_json::Value;

const TOKEN: &str = "token-of-the-admin-0123456789";

/// A policy that works for a few seconds, in a bundle.
fn slow_bundle() -> Vec<u8> {
    let rego = "package slow\n\nimport rego.v1\n\ndeny contains 1 if {\n  some i in numbers.range(1, 2500)\n  \
                some j in numbers.range(1, 2500)\n  i * j == -1\n}\n";
    let manifest = "policy \"slow\" {\n  query = \"data.slow.deny\"\n}\n";
    sandbox::pack([
        ("policies.hcl".to_owned(), manifest.as_bytes().to_vec()),
        ("slow.rego".to_owned(), rego.as_bytes().to_vec()),
    ])
}

/// Sends a request as the admin; a refusal fails the test.
fn send(request: RequestBuilder) -> Value {
    let answer = request.bearer_auth(TOKEN).send().unwrap();
    let status = answer.status();
    let text = answer.text().unwrap();
    assert!(status.is_success(), "{status}: {text}");
    serde_json::from_str(&text).unwrap()
}

/// The server as a process of its own.
struct Process {
    child: Child,
    address: String,
}

impl Process {
    fn start(data: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_portcullis"))
            .args(["serve", "--listen", "127.0.0.1:0", "--data-dir"])
            .arg(data)
            .env_clear()
            .env("PORTCULLIS_BOOTSTRAP_USER", "root@acme.example")
            .env("PORTCULLIS_BOOTSTRAP_TOKEN", TOKEN)
            .env("NO_COLOR", "1")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let address = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| {
                let (_, rest) = line.split_once("listen=")?;
                Some(rest.split_whitespace().next()?.to_owned())
            })
            .unwrap();
        // Somebody has to read on, or the server would wait for room in the pipe.
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
        Self { child, address }
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}/api/v1{path}", self.address)
    }

    /// Told to stop as a supervisor does; its exit code.
    fn terminate(&mut self) -> Option<i32> {
        let told = Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status()
            .unwrap();
        assert!(told.success());
        self.child.wait().unwrap().code()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn who_waits_is_answered_and_a_check_in_progress_is_not_lost() {
    let folder = tempfile::tempdir().unwrap();
    // reqwest brings no cryptography of its own, although nothing here needs any.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = Client::new();
    let mut server = Process::start(folder.path());
    let set = "/organizations/acme/policy-sets/slow";
    send(client.put(server.url("/organizations/acme")).body("{}"));
    send(client.put(server.url(set)).body(r#"{"global": true}"#));
    let versions = server.url(&format!("{set}/versions"));
    send(client.post(versions).body(slow_bundle()));
    let runs = server.url("/organizations/acme/workspaces/net/runs?create=true");
    let plan =
        r#"{"format_version": "1.2", "terraform_version": "1.11.0", "resource_changes": []}"#;
    let run = send(client.post(runs).body(plan));
    let check = format!("/checks/{}", run["checks"][0]["id"].as_str().unwrap());
    loop {
        let check = send(client.get(server.url(&format!("{check}?wait=1"))));
        match check["status"].as_str().unwrap() {
            "queued" => {}
            "running" => break,
            other => panic!("it is to take longer: {other}"),
        }
    }

    let mut waiting = TcpStream::connect(&server.address).unwrap();
    let request = format!(
        "GET /api/v1{check}?wait=60 HTTP/1.1\r\nhost: gate\r\nauthorization: Bearer {TOKEN}\r\n\r\n"
    );
    waiting.write_all(request.as_bytes()).unwrap();
    // An answer to a later one shows that the server has taken the first.
    send(client.get(server.url("/organizations/acme")));

    assert_eq!(server.terminate(), Some(0));
    let mut answer = String::new();
    waiting.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");

    let server = Process::start(folder.path());
    let settled = send(client.get(server.url(&format!("{check}?wait=60"))));
    assert_eq!(settled["status"], "passed", "{settled:#}");
}
