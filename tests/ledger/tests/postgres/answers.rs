//! Answers that do not come.

use crate::database::Database;
use graph_invite::ledger::{Hint, LedgerError, Put, Record, RecordName, Scope};
use graph_invite_ledger_tests::calls::write;
use graph_invite_ledger_tests::{Cluster, Proxy, SharedLedger, Store, entry_key, record};
use graph_invite_postgres::PostgresLedger;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{sleep, timeout};

const PATIENCE: Duration = Duration::from_secs(60);

fn claim() -> Record {
    record(entry_key(), RecordName::Claim(1))
}

#[tokio::test]
async fn put_whose_answer_is_lost_is_unsure_and_is_its_own_when_put_again() {
    let Some(database) = Database::new().await else {
        return;
    };
    let proxy = Proxy::start(database.server()).await;
    let builder = PostgresLedger::builder(&database.url_at(proxy.address()));
    let ledger: SharedLedger = Arc::new(builder.connections(1).connect().await.unwrap());
    write(&ledger, claim()).await;
    proxy.lose_answers();
    let first = claim();
    let error = ledger.put(first.clone()).await.unwrap_err();
    assert!(matches!(error, LedgerError::Unsure(_)), "{error:?}");
    proxy.mend();
    // A busy machine may need more than one.
    let again = async {
        loop {
            if let Ok(put) = ledger.put(first.clone()).await {
                return put;
            }
        }
    };
    let Put::Exists(found) = timeout(PATIENCE, again).await.unwrap() else {
        panic!("the server has not written it");
    };
    assert_eq!(found.record, first);
}

#[tokio::test]
async fn put_is_surely_not_written_where_nobody_can_be_reached() {
    let Some(database) = Database::new().await else {
        return;
    };
    let proxy = Proxy::start(database.server()).await;
    let builder = PostgresLedger::builder(&database.url_at(proxy.address()));
    let ledger: SharedLedger = Arc::new(builder.connections(1).connect().await.unwrap());
    proxy.lose_answers();
    ledger.read(entry_key().entry).await.unwrap_err();
    let first = claim();
    let error = ledger.put(first.clone()).await.unwrap_err();
    assert!(matches!(error, LedgerError::Unavailable(_)), "{error:?}");
    proxy.mend();
    write(&ledger, first).await;
}

#[tokio::test]
async fn statement_that_the_server_refuses_is_surely_not_written() {
    let Some(database) = Database::new().await else {
        return;
    };
    let ledger = database.open().await;
    let sql = database.sql().await;
    let refuse =
        "ALTER TABLE graph_invite_record ADD CONSTRAINT full_disk CHECK (name <> 'a1') NOT VALID";
    sql.batch_execute(refuse).await.unwrap();
    let error = ledger.put(claim()).await.unwrap_err();
    assert!(matches!(error, LedgerError::Unavailable(_)), "{error:?}");
    // The connection is as good as before.
    write(&ledger, record(entry_key(), RecordName::Answer(1))).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stopped_server_gives_errors_and_works_again_when_it_goes_on() {
    let Some(cluster) = Cluster::start("", None) else {
        return;
    };
    let database = Database::in_cluster(&cluster).await;
    let builder = PostgresLedger::builder(database.url());
    let ledger: SharedLedger = Arc::new(builder.connections(1).connect().await.unwrap());
    let (sent, unsent) = (claim(), claim());
    write(&ledger, claim()).await;
    cluster.freeze();
    // The first one has a connection, and finds out that it is dead. The next ones get no new one.
    let sent_put = timeout(PATIENCE, ledger.put(sent.clone())).await.unwrap();
    let unsent_put = timeout(PATIENCE, ledger.put(unsent.clone())).await.unwrap();
    let read = timeout(PATIENCE, ledger.read(sent.key.entry))
        .await
        .unwrap();
    let listed = timeout(PATIENCE, ledger.list(Scope::Open, None))
        .await
        .unwrap();
    cluster.thaw();
    assert!(
        matches!(sent_put, Err(LedgerError::Unsure(_))),
        "{sent_put:?}"
    );
    assert!(
        matches!(unsent_put, Err(LedgerError::Unavailable(_))),
        "{unsent_put:?}"
    );
    assert!(matches!(read, Err(LedgerError::Unavailable(_))), "{read:?}");
    assert!(
        matches!(listed, Err(LedgerError::Unavailable(_))),
        "{listed:?}"
    );
    let again = async {
        loop {
            match ledger.put(unsent.clone()).await {
                Ok(put) => return put,
                Err(_) => sleep(Duration::from_millis(20)).await,
            }
        }
    };
    let put = timeout(PATIENCE, again).await.unwrap();
    assert!(matches!(put, Put::Written), "{put:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn commit_that_gave_up_on_its_standby_is_unsure() {
    let Some(cluster) = Cluster::start("", None) else {
        return;
    };
    let database = Database::in_cluster(&cluster).await;
    let ledger = database.open().await;
    let sql = database.sql().await;
    // No such standby ever comes.
    sql.execute("ALTER SYSTEM SET synchronous_standby_names = 'nobody'", &[])
        .await
        .unwrap();
    sql.execute("SELECT pg_reload_conf()", &[]).await.unwrap();
    let cancel = async {
        loop {
            let waits =
                "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'";
            sql.query(waits, &[]).await.unwrap();
            sleep(Duration::from_millis(10)).await;
        }
    };
    // The setting reaches each session a moment later.
    let unreplicated = async {
        loop {
            match ledger.put(claim()).await {
                Ok(_) => sleep(Duration::from_millis(10)).await,
                Err(error) => return error,
            }
        }
    };
    let error = tokio::select! {
        error = timeout(PATIENCE, unreplicated) => error.unwrap(),
        () = cancel => unreachable!(),
    };
    let LedgerError::Unsure(reason) = &error else {
        panic!("{error:?}")
    };
    assert!(reason.to_string().contains("standby"), "{reason}");
}

#[tokio::test]
async fn listener_that_was_cut_off_looks_everywhere_and_then_listens_again() {
    let Some(cluster) = Cluster::start("", None) else {
        return;
    };
    let database = Database::in_cluster(&cluster).await;
    let (listener, writer) = (database.open().await, database.open().await);
    let mut news = listener.news().await.unwrap();
    // All connections, whoever listens on them.
    let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()";
    database.sql().await.query(cut, &[]).await.unwrap();
    let everything = async {
        loop {
            if news.next().await == Hint::Everything {
                return;
            }
        }
    };
    timeout(PATIENCE, everything)
        .await
        .expect("it does not connect again");
    // The connections of the writer were cut, too, so its first puts and hints may be lost.
    let hint = async {
        loop {
            let _ = writer.put(claim()).await;
            let next = timeout(Duration::from_millis(100), news.next()).await;
            if matches!(next, Ok(Hint::Entry(_))) {
                return;
            }
        }
    };
    timeout(PATIENCE, hint)
        .await
        .expect("it does not listen again");
}
