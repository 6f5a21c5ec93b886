//! The tests.

#![allow(missing_docs, reason = "the names say what they prove")]

use crate::calls::{hint, list, put, read, tags, write};
use crate::{Store, entry_key, record, tag};
use graph_invite::ledger::{
    Entry, EntryKey, Hint, PAGE, Put, Record, RecordName, Scope, StoredRecord, Tag,
};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

/// How many of a kind: the full number takes a build with optimizations.
const fn many(full: usize) -> usize {
    if cfg!(debug_assertions) {
        full / 20
    } else {
        full
    }
}

const CLAIM: RecordName = RecordName::Claim(1);

pub async fn every_key_has_one_winner(store: &impl Store) {
    let ledgers = [store.open().await, store.open().await];
    let keys: Vec<EntryKey> = (0..many(10_000)).map(|_| entry_key()).collect();
    for keys in keys.chunks(4) {
        let mut racers = JoinSet::new();
        for racer in 0..16 {
            for key in keys {
                let (ledger, record) = (Arc::clone(&ledgers[racer % 2]), record(*key, CLAIM));
                racers.spawn(async move {
                    (record.owner, record.key.entry, put(&ledger, record).await)
                });
            }
        }
        let puts = racers.join_all().await;
        for key in keys {
            let puts = puts.iter().filter(|(_, entry, _)| *entry == key.entry);
            let (won, lost): (Vec<_>, Vec<_>) =
                puts.partition(|(.., put)| matches!(put, Put::Written));
            let [(winner, ..)] = won[..] else {
                panic!("{} racers won", won.len());
            };
            assert_eq!(lost.len(), 15);
            for (.., put) in lost {
                let Put::Exists(found) = put else {
                    unreachable!()
                };
                assert_eq!(found.record.owner, *winner);
            }
        }
    }
}

pub async fn acknowledged_record_is_read_by_another_connection(store: &impl Store) {
    let (one, other) = (store.open().await, store.open().await);
    for _ in 0..many(10_000) {
        let record = record(entry_key(), CLAIM);
        write(&one, record.clone()).await;
        let read = read(&other, record.key.entry).await;
        assert_eq!(
            read.into_iter().map(|it| it.record).collect::<Vec<_>>(),
            [record]
        );
    }
}

pub async fn records_come_back_whole(store: &impl Store) {
    let ledger = store.open().await;
    let key = EntryKey {
        replaced_call: Some(tag()),
        ..entry_key()
    };
    let names = [
        RecordName::Pepper,
        RecordName::Claim(u16::MAX),
        RecordName::Answer(1),
        RecordName::LateAnswer(1),
        RecordName::Evidence(1),
        RecordName::Fact(Tag([0xff; 16])),
    ];
    let mut records = names.map(|name| record(key, name));
    records[1].value = Box::default();
    records[2].value = vec![b' '; 1 << 20].into();
    records[3].version = u8::MAX;
    records[4].keep = Duration::from_micros(3_600_000_001);
    records[5].is_end = true;
    for record in &records {
        write(&ledger, record.clone()).await;
    }
    assert!(read(&ledger, tag()).await.is_empty());
    let read = read(&ledger, key.entry).await;
    let [listed] = &list(&ledger, Scope::Call(key.call), None).await[..] else {
        panic!("there is one entry");
    };
    assert_eq!(listed.key, key);
    for found in [&read, &listed.records] {
        let find = |record: &Record| found.iter().any(|found| found.record == *record);
        assert!(records.iter().all(find), "{found:?}");
        assert_eq!(found.len(), records.len());
    }
}

pub async fn loser_gets_the_record_that_is_there(store: &impl Store) {
    let ledger = store.open().await;
    let first = record(entry_key(), CLAIM);
    write(&ledger, first.clone()).await;
    for ledger in [&ledger, &store.open().await] {
        let later = Record {
            value: Box::default(),
            is_end: true,
            ..record(first.key, CLAIM)
        };
        let Put::Exists(found) = put(ledger, later).await else {
            panic!("a second record has the name");
        };
        assert_eq!(found.record, first);
    }
    // What was not written does not end it either.
    assert_eq!(tags(&ledger, Scope::Open).await, [first.key.entry]);
}

pub async fn call_lists_who_joins_and_who_leaves_it(store: &impl Store) {
    let ledger = store.open().await;
    let joins = entry_key();
    let leaves = EntryKey {
        replaced_call: Some(joins.call),
        ..entry_key()
    };
    let both = EntryKey {
        entry: tag(),
        replaced_call: Some(joins.call),
        ..joins
    };
    for key in [joins, leaves, both, entry_key()] {
        write(&ledger, record(key, CLAIM)).await;
        write(&ledger, record(key, RecordName::Answer(1))).await;
    }
    let listed = tags(&ledger, Scope::Call(joins.call)).await;
    let mut expected = [joins, leaves, both].map(|key| key.entry);
    expected.sort();
    assert_eq!(listed, expected);
    assert_eq!(
        tags(&ledger, Scope::Call(leaves.call)).await,
        [leaves.entry]
    );
    assert!(tags(&ledger, Scope::Call(tag())).await.is_empty());
}

