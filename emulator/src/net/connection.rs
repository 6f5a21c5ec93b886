//! A connection, which carries whole responses or damaged ones.

use crate::faults::fault::RequestFault;
use crate::faults::plan::FaultPlan;
use crate::faults::response_fault::{ResponseFault, WriteMode};
use crate::lock::lock;
use crate::paths::{INVITE, VERSIONS, plain};
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Sleep, sleep};
use tokio_rustls::server::TlsStream;

/// Bytes of `HTTP/1.1 200`, without the end of the line.
const STATUS_LENGTH: usize = 12;
/// The most bytes of the first line of a request that are looked at.
const MAX_LINE: usize = 8 * 1024;

/// What a connection and the HTTP layer above it know of the current request.
#[derive(Clone)]
pub(crate) struct ConnectionState(Arc<Mutex<Exchange>>);

struct Exchange {
    /// The first line of the request as far as it was read, and `None` once it was read whole.
    line: Option<Vec<u8>>,
    fault: Option<ResponseFault>,
    write_mode: WriteMode,
}

impl ConnectionState {
    fn exchange(&self) -> MutexGuard<'_, Exchange> {
        lock(&self.0)
    }

    /// The fault of the request that was read.
    pub(crate) fn take_fault(&self) -> Option<ResponseFault> {
        self.exchange().fault.take()
    }

    /// Sets how to write the response, which is ready.
    pub(crate) fn respond(&self, write_mode: WriteMode) {
        *self.exchange() = Exchange {
            line: Some(Vec::new()),
            fault: None,
            write_mode,
        };
    }

    /// Whether these bytes complete the first line of an invite.
    fn begins_invite(&self, read: &[u8]) -> bool {
        let mut exchange = self.exchange();
        let Some(line) = &mut exchange.line else {
            return false;
        };
        line.extend(read.iter().take(MAX_LINE - line.len()));
        if !read.contains(&b'\n') && line.len() < MAX_LINE {
            return false;
        }
        exchange.line.take().is_some_and(|line| is_invite(&line))
    }
}

/// What carries plain text: a socket, or TLS on a socket.
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

pub(crate) struct Connection {
    stream: Box<dyn Stream>,
    faults: Arc<FaultPlan>,
    state: ConnectionState,
    pause: Pin<Box<Sleep>>,
}

impl Connection {
    pub(crate) fn new(stream: impl Stream + 'static, faults: Arc<FaultPlan>) -> Self {
        let exchange = Exchange {
            line: Some(Vec::new()),
            fault: None,
            write_mode: WriteMode::Whole,
        };
        Self {
            stream: Box::new(stream),
            faults,
            state: ConnectionState(Arc::new(Mutex::new(exchange))),
            pause: Box::pin(sleep(Duration::ZERO)),
        }
    }

    pub(crate) fn state(&self) -> ConnectionState {
        self.state.clone()
    }

    /// After this error the server drops the connection, and the system sends a reset.
    fn reset<T>(&self) -> Poll<io::Result<T>> {
        let _ = self.stream.socket().set_zero_linger();
        Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()))
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(cx, buf))?;
        let read = buf.filled().get(before..).unwrap_or_default();
        if self.state.begins_invite(read) {
            let fault = match self.faults.take_for_request() {
                Some(RequestFault::ResetUnread) => {
                    buf.set_filled(before);
                    return self.reset();
                }
                Some(RequestFault::Response(fault)) => Some(fault),
                None => None,
            };
            self.state.exchange().fault = fault;
        }
        Poll::Ready(Ok(()))
    }
}

/// Whether a request that begins like this is an invite.
fn is_invite(request: &[u8]) -> bool {
    let path = request.strip_prefix(b"POST ").unwrap_or_default();
    let path = path.split(|byte| matches!(byte, b' ' | b'?')).next();
    let path = plain(&String::from_utf8_lossy(path.unwrap_or_default()));
    path.ends_with(INVITE) && VERSIONS.iter().any(|version| path.starts_with(version))
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        let mut exchange = self.state.exchange();
        // What is read after a response is another request.
        exchange.line.get_or_insert_default();
        let write_mode = exchange.write_mode;
        drop(exchange);
        let most = match write_mode {
            WriteMode::Whole => buf.len(),
            WriteMode::Reset | WriteMode::Only(0) => return self.reset(),
            WriteMode::Only(most) => most,
            WriteMode::TruncateHead => STATUS_LENGTH,
            WriteMode::TruncateBody => {
                let head = buf.windows(4).position(|four| four == b"\r\n\r\n");
                head.map_or(buf.len(), |head| head + 5)
            }
            WriteMode::Slow(_) => {
                ready!(self.pause.as_mut().poll(cx));
                1
            }
        };
        let part = buf.get(..most).unwrap_or(buf);
        let written = ready!(Pin::new(&mut self.stream).poll_write(cx, part))?;
        match write_mode {
            // A timer would round a pause of zero up to a millisecond.
            WriteMode::Slow(pause) if !pause.is_zero() => self.pause.set(sleep(pause)),
            WriteMode::Whole | WriteMode::Slow(_) => {}
            _ => self.state.exchange().write_mode = WriteMode::Only(most.saturating_sub(written)),
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
