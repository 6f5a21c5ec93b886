//! The sockets below HTTP: where connections come in, or are refused.

use crate::fault::Does;
use crate::faults::Plan;
use crate::line::Line;
use crate::tls::Tls;
use axum::serve::Listener;
use std::future::poll_fn;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use std::time::Duration;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until};

const BACKLOG: u32 = 1024;
/// How long to wait for what the system does not give, such as a file descriptor.
const PATIENCE: Duration = Duration::from_millis(10);

/// Where connections come in, and what is to go wrong with them.
pub(crate) struct Front {
    address: SocketAddr,
    tls: Option<Tls>,
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
    pub(crate) fn new(listener: TcpListener, tls: Option<Tls>, plan: Plan) -> io::Result<Self> {
        Ok(Self {
            address: listener.local_addr()?,
            tls,
            plan: Mutex::new(plan),
            door: Mutex::new(Door::Open(listener)),
            shut: Notify::new(),
        })
    }

    /// Where it is.
    pub(crate) fn root(&self) -> String {
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        format!("{scheme}://{}", self.address)
    }

    /// The certificate that it shows, in PEM.
    pub(crate) fn certificate(&self) -> Option<&str> {
        self.tls.as_ref().map(|tls| &*tls.certificate)
    }

    pub(crate) fn plan(&self) -> MutexGuard<'_, Plan> {
        self.plan.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn door(&self) -> MutexGuard<'_, Door> {
        self.door.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Nobody listens for so long.
    pub(crate) fn shut(&self, time: Duration) {
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
pub(crate) struct Porter {
    front: Arc<Front>,
    /// Whoever takes their time over it keeps nobody waiting.
    shaking: JoinSet<Option<(Line, SocketAddr)>>,
}

/// Who is at the door.
enum Guest {
    New(io::Result<(TcpStream, SocketAddr)>),
    /// Somebody whose handshake is over, if it came to anything.
    Shaken(Option<(Line, SocketAddr)>),
}

impl Porter {
    pub(crate) fn new(front: Arc<Front>) -> Self {
        Self {
            front,
            shaking: JoinSet::new(),
        }
    }

    async fn guest(&mut self) -> Guest {
        let mut new = pin!(self.front.accept());
        poll_fn(|cx| match self.shaking.poll_join_next(cx) {
            Poll::Ready(Some(shaken)) => Poll::Ready(Guest::Shaken(shaken.ok().flatten())),
            _ => new.as_mut().poll(cx).map(Guest::New),
        })
        .await
    }

    /// Meets somebody new, and gives the line to them if it is there at once.
    fn meet(&mut self, socket: TcpStream, address: SocketAddr) -> Option<Line> {
        let fault = self.front.plan().of_connection();
        let does = fault.map(|fault| fault.does);
        if let Some(Does::Refuse(_) | Does::HangUp) = does {
            let _ = socket.set_zero_linger();
            if let Some(Does::Refuse(time)) = does {
                self.front.shut(time);
            }
            return None;
        }
        // Or else a dripping answer arrives in lumps.
        let _ = socket.set_nodelay(true);
        let front = Arc::clone(&self.front);
        let Some(tls) = front.tls.clone() else {
            return Some(Line::new(socket, front));
        };
        self.shaking.spawn(async move {
            let stream = tls.shake(socket, does).await.ok()?;
            Some((Line::new(stream, front), address))
        });
        None
    }
}

impl Listener for Porter {
    type Io = Line;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Line, SocketAddr) {
        loop {
            match self.guest().await {
                Guest::New(Ok((socket, address))) => {
                    if let Some(line) = self.meet(socket, address) {
                        return (line, address);
                    }
                }
                Guest::New(Err(_)) => sleep(PATIENCE).await,
                Guest::Shaken(Some(shaken)) => return shaken,
                Guest::Shaken(None) => {}
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.front.address)
    }
}

/// The port is free when nobody serves it any more, whoever still has the front.
impl Drop for Porter {
    fn drop(&mut self) {
        *self.front.door() = Door::Shut(Instant::now(), None);
    }
}
