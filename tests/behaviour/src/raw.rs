//! A service that answers with exactly these bytes, or in no way at all.

#![allow(
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "only tests call this"
)]

use invites::Url;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A service that reads each request whole and then does as it is told.
#[derive(Debug)]
pub struct Service {
    /// The root of its URLs.
    pub root: Url,
    requests: Requests,
}

type Requests = Arc<Mutex<Vec<String>>>;

/// What it does with a request.
#[derive(Clone, Debug)]
pub enum Does {
    /// Answers with these bytes and closes, without a word that it will.
    Says(Vec<u8>),
    /// Answers with these bytes and reads the next request of the connection.
    Keeps(Vec<u8>),
    /// Answers with these bytes and resets the connection as soon as the next request arrives.
    Cuts(Vec<u8>),
    /// Answers with these bytes and stays silent.
    Stalls(Vec<u8>),
    /// Resets the connection.
    Resets,
}

impl Service {
    /// Does the same with every request.
    pub async fn that(does: Does) -> Self {
        Self::script([does]).await
    }

    /// Answers every request with these bytes.
    pub async fn says(answer: impl Into<Vec<u8>>) -> Self {
        Self::that(Does::Says(answer.into())).await
    }

    /// Does one thing after the other, the last for ever.
    pub async fn script(script: impl IntoIterator<Item = Does>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        Self::on(listener, script)
    }

    /// The same on this socket.
    pub fn on(listener: TcpListener, script: impl IntoIterator<Item = Does>) -> Self {
        let root = format!("http://{}", listener.local_addr().unwrap());
        let script: Arc<[Does]> = script.into_iter().collect();
        let requests = Requests::default();
        let read = Arc::clone(&requests);
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                tokio::spawn(serve(socket, Arc::clone(&script), Arc::clone(&read)));
            }
        });
        Self {
            root: Url::parse(&root).unwrap(),
            requests,
        }
    }

    /// An address at which nobody listens.
    pub async fn nobody() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let root = format!("http://{}", listener.local_addr().unwrap());
        Self {
            root: Url::parse(&root).unwrap(),
            requests: Requests::default(),
        }
    }

    /// The requests that arrived whole, in their order.
    #[must_use]
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

async fn serve(mut socket: TcpStream, script: Arc<[Does]>, requests: Requests) {
    while let Some(request) = read(&mut socket).await {
        let number = {
            let mut requests = requests.lock().unwrap();
            requests.push(request);
            requests.len() - 1
        };
        match script.get(number).or(script.last()).unwrap() {
            Does::Says(answer) => {
                let _ = socket.write_all(answer).await;
                let _ = socket.shutdown().await;
                return;
            }
            Does::Keeps(answer) => {
                let _ = socket.write_all(answer).await;
            }
            Does::Cuts(answer) => {
                let _ = socket.write_all(answer).await;
                let _ = socket.readable().await;
                socket.set_zero_linger().unwrap();
                return;
            }
            Does::Stalls(answer) => {
                let _ = socket.write_all(answer).await;
                tokio::time::sleep(Duration::from_secs(60)).await;
            }
            Does::Resets => {
                socket.set_zero_linger().unwrap();
                return;
            }
        }
    }
}

/// A whole request; `None` if it breaks off.
async fn read(socket: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.to_ascii_lowercase();
            let length = length.split("content-length: ").nth(1);
            let length = length.and_then(|rest| rest.lines().next()?.parse().ok());
            if body.len() >= length.unwrap_or(0) {
                return Some(text);
            }
        }
        if socket.read_buf(&mut bytes).await.unwrap_or(0) == 0 {
            return None;
        }
    }
}

/// An answer with a status, headers that end in a line break, and a body.
#[must_use]
pub fn answer(status: &str, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\n{headers}content-length: {length}\r\n\r\n{body}").into_bytes()
}
