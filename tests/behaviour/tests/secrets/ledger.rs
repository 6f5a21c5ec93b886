//! Invites that a ledger knows.

use super::{PLANTED, Shown, TOKEN};
use graph_invite_emulator::{Behavior, Emulator};
use invites::ledger::{
    EntryKey, Hint, Ledger, LedgerError, LedgerSettings, MemoryLedger, Put, Record, RecordName,
    Scope, Tag,
};
use invites::token::AccessToken;
use invites::{Client, Cloud, graph_invite};
use std::io;
use std::time::Duration;

/// The key of the hashes. No part of it is shown.
const PEPPER: [u8; 32] = [0xA7; 32];

pub(crate) async fn kept(emulator: &Emulator, shown: &mut Shown) {
    emulator.set_behavior("+4930555014", Behavior::Declines);
    let ledger = MemoryLedger::new();
    let settings = LedgerSettings::new(ledger.clone()).pepper(PEPPER);
    shown.debug(&settings);
    let client = Client::builder()
        .cloud(Cloud::Custom(emulator.url()))
        .token_source(AccessToken::new(TOKEN))
        .ledger(settings);
    shown.debug(&client);
    let client = client.build().unwrap();
    let invite = graph_invite! {
        call: emulator.add_meeting(),
        participants: [phone "+4930555014" named "Planted Plantedson"],
        context: "job 7",
    };
    let ringing = invite.send(&client).await.unwrap();
    let key = ringing.key().clone();
    drop(ringing);
    let resumed = client.resume(&key).await.unwrap().unwrap();
    shown.debug(&resumed);
    let outcome = resumed.outcome_within(Duration::from_millis(50)).await;
    shown.debug(&outcome);
    let mut unfinished = client.unfinished();
    shown.debug(&unfinished);
    while let Some(invite) = unfinished.next().await {
        shown.debug(&invite.unwrap());
    }
    shown.debug(&ledger);
    records(&ledger, shown).await;
}

/// Each record that was written, as an engine sees it.
async fn records(ledger: &MemoryLedger, shown: &mut Shown) {
    let entries = ledger.list(Scope::Open, None).await.unwrap();
    shown.debug(&(Scope::Open, Hint::Everything, &entries));
    for entry in entries {
        shown.debug::<EntryKey>(&entry.key);
        shown.debug::<Tag>(&entry.key.call);
        for stored in entry.records {
            let value = String::from_utf8(stored.record.value.to_vec()).unwrap();
            assert!(!value.to_lowercase().contains(PLANTED), "{value}");
            assert!(!value.contains("555014"), "{value}");
            let put = ledger.put(stored.record.clone()).await.unwrap();
            shown.debug::<Put>(&put);
            shown.debug(&stored);
            shown.debug::<Record>(&stored.record);
            shown.debug(&stored.record.name);
        }
    }
    shown.error(&"planted".parse::<Tag>().unwrap_err());
    shown.error(&"planted".parse::<RecordName>().unwrap_err());
    shown.error(&LedgerError::Unsure(
        io::Error::other("the line is dead").into(),
    ));
}
