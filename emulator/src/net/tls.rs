//! The TLS handshake, and what goes wrong in it.

use crate::faults::fault::TlsFault;
use crate::net::certificate;
use std::io;
use std::sync::Arc;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::LazyConfigAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::server::Acceptor;
use tokio_rustls::server::TlsStream;

/// How the answer to a handshake begins: the header of a handshake record of 122 bytes.
const HANDSHAKE_RECORD: [u8; 5] = [22, 3, 3, 0, 122];

#[derive(Clone)]
pub(crate) struct Tls {
    /// The certificate, in PEM.
    pub(crate) certificate: Arc<str>,
    trusted: Arc<ServerConfig>,
    /// Shows a certificate that no client knows.
    untrusted: Arc<ServerConfig>,
}

impl Tls {
    pub(crate) fn new() -> io::Result<Self> {
        let (certificate, trusted) = certificate::generate()?;
        let (_, untrusted) = certificate::generate()?;
        Ok(Self {
            certificate: certificate.into(),
            trusted,
            untrusted,
        })
    }

    pub(crate) async fn handshake(
        self,
        socket: TcpStream,
        fault: Option<TlsFault>,
    ) -> io::Result<TlsStream<TcpStream>> {
        let hello = LazyConfigAcceptor::new(Acceptor::default(), socket).await?;
        let server = match fault {
            None => self.trusted,
            Some(TlsFault::Slow(time)) => {
                // A client that waits for the answer sends nothing until it goes away.
                let gone = timeout(time, hello.io.peek(&mut [0])).await;
                if gone.is_ok() {
                    return Err(io::ErrorKind::ConnectionAborted.into());
                }
                self.trusted
            }
            Some(TlsFault::Reset) => {
                let _ = hello.io.try_write(&HANDSHAKE_RECORD);
                let _ = hello.io.set_zero_linger();
                return Err(io::ErrorKind::ConnectionReset.into());
            }
            Some(TlsFault::Untrusted) => self.untrusted,
        };
        hello.into_stream(server).await
    }
}
