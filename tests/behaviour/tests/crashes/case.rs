//! One crash, and what follows it.

use crate::ledger::{DeadlyLedger, FastLedger};
use crate::points::Points;
use crate::process::{self, Told};
use crate::proxy;
use axum::Router;
use graph_invite_emulator::{Behavior, Emulator, Fault};
use invites::callback::{Verifier, router};
use invites::token::AccessToken;
use invites::{
    Client, ClientBuilder, Cloud, FailureKind, Invite, Outcome, Polling, SendError, Url,
    graph_invite,
};
use std::sync::Arc;
use std::time::Duration;
use tokio::join;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

const ADA: &str = "7e1b4346-85a6-4bdd-abe3-d11c5d420efe";
/// How long a phone rings until it is declined.
const RING_TIME: Duration = Duration::from_millis(20);
const REQUEST_TIME: Duration = Duration::from_secs(1);
/// How long somebody waits who can't learn the outcome, and who can: the time of the ledger counts.
const IN_VAIN: Duration = Duration::from_millis(300);
const LONG: Duration = Duration::from_secs(1200);

/// What the service does with the first request.
#[derive(Clone, Copy, Debug)]
pub(crate) enum FirstRequest {
    Taken,
    Throttled,
    Refused,
    Unavailable,
    UnavailableAfterRinging,
    CutBefore,
    CutAfterRinging,
}

pub(crate) const FAULTS: [FirstRequest; 7] = [
    FirstRequest::Taken,
    FirstRequest::Throttled,
    FirstRequest::Refused,
    FirstRequest::Unavailable,
    FirstRequest::UnavailableAfterRinging,
    FirstRequest::CutBefore,
    FirstRequest::CutAfterRinging,
];

/// How the job is delivered again.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Delivery {
    AtOnce,
    /// When nobody waits for the first one any more.
    Later,
    TwiceAtOnce,
}

pub(crate) const DELIVERIES: [Delivery; 3] =
    [Delivery::AtOnce, Delivery::Later, Delivery::TwiceAtOnce];

/// Where the callbacks go.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Callbacks {
    ToAnotherProcess,
    Lost,
}

pub(crate) const CALLBACKS: [Callbacks; 2] = [Callbacks::ToAnotherProcess, Callbacks::Lost];

#[derive(Clone, Copy, Debug)]
pub(crate) struct Case {
    pub(crate) fault: FirstRequest,
    pub(crate) delivery: Delivery,
    pub(crate) callbacks: Callbacks,
    pub(crate) point: usize,
}

/// How many cases ended in what way.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    pub(crate) cases: usize,
    pub(crate) has_died: bool,
    pub(crate) rang: usize,
    pub(crate) silent: usize,
    /// Deliveries whose author was told that it is not known whether it rings.
    pub(crate) unknown: usize,
    /// Deliveries of what rang, with a callback, and how many of them learned the outcome.
    pub(crate) rang_and_heard: usize,
    pub(crate) told_outcome: usize,
}

impl Findings {
    pub(crate) fn add(&mut self, other: &Self) {
        self.cases += other.cases;
        self.rang += other.rang;
        self.silent += other.silent;
        self.unknown += other.unknown;
        self.rang_and_heard += other.rang_and_heard;
        self.told_outcome += other.told_outcome;
    }
}

impl Case {
    pub(crate) async fn run(self) -> Findings {
        let emulator = Emulator::builder()
            .ring_time(RING_TIME)
            .start()
            .await
            .unwrap();
        emulator.set_behavior(ADA, Behavior::Declines);
        if let Some(fault) = self.fault.fault() {
            emulator.fail_next(fault);
        }
        let ledger = FastLedger::default();
        let mut tasks = JoinSet::new();
        if self.callbacks == Callbacks::ToAnotherProcess {
            let receiver = client(&emulator, &ledger);
            take_callbacks(&emulator, receiver, &mut tasks).await;
        }
        let invite = graph_invite! {
            call: emulator.add_meeting(),
            participants: [user "7e1b4346-85a6-4bdd-abe3-d11c5d420efe"],
            context: "job 7",
        };
        let points = Arc::new(Points::new(self.point));
        let first = process::run(
            builder(proxy::start(&emulator.url(), Arc::clone(&points), &mut tasks).await),
            emulator.token().to_owned(),
            DeadlyLedger {
                ledger: ledger.clone(),
                points,
            },
            invite.clone(),
        );
        let told = first.await;
        if let Delivery::Later = self.delivery {
            ledger.pass_time();
        }
        let mut findings = Findings {
            cases: 1,
            has_died: matches!(told, Told::Nothing),
            ..Findings::default()
        };
        // To build a client takes longer than all the rest: it reads the certificates of the platform.
        let client = client(&emulator, &ledger);
        let deliver = || self.deliver(&client, &invite, &emulator, &ledger);
        let deliveries = if let Delivery::TwiceAtOnce = self.delivery {
            let other = self::client(&emulator, &ledger);
            let (one, other) = join!(deliver(), self.deliver(&other, &invite, &emulator, &ledger));
            vec![one, other]
        } else {
            vec![deliver().await]
        };

        // A request that left may ring some time later.
        sleep(RING_TIME * 2).await;
        let rings = emulator.ring_count(ADA);
        assert!(rings <= 1, "{self:?} rang {rings} times");
        assert!(
            rings == 1 || !matches!(told, Told::Accepted),
            "{self:?}: nobody rang"
        );
        findings.rang += rings;
        findings.silent += 1 - rings;
        for delivery in deliveries.iter().flatten() {
            self.judge(delivery, rings, &mut findings);
        }
        findings
    }

