//! The tables.

use crate::database::Database;
use graph_invite::ledger::{RecordName, Scope};
use graph_invite_ledger_tests::calls::{list, read, write};
use graph_invite_ledger_tests::{Store, entry_key, record};
use graph_invite_postgres::{ConnectError, PostgresLedger};
use tokio::task::JoinSet;

#[tokio::test]
async fn replicas_that_start_at_once_create_the_tables_once() {
    let Some(database) = Database::new().await else {
        return;
    };
    let mut starts = JoinSet::new();
    for _ in 0..6 {
        let url = database.url().to_owned();
        starts.spawn(async move { PostgresLedger::connect(&url).await });
    }
    for started in starts.join_all().await {
        started.unwrap();
    }
    let versions = database
        .sql()
        .await
        .query("SELECT version FROM graph_invite_schema", &[])
        .await
        .unwrap();
    let versions: Vec<i32> = versions.iter().map(|row| row.get(0)).collect();
    assert_eq!(versions, [1]);
}

#[tokio::test]
async fn record_with_a_name_of_a_later_version_is_kept_and_left_out() {
    let Some(database) = Database::new().await else {
        return;
    };
    let ledger = database.open().await;
    let first = record(entry_key(), RecordName::Claim(1));
    write(&ledger, first.clone()).await;
    let sql = database.sql().await;
    let insert = "INSERT INTO graph_invite_record SELECT entry, call, replaced_call, 'z1', owner, version, \
                  value, is_end, is_open, written, expires FROM graph_invite_record";
    assert_eq!(sql.execute(insert, &[]).await.unwrap(), 1);
    let read = read(&ledger, first.key.entry).await;
    let listed = list(&ledger, Scope::Open, None).await;
    for records in [&read, &listed[0].records] {
        assert_eq!(records.len(), 1);
        assert_eq!(records[0].record, first);
    }
    let count = "SELECT count(*) FROM graph_invite_record";
    let count: i64 = sql.query_one(count, &[]).await.unwrap().get(0);
    assert_eq!(count, 2);
}

#[tokio::test]
async fn schema_of_the_next_release_is_accepted_and_a_later_one_is_refused() {
    let Some(database) = Database::new().await else {
        return;
    };
    drop(database.open().await);
    let sql = database.sql().await;
    let next = "UPDATE graph_invite_schema SET version = version + 1";
    sql.batch_execute(next).await.unwrap();
    let ledger = database.open().await;
    write(&ledger, record(entry_key(), RecordName::Claim(1))).await;
    sql.batch_execute(next).await.unwrap();
    let error = PostgresLedger::connect(database.url()).await.unwrap_err();
    assert!(
        matches!(
            error,
            ConnectError::TooNew {
                found: 3,
                known: 1,
                ..
            }
        ),
        "{error}"
    );
    assert!(error.to_string().contains("update the bot"), "{error}");
}

#[tokio::test]
async fn user_without_the_right_to_create_tables_can_use_them() {
    let Some(database) = Database::new().await else {
        return;
    };
    drop(database.open().await);
    let sql = database.sql().await;
    let schema: String = sql
        .query_one("SELECT current_schema()", &[])
        .await
        .unwrap()
        .get(0);
    sql.batch_execute(&format!(
        "CREATE ROLE reader_{schema} LOGIN PASSWORD 'of-the-test'; \
         GRANT USAGE ON SCHEMA {schema} TO reader_{schema}; \
         GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO reader_{schema}"
    ))
    .await
    .unwrap();
    let (_, rest) = database.url().split_once('@').unwrap();
    let url = format!("postgres://reader_{schema}:of-the-test@{rest}");
    let ledger: graph_invite_ledger_tests::SharedLedger =
        std::sync::Arc::new(PostgresLedger::connect(&url).await.unwrap());
    write(&ledger, record(entry_key(), RecordName::Claim(1))).await;
}
