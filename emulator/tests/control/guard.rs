//! Who may use the two ports. Each request crosses a socket as a browser or a program would write it.

use super::*;
use graph_invite_emulator::ControlBuilder;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Sends these lines to a port. Returns the status.
async fn status(root: &str, method: &str, path: &str, lines: &[&str], body: &str) -> u16 {
    let address = root.strip_prefix("http://").unwrap();
    let mut socket = TcpStream::connect(address).await.unwrap();
    let lines = lines.join("\r\n");
    let length = body.len();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nConnection: close\r\n{lines}\r\nContent-Length: {length}\r\n\r\n{body}"
    );
    socket.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).await.unwrap();
    assert!(
        !answer.to_lowercase().contains("access-control-"),
        "{answer}"
    );
    answer.split(' ').nth(1).unwrap().parse().unwrap()
}

const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

#[tokio::test]
async fn another_host_is_refused_on_both_ports_with_every_method() {
    let tester = Tester::new().await;
    let control = tester.control.root();
    let graph = tester.emulator.root();
    for method in METHODS {
        for (root, path) in [
            (control, "/_emulator/v1/people/bob"),
            (control, "/_emulator/health"),
            (control, "/"),
            (graph, "/v1.0/communications/calls"),
            (graph, "/keys"),
            (graph, "/_emulator/health"),
        ] {
            let found = status(root, method, path, &["Host: evil.example"], "").await;
            assert_eq!(found, 403, "{method} {root}{path}");
        }
    }
    for host in [
        "Host: localhost:1",
        "Host: [::1]",
        "Host: host.docker.internal",
    ] {
        for root in [control, graph] {
            assert_eq!(
                status(root, "GET", "/_emulator/health", &[host], "").await,
                200
            );
        }
    }
    assert!(tester.emulator.requests().is_empty());
}

#[tokio::test]
async fn a_host_can_be_allowed() {
    let emulator = Emulator::builder()
        .allow_host("bots.example")
        .start()
        .await
        .unwrap();
    let host = ["Host: bots.example:4870"];
    assert_eq!(
        status(emulator.root(), "GET", "/keys", &host, "").await,
        200
    );
    let control = control(emulator, |control| control.allow_host("bots.example")).await;
    assert_eq!(
        status(control.root(), "GET", "/_emulator/v1/calls", &host, "").await,
        200
    );
}

async fn control(
    emulator: Emulator,
    set: impl FnOnce(ControlBuilder) -> ControlBuilder,
) -> ControlServer {
    let control = ControlServer::builder(Arc::new(emulator));
    set(control).start().await.unwrap()
}

#[tokio::test]
async fn a_page_of_another_site_changes_and_reads_nothing() {
    let tester = Tester::new().await;
    let root = tester.control.root();
    let host = format!("Host: {}", root.strip_prefix("http://").unwrap());
    let json = "Content-Type: application/json";
    let before = tester.get("/people").await;
    for method in METHODS {
        for from in [
            "Origin: https://evil.example",
            "Origin: null",
            "Origin: http://127.0.0.1:1",
            "Sec-Fetch-Site: cross-site",
            "Sec-Fetch-Site: same-site",
        ] {
            let path = "/_emulator/v1/people/bob";
            let body = r#"{"manner":"answers"}"#;
            let found = status(root, method, path, &[&host, json, from], body).await;
            assert_eq!(found, 403, "{method} {from}");
        }
    }
    assert_eq!(tester.get("/people").await, before);
    let own = format!("Origin: {root}");
    let lines = [&*host, json, &own, "Sec-Fetch-Site: same-origin"];
    let body = r#"{"manner":"busy"}"#;
    assert_eq!(
        status(root, "PUT", "/_emulator/v1/people/bob", &lines, body).await,
        200
    );
    assert_eq!(tester.get("/people/bob").await["manner"], "busy");
}

#[tokio::test]
async fn a_body_that_is_not_said_to_be_json_is_refused() {
    let tester = Tester::new().await;
    let root = tester.control.root();
    let body = r#"{"kind":"meeting"}"#;
    for kind in [
        "Content-Type: text/plain",
        "Content-Type: application/x-www-form-urlencoded",
        "X-No-Type: 1",
    ] {
        let found = status(
            root,
            "POST",
            "/_emulator/v1/calls",
            &["Host: localhost", kind],
            body,
        )
        .await;
        assert_eq!(found, 415, "{kind}");
    }
    let json = [
        "Host: localhost",
        "Content-Type: application/json; charset=utf-8",
    ];
    assert_eq!(
        status(root, "POST", "/_emulator/v1/calls", &json, body).await,
        201
    );
    assert_eq!(
        status(root, "POST", "/_emulator/v1/calls", &json, "{").await,
        400
    );
    let large = " ".repeat(1024 * 1024 + 1);
    assert_eq!(
        status(root, "POST", "/_emulator/v1/calls", &json, &large).await,
        413
    );
}

#[tokio::test]
async fn with_a_key_nothing_but_the_health_is_shown_without_it() {
    let emulator = Emulator::start().await.unwrap();
    let control = control(emulator, |control| control.key("open sesame")).await;
    let root = control.root();
    let path = "/_emulator/v1/credentials";
    for (line, expected) in [
        ("X-No-Key: 1", 401),
        ("Authorization: Bearer open", 401),
        ("Authorization: open sesame", 401),
        ("Authorization: Bearer open sesame", 200),
    ] {
        assert_eq!(
            status(root, "GET", path, &["Host: localhost", line], "").await,
            expected,
            "{line}"
        );
    }
    assert_eq!(
        status(root, "GET", "/_emulator/health", &["Host: localhost"], "").await,
        200
    );
}
