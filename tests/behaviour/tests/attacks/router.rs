//! Raw requests to the router of callbacks.

use super::*;
use axum::Router;
use axum::http::HeaderMap;
use invites::Callback;
use invites::callback::{Verifier, router};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

async fn serve(routes: Router) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(axum::serve(listener, routes).into_future());
    address
}

/// The `Authorization` of a callback of the emulator.
async fn token(emulator: &Emulator) -> String {
    let (sender, mut tokens) = mpsc::unbounded_channel();
    let address = serve(
        Router::new().fallback(move |headers: HeaderMap| async move {
            let token = headers["authorization"].to_str().unwrap().to_owned();
            let _ = sender.send(token);
        }),
    );
    let url = Url::parse(&format!("http://{}", address.await)).unwrap();
    emulator.set_callback(url);
    let client = client_of(emulator, &Inbox::new());
    let sent = invite(emulator.add_meeting(), ADA, "c").send(&client).await;
    let _ringing = sent.unwrap();
    tokens.recv().await.unwrap()
}

/// The status of the response to these bytes.
async fn status(address: SocketAddr, request: &str) -> u16 {
    let mut socket = TcpStream::connect(address).await.unwrap();
    socket.write_all(request.as_bytes()).await.unwrap();
    let mut head = [0; 12];
    socket.read_exact(&mut head).await.unwrap();
    String::from_utf8_lossy(&head)
        .trim_start_matches("HTTP/1.1 ")
        .parse()
        .unwrap()
}

/// Requests, with the head after the first line, the body and the status that each should get. `good`
/// is the header with a valid token.
#[rustfmt::skip]
fn requests(good: &str) -> Vec<(&'static str, String, &'static str, u16)> {
    let length = "content-length: 2\r\n";
    let long = format!("scenario-id: {}\r\n", "A".repeat(30_000));
    vec![
        ("POST /cb", format!("{good}{length}"), "{}", 202),
        ("POST /cb", "content-length: 1000000000\r\n".into(), "", 401),
        ("POST /cb", "expect: 100-continue\r\ncontent-length: 10\r\n".into(), "", 401),
        ("POST /cb", format!("{good}expect: 100-continue\r\n{length}"), "", 100),
        ("POST /cb", "transfer-encoding: chunked\r\n".into(), "", 401),
        ("POST /cb", format!("authorization: Bearer x\r\n{good}{length}"), "{}", 401),
        ("POST /cb", format!("{good}authorization: Bearer x\r\n{length}"), "{}", 401),
        ("GET /cb", good.into(), "", 405),
        ("HEAD /cb", String::new(), "", 405),
        ("OPTIONS /cb", "access-control-request-method: POST\r\n".into(), "", 405),
        ("PUT /cb", good.into(), "", 405),
        ("GET /cb", format!("{good}x-http-method-override: POST\r\n"), "", 405),
        ("POST /CB", format!("{good}{length}"), "{}", 404),
        ("POST //cb", format!("{good}{length}"), "{}", 404),
        ("POST /x/../cb", format!("{good}{length}"), "{}", 404),
        ("POST /cb", format!("{good}content-length: 1048577\r\n"), "", 413),
        ("POST /cb", format!("{good}content-length: 99999999999999999999\r\n"), "", 400),
        ("POST /cb", "authorization: Bearer \u{e9}\r\ncontent-length: 0\r\n".into(), "", 401),
        ("POST /cb", format!("{long}content-length: 0\r\n"), "", 401),
        ("POST /cb", "authorization:\r\ncontent-length: 0\r\n".into(), "", 401),
    ]
}

#[tokio::test]
async fn odd_request_delivers_nothing() {
    let emulator = Emulator::start().await.unwrap();
    let good = format!("authorization: {}\r\n", token(&emulator).await);
    let delivered = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&delivered);
    let verifier = Verifier::builder(emulator.app().into())
        .tenant(emulator.tenant().into())
        .openid_configuration(emulator.openid_configuration())
        .build()
        .unwrap();
    let routes = router(verifier, move |_: Callback<'_>| {
        count.fetch_add(1, Ordering::SeqCst);
    });
    let address = serve(Router::new().nest("/cb", routes)).await;
    for (line, headers, body, expected) in requests(&good) {
        let before = delivered.load(Ordering::SeqCst);
        let request = format!("{line} HTTP/1.1\r\nhost: bot\r\n{headers}\r\n{body}");
        let got = status(address, &request).await;
        assert_eq!(got, expected, "{line} {headers:.200}");
        let after = delivered.load(Ordering::SeqCst);
        assert_eq!(
            after - before,
            usize::from(expected == 202),
            "{line} {headers:.200}"
        );
    }
}
