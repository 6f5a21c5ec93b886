//! No token, phone number, name or opaque id is in anything that is shown or logged, on any path.
//!
//! Everything is captured at TRACE, whichever crate says it.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "in a test a panic is the report"
)]

use invites::callback::{CallbackError, Verifier, router};
use invites::emulator::{Emulator, Fault, Manner};
use invites::{
    AccessToken, ApplicationId, CallId, Client, ClientBuilder, Cloud, Event, Inbox, Invite,
    Outcome, Participant, PhoneNumber, SendError, TokenRequest, Url, Uuid, graph_invite,
};
use std::error::Error;
use std::fmt::{self, Write};
use std::future::pending;
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::TcpListener;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event as LogEvent, Metadata, Subscriber};

const TOKEN: &str = "planted-token-7Q";
/// Digits of the number, the name, and the opaque id.
const PERSONAL: [&str; 3] = ["4930555014", "Planted Name", "plantedopaque"];
const QUICK: Duration = Duration::from_millis(300);
/// What a service might say that repeats whatever it was sent.
const REPEATS: &str = "no route to 4:+4930555014 for Planted Name or \
    8:teamsvisitor:plantedopaque, authorization: Bearer planted-token-7Q";

/// All that was logged.
#[derive(Clone, Default)]
struct Log {
    text: Arc<Mutex<String>>,
    spans: Arc<AtomicU64>,
}

struct Line<'a>(&'a mut String);

impl Visit for Line<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        write!(self.0, " {field}={value:?}").unwrap();
    }
}

impl Log {
    fn line(&self, about: &Metadata<'_>, fields: impl FnOnce(&mut Line<'_>)) {
        let mut text = self.text.lock().unwrap();
        write!(text, "\n{} {}", about.target(), about.name()).unwrap();
        fields(&mut Line(&mut text));
    }
}

