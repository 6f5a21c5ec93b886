//! A schema of its own in the server that the tests share.

use graph_invite_ledger_tests::{Cluster, SharedLedger, Store};
use graph_invite_postgres::PostgresLedger;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tokio_postgres::{Client, NoTls};

static SCHEMAS: AtomicU32 = AtomicU32::new(0);

/// Where the ledger of one test is.
pub(crate) struct Database {
    url: String,
}

impl Database {
    pub(crate) async fn new() -> Option<Self> {
        // A server takes a while to start, and other tests go on.
        let cluster = tokio::task::spawn_blocking(Cluster::shared)
            .await
            .unwrap()?;
        Some(Self::in_cluster(cluster).await)
    }

    pub(crate) async fn in_cluster(cluster: &Cluster) -> Self {
        let schema = format!("test_{}", SCHEMAS.fetch_add(1, Ordering::Relaxed));
        let url = format!("{}?options=-c%20search_path%3D{schema}", cluster.url());
        let database = Self { url };
        let create = format!("CREATE SCHEMA {schema}");
        database.sql().await.batch_execute(&create).await.unwrap();
        database
    }

    /// Its address, as the server itself has it.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Its address by another way to the server.
    pub(crate) fn url_at(&self, address: std::net::SocketAddr) -> String {
        self.url.replace(&self.server(), &address.to_string())
    }

    /// The host and the port.
    pub(crate) fn server(&self) -> String {
        let (_, rest) = self.url.split_once('@').unwrap();
        rest.split_once('/').unwrap().0.to_owned()
    }

    /// A connection without a ledger.
    pub(crate) async fn sql(&self) -> Client {
        let (client, connection) = tokio_postgres::connect(&self.url, NoTls).await.unwrap();
        tokio::spawn(connection);
        client
    }
}

impl Store for Database {
    async fn open(&self) -> SharedLedger {
        Arc::new(PostgresLedger::connect(&self.url).await.unwrap())
    }
}
