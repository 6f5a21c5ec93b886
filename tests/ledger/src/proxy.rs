//! A network between a ledger and its server, which can be cut.

use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// Takes connections on a port of its own, and passes them on. It ends when it is dropped.
pub struct Proxy {
    address: SocketAddr,
    cut: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Proxy {
    /// Begins to pass connections on to a server.
    pub async fn start(server: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let cut = watch::Sender::new(false);
        let cuts = cut.subscribe();
        let task = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = TcpStream::connect(&server).await.unwrap();
                tokio::spawn(pass(client, server, cuts.clone()));
            }
        });
        Self { address, cut, task }
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// From now on, requests reach the server, and instead of its answer the connection ends.
    pub fn lose_answers(&self) {
        self.cut.send_replace(true);
    }

    /// From now on, new connections are passed on as at first.
    pub fn mend(&self) {
        self.cut.send_replace(false);
    }
}

async fn pass(client: TcpStream, server: TcpStream, cuts: watch::Receiver<bool>) {
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let requests = copy(&mut from_client, &mut to_server);
    let answers = async {
        let mut buffer = vec![0; 1 << 16];
        while let Ok(length) = from_server.read(&mut buffer).await {
            if length == 0
                || *cuts.borrow()
                || to_client.write_all(&buffer[..length]).await.is_err()
            {
                break;
            }
        }
    };
    tokio::select! {
        _ = requests => {}
        () = answers => {}
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}
