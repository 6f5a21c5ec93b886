//! Creates the tables, and brings them up to date.

use crate::error::{ConnectError, Failure};
use tokio_postgres::{Client, GenericClient};

/// What makes each version of the schema out of the one before. A release must still work with the schema
/// of the next one, so a step adds, and does not rename or remove what the release before it uses.
const STEPS: [&str; 1] = ["
    CREATE TABLE graph_invite_record (
        entry bytea NOT NULL,
        call bytea NOT NULL,
        replaced_call bytea,
        name text NOT NULL,
        owner bytea NOT NULL,
        version smallint NOT NULL,
        value bytea NOT NULL,
        is_end boolean NOT NULL,
        -- As long as the entry has no end: so that the open ones are found among many.
        is_open boolean NOT NULL,
        -- Microseconds since 1970.
        written bigint NOT NULL,
        expires bigint NOT NULL,
        PRIMARY KEY (entry, name)
    );
    CREATE INDEX graph_invite_record_call ON graph_invite_record (call, entry);
    CREATE INDEX graph_invite_record_replaced_call ON graph_invite_record (replaced_call, entry)
        WHERE replaced_call IS NOT NULL;
    CREATE INDEX graph_invite_record_open ON graph_invite_record (entry) WHERE is_open;
    CREATE INDEX graph_invite_record_end ON graph_invite_record (entry) WHERE is_end;
    CREATE INDEX graph_invite_record_expires ON graph_invite_record (expires);
    CREATE TABLE graph_invite_schema (version integer NOT NULL);
    INSERT INTO graph_invite_schema VALUES (0);
"];

/// The newest version that this release knows.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    reason = "there are a few"
)]
const KNOWN: i32 = STEPS.len() as i32;

/// So that replicas which start at once migrate one after the other: "graph-in" in ASCII.
const LOCK: i64 = i64::from_be_bytes(*b"graph-in");

/// The connection is to be dropped afterwards.
pub(crate) async fn migrate(client: &mut Client) -> Result<(), Failure> {
    // Without the lock: a bot that may not change the schema can start when there is nothing to do.
    if version_of(client).await? >= KNOWN {
        return Ok(());
    }
    // It is held until the connection ends. Inside the transaction it would not help: a transaction need
    // not see the tables that another one makes while it waits.
    let lock = "SELECT pg_advisory_lock($1)";
    client.execute(lock, &[&LOCK]).await?;
    let transaction = client.transaction().await?;
    let found = version_of(&transaction).await?;
    for step in STEPS
        .iter()
        .skip(usize::try_from(found).unwrap_or_default())
    {
        transaction.batch_execute(step).await?;
    }
    if found < KNOWN {
        transaction
            .execute("UPDATE graph_invite_schema SET version = $1", &[&KNOWN])
            .await?;
    }
    transaction.commit().await?;
    Ok(())
}

/// The version of the schema, if this release can work with it. 0 if there is none.
async fn version_of(client: &impl GenericClient) -> Result<i32, Failure> {
    let exists = "SELECT to_regclass('graph_invite_schema') IS NOT NULL";
    if !client.query_one(exists, &[]).await?.try_get(0)? {
        return Ok(0);
    }
    let row = client
        .query_one("SELECT version FROM graph_invite_schema", &[])
        .await?;
    let found: i32 = row.try_get(0)?;
    if found > KNOWN + 1 {
        return Err(ConnectError::TooNew {
            found,
            known: KNOWN,
        }
        .into());
    }
    Ok(found)
}
