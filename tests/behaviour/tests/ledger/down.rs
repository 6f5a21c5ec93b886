//! What happens while the ledger does not answer.

use crate::faulty::WatchedLedger;
use crate::replica::{Replica, invites, job, ringing_emulator};
use invites::ledger::LedgerSettings;
use invites::{FailureKind, NotSent, SendError};

#[tokio::test]
async fn nothing_is_sent_while_the_ledger_is_down() {
    let emulator = ringing_emulator().await;
    let ledger = WatchedLedger::default();
    let replica = Replica::new(&emulator, ledger.clone()).await;
    ledger.set_down(true);
    let error = job(emulator.add_meeting())
        .send(&replica.client)
        .await
        .unwrap_err();
    assert!(matches!(error, SendError::NotSent(NotSent::Ledger(_))));
    assert_eq!(error.kind(), FailureKind::NoConnection);
    assert_eq!(
        error.to_string(),
        "the invite was not sent: the ledger is not available; send it again later, with the same context"
    );
    assert_eq!(invites(&emulator), 0);
}

#[tokio::test]
async fn nothing_is_sent_if_the_ledger_does_not_answer_in_time() {
    let emulator = ringing_emulator().await;
    let ledger = WatchedLedger::default();
    let replica = Replica::new(&emulator, ledger.clone()).await;
    ledger.fall_silent();
    let error = job(emulator.add_meeting())
        .send(&replica.client)
        .await
        .unwrap_err();
    assert!(matches!(error, SendError::NotSent(NotSent::Ledger(_))));
    let cause = std::error::Error::source(&error).unwrap();
    assert_eq!(cause.to_string(), "no answer within 2s");
    assert_eq!(invites(&emulator), 0);
}

#[tokio::test]
async fn a_pager_may_send_without_the_ledger() {
    let emulator = ringing_emulator().await;
    let ledger = WatchedLedger::default();
    let settings = LedgerSettings::new(ledger.clone()).unfenced_when_down(true);
    let replica = Replica::new(&emulator, settings).await;
    ledger.set_down(true);
    let ringing = job(emulator.add_meeting())
        .send(&replica.client)
        .await
        .unwrap();
    assert!(!ringing.is_adopted());
    assert_eq!(invites(&emulator), 1);
}
