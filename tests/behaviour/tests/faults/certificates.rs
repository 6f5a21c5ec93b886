//! Certificates that the client refuses. It would refuse them again, so it connects only once.

use crate::sent::PATIENT;
use invites::token::AccessToken;
use invites::{Client, Cloud, NotSent, RetryPolicy, SendError, Url, graph_invite};
use rcgen::{CertificateParams, CertifiedKey, KeyPair};
use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use time::OffsetDateTime;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs::default_provider;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

const DAY: time::Duration = time::Duration::DAY;

/// A server with one certificate, and how many connections it had.
struct Server {
    root: Url,
    certificate: String,
    connections: Arc<AtomicUsize>,
}

/// Starts a server for this host, with a certificate that is valid for two days from `begin` on,
/// counted from now.
async fn server(host: &str, begin: time::Duration) -> Server {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new([host.to_owned()]).unwrap();
    params.not_before = OffsetDateTime::now_utc() + begin;
    params.not_after = params.not_before + 2 * DAY;
    let cert = params.self_signed(&key).unwrap();
    let made = CertifiedKey {
        cert,
        signing_key: key,
    };
    let key = PrivateKeyDer::Pkcs8(made.signing_key.serialize_der().into());
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let root = format!("https://{}", listener.local_addr().unwrap());
    let connections = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&connections);
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            counted.fetch_add(1, Ordering::SeqCst);
            // A connection that the client accepts ends here, without an answer.
            let _ = acceptor.accept(socket).await;
        }
    });
    Server {
        root: Url::parse(&root).unwrap(),
        certificate: made.cert.pem(),
        connections,
    }
}

impl Server {
    async fn invited(&self, trusts: bool) -> SendError {
        let retries = RetryPolicy::default().initial_backoff(Duration::from_millis(1));
        let client = Client::builder()
            .cloud(Cloud::Custom(self.root.clone()))
            .token_source(AccessToken::new("t"))
            .timeout(PATIENT)
            .retry_policy(retries);
        let client = if trusts {
            client.root_certificate(&self.certificate)
        } else {
            client
        };
        let sent = graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [phone "+12345678901"],
        }
        .send(&client.build().unwrap())
        .await;
        sent.unwrap_err()
    }
}

#[tokio::test]
async fn refused_certificate_is_tried_once() {
    for (host, begin, trusts) in [
        // Of an unknown authority.
        ("127.0.0.1", -DAY, false),
        // For another host.
        ("graph.example", -DAY, true),
        // Expired.
        ("127.0.0.1", -3 * DAY, true),
        // Not valid yet.
        ("127.0.0.1", DAY, true),
    ] {
        let server = server(host, begin).await;
        let error = server.invited(trusts).await;
        let SendError::NotSent(NotSent::Connect {
            attempts: 1,
            source,
        }) = &error
        else {
            panic!("{host} {begin}: {error:?}")
        };
        assert!(source.is_certificate() && source.is_connect(), "{source:?}");
        assert!(source.to_string().contains("certificate"), "{source}");
        assert!(source.source().is_some());
        assert_eq!(server.connections.load(Ordering::SeqCst), 1, "{host}");
    }
}

#[tokio::test]
async fn accepted_certificate_of_the_same_server_is_no_such_error() {
    let server = server("127.0.0.1", -DAY).await;
    let error = server.invited(true).await;
    assert!(matches!(error, SendError::Unknown(_)), "{error:?}");
    assert_eq!(server.connections.load(Ordering::SeqCst), 1);
}
