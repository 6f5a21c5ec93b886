//! A minimal service, so that the clients dominate the measurement.

use crate::Result;
use crate::peer::BODY;
use std::sync::Arc;
use std::thread;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime;
use tokio::sync::Barrier;

/// The documented response to an accepted invite.
const OPERATION: &str = r##"{"@odata.type":"#microsoft.graph.inviteParticipantsOperation","id":"eec3812a-9f4e-4c1b-8c9f-3f0a4f1c6b1d","status":"Running","clientContext":"f2fa86af-3c51-4bc2-8fc0-475452d9764f","resultInfo":null,"participants":[{"endpointType":null,"replacesCallId":null,"identity":{"user":{"id":"278405a3-f568-4b3e-b684-009193463064","displayName":"string"},"application":null,"device":null,"phone":null}}]}"##;

const LOCATION: &str = "https://graph.microsoft.com/v1.0/communications/calls/57dab8b1-894c-409a-b240-bd8beae78896/operations/eec3812a-9f4e-4c1b-8c9f-3f0a4f1c6b1d";

/// Starts the service on a thread of its own and returns its root. It responds when `at_once` requests
/// are waiting.
pub fn start(at_once: usize) -> Result<String> {
    let runtime = runtime::Builder::new_current_thread().enable_io().build()?;
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0"))?;
    let root = format!("http://{}", listener.local_addr()?);
    let length = OPERATION.len();
    let accepted = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nLocation: {LOCATION}\r\n\
         request-id: 0b8d1f7e-6f0c-4c43-9a1b-5a4c1a6f2c55\r\nContent-Length: {length}\r\n\r\n{OPERATION}"
    );
    let accepted: Arc<str> = accepted.into();
    let barrier = Arc::new(Barrier::new(at_once));
    thread::spawn(move || {
        runtime.block_on(async {
            while let Ok((socket, _)) = listener.accept().await {
                tokio::spawn(serve(socket, Arc::clone(&accepted), Arc::clone(&barrier)));
            }
        });
    });
    Ok(root)
}

/// Responds to one request after the other.
async fn serve(mut socket: TcpStream, accepted: Arc<str>, barrier: Arc<Barrier>) {
    let mut request = Vec::with_capacity(4096);
    while socket
        .read_buf(&mut request)
        .await
        .is_ok_and(|read| read > 0)
    {
        let Some(body) = body(&request) else { continue };
        let answer = if body.len() == BODY.len() {
            accepted.as_bytes()
        } else {
            b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"
        };
        request.clear();
        barrier.wait().await;
        if socket.write_all(answer).await.is_err() {
            return;
        }
    }
}

/// The body, if it is complete.
fn body(request: &[u8]) -> Option<&[u8]> {
    let end = request.windows(4).position(|bytes| bytes == b"\r\n\r\n")?;
    let (head, body) = request.split_at(end + 4);
    let length = str::from_utf8(head).ok()?.lines().find_map(|line| {
        let (name, value) = line.split_once(": ")?;
        name.eq_ignore_ascii_case("content-length")
            .then(|| value.parse::<usize>().ok())?
    });
    (body.len() == length?).then_some(body)
}
