//! What a connection carries: whole answers, or cut ones.

use crate::fault::Fault;
use crate::front::{Front, Porter};
use crate::routes::{BETA, V1};
use axum::extract::connect_info::Connected;
use axum::serve::IncomingStream;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Sleep, sleep};
use tokio_rustls::server::TlsStream;

/// `HTTP/1.1 200`, without the end of the line.
const STATUS: usize = 12;

/// How an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Writing {
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
pub(crate) struct Wire(Arc<Mutex<Exchange>>);

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
    pub(crate) fn fault(&self) -> Option<Fault> {
        self.exchange().fault.take()
    }

    /// The answer is there, and is to be written like this.
    pub(crate) fn answer(&self, writing: Writing) {
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

/// What carries plain text: a socket, or TLS over one.
pub(crate) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {
    fn socket(&self) -> &TcpStream;
}

impl Stream for TcpStream {
    fn socket(&self) -> &TcpStream {
        self
    }
}

impl Stream for TlsStream<TcpStream> {
    fn socket(&self) -> &TcpStream {
        self.get_ref().0
    }
}

/// A connection.
pub(crate) struct Line {
    stream: Box<dyn Stream>,
    front: Arc<Front>,
    wire: Wire,
    pause: Pin<Box<Sleep>>,
}

impl Line {
    pub(crate) fn new(stream: impl Stream + 'static, front: Arc<Front>) -> Self {
        let exchange = Exchange {
            fresh: true,
            fault: None,
            writing: Writing::Whole,
        };
        Self {
            stream: Box::new(stream),
            front,
            wire: Wire(Arc::new(Mutex::new(exchange))),
            pause: Box::pin(sleep(Duration::ZERO)),
        }
    }

    /// Whoever sees this drops the connection, and the system sends a reset.
    fn reset<T>(&self) -> Poll<io::Result<T>> {
        let _ = self.stream.socket().set_zero_linger();
        Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()))
    }
}

impl AsyncRead for Line {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let read = buf.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(cx, buf))?;
        let sent = buf.filled().get(read..).unwrap_or_default();
        if self.wire.exchange().fresh && is_invite(sent) {
            let fault = self.front.plan().of_request();
            if matches!(&fault, Some(fault) if fault.is_early()) {
                // The service sees none of it.
                buf.set_filled(read);
                return self.reset();
            }
            let mut exchange = self.wire.exchange();
            exchange.fresh = false;
            exchange.fault = fault;
        }
        Poll::Ready(Ok(()))
    }
}

/// Whether a request that begins so is an invite: nothing else is posted to Graph.
fn is_invite(request: &[u8]) -> bool {
    let path = request.strip_prefix(b"POST ").unwrap_or_default();
    [V1, BETA]
        .iter()
        .any(|root| path.starts_with(root.as_bytes()))
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
        let written = ready!(Pin::new(&mut self.stream).poll_write(cx, part))?;
        match writing {
            // A timer would round no pause up to a millisecond.
            Writing::Drip(pause) if !pause.is_zero() => self.pause.set(sleep(pause)),
            Writing::Whole | Writing::Drip(_) => {}
            _ => self.wire.exchange().writing = Writing::Only(most.saturating_sub(written)),
        }
        Poll::Ready(Ok(written))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
