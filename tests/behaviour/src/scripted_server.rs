//! A server that responds with exactly the given bytes, or not at all.

#![allow(
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "only tests call this"
)]

use invites::Url;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

/// A server that reads each request to its end and then does what its script says.
#[derive(Debug)]
pub struct ScriptedServer {
    /// The root of its URLs.
    pub root: Url,
    requests: Requests,
    /// Bound to the port, before the server listens.
    closed: Option<TcpSocket>,
}

const BACKLOG: u32 = 1024;

type Requests = Arc<Mutex<Vec<String>>>;

/// What the server does after a request.
#[derive(Clone, Debug)]
pub enum Action {
    /// Sends these bytes and closes the connection.
    Respond(Vec<u8>),
    /// Sends these bytes and reads the next request of the connection.
    RespondAndKeep(Vec<u8>),
    /// Sends these bytes and resets the connection as soon as the next request arrives.
    RespondThenReset(Vec<u8>),
    /// Sends these bytes and keeps the connection open without sending more.
    RespondAndStall(Vec<u8>),
    /// Resets the connection.
    Reset,
}

impl ScriptedServer {
    /// Does the same after every request.
    #[must_use]
    pub fn always(action: Action) -> Self {
        Self::script([action])
    }

    /// Sends these bytes after every request.
    #[must_use]
    pub fn responding(response: impl Into<Vec<u8>>) -> Self {
        Self::always(Action::Respond(response.into()))
    }

    /// Does one thing after the other, and repeats the last one.
    #[must_use]
    pub fn script(script: impl IntoIterator<Item = Action>) -> Self {
        let mut server = Self::unreachable();
        server.listen(script);
        server
    }

    /// An address at which nothing listens. No other socket gets its port while this exists.
    #[must_use]
    pub fn unreachable() -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(([127, 0, 0, 1], 0).into()).unwrap();
        let root = format!("http://{}", socket.local_addr().unwrap());
        Self {
            root: Url::parse(&root).unwrap(),
            requests: Requests::default(),
            closed: Some(socket),
        }
    }

    /// Starts to listen at an address at which nothing listens yet.
    pub fn listen(&mut self, script: impl IntoIterator<Item = Action>) {
        let listener = self.closed.take().unwrap().listen(BACKLOG).unwrap();
        let script: Arc<[Action]> = script.into_iter().collect();
        let requests = Arc::clone(&self.requests);
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                tokio::spawn(serve(socket, Arc::clone(&script), Arc::clone(&requests)));
            }
        });
    }

    /// The complete requests, in the order of their arrival.
    #[must_use]
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

async fn serve(mut socket: TcpStream, script: Arc<[Action]>, requests: Requests) {
    while let Some(request) = read(&mut socket).await {
        let number = {
            let mut requests = requests.lock().unwrap();
            requests.push(request);
            requests.len() - 1
        };
        match script.get(number).or(script.last()).unwrap() {
            Action::Respond(response) => {
                let _ = socket.write_all(response).await;
                let _ = socket.shutdown().await;
                return;
            }
            Action::RespondAndKeep(response) => {
                let _ = socket.write_all(response).await;
            }
            Action::RespondThenReset(response) => {
                let _ = socket.write_all(response).await;
                let _ = socket.readable().await;
                socket.set_zero_linger().unwrap();
                return;
            }
            Action::RespondAndStall(response) => {
                let _ = socket.write_all(response).await;
                tokio::time::sleep(Duration::from_secs(60)).await;
            }
            Action::Reset => {
                socket.set_zero_linger().unwrap();
                return;
            }
        }
    }
}

/// A complete request; `None` if the connection ends before.
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

/// A response of Graph with a status, headers that each end in a line break, and a body.
#[must_use]
pub fn response(status: &str, headers: &str, body: &str) -> Vec<u8> {
    let headers = if headers.contains("request-id") {
        headers.to_owned()
    } else {
        format!("request-id: 9302576f-74c3-4d6c-a5fc-9b3e6d0f8c51\r\n{headers}")
    };
    response_of_another_server(status, &headers, body)
}

/// The same of a gateway or another server, which does not give the request an id of Graph.
#[must_use]
pub fn response_of_another_server(status: &str, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\n{headers}content-length: {length}\r\n\r\n{body}").into_bytes()
}
