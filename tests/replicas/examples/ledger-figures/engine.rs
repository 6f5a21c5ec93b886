//! The engines that are compared.

use graph_invite::ledger::{LedgerSettings, MemoryLedger};
use graph_invite_postgres::PostgresLedger;
use graph_invite_sqlite::SqliteLedger;
use std::env;
use std::error::Error;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// An engine, as two processes open it.
pub(crate) enum Engine {
    None,
    Memory(MemoryLedger),
    Sqlite(PathBuf),
    Postgres(String),
}

impl Engine {
    /// All of them; PostgreSQL only if `DATABASE_URL` names one.
    pub(crate) async fn all() -> Result<Vec<Self>, Box<dyn Error>> {
        let name = format!("graph-invite-figures-{}", std::process::id());
        let folder = env::temp_dir().join(name);
        fs::create_dir_all(&folder)?;
        let mut all = vec![
            Self::None,
            Self::Memory(MemoryLedger::new()),
            Self::Sqlite(folder.join("invites.db")),
        ];
        if let Ok(url) = env::var("DATABASE_URL") {
            // It makes the tables.
            PostgresLedger::connect(&url).await?;
            all.push(Self::Postgres(url));
        }
        Ok(all)
    }

    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Memory(_) => "memory",
            Self::Sqlite(_) => "SQLite",
            Self::Postgres(_) => "PostgreSQL",
        }
    }

    /// Opens it as another process does, with connections of its own.
    pub(crate) async fn open(&self) -> Result<Option<LedgerSettings>, Box<dyn Error>> {
        Ok(match self {
            Self::None => None,
            Self::Memory(ledger) => Some(ledger.clone().into()),
            Self::Sqlite(path) => Some(SqliteLedger::open(path)?.into()),
            Self::Postgres(url) => Some(PostgresLedger::connect(url).await?.into()),
        })
    }

    /// The bytes that it takes on the disk.
    pub(crate) fn bytes(&self) -> Result<Option<u64>, Box<dyn Error>> {
        match self {
            Self::None | Self::Memory(_) => Ok(None),
            Self::Sqlite(path) => {
                let log = path.with_extension("db-wal");
                let sizes = [path, &log].map(|path| fs::metadata(path).map_or(0, |it| it.len()));
                Ok(Some(sizes.iter().sum()))
            }
            Self::Postgres(url) => {
                let size = "SELECT pg_total_relation_size('graph_invite_record')";
                let psql = Command::new("psql").args([url, "-Atc", size]).output()?;
                Ok(String::from_utf8(psql.stdout)?.trim().parse().ok())
            }
        }
    }
}
