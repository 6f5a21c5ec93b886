//! A service whose response depends on the request.

use super::OPERATION;
use invites::{Cloud, Url};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// Responds to each request with what `answer` returns for its first line. Runs `first` before each
/// response.
pub(crate) async fn service(
    answer: impl Fn(&str) -> (u16, Value) + Send + 'static,
    mut first: impl FnMut() + Send + 'static,
) -> Cloud {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let root = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let mut request = Vec::new();
            while socket.read_buf(&mut request).await.unwrap() > 0 {
                let text = String::from_utf8_lossy(&request);
                if text.starts_with("GET") && text.ends_with("\r\n\r\n") || text.ends_with("\"c\"}")
                {
                    break;
                }
            }
            first();
            let line = String::from_utf8_lossy(&request);
            let (status, body) = answer(line.lines().next().unwrap_or_default());
            let body = body.to_string();
            let answer = format!(
                "HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
                body.len()
            );
            let _ = socket.write_all(answer.as_bytes()).await;
        }
    });
    Cloud::Custom(Url::parse(&root).unwrap())
}

pub(crate) fn accepted() -> (u16, Value) {
    (
        200,
        json!({ "id": OPERATION, "status": "Running", "clientContext": "c" }),
    )
}

pub(crate) fn not_found() -> (u16, Value) {
    (
        404,
        json!({ "error": { "code": "8522", "message": "Call not found." } }),
    )
}

/// Accepts each invite, and finds neither operation nor roster.
pub(crate) fn accepts_and_finds_nothing(request: &str) -> (u16, Value) {
    if request.starts_with("POST") {
        accepted()
    } else {
        not_found()
    }
}