    /// Sends the invite again, and waits for the outcome where there may be one.
    async fn deliver(
        self,
        client: &Client,
        invite: &Invite,
        emulator: &Emulator,
        ledger: &FastLedger,
    ) -> Option<Delivered> {
        let sent = invite.send(client).await;
        let can_know = self.can_know(emulator).await;
        let time = if can_know { LONG } else { IN_VAIN };
        let (is_ringing, outcome) = match sent {
            Ok(ringing) => (true, ringing.outcome_within(time).await),
            Err(SendError::Unknown(unknown)) => {
                assert!(ledger.is_doubtful(), "{self:?}: {unknown}");
                (false, unknown.outcome_within(time).await)
            }
            Err(error) => {
                assert!(error.did_not_ring());
                return None;
            }
        };
        Some(Delivered {
            is_ringing,
            outcome,
            can_know,
        })
    }

    /// Whether it rang, and a process hears how that ends. What rings later does not count.
    async fn can_know(self, emulator: &Emulator) -> bool {
        let has_rung = async {
            while emulator.ring_count(ADA) == 0 {
                sleep(RING_TIME).await;
            }
        };
        self.callbacks == Callbacks::ToAnotherProcess && timeout(IN_VAIN, has_rung).await.is_ok()
    }

    fn judge(self, delivery: &Delivered, rings: usize, findings: &mut Findings) {
        if delivery.is_ringing {
            assert_eq!(rings, 1, "{self:?}: an author was told that it rings");
        } else {
            findings.unknown += 1;
        }
        let is_told = match &delivery.outcome {
            Outcome::Failed(failure) => {
                assert_eq!(
                    (failure.kind(), rings),
                    (FailureKind::Declined, 1),
                    "{self:?}"
                );
                true
            }
            Outcome::Unknown => false,
            outcome => panic!("{self:?}: {outcome:?}"),
        };
        if delivery.can_know {
            findings.rang_and_heard += 1;
            findings.told_outcome += usize::from(is_told);
        }
    }
}

/// What the author of a delivery learned.
struct Delivered {
    /// Whether they were told that it rings, and not that it is not known.
    is_ringing: bool,
    outcome: Outcome,
    can_know: bool,
}

impl FirstRequest {
    fn fault(self) -> Option<Fault> {
        Some(match self {
            Self::Taken => return None,
            Self::Throttled => Fault::status(429).retry_after("0").into(),
            Self::Refused => Fault::status(403).into(),
            Self::Unavailable => Fault::status(503).into(),
            Self::UnavailableAfterRinging => Fault::status(503).after_ringing().into(),
            Self::CutBefore => Fault::reset_unread(),
            Self::CutAfterRinging => Fault::reset().after_ringing().into(),
        })
    }
}

fn builder(url: Url) -> ClientBuilder {
    Client::builder()
        .cloud(Cloud::Custom(url))
        .timeout(REQUEST_TIME)
        .polling(Polling::off())
}

fn client(emulator: &Emulator, ledger: &FastLedger) -> Client {
    let token = AccessToken::new(emulator.token());
    let client = builder(emulator.url())
        .token_source(token)
        .ledger(ledger.clone());
    client.build().unwrap()
}

async fn take_callbacks(emulator: &Emulator, client: Client, tasks: &mut JoinSet<()>) {
    let verifier = Verifier::builder(emulator.app().into())
        .tenant(emulator.tenant().into())
        .openid_configuration(emulator.openid_configuration())
        .build()
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let routes = Router::new().merge(router(verifier, client));
    tasks.spawn(async move { axum::serve(listener, routes).await.unwrap() });
    emulator.set_callback(Url::parse(&url).unwrap());
}