impl Subscriber for Log {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.line(span.metadata(), |line| span.record(line));
        Id::from_u64(self.spans.fetch_add(1, Ordering::Relaxed) + 1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut Line(&mut self.text.lock().unwrap()));
    }

    fn event(&self, event: &LogEvent<'_>) {
        self.line(event.metadata(), |line| event.record(line));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

/// All that was shown.
#[derive(Default)]
struct Shown(String);

impl Shown {
    fn debug(&mut self, value: &impl fmt::Debug) {
        write!(self.0, "\n{value:?}\n{value:#?}").unwrap();
    }

    fn error(&mut self, error: &(dyn Error + 'static)) {
        self.debug(&error);
        let mut cause = Some(error);
        while let Some(error) = cause {
            write!(self.0, "\n{error}\n{error:?}").unwrap();
            cause = error.source();
        }
    }

    async fn sends(&mut self, client: &Client, call: &CallId) -> SendError {
        self.debug(client);
        let error = invite(call).send(client).await.unwrap_err();
        self.error(&error);
        error
    }
}

fn invite(call: &CallId) -> Invite {
    graph_invite! {
        call: call,
        participants: [
            phone "+4930555014" named "Planted Name",
            guest "8:teamsvisitor:plantedopaque",
        ],
    }
}

fn client(emulator: &Emulator) -> ClientBuilder {
    Client::builder()
        .cloud(emulator.cloud())
        .token(AccessToken::new(emulator.token()))
        .timeout(QUICK)
}

#[tokio::test]
async fn nothing_planted_is_shown_or_logged() {
    let log = Log::default();
    tracing::subscriber::set_global_default(log.clone()).unwrap();
    let mut shown = Shown::default();
    let emulator = Emulator::builder().token(TOKEN).start().await.unwrap();

    values(&mut shown);
    not_sent(&emulator, &mut shown).await;
    refused_or_unknown(&emulator, &mut shown).await;
    accepted(&emulator, &mut shown).await;
    notified(&emulator, &mut shown).await;
    shown.debug(&emulator);
    shown.debug(&emulator.requests());
    shown.debug(&emulator.notifications());

    let log = log.text.lock().unwrap();
    for line in [
        "invite call=",
        "answered",
        "a callback was turned away",
        "a callback was taken",
        "posted a notification",
    ] {
        assert!(log.contains(line), "{line} in {log}");
    }
    for secret in PERSONAL.into_iter().chain([TOKEN]) {
        for (name, text) in [("shown", &shown.0), ("logged", &*log)] {
            let line = text.lines().find(|line| line.contains(secret));
            assert_eq!(line, None, "{secret} is {name}");
        }
    }
}

fn values(shown: &mut Shown) {
    let invite = invite(&CallId::from_service("c").unwrap());
    shown.debug(&invite);
    shown.debug(&invite.participants());
    shown.debug(&AccessToken::new(TOKEN));
    shown.error(&PhoneNumber::parse("+4930555014 ext. 1").unwrap_err());
}

async fn not_sent(emulator: &Emulator, shown: &mut Shown) {
    let call = emulator.meeting();
    let twice = PhoneNumber::parse("+4930555014").unwrap();
    let twice = graph_invite! {
        call: &call,
        participants: [..[twice, twice].map(Participant::phone)],
    };
    shown.error(&twice.unwrap_err());

    let us_gov = client(emulator).cloud(Cloud::UsGovL4).build().unwrap();
    let hidden = graph_invite! { call: &call, participants: [phone "+4930555014" hidden] };
    shown.error(&hidden.send(&us_gov).await.unwrap_err());

    let no = |_: TokenRequest| async { Err::<String, _>(io::Error::other("the vault is shut")) };
    let never = |_: TokenRequest| pending::<Result<String, io::Error>>();
    let broken = AccessToken::new(format!("{TOKEN}\n"));
    for client in [
        client(emulator).token(no),
        client(emulator).token(never),
        client(emulator).token(broken),
    ] {
        shown.debug(&client);
        let error = shown.sends(&client.build().unwrap(), &call).await;
        assert!(matches!(error, SendError::NotSent(_)), "{error:?}");
    }

    let gone = Emulator::start().await.unwrap();
    gone.fail_next(Fault::refuse(Duration::from_secs(60)));
    let untrusted = Emulator::builder().tls().start().await.unwrap();
    for emulator in [gone, untrusted] {
        let client = client(&emulator).token(AccessToken::new(TOKEN)).build();
        let error = shown.sends(&client.unwrap(), &call).await;
        assert!(matches!(error, SendError::NotSent(_)), "{error:?}");
    }
}

async fn refused_or_unknown(emulator: &Emulator, shown: &mut Shown) {
    let client = client(emulator).build().unwrap();
    let json = format!(r#"{{"error":{{"code":"8523","message":"{REPEATS}"}}}}"#);
    let call = emulator.meeting();
    for status in [400, 403, 500, 504] {
        for (kind, body) in [("application/json", &*json), ("text/html", REPEATS)] {
            emulator.fail_next_to(&call, Fault::status(status).body(kind, body));
            let error = shown.sends(&client, &call).await;
            assert_eq!(error.rings_nobody(), status < 500, "{error:?}");
        }
    }
    for fault in [
        Fault::silence(),
        Fault::reset(),
        Fault::redirect(307, "https://other.example/?+4930555014"),
    ] {
        emulator.fail_next_to(&call, fault);
        let error = shown.sends(&client, &call).await;
        assert!(matches!(error, SendError::Unknown(_)), "{error:?}");
    }
}

/// Accepted, and then declined in a notification that repeats the number; first to a bot that
/// takes it for a stranger's.
async fn notified(emulator: &Emulator, shown: &mut Shown) {
    let inbox = Inbox::new();
    let stranger = ApplicationId::from_uuid(Uuid::from_u128(7));
    for (app, is_ours) in [(stranger, false), (emulator.app(), true)] {
        let verifier = Verifier::builder(app)
            .tenant(emulator.tenant())
            .oidc(emulator.oidc())
            .build()
            .unwrap();
        shown.debug(&verifier);
        let planted = verifier.verify(Some(&format!("Bearer {TOKEN}"))).await;
        let refused: CallbackError = planted.unwrap_err();
        shown.error(&refused);

        let deliver = inbox.clone();
        let bot = router("/callback", verifier, move |body: &[u8]| {
            deliver.deliver(body).unwrap();
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/callback", listener.local_addr().unwrap());
        tokio::spawn(axum::serve(listener, bot).into_future());
        emulator.set_callback(Url::parse(&url).unwrap());
        emulator.set_manner("+4930555014", Manner::Declines);

        let wait = if is_ours {
            Duration::from_secs(20)
        } else {
            QUICK
        };
        let client = client(emulator).inbox(inbox.clone()).wait(wait).build();
        let phone = graph_invite! {
            call: emulator.meeting(),
            participants: [phone "+4930555014" named "Planted Name"],
        };
        let ringing = phone.send(&client.unwrap()).await.unwrap();
        shown.debug(&ringing);
        let outcome = ringing.outcome().await;
        let Outcome::Failed(failure) = &outcome else {
            panic!("{outcome:?}");
        };
        assert!(failure.message().unwrap().contains(PERSONAL[0]));
        shown.error(failure);
        shown.debug(&outcome);
        shown.debug(&ringing);
        shown.debug(&ringing.people());
        let event = ringing.events().next().await;
        assert!(matches!(event, Some(Event::Ended(_))), "{event:?}");
        shown.debug(&event);

        shown.debug(&inbox);
    }
}

/// Accepted by answers that repeat what they should not.
async fn accepted(emulator: &Emulator, shown: &mut Shown) {
    let client = client(emulator).build().unwrap();
    let repeats = format!(r#"{{"id":"o","resultInfo":{{"code":1,"message":"{REPEATS}"}}}}"#);
    for fault in [
        Fault::locations(["https://other.example/?4:+4930555014"]),
        Fault::success(&repeats),
        Fault::success(REPEATS),
    ] {
        emulator.fail_next(fault);
        let ringing = invite(&emulator.meeting()).send(&client).await.unwrap();
        shown.debug(&ringing);
        shown.debug(&ringing.operation());
    }
}