pub async fn open_lists_entries_without_an_end(store: &impl Store) {
    let ledger = store.open().await;
    let (open, ended) = (entry_key(), entry_key());
    for key in [open, ended] {
        write(&ledger, record(key, CLAIM)).await;
        write(&ledger, record(key, RecordName::Answer(1))).await;
    }
    for hash in [tag(), tag()] {
        let end = Record {
            is_end: true,
            ..record(ended, RecordName::Fact(hash))
        };
        write(&ledger, end).await;
    }
    // A record after the end does not open it again.
    write(&ledger, record(ended, RecordName::Evidence(1))).await;
    assert_eq!(tags(&ledger, Scope::Open).await, [open.entry]);
    let read = list(&ledger, Scope::Open, None).await;
    assert_eq!(
        read.iter().map(|entry| entry.records.len()).sum::<usize>(),
        2
    );
}

pub async fn pages_follow_each_other_without_a_gap(store: &impl Store) {
    let ledger = store.open().await;
    let call = tag();
    let mut written = BTreeSet::new();
    for number in 0..=2 * PAGE {
        let key = EntryKey {
            call,
            ..entry_key()
        };
        written.insert(key.entry);
        write(&ledger, record(key, CLAIM)).await;
        if number % 2 == 0 {
            write(&ledger, record(key, RecordName::Answer(1))).await;
        }
    }
    for scope in [Scope::Open, Scope::Call(call)] {
        let mut found: Vec<Entry> = Vec::new();
        for size in [PAGE, PAGE, 1, 0] {
            let last = found.last().map(|entry| entry.key.entry);
            let page = list(&ledger, scope, last).await;
            assert_eq!(page.len(), size, "{scope:?}");
            found.extend(page);
        }
        assert!(found.iter().map(|entry| &entry.key.entry).eq(&written));
    }
}

pub async fn age_is_the_time_since_the_put(store: &impl Store) {
    let ledger = store.open().await;
    let first = record(entry_key(), CLAIM);
    write(&ledger, first.clone()).await;
    sleep(Duration::from_millis(50)).await;
    let read: Vec<StoredRecord> = read(&store.open().await, first.key.entry).await;
    let Put::Exists(found) = put(&ledger, first.clone()).await else {
        panic!("it is there");
    };
    let listed = list(&ledger, Scope::Open, None).await;
    for age in [read[0].age, found.age, listed[0].records[0].age] {
        // Engines may use another clock than this test.
        assert!(age >= Duration::from_millis(45), "{age:?}");
        assert!(age < Duration::from_secs(3600), "{age:?}");
    }
}

pub async fn old_records_are_removed_and_others_stay(store: &impl Store) {
    let ledger = store.open().await;
    let key = entry_key();
    for (attempt, keep) in [
        (1, Duration::ZERO),
        (2, Duration::from_secs(3600)),
        (3, Duration::MAX),
    ] {
        let record = record(key, RecordName::Claim(attempt));
        write(&ledger, Record { keep, ..record }).await;
    }
    // Who opens it removes what is old.
    let _other = store.open().await;
    let removed = async {
        while read(&ledger, key.entry).await.len() > 2 {
            sleep(Duration::from_millis(5)).await;
        }
    };
    timeout(Duration::from_secs(60), removed)
        .await
        .expect("an old record stays");
    let left = read(&ledger, key.entry).await;
    let left: BTreeSet<RecordName> = left.iter().map(|it| it.record.name).collect();
    assert_eq!(left, [2, 3].map(RecordName::Claim).into());
    write(&ledger, record(key, CLAIM)).await;
}

pub async fn news_of_other_connections_arrive(store: &impl Store) {
    let (listener, writer) = (store.open().await, store.open().await);
    let mut news = listener.news().await.unwrap();
    for number in 1..=20 {
        let record = record(entry_key(), RecordName::Claim(number));
        write(&writer, record.clone()).await;
        hint(&mut news, record.key.entry).await;
    }
}

pub async fn news_of_the_same_connection_arrive(store: &impl Store) {
    let ledger = store.open().await;
    let mut news = [ledger.news().await.unwrap(), ledger.news().await.unwrap()];
    for number in 1..=20 {
        let record = record(entry_key(), RecordName::Claim(number));
        write(&ledger, record.clone()).await;
        for news in &mut news {
            hint(news, record.key.entry).await;
        }
    }
}

pub async fn slow_listener_learns_that_it_missed_some(store: &impl Store) {
    let (listener, writer) = (store.open().await, store.open().await);
    let mut news = listener.news().await.unwrap();
    let mut unknown = BTreeSet::new();
    for _ in 0..60 {
        let mut writers = JoinSet::new();
        for _ in 0..50 {
            let (writer, record) = (Arc::clone(&writer), record(entry_key(), CLAIM));
            unknown.insert(record.key.entry);
            writers.spawn(async move { write(&writer, record).await });
        }
        writers.join_all().await;
    }
    let learn = async {
        while !unknown.is_empty() {
            match news.next().await {
                Hint::Entry(entry) => drop(unknown.remove(&entry)),
                _ => return,
            }
        }
    };
    timeout(Duration::from_secs(60), learn)
        .await
        .expect("hints are missing");
}
