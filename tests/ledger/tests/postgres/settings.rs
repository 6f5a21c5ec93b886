//! Servers and addresses that are refused.

use crate::database::Database;
use graph_invite_ledger_tests::Cluster;
use graph_invite_postgres::{ConnectError, PostgresLedger};
use std::error::Error;

#[tokio::test]
async fn server_that_does_not_flush_is_refused() {
    let Some(cluster) = Cluster::start("-c fsync=off", None) else {
        return;
    };
    let error = PostgresLedger::connect(cluster.url()).await.unwrap_err();
    assert!(matches!(error, ConnectError::FsyncOff), "{error}");
    assert!(error.to_string().contains("Set `fsync = on`"), "{error}");
}

#[tokio::test]
async fn commit_that_waits_for_no_flush_is_refused() {
    let Some(database) = Database::new().await else {
        return;
    };
    for value in ["off", "local"] {
        let url = format!("{}%20-c%20synchronous_commit%3D{value}", database.url());
        let error = PostgresLedger::connect(&url).await.unwrap_err();
        let ConnectError::SynchronousCommit { found, .. } = &error else {
            panic!("{error}");
        };
        assert_eq!(found, value);
        assert!(error.to_string().contains("ALTER ROLE"), "{error}");
    }
    for value in ["on", "remote_write", "remote_apply"] {
        let url = format!("{}%20-c%20synchronous_commit%3D{value}", database.url());
        PostgresLedger::connect(&url).await.unwrap();
    }
}

#[tokio::test]
async fn setting_of_the_server_counts_where_the_session_has_none() {
    let Some(cluster) = Cluster::start("-c synchronous_commit=off", None) else {
        return;
    };
    let error = PostgresLedger::connect(cluster.url()).await.unwrap_err();
    assert!(
        matches!(error, ConnectError::SynchronousCommit { .. }),
        "{error}"
    );
}

#[tokio::test]
async fn server_that_takes_no_writes_is_refused() {
    let Some(database) = Database::new().await else {
        return;
    };
    let url = format!(
        "{}%20-c%20default_transaction_read_only%3Don",
        database.url()
    );
    let error = PostgresLedger::connect(&url).await.unwrap_err();
    assert!(matches!(error, ConnectError::Server(_)), "{error}");
}

#[tokio::test]
async fn no_error_shows_the_password() {
    let Some(database) = Database::new().await else {
        return;
    };
    let secret = "correct-horse";
    let (_, rest) = database.url().split_once('@').unwrap();
    for url in [
        format!("postgres://bot:{secret}@{rest}"),
        format!("postgres://bot:{secret}@127.0.0.1:1/invites"),
        format!("postgres://bot:%{secret}@{rest}"),
        format!("postgres://bot:x?{secret}@{rest}"),
    ] {
        let builder = PostgresLedger::builder(&url);
        let settings = format!("{builder:?}");
        let error = builder.connect().await.unwrap_err();
        let mut shown = format!("{settings} {error:?}");
        let mut cause: Option<&dyn Error> = Some(&error);
        while let Some(error) = cause {
            shown += &error.to_string();
            cause = error.source();
        }
        assert!(!shown.contains(secret), "{shown}");
    }
}
