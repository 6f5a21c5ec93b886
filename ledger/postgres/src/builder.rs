//! The address and the settings of a ledger.

use crate::connections::Connections;
use crate::error::ConnectError;
use crate::hints;
use crate::ledger::PostgresLedger;
use crate::removal;
use crate::schema::migrate;
use crate::session::Server;
use crate::tls::connector;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode, TargetSessionAttrs};

/// How long a start may take: a migration of a large table is slow.
const START: Duration = Duration::from_secs(30);

/// How long it tries one address of the server.
const REACH: Duration = Duration::from_secs(1);

impl PostgresLedger {
    /// Connects to a database: [`builder`](Self::builder) with no other settings.
    ///
    /// # Errors
    ///
    /// [`ConnectError`] says why the database can't be the ledger.
    pub async fn connect(address: &str) -> Result<Self, ConnectError> {
        Self::builder(address).connect().await
    }

    /// Begins to set up a ledger.
    ///
    /// The address is a URL, `postgres://user:password@host:port/database`, or has the form
    /// `host=… user=…`. It may name several hosts, separated by commas, and have options after a `?`:
    /// see the [documentation of `tokio-postgres`][config].
    ///
    /// Connections to this machine have no TLS unless the address says `sslmode=require`. All others have
    /// it, and check the certificate, unless it says `sslmode=disable`.
    ///
    /// [config]: https://docs.rs/tokio-postgres/latest/tokio_postgres/config/struct.Config.html
    ///
    /// # Examples
    ///
    /// ```
    /// use graph_invite_postgres::{ConnectError, PostgresLedger};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let error = PostgresLedger::builder("postgres://bot@localhost/invites?colour=red")
    ///     .connections(4)
    ///     .connect()
    ///     .await
    ///     .unwrap_err();
    /// assert!(matches!(error, ConnectError::Address));
    /// # }
    /// ```
    pub fn builder(address: &str) -> PostgresLedgerBuilder {
        PostgresLedgerBuilder::new(address)
    }
}

/// How long what was sent may stay unconfirmed by the machine of the server.
const GONE: Duration = Duration::from_secs(5);

/// The settings of a [`PostgresLedger`]: see [`PostgresLedger::builder`].
#[must_use]
pub struct PostgresLedgerBuilder {
    address: String,
    roots: Vec<Vec<u8>>,
    connections: usize,
}

impl PostgresLedgerBuilder {
    pub(crate) fn new(address: &str) -> Self {
        Self {
            address: address.to_owned(),
            roots: Vec::new(),
            connections: 8,
        }
    }

    /// Trusts one more root certificate, in PEM: that of a database with a private CA. The roots of the
    /// platform stay trusted. Each call adds to those before. A bundle adds all its certificates.
    pub fn root_certificate(mut self, pem: impl AsRef<[u8]>) -> Self {
        self.roots.push(pem.as_ref().to_owned());
        self
    }

    /// How many connections it makes, 8 if not set, and one more to listen. Many puts share a connection,
    /// one after the other. At least one.
    pub fn connections(mut self, connections: usize) -> Self {
        self.connections = connections.max(1);
        self
    }

    /// Connects, and creates the tables or brings them up to date. It takes as long as the database
    /// needs, at most 30 s.
    ///
    /// Call it inside a runtime of Tokio with I/O and time, which must live as long as the ledger.
    ///
    /// # Errors
    ///
    /// [`ConnectError`] says why the database can't be the ledger.
    pub async fn connect(self) -> Result<PostgresLedger, ConnectError> {
        timeout(START, self.start())
            .await
            .unwrap_or(Err(ConnectError::Timeout))
    }

    async fn start(self) -> Result<PostgresLedger, ConnectError> {
        let mut config: Config = self.address.parse().map_err(|_| ConnectError::Address)?;
        // On this machine nobody listens in. Anywhere else, nobody may.
        let is_local = is_local(&config);
        if config.get_ssl_mode() == SslMode::Prefer {
            config.ssl_mode(if is_local {
                SslMode::Disable
            } else {
                SslMode::Require
            });
        }
        if config.get_application_name().is_none() {
            config.application_name("graph-invite");
        }
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(REACH);
        }
        // So that a machine which is gone without a word is noticed, on Linux.
        if config.get_tcp_user_timeout().is_none() {
            config.tcp_user_timeout(GONE);
        }
        config.target_session_attrs(TargetSessionAttrs::ReadWrite);
        let tls = connector(config.get_ssl_mode(), &self.roots)?;
        let server = Arc::new(Server { config, tls });

        let mut first = server.open(|_| ()).await?;
        migrate(&mut first.client).await?;
        drop(first);
        let connections = Connections::new(Arc::clone(&server), self.connections);
        let connections = Arc::new(connections);
        // What the statements need is there, or it fails now.
        connections.get().await?;
        let mut tasks = JoinSet::new();
        let hints = hints::start(server, &mut tasks).await?;
        tasks.spawn(removal::run(Arc::clone(&connections)));
        Ok(PostgresLedger::new(connections, hints, tasks))
    }
}

/// Whether all hosts are this machine.
fn is_local(config: &Config) -> bool {
    let hosts = config.get_hosts().iter().all(|host| match host {
        Host::Tcp(name) => {
            let ip = name.parse::<std::net::IpAddr>();
            name == "localhost" || ip.is_ok_and(|ip| ip.is_loopback())
        }
        #[cfg(unix)]
        Host::Unix(_) => true,
    });
    hosts
        && config
            .get_hostaddrs()
            .iter()
            .all(std::net::IpAddr::is_loopback)
}

/// Shows no address, which may hold a password.
impl fmt::Debug for PostgresLedgerBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresLedgerBuilder")
            .field("roots", &self.roots.len())
            .field("connections", &self.connections)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::is_local;

    #[test]
    fn only_hosts_of_this_machine_go_without_tls() {
        for (address, expected) in [
            ("postgres://bot@localhost/invites", true),
            ("postgres://bot@127.0.0.1:5433/invites", true),
            ("postgres://bot@[::1]/invites", true),
            ("host=/run/postgresql user=bot", true),
            ("host=localhost hostaddr=192.0.2.1 user=bot", false),
            ("postgres://bot@localhost,db.example.com/invites", false),
            ("postgres://bot@localhost.example.com/invites", false),
        ] {
            assert_eq!(is_local(&address.parse().unwrap()), expected, "{address}");
        }
    }
}
