//! The port that the emulator listens on. It can be closed for a while.

use crate::lock::lock;
use crate::net::tls::Tls;
use std::future::poll_fn;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::pin::pin;
use std::sync::{Mutex, MutexGuard};
use std::task::Poll;
use std::time::Duration;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};

const BACKLOG: u32 = 1024;

pub(crate) struct Endpoint {
    pub(crate) address: SocketAddr,
    pub(crate) tls: Option<Tls>,
    state: Mutex<EndpointState>,
    closed: Notify,
}

enum EndpointState {
    Open(TcpListener),
    /// Until this time. The socket, if there is one, holds the port without listening.
    Closed(Instant, Option<TcpSocket>),
}

impl Endpoint {
    pub(crate) fn new(listener: TcpListener, tls: Option<Tls>) -> io::Result<Self> {
        Ok(Self {
            address: listener.local_addr()?,
            tls,
            state: Mutex::new(EndpointState::Open(listener)),
            closed: Notify::new(),
        })
    }

    /// Such as `http://127.0.0.1:49152`.
    pub(crate) fn root(&self) -> String {
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        let mut address = self.address;
        if address.ip().is_unspecified() {
            address.set_ip(Ipv4Addr::LOCALHOST.into());
        }
        format!("{scheme}://{address}")
    }

    fn state(&self) -> MutexGuard<'_, EndpointState> {
        lock(&self.state)
    }

    /// Refuses connections for this time.
    pub(crate) fn close_for(&self, time: Duration) {
        let now = Instant::now();
        let until = now.checked_add(time).unwrap_or(now);
        let mut state = self.state();
        // The port is free only when nobody listens on it.
        *state = EndpointState::Closed(until, None);
        *state = EndpointState::Closed(until, self.bind().ok());
        self.closed.notify_one();
    }

    /// Frees the port, and does not open it again.
    pub(crate) fn free(&self) {
        *self.state() = EndpointState::Closed(Instant::now(), None);
    }

    fn bind(&self) -> io::Result<TcpSocket> {
        let socket = match self.address {
            SocketAddr::V4(_) => TcpSocket::new_v4()?,
            SocketAddr::V6(_) => TcpSocket::new_v6()?,
        };
        socket.set_reuseaddr(true)?;
        socket.bind(self.address)?;
        Ok(socket)
    }

    pub(crate) async fn accept(&self) -> io::Result<(TcpStream, SocketAddr)> {
        loop {
            let until = match &*self.state() {
                EndpointState::Open(_) => None,
                EndpointState::Closed(until, _) => Some(*until),
            };
            if let Some(until) = until {
                sleep_until(until).await;
                self.open()?;
            }
            let mut closed = pin!(self.closed.notified());
            let accepted = poll_fn(|cx| match &*self.state() {
                EndpointState::Open(listener) if closed.as_mut().poll(cx).is_pending() => {
                    listener.poll_accept(cx).map(Some)
                }
                _ => Poll::Ready(None),
            });
            if let Some(accepted) = accepted.await {
                return accepted;
            }
        }
    }

    /// Listens again, if the time is over.
    fn open(&self) -> io::Result<()> {
        let mut state = self.state();
        if let EndpointState::Closed(until, held) = &mut *state
            && *until <= Instant::now()
        {
            let socket = held.take().map_or_else(|| self.bind(), Ok)?;
            *state = EndpointState::Open(socket.listen(BACKLOG)?);
        }
        Ok(())
    }
}
