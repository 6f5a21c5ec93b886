//! Accepts connections for the HTTP server, except those that a fault strikes.

use crate::faults::fault::ConnectionFault;
use crate::faults::plan::FaultPlan;
use crate::net::connection::{Connection, ConnectionState};
use crate::net::endpoint::Endpoint;
use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use std::future::poll_fn;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::sleep;

/// How long to wait for something that the system lacks, such as a file descriptor.
const RETRY_ACCEPT: Duration = Duration::from_millis(10);

pub(crate) struct FaultyListener {
    endpoint: Arc<Endpoint>,
    faults: Arc<FaultPlan>,
    /// TLS handshakes run beside each other, so that a slow one delays no other connection.
    handshakes: JoinSet<Option<(Connection, SocketAddr)>>,
}

enum Accepted {
    Socket(io::Result<(TcpStream, SocketAddr)>),
    /// A handshake is over, if it came to a connection.
    Handshake(Option<(Connection, SocketAddr)>),
}

impl FaultyListener {
    pub(crate) fn new(endpoint: Arc<Endpoint>, faults: Arc<FaultPlan>) -> Self {
        Self {
            endpoint,
            faults,
            handshakes: JoinSet::new(),
        }
    }

    async fn next(&mut self) -> Accepted {
        let mut socket = pin!(self.endpoint.accept());
        poll_fn(|cx| match self.handshakes.poll_join_next(cx) {
            Poll::Ready(Some(over)) => Poll::Ready(Accepted::Handshake(over.ok().flatten())),
            _ => socket.as_mut().poll(cx).map(Accepted::Socket),
        })
        .await
    }

    /// Makes a connection of a socket. With TLS there is none before the handshake is over.
    fn connect(&mut self, socket: TcpStream, address: SocketAddr) -> Option<Connection> {
        let tls_fault = match self.faults.take_for_connection() {
            Some(ConnectionFault::Refuse(time)) => {
                reset(&socket);
                self.endpoint.close_for(time);
                return None;
            }
            Some(ConnectionFault::Reset) => {
                reset(&socket);
                return None;
            }
            Some(ConnectionFault::Tls(fault)) => Some(fault),
            None => None,
        };
        // Without this, a slow response arrives in lumps.
        let _ = socket.set_nodelay(true);
        let faults = Arc::clone(&self.faults);
        let Some(tls) = self.endpoint.tls.clone() else {
            return Some(Connection::new(socket, faults));
        };
        self.handshakes.spawn(async move {
            let stream = tls.handshake(socket, tls_fault).await.ok()?;
            Some((Connection::new(stream, faults), address))
        });
        None
    }
}

/// Has the system send a reset when the socket is dropped.
fn reset(socket: &TcpStream) {
    let _ = socket.set_zero_linger();
}

impl Listener for FaultyListener {
    type Io = Connection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Connection, SocketAddr) {
        loop {
            match self.next().await {
                Accepted::Socket(Ok((socket, address))) => {
                    if let Some(connection) = self.connect(socket, address) {
                        return (connection, address);
                    }
                }
                Accepted::Socket(Err(_)) => sleep(RETRY_ACCEPT).await,
                Accepted::Handshake(Some(connected)) => return connected,
                Accepted::Handshake(None) => {}
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.endpoint.address)
    }
}

impl Connected<IncomingStream<'_, FaultyListener>> for ConnectionState {
    fn connect_info(stream: IncomingStream<'_, FaultyListener>) -> Self {
        stream.io().state()
    }
}

/// Without a server the port is free, even while others hold the endpoint.
impl Drop for FaultyListener {
    fn drop(&mut self) {
        self.endpoint.free();
    }
}
