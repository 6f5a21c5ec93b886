//! TLS by rustls.

use crate::error::ConnectError;
use crate::tls::refusal::{UNREADABLE, error};
use rustls_platform_verifier::Verifier;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_postgres::tls::{ChannelBinding, MakeTlsConnect, TlsConnect, TlsStream};
use tokio_rustls::rustls::ClientConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::{TlsConnector, client};

/// Makes connections secure. Without a configuration it makes none.
#[derive(Clone)]
pub(crate) struct Connector(Option<Arc<ClientConfig>>);

const REFUSED: &str = "rustls refuses the root certificates";

pub(crate) fn connector(is_disabled: bool, roots: &[Vec<u8>]) -> Result<Connector, ConnectError> {
    if is_disabled {
        return Ok(Connector(None));
    }
    let mut certificates = Vec::new();
    for pem in roots {
        let known = certificates.len();
        for certificate in CertificateDer::pem_slice_iter(pem) {
            certificates.push(certificate.map_err(|it| error(UNREADABLE, it))?);
        }
        if certificates.len() == known {
            return Err(error(UNREADABLE, "the PEM holds no certificate"));
        }
    }
    let provider = Arc::new(default_provider());
    let verifier = Verifier::new_with_extra_roots(certificates, Arc::clone(&provider));
    let verifier = verifier.map_err(|it| error(REFUSED, it))?;
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|it| error("rustls has no version of TLS", it))?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    // A server that is spoken to with `sslnegotiation=direct` insists on it.
    config.alpn_protocols = vec![b"postgresql".to_vec()];
    Ok(Connector(Some(Arc::new(config))))
}

impl<S> MakeTlsConnect<S> for Connector
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    type Stream = Stream<S>;
    type TlsConnect = Handshake;
    type Error = io::Error;

    fn make_tls_connect(&mut self, domain: &str) -> io::Result<Handshake> {
        // A name is needed only where there is TLS. That of a Unix socket is empty.
        // Without TLS there is no name to check, and that of a Unix socket is none.
        let Some(config) = &self.0 else {
            return Ok(Handshake(None));
        };
        let name = ServerName::try_from(domain.to_owned()).map_err(io::Error::other)?;
        Ok(Handshake(Some((name, Arc::clone(config)))))
    }
}

/// A handshake with a server of this name.
pub(crate) struct Handshake(Option<(ServerName<'static>, Arc<ClientConfig>)>);

impl<S> TlsConnect<S> for Handshake
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    type Stream = Stream<S>;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<Stream<S>>> + Send>>;

    fn connect(self, stream: S) -> Self::Future {
        Box::pin(async {
            let Some((name, config)) = self.0 else {
                return Err(io::Error::other("TLS is disabled"));
            };
            let secured = TlsConnector::from(config).connect(name, stream);
            Ok(Stream(Box::new(secured.await?)))
        })
    }
}

/// A secured stream.
pub(crate) struct Stream<S>(Box<client::TlsStream<S>>);

impl<S: AsyncRead + AsyncWrite + Unpin> TlsStream for Stream<S> {
    // It would protect from a false certificate of a CA that the platform trusts.
    fn channel_binding(&self) -> ChannelBinding {
        ChannelBinding::none()
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncRead for Stream<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(context, buffer)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Stream<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(context)
    }
}
