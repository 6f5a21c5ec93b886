//! Secured connections.

use graph_invite::ledger::RecordName;
use graph_invite_ledger_tests::calls::write;
use graph_invite_ledger_tests::{Cluster, SharedLedger, entry_key, record};
use graph_invite_postgres::{ConnectError, PostgresLedger};
use rcgen::{CertificateParams, KeyPair};
use std::fs;
use std::path::Path;
use std::sync::Arc;

#[tokio::test]
async fn certificate_is_checked() {
    let folder =
        Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("postgres-tls-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let key = KeyPair::generate().unwrap();
    let parameters = CertificateParams::new(["localhost".to_owned()]).unwrap();
    let certificate = parameters.self_signed(&key).unwrap().pem();
    fs::write(folder.join("server.crt"), &certificate).unwrap();
    fs::write(folder.join("server.key"), key.serialize_pem()).unwrap();
    let cluster = Cluster::start("", Some(&folder));
    fs::remove_dir_all(&folder).unwrap();
    let Some(cluster) = cluster else { return };

    let by_name = cluster.url().replace("127.0.0.1", "localhost") + "?sslmode=require";
    let by_address = cluster.url().to_owned() + "?sslmode=require";
    let connect = async |url: &str| {
        PostgresLedger::builder(url)
            .root_certificate(&certificate)
            .connect()
            .await
    };
    let ledger: SharedLedger = Arc::new(connect(&by_name).await.unwrap());
    write(&ledger, record(entry_key(), RecordName::Claim(1))).await;
    // The certificate is for the name alone, and no platform trusts it.
    for refused in [
        connect(&by_address).await,
        PostgresLedger::connect(&by_name).await,
    ] {
        let error = refused.unwrap_err();
        assert!(
            matches!(error, ConnectError::Server(_) | ConnectError::Tls { .. }),
            "{error}"
        );
    }
    let error = PostgresLedger::builder(&by_name)
        .root_certificate("no PEM")
        .connect()
        .await
        .unwrap_err();
    assert!(error.to_string().contains("BEGIN CERTIFICATE"), "{error}");
}
