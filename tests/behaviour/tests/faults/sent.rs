//! An invite that meets a fault.

use graph_invite_emulator::{Emulator, Fault, RandomFaults};
use invites::token::AccessToken;
use invites::{
    Client, ClientBuilder, ClientContext, Cloud, NotSent, RetryPolicy, Ringing, SendError,
    UnknownReason, Uuid, graph_invite,
};
use std::time::Duration;

pub(crate) const DAY: Duration = Duration::from_secs(86_400);
pub(crate) const PATIENT: Duration = Duration::from_secs(20);
pub(crate) const QUICK: Duration = Duration::from_millis(300);
pub(crate) const ADA: &str = "+12345678901";

/// An invite, its result, and how often the phone rang.
pub(crate) struct Sent {
    pub(crate) end: Result<Ringing, SendError>,
    pub(crate) rang: usize,
}

pub(crate) async fn sent(fault: impl Into<Fault>) -> Sent {
    sent_within(PATIENT, fault).await
}

pub(crate) async fn sent_within(timeout: Duration, fault: impl Into<Fault>) -> Sent {
    let emulator = Emulator::builder().random_faults(RandomFaults::new(1).chance(fault, 100));
    let emulator = emulator.start().await.unwrap();
    let client = client(&emulator, timeout);
    invite(&emulator, &client, emulator.add_meeting()).await
}

pub(crate) fn client(emulator: &Emulator, timeout: Duration) -> Client {
    untrusting(emulator).timeout(timeout).build().unwrap()
}

/// A client that trusts no certificate of the emulator.
pub(crate) fn untrusting(emulator: &Emulator) -> ClientBuilder {
    Client::builder()
        .cloud(Cloud::Custom(emulator.url()))
        .token_source(AccessToken::new(emulator.token()))
        // The default policy with short waits.
        .retry_policy(RetryPolicy::default().initial_backoff(Duration::from_millis(10)))
}

pub(crate) async fn invite(emulator: &Emulator, client: &Client, call: Uuid) -> Sent {
    let context = ClientContext::from(Uuid::new_v4());
    let invite = graph_invite! {
        call: call,
        participants: [phone "+12345678901" named "Ada"],
        context: &context,
    };
    let end = invite.send(client).await;
    let rang = emulator
        .ring_counts_for_invite(call, context.as_str())
        .into_values()
        .sum();
    Sent { end, rang }
}

impl Sent {
    #[track_caller]
    pub(crate) fn rang(&self, times: usize) -> &Self {
        assert_eq!(self.rang, times, "{:?}", self.end);
        self
    }

    #[track_caller]
    pub(crate) fn is_ringing(&self) -> &Ringing {
        self.rang(1).end.as_ref().unwrap()
    }

    #[track_caller]
    pub(crate) fn is_refused(&self, status: u16) -> Option<Duration> {
        match &self.rang(0).end {
            Err(SendError::Refused(refused)) if refused.status() == status => refused.retry_after(),
            end => panic!("{end:?}"),
        }
    }

    #[track_caller]
    pub(crate) fn is_not_connected(&self) {
        let end = &self.rang(0).end;
        let not_sent = matches!(end, Err(SendError::NotSent(NotSent::Connect { .. })));
        assert!(not_sent, "{end:?}");
    }

    #[track_caller]
    pub(crate) fn is_unknown(&self) -> &UnknownReason {
        match &self.end {
            Err(SendError::Unknown(unknown)) => unknown.reason(),
            end => panic!("{end:?}"),
        }
    }

    #[track_caller]
    pub(crate) fn is_interrupted(&self) {
        let cause = self.is_unknown();
        assert!(matches!(cause, UnknownReason::Interrupted(_)), "{cause:?}");
    }

    #[track_caller]
    pub(crate) fn is_timeout(&self) {
        let cause = self.is_unknown();
        assert!(matches!(cause, UnknownReason::Timeout(_)), "{cause:?}");
    }

    #[track_caller]
    pub(crate) fn is_status(&self, of: u16) {
        let cause = self.is_unknown();
        let same = matches!(cause, UnknownReason::Status { status, .. } if *status == of);
        assert!(same, "{cause:?}");
    }

    #[track_caller]
    pub(crate) fn is_redirect(&self) {
        let cause = self.is_unknown();
        assert!(matches!(cause, UnknownReason::Redirect { .. }), "{cause:?}");
    }
}
