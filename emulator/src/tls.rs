//! The handshake of TLS, and what goes wrong in it.

use crate::certificate;
use crate::fault::Does;
use std::io;
use std::sync::Arc;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::LazyConfigAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::server::Acceptor;
use tokio_rustls::server::TlsStream;

/// How an answer to the handshake begins: a record of it, of which 122 bytes are to follow.
const BEGINNING: [u8; 5] = [22, 3, 3, 0, 122];

/// What it takes to speak TLS.
#[derive(Clone)]
pub(crate) struct Tls {
    /// The certificate, in PEM.
    pub(crate) certificate: Arc<str>,
    own: Arc<ServerConfig>,
    /// Shows a certificate that nobody has been told of.
    strange: Arc<ServerConfig>,
}

impl Tls {
    pub(crate) fn new() -> io::Result<Self> {
        let (certificate, own) = certificate::make()?;
        let (_, strange) = certificate::make()?;
        Ok(Self {
            certificate: certificate.into(),
            own,
            strange,
        })
    }

    /// Shakes hands, as the fault of this connection wants it.
    pub(crate) async fn shake(
        self,
        socket: TcpStream,
        does: Option<Does>,
    ) -> io::Result<TlsStream<TcpStream>> {
        let hello = LazyConfigAcceptor::new(Acceptor::default(), socket).await?;
        let server = match does {
            Some(Does::SlowTls(time)) => {
                // A client that waits for an answer says nothing more, until it goes.
                let gone = timeout(time, hello.io.peek(&mut [0])).await;
                if gone.is_ok() {
                    return Err(io::ErrorKind::ConnectionAborted.into());
                }
                self.own
            }
            Some(Does::BrokenTls) => {
                let _ = hello.io.try_write(&BEGINNING);
                let _ = hello.io.set_zero_linger();
                return Err(io::ErrorKind::ConnectionReset.into());
            }
            Some(Does::UntrustedTls) => self.strange,
            _ => self.own,
        };
        hello.into_stream(server).await
    }
}
