//! The sockets below HTTP: where connections are refused, and answers cut.

use super::fault::{Does, Fault};
use super::faults::Plan;
use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use std::future::poll_fn;
use std::io;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::Notify;
use tokio::time::{Instant, Sleep, sleep, sleep_until};

const BACKLOG: u32 = 1024;
/// How long to wait for what the system does not give, such as a file descriptor.
const PATIENCE: Duration = Duration::from_millis(10);
/// `HTTP/1.1 200`, without the end of the line.
const STATUS: usize = 12;

/// Where connections come in, and what is to go wrong with them.
pub(super) struct Front {
    address: SocketAddr,
    plan: Mutex<Plan>,
    door: Mutex<Door>,
    shut: Notify,
}

enum Door {
    Open(TcpListener),
    /// The socket, if it could be had, holds the port without listening.
    Shut(Instant, Option<TcpSocket>),
}

impl Front {
    pub(super) fn new(listener: TcpListener, plan: Plan) -> io::Result<Self> {
        Ok(Self {
            address: listener.local_addr()?,
            plan: Mutex::new(plan),
            door: Mutex::new(Door::Open(listener)),
            shut: Notify::new(),
        })
    }

    pub(super) fn plan(&self) -> MutexGuard<'_, Plan> {
        self.plan.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn door(&self) -> MutexGuard<'_, Door> {
        self.door.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Nobody listens for so long.
    pub(super) fn shut(&self, time: Duration) {
        let now = Instant::now();
        let until = now.checked_add(time).unwrap_or(now);
        let mut door = self.door();
        // The port is free only once nobody listens on it.
        *door = Door::Shut(until, None);
        *door = Door::Shut(until, self.bind().ok());
        self.shut.notify_one();
    }

    fn bind(&self) -> io::Result<TcpSocket> {
        let socket = TcpSocket::new_v4()?;
        socket.set_reuseaddr(true)?;
        socket.bind(self.address)?;
        Ok(socket)
    }

    async fn accept(&self) -> io::Result<(TcpStream, SocketAddr)> {
        loop {
            let until = match &*self.door() {
                Door::Open(_) => None,
                Door::Shut(until, _) => Some(*until),
            };
            if let Some(until) = until {
                sleep_until(until).await;
                self.open()?;
            }
            let mut shut = pin!(self.shut.notified());
            let accepted = poll_fn(|cx| match &*self.door() {
                Door::Open(listener) if shut.as_mut().poll(cx).is_pending() => {
                    listener.poll_accept(cx).map(Some)
                }
                _ => Poll::Ready(None),
            });
            if let Some(accepted) = accepted.await {
                return accepted;
            }
        }
    }

    fn open(&self) -> io::Result<()> {
        let mut door = self.door();
        if let Door::Shut(until, held) = &mut *door
            && *until <= Instant::now()
        {
            let socket = held.take().map_or_else(|| self.bind(), Ok)?;
            *door = Door::Open(socket.listen(BACKLOG)?);
        }
        Ok(())
    }
}

/// Accepts what the front lets in.
pub(super) struct Porter(pub(super) Arc<Front>);

impl Listener for Porter {
    type Io = Line;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Line, SocketAddr) {
        loop {
            let Ok((socket, address)) = self.0.accept().await else {
                sleep(PATIENCE).await;
                continue;
            };
            let fault = self.0.plan().of_connection();
            let Some(fault) = fault else {
                // Or else a dripping answer arrives in lumps.
                let _ = socket.set_nodelay(true);
                return (Line::new(socket, Arc::clone(&self.0)), address);
            };
            let _ = socket.set_zero_linger();
            if let Does::Refuse(time) = fault.does {
                self.0.shut(time);
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.0.address)
    }
}

/// The port is free when nobody serves it any more, whoever still has the front.
impl Drop for Porter {
    fn drop(&mut self) {
        *self.0.door() = Door::Shut(Instant::now(), None);
    }
}

/// How an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Writing {
    Whole,
    Reset,
    CutInHead,
    CutInBody,
    Drip(Duration),
    /// So many bytes more, and then a reset.
    Only(usize),
}

/// What a connection and the service behind it tell each other.
#[derive(Clone)]
pub(super) struct Wire(Arc<Mutex<Exchange>>);

struct Exchange {
    /// Whether the next bytes begin a request.
    fresh: bool,
    fault: Option<Fault>,
    writing: Writing,
}

impl Wire {
    fn exchange(&self) -> MutexGuard<'_, Exchange> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is to go wrong with the request that was read.
    pub(super) fn fault(&self) -> Option<Fault> {
        self.exchange().fault.take()
    }

    /// The answer is there, and is to be written like this.
    pub(super) fn answer(&self, writing: Writing) {
        *self.exchange() = Exchange {
            fresh: true,
            fault: None,
            writing,
        };
    }
}

impl Connected<IncomingStream<'_, Porter>> for Wire {
    fn connect_info(stream: IncomingStream<'_, Porter>) -> Self {
        stream.io().wire.clone()
    }
}

/// A connection.
pub(super) struct Line {
    socket: TcpStream,
    front: Arc<Front>,
    wire: Wire,
    pause: Pin<Box<Sleep>>,
}

impl Line {
    fn new(socket: TcpStream, front: Arc<Front>) -> Self {
        let exchange = Exchange {
            fresh: true,
            fault: None,
            writing: Writing::Whole,
        };
        Self {
            socket,
            front,
            wire: Wire(Arc::new(Mutex::new(exchange))),
            pause: Box::pin(sleep(Duration::ZERO)),
        }
    }

    /// Whoever sees this drops the connection, and the system sends a reset.
    fn reset<T>(&self) -> Poll<io::Result<T>> {
        let _ = self.socket.set_zero_linger();
        Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()))
    }
}

impl AsyncRead for Line {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.wire.exchange().fresh {
            let mut first = [0];
            let mut first = ReadBuf::new(&mut first);
            ready!(self.socket.poll_peek(cx, &mut first))?;
            // Of what the service takes, only invites are posted.
            if first.filled() == b"P" {
                let fault = self.front.plan().of_request();
                if matches!(&fault, Some(fault) if fault.is_early()) {
                    return self.reset();
                }
                let mut exchange = self.wire.exchange();
                exchange.fresh = false;
                exchange.fault = fault;
            }
        }
        Pin::new(&mut self.socket).poll_read(cx, buf)
    }
}

impl AsyncWrite for Line {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        let writing = self.wire.exchange().writing;
        let most = match writing {
            Writing::Whole => buf.len(),
            Writing::Reset | Writing::Only(0) => return self.reset(),
            Writing::Only(most) => most,
            Writing::CutInHead => STATUS,
            Writing::CutInBody => {
                let head = buf.windows(4).position(|four| four == b"\r\n\r\n");
                head.map_or(buf.len(), |head| head + 5)
            }
            Writing::Drip(_) => {
                ready!(self.pause.as_mut().poll(cx));
                1
            }
        };
        let part = buf.get(..most).unwrap_or(buf);
        let written = ready!(Pin::new(&mut self.socket).poll_write(cx, part))?;
        match writing {
            // A timer would round no pause up to a millisecond.
            Writing::Drip(pause) if !pause.is_zero() => self.pause.set(sleep(pause)),
            Writing::Whole | Writing::Drip(_) => {}
            _ => self.wire.exchange().writing = Writing::Only(most.saturating_sub(written)),
        }
        Poll::Ready(Ok(written))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.socket).poll_shutdown(cx)
    }
}
