//! Several processes with one file.

use crate::file::Folder;
use graph_invite::ledger::{Put, RecordName, Scope, Tag};
use graph_invite_ledger_tests::{Store, entry_key, record};
use graph_invite_sqlite::SqliteLedger;
use std::env;
use std::process::{Command, Stdio};
use std::sync::Arc;
use tokio::task::JoinSet;

/// The file that this process, started by a test, is to write to.
const FILE: &str = "LEDGER_OF_THE_TEST";

/// Puts claims until it is killed. It prints the entries of those that were acknowledged.
#[test]
fn process_of_the_test_below() {
    let Ok(file) = env::var(FILE) else { return };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let ledger = Arc::new(SqliteLedger::open(file).unwrap());
        let mut writers = JoinSet::new();
        for _ in 0..16 {
            let ledger = Arc::clone(&ledger);
            writers.spawn(async move {
                loop {
                    use graph_invite::ledger::Ledger as _;
                    let claim = record(entry_key(), RecordName::Claim(1));
                    let entry = claim.key.entry;
                    ledger.put(claim).await.unwrap();
                    println!("put {entry}");
                }
            });
        }
        writers.join_all().await;
    });
}

#[tokio::test]
async fn killed_process_loses_nothing_that_it_acknowledged() {
    use std::io::{BufRead, BufReader};
    let folder = Folder::new();
    // This process has the file open all the time.
    let ledger = folder.open().await;
    let mut acknowledged: Vec<Tag> = Vec::new();
    let mut process = Command::new(env::current_exe().unwrap())
        .args([
            "processes::process_of_the_test_below",
            "--exact",
            "--nocapture",
        ])
        .env(FILE, folder.file())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(process.stdout.take().unwrap()).lines();
    for line in lines {
        if let Some(entry) = line.unwrap().strip_prefix("put ") {
            acknowledged.push(entry.parse().unwrap());
        }
        if acknowledged.len() == 500 {
            process.kill().unwrap();
        }
    }
    process.wait().unwrap();
    assert!(acknowledged.len() >= 500);
    for entry in &acknowledged {
        assert_eq!(ledger.read(*entry).await.unwrap().len(), 1);
    }
    // Nor does the lock of the dead process stay.
    let put = ledger.put(record(entry_key(), RecordName::Claim(1))).await;
    assert!(matches!(put, Ok(Put::Written)));
    assert_eq!(ledger.list(Scope::Open, None).await.unwrap().len(), 100);
}
