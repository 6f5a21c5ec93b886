//! Writes records into PostgreSQL and notes which were acknowledged, or looks for those in another server:
//! `.ci/failover` kills the first one in between.
//!
//! ```console
//! cargo run --release -p graph-invite-ledger-tests --example acknowledged -- write URL NUMBER FILE
//! cargo run --release -p graph-invite-ledger-tests --example acknowledged -- find URL FILE
//! ```

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a measurement that fails says nothing"
)]

use graph_invite::ledger::{Ledger, Put, RecordName, Tag};
use graph_invite_ledger_tests::{entry_key, record};
use graph_invite_postgres::PostgresLedger;
use std::env;
use std::fs::{self, File};
use std::io::Write as _;
use std::process::exit;
use tokio::task::JoinSet;

const IN_FLIGHT: usize = 64;

#[tokio::main]
async fn main() {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    match *arguments {
        ["write", url, number, file] => write(url, number.parse().unwrap(), file).await,
        ["find", url, file] => find(url, file).await,
        _ => {
            eprintln!(
                "error: expected `write URL NUMBER FILE` or `find URL FILE`, found {arguments:?}"
            );
            exit(2);
        }
    }
}

/// Writes until there are so many, or the server is gone.
async fn write(url: &str, number: usize, file: &str) {
    let ledger = PostgresLedger::connect(url).await.unwrap();
    let mut file = File::create(file).unwrap();
    let mut puts = JoinSet::new();
    let mut acknowledged = 0;
    while acknowledged < number {
        while puts.len() < IN_FLIGHT {
            let ledger = ledger.clone();
            puts.spawn(async move {
                let record = record(entry_key(), RecordName::Claim(1));
                let entry = record.key.entry;
                ledger.put(record).await.map(|put| (entry, put))
            });
        }
        match puts.join_next().await.unwrap().unwrap() {
            Ok((entry, Put::Written)) => {
                writeln!(file, "{entry}").unwrap();
                acknowledged += 1;
            }
            Ok(_) => panic!("a tag was used twice"),
            Err(_) => break,
        }
    }
    println!("acknowledged {acknowledged}");
}

async fn find(url: &str, file: &str) {
    let ledger = PostgresLedger::connect(url).await.unwrap();
    let text = fs::read_to_string(file).unwrap();
    let (mut found, mut lost) = (0, 0);
    for entry in text.lines() {
        let entry: Tag = entry.parse().unwrap();
        if ledger.read(entry).await.unwrap().is_empty() {
            lost += 1;
        } else {
            found += 1;
        }
    }
    println!("found {found}, lost {lost}");
}
