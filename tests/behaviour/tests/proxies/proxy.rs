//! A proxy that opens tunnels, as `CONNECT` asks for them.

use invites::Url;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What the proxy answers.
#[derive(Clone, Copy)]
pub(crate) enum Answer {
    /// Opens the tunnel.
    Tunnel,
    /// 407.
    Refuse,
}

pub(crate) struct TunnelProxy {
    pub(crate) url: Url,
    seen: Arc<Mutex<Seen>>,
}

#[derive(Default)]
struct Seen {
    heads: Vec<String>,
    /// What the client sent through the tunnels.
    bytes: Vec<u8>,
}

impl TunnelProxy {
    pub(crate) async fn start(answer: Answer) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Seen::default()));
        let shared = Arc::clone(&seen);
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                tokio::spawn(serve(socket, answer, Arc::clone(&shared)));
            }
        });
        Self {
            url: Url::parse(&url).unwrap(),
            seen,
        }
    }

    /// The heads of the requests for a tunnel, in lower case.
    pub(crate) fn heads(&self) -> Vec<String> {
        self.seen.lock().unwrap().heads.clone()
    }

    /// Whether a text was readable for the proxy.
    pub(crate) fn has_seen(&self, text: &str) -> bool {
        let seen = self.seen.lock().unwrap();
        assert!(!seen.bytes.is_empty(), "nothing went through the proxy");
        let mut windows = seen.bytes.windows(text.len());
        windows.any(|window| window == text.as_bytes())
    }
}

async fn serve(mut client: TcpStream, answer: Answer, seen: Arc<Mutex<Seen>>) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(client.read_u8().await.unwrap());
    }
    let head = String::from_utf8(head).unwrap().to_ascii_lowercase();
    let target = head.split(' ').nth(1).unwrap().to_owned();
    seen.lock().unwrap().heads.push(head);
    if matches!(answer, Answer::Refuse) {
        let refusal = b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n";
        client.write_all(refusal).await.unwrap();
        return;
    }
    let mut service = TcpStream::connect(target).await.unwrap();
    client.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
    let (mut from_client, mut to_client) = client.split();
    let (mut from_service, mut to_service) = service.split();
    let up = async {
        let mut bytes = [0; 4096];
        while let Ok(count @ 1..) = from_client.read(&mut bytes).await {
            let sent = bytes.get(..count).unwrap();
            seen.lock().unwrap().bytes.extend_from_slice(sent);
            to_service.write_all(sent).await.unwrap();
        }
    };
    let down = tokio::io::copy(&mut from_service, &mut to_client);
    tokio::select! {
        () = up => {}
        _ = down => {}
    }
}
